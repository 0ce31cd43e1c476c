"""Upstream: its bytes → a document to insert into, and the show that it describes.

bytes ── encoding ──> UTF-8 ── document ──> elements with their places ── rss ──> Show
                        └── not well-formed RSS 2.0: tolerant (feedparser → feedgen) ──> RSS 2.0 ──┘
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from feedtool.errors import NotAFeed
from feedtool.model import Problem, Show
from feedtool.upstream import rss, tolerant
from feedtool.upstream.document import Document, scan
from feedtool.upstream.encoding import may_be_utf8, to_utf8

__all__ = ["Upstream", "read"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Upstream:
    document: Document
    show: Show
    problems: tuple[Problem, ...] = ()


def read(data: bytes, feed_url: str = "", charset: str = "") -> Upstream:
    """Read a feed of any kind. Raises `NotAFeed` when it is none; the message completes "…: "."""
    document, problems = _document(data, feed_url, charset)
    return Upstream(document=document, show=rss.read(document, feed_url), problems=problems)


def _document(data: bytes, feed_url: str, charset: str) -> tuple[Document, tuple[Problem, ...]]:
    if may_be_utf8(data):
        with suppress(NotAFeed):
            return scan(data), ()
    readable = data
    try:
        readable = to_utf8(data, charset)
        return scan(readable), ()
    except NotAFeed as error:
        if "DOCTYPE" in str(error):
            raise
        converted, problems = tolerant.convert(readable, feed_url)
        return scan(converted), problems
