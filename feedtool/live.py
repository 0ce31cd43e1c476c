"""The site while it is being served: pages by path, kept as long as nothing changes, and upstream asked behind them.

Above `publish`, below `web`: no HTTP in here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from feedtool.errors import FeedtoolError, UpstreamError
from feedtool.formats import SITE_FORMATS, Page
from feedtool.publish import Loaded, Publisher, pages
from feedtool.schedule import LONGEST

_log = logging.getLogger(__name__)
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
        self._due: dict[str, float] = {}
        """When to ask a show's upstream again, as far as this process knows: in seconds since the epoch."""
        self._asking: set[str] = set()

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
                editions = [self.publisher.edition(loaded, base_url, remember=True) for loaded in shows]
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
            with suppress(FeedtoolError):
                yield self._load(slug, wait=False)

    # --- upstream

    def _load(self, slug: str, *, wait: bool = True) -> Loaded:
        """The show from disk. Upstream is asked behind the answer, or first, with `wait`, if there is no copy yet."""
        try:
            loaded = self._loaded(slug)
        except UpstreamError:
            if not wait:
                self._refresh_behind(slug)
                raise
            self.publisher.refresh(slug, only_due=True)
            return self._loaded(slug)
        if loaded.settings.upstream_is_url and self._is_due(loaded):
            self._refresh_behind(slug)
        return loaded

    def _loaded(self, slug: str) -> Loaded:
        with self._lock:
            return self.publisher.load(slug)

    def _is_due(self, loaded: Loaded) -> bool:
        slug = loaded.slug
        if slug not in self._due:
            folder = self.publisher.library.folder(slug)
            schedule = folder.schedule(loaded.settings.upstream)
            fresh = folder.checked() + min(loaded.upstream.show.ttl, LONGEST)
            self._due[slug] = schedule.due if schedule.failures else max(schedule.due, fresh)
        return self.publisher.network.clock() >= self._due[slug]

    def _refresh_behind(self, slug: str) -> None:
        """One question at a time; `_due` is looked up anew after it."""
        with self._lock:
            if slug in self._asking:
                return
            self._asking.add(slug)
        threading.Thread(target=self._refresh, args=(slug,), name=f"refresh {slug}", daemon=True).start()

    def _refresh(self, slug: str) -> None:
        try:
            refreshed = self.publisher.refresh(slug, only_due=True)
            if refreshed.reason:
                _log.warning("%s: %s; the last good copy goes on", slug, refreshed.reason)
            if refreshed.moved_to:
                _log.warning(
                    "%s: upstream has moved for good to %s: put that in show.toml", slug, refreshed.moved_to
                )
        except FeedtoolError as error:
            _log.warning("%s: %s", slug, error)
        finally:
            with self._lock:
                self._due.pop(slug, None)
                self._asking.discard(slug)

    def health(self) -> dict[str, object]:
        """For monitors: `ok` while every feed can be served, and per show the age of its copy and the last error."""
        shows = [self._health(slug) for slug in self.publisher.library.slugs()]
        return {"ok": all(show["ok"] for show in shows), "shows": shows}

    def _health(self, slug: str) -> dict[str, object]:
        try:
            loaded = self._loaded(slug)
        except FeedtoolError as error:
            return {"slug": slug, "ok": False, "error": str(error)}
        health: dict[str, object] = {"slug": slug, "ok": True, "episodes": len(loaded.enriched.show.items)}
        if not loaded.settings.upstream_is_url:
            return health | {"age": 0}
        folder = self.publisher.library.folder(slug)
        schedule = folder.schedule(loaded.settings.upstream)
        said = {"error": schedule.reason, "moved_to": schedule.moved_to}
        age = round(self.publisher.network.clock() - folder.checked())
        return health | {"age": age} | {key: value for key, value in said.items() if value}
