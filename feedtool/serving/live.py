"""Shows while they are served: read from disk for each request, and upstream asked behind them.

Above `publish`, below `shelves`: no HTTP in here.
"""

from __future__ import annotations

import logging
import threading

from feedtool.errors import FeedtoolError, UpstreamError
from feedtool.publish import Loaded, Publisher
from feedtool.schedule import LONGEST
from feedtool.tokens import TokenFiles

_log = logging.getLogger(__name__)


class Live:
    """All shows of a library, as they are now."""

    def __init__(self, publisher: Publisher, *, offline: bool = False) -> None:
        self.publisher = publisher
        self._offline = offline
        self.tokens = TokenFiles(publisher.library.root)
        self._lock = threading.RLock()
        self._due: dict[str, float] = {}
        """When to ask a show's upstream again, as far as this process knows: in seconds since the epoch."""
        self._asking: set[str] = set()
        self._failed: dict[str, str] = {}
        """What the log has been told of a show that has no copy."""

    def load(self, slug: str, *, wait: bool = True) -> Loaded:
        """The show from disk. Unless offline, upstream is asked in the background, or first (`wait`) without a copy.

        Raises `SettingsError`, and `UpstreamError` when there is no upstream to serve.
        """
        try:
            loaded = self._loaded(slug)
        except UpstreamError:
            if self._offline:
                raise
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
        if self._offline:
            return False
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
            self._failed.pop(slug, None)
        except FeedtoolError as error:
            # Without a copy it is tried at each look at the list of shows.
            if self._failed.get(slug) != str(error):
                _log.warning("%s: %s", slug, error)
            self._failed[slug] = str(error)
        finally:
            with self._lock:
                self._due.pop(slug, None)
                self._asking.discard(slug)

    def health(self) -> dict[str, object]:
        """For monitors: `ok` while every feed can be served, and per show the age of its copy and the last error.

        Private shows count, and are not named.
        """
        shows = {slug: self._health(slug) for slug in self.publisher.library.slugs()}
        named = [health for slug, health in shows.items() if not self.tokens.is_private(slug)]
        health: dict[str, object] = {"ok": all(health["ok"] for health in shows.values()), "shows": named}
        if not self.publisher.library.is_there:
            health |= {"ok": False, "error": f"there is no folder {self.publisher.library.root}"}
        return health

    def _health(self, slug: str) -> dict[str, object]:
        try:
            self.tokens.of(slug)
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
