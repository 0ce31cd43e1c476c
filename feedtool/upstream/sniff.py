"""What a document is that is no well-formed RSS 2.0: a feed that may be mended or converted, or none at all.

Everything here works on bytes that no parser has seen, so each pattern is linear on any input.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from feedtool.errors import NotAFeed

OPAQUE = rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
"""A CDATA section, comment or processing instruction (with re.DOTALL); one that never ends goes to the end."""

_COMMENT = rb"<!--.*?(?:-->|\Z)"
# A declaration that lacks its `?` ends at `>` here, or it would hide the root.
_ROOT = re.compile(
    _COMMENT + rb"|<\?[^>]*+>|<(?:[\w.-]{1,40}:)?(rss|feed|rdf|html)(?=[\s/>])", re.DOTALL | re.IGNORECASE
)
_DECLARING = re.compile(rb"<!DOCTYPE[^<>]*\[|<!ENTITY", re.IGNORECASE)
_CLOSERS = (b"]]>", b"-->", b"?>")


class Extent(NamedTuple):
    """The root element's place: `data[start:stop]`, from `<rss` to behind `</rss>`."""

    root: str
    """`rss`, `feed` or `rdf`."""
    start: int
    stop: int


def extent(data: bytes) -> Extent:
    """Where the feed is in a document that may have anything before and after it, and faults inside.

    Raises `NotAFeed` for what is none, for one that broke off (it would read as one with fewer episodes, and
    take the others away), and for a DTD that declares things (entities that read files or fill the memory).
    """
    root = next((match for match in _ROOT.finditer(data) if match[1]), None)
    if root is None or root[1].lower() == b"html":
        raise NotAFeed(f"it is {_kind(data, page=root is not None)}")
    if _DECLARING.search(re.sub(_COMMENT, b"", data[: root.start()], flags=re.DOTALL)):
        raise NotAFeed(
            "its DOCTYPE declares entities, which is refused: they can read files or fill the memory"
        )
    return Extent(root[1].decode().lower(), root.start(), _stop(data, root))


def _stop(data: bytes, root: re.Match[bytes]) -> int:
    """The byte behind the root's last end tag, which stands in no CDATA section or comment."""
    end_tag = rb"(</(?:[\w.-]{1,40}:)?" + root[1] + rb"\s{0,99}>)"
    stop = 0
    for match in re.compile(OPAQUE + b"|" + end_tag, re.DOTALL).finditer(data, root.start()):
        if match[1]:
            stop = match.end()
        elif match.end() == len(data) and not match[0].endswith(_CLOSERS):
            raise NotAFeed("it is cut: a CDATA section or a comment in it has no end")
    if not stop:
        raise NotAFeed("it is cut: there is no end tag of its root element")
    return stop


def _kind(data: bytes, *, page: bool) -> str:
    head = data[:2000].lstrip().lower()
    if not head:
        return "empty"
    if page or b"<!doctype html" in head:
        return "an HTML page, not a feed; give the feed's own address (often linked as “RSS” on that page)"
    if head.startswith(b"<"):
        return "XML, but no RSS, Atom or RDF feed"
    return "no XML at all; is this the feed's address?"
