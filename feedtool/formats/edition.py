"""What all formats render from: one show, enriched, at one public address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urljoin

from feedtool.enrich import Enriched
from feedtool.model import Item, Show
from feedtool.settings import Settings
from feedtool.upstream.document import Document

S = TypeVar("S")
T = TypeVar("T")

_SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site: where it is (below the site's root), what it is, and how its bytes are made.

    `translations` has the same page with its interface in other languages, for browsers that ask for one.
    """

    path: str
    media_type: str
    render: Callable[[], bytes]
    blocks: Callable[[], Iterable[bytes]] | None = None
    """The same bytes in pieces: those where nothing has changed are the objects that they were."""
    translations: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    slug: str
    base_url: str
    """The site's public address, without a slash at the end."""
    settings: Settings
    document: Document
    enriched: Enriched
    is_private: bool = False
    """Only for whoever is told of it: no page about all shows leads here."""
    known: dict[tuple[str, int], tuple[Any, Any]] | None = None
    """What was made so far: (what it is, a number) → (what it was made of, what was made); None if nobody keeps it.

    An entry holds as long as what it was made of is the same, and of the edition nothing has changed but its items."""

    def made(self, what: str, number: int, of: S, make: Callable[[S], T]) -> T:
        """What `make` makes of something, once, where it is kept."""
        if self.known is None:
            return make(of)
        before = self.known.get((what, number))
        if before is None or before[0] != of:
            before = self.known[what, number] = (of, make(of))
        kept: T = before[1]
        return kept

    @property
    def show(self) -> Show:
        return self.enriched.show

    @property
    def is_copy(self) -> bool:
        """A listener's personal copy, not the publisher's own feed."""
        return self.settings.is_copy

    @property
    def is_for_search(self) -> bool:
        """Whether search engines may list it."""
        return not (self.is_copy or self.is_private)

    @property
    def title(self) -> str:
        """The channel's title with the suffix that the settings ask for, once."""
        return self.show.title.removesuffix(self.settings.title_suffix) + self.settings.title_suffix

    @property
    def feed_url(self) -> str:
        return self.url(f"{self.slug}/feed.xml")

    @property
    def upstream_url(self) -> str:
        """The publisher's feed, or its web page when upstream is a file that does not say where it is at home."""
        return self.show.feed_url or self.show.link

    def url(self, path: str) -> str:
        """The public address of a page, given its path below the site's root."""
        return f"{self.base_url}/{path}"

    @property
    def image(self) -> str:
        return self.absolute(self.show.image) if self.show.image else ""

    def audio(self, item: Item) -> str:
        """Where an item's audio is; "" without any."""
        return self.absolute(item.enclosure.url) if item.enclosure else ""

    def absolute(self, url: str) -> str:
        """A URL of upstream's, resolved where it is relative: against upstream's address, or ours when it is a file."""
        if url.startswith(("https:", "http:")):  # nearly all; urljoin would write some of them another way
            return url
        base = self.settings.upstream if self.settings.upstream_is_url else self.feed_url
        try:
            return urljoin(base, url)
        except ValueError:  # a bracket that closes nowhere; nobody can follow it, and it stays as it is
            return url

    def episode_path(self, item: Item) -> str:
        return f"{self.slug}/episodes/{safe_id(item)}/"


def safe_id(item: Item) -> str:
    """An item's name in URLs and on any disk: its guid where that is safe, else a digest of what identifies it.

    Only lower case: guids that differ in case are different episodes, on disks that fold case too.
    """
    if _SAFE.fullmatch(item.guid):
        return item.guid
    identity = item.guid or (item.enclosure.url if item.enclosure else "") or item.link or item.title
    return digest(identity.encode())


def digest(data: bytes) -> str:
    """16 hexadecimal digits that change with the content."""
    return hashlib.sha256(data).hexdigest()[:16]
