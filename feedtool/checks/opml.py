"""Check 72: the list of feeds.

Source: http://opml.org/spec2.opml
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from feedtool.checks.base import Fault, quote
from feedtool.checks.view import Feed


def opml(document: Feed) -> Iterator[Fault]:
    """Every outline is taken for a feed: we make no folders."""
    root = document.root
    if root is None:
        yield Fault("opml", f"not well-formed XML: {document.error}")
        return
    if (root.tag, root.get("version")) != ("opml", "2.0"):
        yield Fault("opml", f"root is {quote(root.tag)} version {root.get('version')}, expected opml 2.0")
    for name in ("head", "body"):
        if root.find(name) is None:
            yield Fault("opml", f"has no {name}, expected one")
    for outline in root.iter("outline"):
        yield from _outline(outline)


def _outline(outline: Element) -> Iterator[Fault]:
    where = outline.get("text") or outline.get("xmlUrl") or "opml"
    if not (outline.get("text") or "").strip():
        yield Fault(where, "outline has no text, expected the show's title")
    if outline.get("type") != "rss":
        yield Fault(where, f"outline type is {outline.get('type')}, expected rss")
    if not (outline.get("xmlUrl") or "").startswith(("http://", "https://")):
        yield Fault(where, f"outline xmlUrl is {outline.get('xmlUrl')}, expected the feed's URL")
