"""Pages kept as they go out, for as long as the shows that they are made of stay the same."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from feedtool.formats import Edition, Page
from feedtool.publish import Loaded
from feedtool.serving.blocks import Memory
from feedtool.serving.resource import About, Resource

_MOST_PAGES = 256
"""Pages kept ready at an address; what else is asked for is made again. A show may have thousands of episodes."""

T = TypeVar("T")

Address = tuple[str, str]
"""The site's base URL, and the token that opened it ("" for an open show)."""


class Shelf:
    """The pages at one address, and those of them that were asked for, ready to go out."""

    def __init__(self, pages: Mapping[str, Page], about: About, memory: Memory | None = None) -> None:
        self._pages = pages
        self._about = about
        self._memory = memory or Memory()
        """What the page in blocks, the feed, was at this address before."""
        self._ready: dict[tuple[str, str], Resource] = {}
        self._lock = threading.Lock()

    def get(self, path: str, language: str = "") -> Resource | None:
        """The page in a language, in its own where it has no such translation."""
        page = self._pages.get(path)
        if page is None:
            return None
        key = (path, language if language in page.translations else "")
        ready = self._ready.get(key)
        if ready is not None:
            return ready
        with self._lock:
            if key not in self._ready:
                _make_room(self._ready, _MOST_PAGES)
                self._ready[key] = self._made(page, language)
            return self._ready[key]

    def _made(self, page: Page, language: str) -> Resource:
        render = page.translations.get(language, page.render)
        return Resource(
            path=page.path,
            media_type=page.media_type,
            body=tuple(page.blocks()) if page.blocks else (render(),),
            about=self._about,
            is_translated=bool(page.translations),
            memory=self._memory if page.blocks else Memory(),
        )


@dataclass(kw_only=True, slots=True)
class Kept:
    """Loaded shows and the shelves made of them, one for each address that they were asked for at."""

    shows: tuple[Loaded, ...]
    memories: dict[Address, Memory] = field(default_factory=dict)
    """What the shows before these left."""
    trusted_until: float = 0.0
    """Until when nobody looks whether the shows are still these, by the monotonic clock."""
    _shelves: dict[Address, Shelf] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_of(self, shows: tuple[Loaded, ...]) -> bool:
        return [*map(id, self.shows)] == [*map(id, shows)]

    def shelf(self, address: Address, make: Callable[[Memory], Shelf], most: int) -> Shelf:
        """The shelf at an address; of more than `most`, the oldest goes."""
        with self._lock:
            if address not in self._shelves:
                _make_room(self._shelves, most)
                _make_room(self.memories, most)
                self._shelves[address] = make(self.memories.setdefault(address, Memory()))
            return self._shelves[address]


def _make_room(entries: dict[tuple[str, str], T], most: int) -> None:
    """Take out the oldest until one more is no more than `most`."""
    while len(entries) >= most:
        del entries[next(iter(entries))]


def about(shows: tuple[Loaded, ...], editions: list[Edition]) -> About:
    """What is said of the pages made of these shows."""
    modified = int(max((loaded.modified for loaded in shows), default=0))
    return About(
        modified=datetime.fromtimestamp(modified, UTC) if modified <= time.time() else None,
        is_for_search=all(edition.is_for_search for edition in editions),
        is_private=any(edition.is_private for edition in editions),
    )
