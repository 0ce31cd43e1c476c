"""The site while it is being served: pages by path, kept as long as nothing changes, and upstream asked behind them.

Above `publish`, below `web`: no HTTP in here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from feedtool.errors import FeedtoolError, UpstreamError
from feedtool.formats import SITE_FORMATS, Page
from feedtool.publish import Loaded, Publisher, pages

REFRESH_SECONDS = 15 * 60
RETRY_SECONDS = 2 * 60
_MOST_ADDRESSES = 8
"""Base URLs that pages are kept for; it is the client who says which (the Host header)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """A page as it goes out."""

    body: bytes
    media_type: str
    etag: str
    modified: datetime
    is_copy: bool = False
    """Of a listener's copy: search engines are to leave it alone."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The pages at one address, made of certain loaded shows, and those of them that were asked for."""

    made_of: tuple[Loaded, ...]
    pages: Mapping[str, Page]
    modified: datetime
    is_copy: bool
    served: dict[str, Served] = field(default_factory=dict)

    def get(self, path: str) -> Served | None:
        page = self.pages.get(path)
        if page is None:
            return None
        if path not in self.served:
            body = page.render()
            etag = sha256(body).hexdigest()[:32]
            self.served[path] = Served(
                body=body, media_type=page.media_type, etag=etag, modified=self.modified, is_copy=self.is_copy
            )
        return self.served[path]


class Live:
    """All shows of a library, as a site."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher
        self._lock = threading.RLock()
        self._shelves: dict[tuple[str, str], _Shelf] = {}
        self._asked: dict[str, float] = {}
        self._failures: dict[str, str] = {}

    def page(self, path: str, base_url: str) -> Served | None:
        """The page at a path, None if there is none. Raises `FeedtoolError` when its show can't be served."""
        slug = path.partition("/")[0]
        slugs = self.publisher.library.slugs()
        if slug in slugs:
            return self._shelf(slug, base_url, [self._load(slug)]).get(path)
        return (
            self._shelf("", base_url, list(self._loadable(slugs))).get(path)
            if "/" not in path or slug == "_assets"
            else None
        )

    def _shelf(self, name: str, base_url: str, shows: list[Loaded]) -> _Shelf:
        with self._lock:
            shelf = self._shelves.get((name, base_url))
            if shelf is None or [*map(id, shelf.made_of)] != [*map(id, shows)]:
                editions = [self.publisher.edition(loaded, base_url) for loaded in shows]
                made = (
                    pages(editions[0])
                    if name
                    else {page.path: page for format_ in SITE_FORMATS for page in format_(editions)}
                )
                modified = datetime.fromtimestamp(
                    int(max((loaded.modified for loaded in shows), default=0)), UTC
                )
                shelf = _Shelf(tuple(shows), made, modified, any(edition.is_copy for edition in editions))
                while len(self._shelves) >= _MOST_ADDRESSES * (len(shows) + 1):
                    del self._shelves[next(iter(self._shelves))]
                self._shelves[name, base_url] = shelf
            return shelf

    def _loadable(self, slugs: Iterable[str]) -> Iterator[Loaded]:
        """The shows that can be served now; a list of them waits for nobody."""
        for slug in slugs:
            try:
                yield self._load(slug, wait=False)
            except FeedtoolError as error:
                self._failures[slug] = str(error)

    # --- upstream

    def _load(self, slug: str, *, wait: bool = True) -> Loaded:
        """The show from disk. Upstream is asked behind the answer, or first, with `wait`, if there is no copy yet."""
        with self._lock:
            try:
                loaded = self.publisher.load(slug)
            except UpstreamError:
                if not self._may_ask(slug):
                    raise
                if not wait:
                    self._refresh_behind(slug)
                    raise
                self._refresh(slug)
                return self.publisher.load(slug)
        age = time.time() - self.publisher.library.folder(slug).checked()
        if loaded.settings.upstream_is_url and age > REFRESH_SECONDS and self._may_ask(slug):
            self._refresh_behind(slug)
        return loaded

    def _refresh_behind(self, slug: str) -> None:
        threading.Thread(target=self._refresh, args=(slug,), name=f"refresh {slug}", daemon=True).start()

    def _may_ask(self, slug: str) -> bool:
        """One question at a time, and a pause after each, whatever came of it."""
        with self._lock:
            due = time.monotonic() - self._asked.get(slug, float("-inf")) > RETRY_SECONDS
            if due:
                self._asked[slug] = time.monotonic()
            return due

    def _refresh(self, slug: str) -> None:
        try:
            self._failures[slug] = self.publisher.refresh(slug).reason
        except FeedtoolError as error:
            self._failures[slug] = str(error)

    def health(self) -> dict[str, object]:
        """For monitors: `ok` while every feed can be served, and per show the age of its copy and the last error."""
        shows = [self._health(slug) for slug in self.publisher.library.slugs()]
        return {"ok": all(show["ok"] for show in shows), "shows": shows}

    def _health(self, slug: str) -> dict[str, object]:
        try:
            loaded = self.publisher.load(slug)
        except FeedtoolError as error:
            return {"slug": slug, "ok": False, "error": str(error)}
        checked = (
            self.publisher.library.folder(slug).checked() if loaded.settings.upstream_is_url else time.time()
        )
        health = {
            "slug": slug,
            "ok": True,
            "episodes": len(loaded.enriched.show.items),
            "age": round(time.time() - checked),
        }
        return health | ({"error": self._failures[slug]} if self._failures.get(slug) else {})
