"""Upstream: its bytes → a document to insert into, and the show that it describes.

bytes ── encoding ──> UTF-8 ── document ──> elements with their places ── rss ──> Show
                        ├── not well-formed: repair (text by text), else recovery (libxml2) ──> document
                        └── no RSS 2.0 by then: tolerant (feedparser → feedgen) ──> RSS 2.0 ──> document
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from feedtool.errors import NotAFeed
from feedtool.model import Problem, Show
from feedtool.upstream import rss, tolerant
from feedtool.upstream.document import Document, scan
from feedtool.upstream.encoding import may_be_utf8, to_utf8
from feedtool.upstream.recovery import recover
from feedtool.upstream.repair import repair
from feedtool.upstream.sniff import extent

__all__ = ["Upstream", "read"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Upstream:
    """A feed that was read: the document that is served from, and the show that it describes."""

    document: Document
    show: Show
    problems: tuple[Problem, ...] = ()


def read(data: bytes, feed_url: str = "", charset: str = "") -> Upstream:
    """Read a feed of any kind; `feed_url` is where it came from, `charset` what the HTTP header says ("": nothing).

    `problems` tell what had to be repaired or converted. Raises `NotAFeed` when it is no feed, or only a part of one;
    the message completes "…: ".
    """
    document, problems = _document(data, feed_url, charset)
    return Upstream(document=document, show=rss.read(document, feed_url), problems=problems)


def _document(data: bytes, feed_url: str, charset: str) -> tuple[Document, tuple[Problem, ...]]:
    """The document by the first way that gives RSS 2.0; they go from changing nothing to keeping the least."""
    if may_be_utf8(data, charset):
        with suppress(NotAFeed):
            return scan(data), ()
    utf8, problems = to_utf8(data, charset)
    with suppress(NotAFeed):
        return scan(utf8), problems
    kind = extent(utf8).root
    mended, repairs = repair(utf8)
    problems += repairs
    with suppress(NotAFeed):
        return scan(mended), problems
    if kind == "rss":
        with suppress(NotAFeed):
            return recover(mended), (*problems, _RECOVERED)
    converted, more = tolerant.convert(mended, feed_url)
    return scan(converted), (*problems, *more)


_RECOVERED = Problem(
    where="upstream",
    message="repaired: its XML is broken; libxml2 recovered it, and may have dropped what is at the faults",
)
