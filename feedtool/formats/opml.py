"""All shows' feeds as OPML 2.0, for the import that every podcast app has.

Source: http://opml.org/spec2.opml
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from feedtool.formats.edition import Edition, Page

MEDIA_TYPE = "text/x-opml"


def pages(editions: Sequence[Edition]) -> Iterable[Page]:
    return (Page("feeds.opml", MEDIA_TYPE, lambda: render(editions)),)


def render(editions: Sequence[Edition]) -> bytes:
    outlines = "\n".join(f"    {_outline(edition)}" for edition in editions)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head>\n    <title>feedtool</title>\n  </head>\n'
        f"  <body>\n{outlines}\n  </body>\n</opml>\n"
    ).encode()


def _outline(edition: Edition) -> str:
    show = edition.show
    attributes = {
        "type": "rss",
        "text": edition.title,
        "title": edition.title,
        "xmlUrl": edition.feed_url,
        "htmlUrl": show.link,
        "language": show.language,
    }
    return "<outline " + " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items() if value) + "/>"
