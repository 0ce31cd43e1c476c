"""Shows of one item, for tests of what becomes of it."""

from __future__ import annotations

from feedtool import upstream
from feedtool.enrich import enrich
from feedtool.formats import Edition
from feedtool.model import Note
from feedtool.settings import parse

_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"
 xmlns:psc="http://podlove.org/simple-chapters" xmlns:xlink="http://www.w3.org/1999/xlink">
<channel><title>耳边</title><link>https://ear.example</link><description>d</description>{channel}
<item><title>一</title>{item}</item></channel></rss>"""


def edition(item: str, channel: str = "", note: Note | None = None) -> Edition:
    """A show whose only item holds the XML `item`; a note joins it by its guid."""
    read = upstream.read(_FEED.format(item=item, channel=channel).encode())
    settings = parse('upstream = "u.xml"')
    return Edition(
        slug="ear",
        base_url="https://me.example",
        settings=settings,
        document=read.document,
        enriched=enrich(read, [note] if note else [], settings),
    )
