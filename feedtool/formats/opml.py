"""All shows' feeds as OPML 2.0, for the import that every podcast app has.

Source: http://opml.org/spec2.opml
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import quoteattr

from feedtool.formats import addresses
from feedtool.formats.edition import Edition, Page

MEDIA_TYPE = "text/x-opml"


def pages(editions: Sequence[Edition]) -> Iterable[Page]:
    return (Page("feeds.opml", MEDIA_TYPE, lambda: render(editions)),)


def render(editions: Sequence[Edition]) -> bytes:
    outlines = "\n".join(f"    {_outline(edition)}" for edition in editions)
    return _OPML.format(outlines=outlines).encode()


_OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>feedtool</title>
  </head>
  <body>
{outlines}
  </body>
</opml>
"""


def _outline(edition: Edition) -> str:
    show = edition.show
    attributes = {
        "type": "rss",
        "text": edition.title,
        "title": edition.title,
        "xmlUrl": edition.feed_url,
        "htmlUrl": addresses.linked(show.link),
        "language": show.language,
    }
    return (
        "<outline "
        + " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items() if value)
        + "/>"
    )
