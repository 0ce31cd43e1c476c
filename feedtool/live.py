"""The site while it is being served: pages by path, kept as long as nothing changes, and upstream asked behind them.

Above `publish`, below `web`: no HTTP in here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from feedtool.errors import FeedtoolError, SettingsError, UpstreamError
from feedtool.formats import SITE_FORMATS
from feedtool.publish import Loaded, Publisher, pages
from feedtool.resource import Resource
from feedtool.schedule import LONGEST
from feedtool.shelf import Kept, Shelf, about
from feedtool.tokens import TokenFiles

_log = logging.getLogger(__name__)
_MOST_ADDRESSES = 8
"""Base URLs that pages are kept for; it is the client who says which (the Host header)."""
_LONGEST_TRUST = 0.25
"""Seconds that a look at the files may be trusted."""


class Live:
    """All shows of a library, as a site."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher
        self._lock = threading.RLock()
        self._kept: dict[str, Kept] = {}
        self._looking: dict[str, threading.Lock] = {}
        self._site = Kept(shows=())
        self._tokens = TokenFiles(publisher.library.root)
        self._due: dict[str, float] = {}
        """When to ask a show's upstream again, as far as this process knows: in seconds since the epoch."""
        self._asking: set[str] = set()

    # --- pages

    def page(self, path: str, base_url: str) -> Resource | None:
        """The page at a path, None if there is none. Raises `FeedtoolError` when its show can't be served."""
        slug, _, inner = path.partition("/")
        if not inner or slug == "_assets" or not self._is_show(slug):
            return self._site_page(path, base_url)
        token = self._opened(slug, inner)
        kept = None if token is None else self._kept_of(slug)
        if token is None or kept is None:
            return self._site_page(path, base_url)
        base = kept.shows[0].settings.public_url or base_url
        shelf = kept.shelf(
            (base, token),
            lambda: self._show_shelf(kept.shows[0], base, token),
            most=_MOST_ADDRESSES * (1 + len(self._tokens.of(slug))),
        )
        return shelf.get(inner if token else path)

    def media(self, path: str) -> tuple[Path, str, bool] | None:
        """Where a file of a show's media folder is: the folder, its name in there, and whether the show is private."""
        slug, _, inner = path.partition("/")
        token = self._opened(slug, inner) if self._is_show(slug) else None
        if token is None:
            return None
        folder, _, name = inner.removeprefix(f"{token}/" if token else "").partition("/")
        return (
            (self.publisher.library.folder(slug).media_path, name, bool(token)) if folder == "media" else None
        )

    def _is_show(self, slug: str) -> bool:
        if slug in self._kept and time.monotonic() < self._kept[slug].trusted_until:
            return True
        try:
            self.publisher.library.folder(slug)
        except SettingsError:
            return False
        return True

    def _opened(self, slug: str, inner: str) -> str | None:
        """The token that opens a show for this path, "" for a show that is open to all, None if nothing does."""
        tokens = self._tokens.of(slug)
        if not tokens:
            return ""
        token = inner.partition("/")[0]
        return token if tokens.opened_by(token) else None

    def _show_shelf(self, loaded: Loaded, base_url: str, token: str) -> Shelf:
        """At a token, the show is a site of its own: below /<slug>/, and there the token is what its slug was."""
        edition = self.publisher.edition(loaded, base_url)
        if token:
            edition = replace(edition, slug=token, base_url=f"{edition.base_url}/{edition.slug}")
        return Shelf(pages(edition), about((loaded,), [edition], is_private=bool(token)))

    def _site_page(self, path: str, base_url: str) -> Resource | None:
        """A page about all shows that are open, or an asset: those are found from every folder."""
        _, is_asset, name = path.rpartition("_assets/")
        if "/" in path and not is_asset:
            return None
        shows = tuple(self._open_shows())
        if not self._site.is_of(shows):
            self._site = Kept(shows=shows)
        shelf = self._site.shelf((base_url, ""), lambda: self._site_shelf(shows, base_url), _MOST_ADDRESSES)
        return shelf.get(is_asset + name)

    def _site_shelf(self, shows: tuple[Loaded, ...], base_url: str) -> Shelf:
        editions = [self.publisher.edition(loaded, base_url) for loaded in shows]
        made = {page.path: page for format_ in SITE_FORMATS for page in format_(editions)}
        return Shelf(made, about(shows, editions))

    def _open_shows(self) -> Iterator[Loaded]:
        """The open shows that can be served now; a list of them waits for nobody."""
        for slug in self.publisher.library.slugs():
            with suppress(FeedtoolError):
                kept = None if self._tokens.of(slug) else self._kept_of(slug, wait=False)
                yield from kept.shows if kept else ()

    # --- what is kept

    def _kept_of(self, slug: str, *, wait: bool = True) -> Kept | None:
        """What is kept of a show, once a look at its files has found nothing new.

        While somebody looks, others get what was found before. A look that finds nothing new is trusted for as long
        as it took: with thousands of notes, looking never is more than half of the work.
        """
        kept = self._kept.get(slug)
        if kept and time.monotonic() < kept.trusted_until:
            return kept
        looking = self._looking.setdefault(slug, threading.Lock())
        if not looking.acquire(blocking=wait and kept is None):
            return kept
        try:
            return self._look(slug, wait=wait)
        finally:
            looking.release()

    def _look(self, slug: str, *, wait: bool) -> Kept:
        began = time.monotonic()
        loaded = self._load(slug, wait=wait)
        kept = self._kept.get(slug)
        if kept is None or not kept.is_of((loaded,)):
            kept = self._kept[slug] = Kept(shows=(loaded,))
        else:
            now = time.monotonic()
            kept.trusted_until = now + min(now - began, _LONGEST_TRUST)
        return kept

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
        """For monitors: `ok` while every feed can be served, and per show the age of its copy and the last error.

        Private shows count, and are not named.
        """
        shows = {slug: self._health(slug) for slug in self.publisher.library.slugs()}
        named = [health for slug, health in shows.items() if not self._is_private(slug)]
        return {"ok": all(health["ok"] for health in shows.values()), "shows": named}

    def _is_private(self, slug: str) -> bool:
        try:
            return bool(self._tokens.of(slug))
        except SettingsError:  # there are tokens, whatever they are
            return True

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
