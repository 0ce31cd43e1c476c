"""Upstream: its bytes → a document to insert into, and the show that it describes.

bytes ── encoding ──> UTF-8 ── document ──> elements with their places ── rss ──> Show
                        └── not well-formed RSS 2.0: tolerant (feedparser → feedgen) ──> RSS 2.0 ──┘
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from feedtool.errors import NotAFeed
from feedtool.model import Problem, Show
from feedtool.upstream import rss, tolerant
from feedtool.upstream.document import Document, scan
from feedtool.upstream.encoding import may_be_utf8, to_utf8
from feedtool.upstream.repair import recovered, repaired

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
    """As it is; repaired; recovered by libxml2; converted by feedparser: the first that makes RSS 2.0 of it."""
    if may_be_utf8(data, charset):
        with suppress(NotAFeed):
            return scan(data), ()
    utf8, told = to_utf8(data, charset)
    mended, repairs = repaired(utf8)
    try:
        return scan(mended), _problems((*told, *repairs))
    except NotAFeed as error:
        if "DOCTYPE" in str(error):
            raise
    tolerant.require_whole(mended)
    recovery = recovered(mended)
    if recovery is not None:
        with suppress(NotAFeed):
            return scan(recovery), _problems((*told, *repairs, "its broken XML was recovered by libxml2"))
    converted, problems = tolerant.convert(mended, feed_url)
    return scan(converted), (*_problems(told), *problems)


def _problems(told: Iterable[str]) -> tuple[Problem, ...]:
    return tuple(Problem(where="upstream", message=f"repaired: {what}") for what in told)
