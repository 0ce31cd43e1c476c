"""A page as it goes out: in every coding, each made once, with the headers that say what may be done with it.

A request costs no more than choosing among these. Source: RFC 9110 (semantics), RFC 9111 and RFC 5861 (caching).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from werkzeug.http import http_date, parse_date

from feedtool.formats.templating import POLICY
from feedtool.serving.blocks import Blocks, Memory, tag
from feedtool.serving.coding import CODINGS, IDENTITY, choose, offered

Headers = tuple[tuple[str, str], ...]

ALWAYS: Headers = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),  # the address of a private feed is its key
)
SHARED: Headers = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Last-Modified"),
)
"""For players on other people's pages, which read feeds and chapters by script."""

NOINDEX = ("X-Robots-Tag", "noindex")
PAGE_POLICY = f"{POLICY}; frame-ancestors 'self'"
"""What pages say of themselves, and what only a header can."""
_LASTING = "max-age=31536000, immutable"
"""The hash in such a page's name changes with its content."""
_CHANGING = "max-age=300, stale-while-revalidate=86400, stale-if-error=604800"
_OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding", "Last-Modified"}
"""What a 304 does not repeat (RFC 9110 §15.4.5)."""
_LONGEST_DATE = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What holds for all pages of a show at an address."""

    modified: datetime | None
    """None when the date is in the future: no answer may be older than what it tells of (RFC 9110 §8.8.2.1)."""
    is_for_search: bool = True
    """Whether search engines may list it; a listener's copy is not for them."""
    is_private: bool = False
    """Only for whoever has a token: no cache that others use may keep it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """A resource in one coding: what a 200 and a 304 say, and the body of the former."""

    etag: str
    modified: datetime | None
    """None where a date alone does not say that a client has it."""
    body: Blocks
    headers: Headers
    headers_unchanged: Headers

    def is_known_to(self, if_none_match: str | None, if_modified_since: str | None) -> bool:
        """Whether the client has it already (RFC 9110 §13.2.2): tags count, dates only where there are none."""
        if if_none_match is not None:
            tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
            return self.etag in tags or "*" in tags
        if self.modified is None or not if_modified_since or len(if_modified_since) > _LONGEST_DATE:
            return False
        since = parse_date(if_modified_since)
        return since is not None and self.modified <= since


@dataclass(frozen=True, kw_only=True)
class Resource:
    """A page's bytes, and from there on all its variants."""

    path: str
    """Below the site's root."""
    media_type: str
    body: Blocks
    about: About
    is_translated: bool = False
    """There is the same page in other languages."""
    memory: Memory = field(default_factory=Memory)
    """What the page was at this place before."""
    _variants: dict[str, Variant] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def accepted(self, accept_encoding: str) -> Variant:
        """The variant for an Accept-Encoding header; "" is a request without one."""
        return self.variant(choose(accept_encoding, self._codings))

    @cached_property
    def _codings(self) -> tuple[str, ...]:
        return offered(_size(self.body))

    def variant(self, coding: str) -> Variant:
        """The resource in a coding of `CODINGS`, or as it is where that is no larger."""
        known = self._variants.get(coding)
        if known is not None:
            return known
        with self._lock:
            if coding not in self._variants:
                self._variants[coding] = self._make(coding)
            return self._variants[coding]

    def _make(self, coding: str) -> Variant:
        body = CODINGS[coding](self.body, self.memory) if coding in CODINGS else self.body
        if _size(body) >= _size(self.body):
            body, coding = self.body, IDENTITY
        etag = f'"{self._tag}"' if coding == IDENTITY else f'"{self._tag}-{coding}"'
        headers = (
            *_described(self),
            ("ETag", etag),
            ("Content-Length", str(_size(body))),
            *((("Content-Encoding", coding),) if coding != IDENTITY else ()),
        )
        return Variant(
            etag=etag,
            # A date tells one language from another no more than one second from the next: only tags do.
            modified=None if self.is_translated else self.about.modified,
            body=body,
            headers=headers,
            headers_unchanged=tuple(header for header in headers if header[0] not in _OF_THE_BODY),
        )

    @cached_property
    def _tag(self) -> str:
        return tag(self.body, self.memory)


def _size(blocks: Blocks) -> int:
    return sum(map(len, blocks))


def _described(resource: Resource) -> Iterator[tuple[str, str]]:
    """What is said of a page in any coding."""
    about, media_type = resource.about, resource.media_type
    is_lasting = resource.path.startswith("_assets/") or "/chapters/" in resource.path
    yield "Content-Type", media_type if "json" in media_type else f"{media_type}; charset=utf-8"
    yield "Cache-Control", "private, " * about.is_private + (_LASTING if is_lasting else _CHANGING)
    yield "Vary", "Accept-Encoding, Accept-Language" if resource.is_translated else "Accept-Encoding"
    if about.modified is not None:
        yield "Last-Modified", http_date(about.modified)
    if not about.is_for_search:
        yield NOINDEX
    if media_type == "text/html":
        yield "Content-Security-Policy", PAGE_POLICY
    else:
        yield from SHARED
    yield from ALWAYS
