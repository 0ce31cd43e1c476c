"""The pages of all shows by path, kept as long as nothing changes, and given to whom they are for.

Above `live`, below `site`: no HTTP in here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from feedtool.errors import FeedtoolError, SettingsError
from feedtool.formats import SITE_FORMATS, Edition, Page
from feedtool.publish import Loaded, pages
from feedtool.serving.blocks import Memory
from feedtool.serving.live import Live
from feedtool.serving.resource import About, Resource
from feedtool.serving.shelf import Kept, Shelf, about
from feedtool.tokens import Tokens

_MOST_ADDRESSES = 8
"""Base URLs that pages are kept for; it is the client who says which (the Host header)."""
_ASSETS = "_assets/"
_MEDIA = "media/"
_LONGEST_TRUST = 0.25
"""Seconds that a look at the files may be trusted."""


class Media(NamedTuple):
    """A file that is given as it lies on disk, and what is said of it."""

    folder: Path
    name: str
    is_private: bool
    is_for_search: bool


class Shelves:
    """The site of a library's shows."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._library = live.publisher.library
        self._kept: dict[str, Kept] = {}
        self._looking: dict[str, threading.Lock] = {}
        self._site = Kept(shows=())
        of_any_site = _site_pages(())
        self._site_paths = of_any_site.keys()
        self._assets = Shelf(of_any_site, About(modified=None))

    def page(self, path: str, base_url: str, language: str = "") -> Resource | None:
        """The page at a path, in a language if it has it; None if there is none.

        Raises `FeedtoolError` when its show can't be served.
        """
        if _ASSETS in path:  # found from every folder: a private show is a site of its own
            return self._assets.get(path[path.rindex(_ASSETS) :])
        slug, _, inner = path.partition("/")
        if not inner or not self._is_show(slug):
            return self._site_page(path, base_url, language)
        tokens = self._live.tokens.of(slug)
        token = _opening(tokens, inner)
        kept = None if token is None else self._kept_of(slug)
        if token is None or kept is None:
            return self._site_page(path, base_url, language)
        loaded = kept.shows[0]
        base = loaded.settings.public_url or base_url
        most = _MOST_ADDRESSES * (1 + len(tokens))
        shelf = kept.shelf((base, token), lambda memory: self._show_shelf(loaded, base, token, memory), most)
        return shelf.get(inner if token else path, language)

    def media(self, path: str) -> Media | None:
        """Where a path leads into a show's media folder; None when it leads elsewhere.

        Whether there is a file of that name is not looked at. Raises `SettingsError`.
        """
        slug, _, inner = path.partition("/")
        token = _opening(self._live.tokens.of(slug), inner) if self._is_show(slug) else None
        if token is None:
            return None
        name = inner.removeprefix(f"{token}/" if token else "")
        if not name.startswith(_MEDIA):
            return None
        folder = self._library.folder(slug)
        return Media(
            folder=folder.media_path,
            name=name.removeprefix(_MEDIA),
            is_private=bool(token),
            is_for_search=not (token or folder.settings().is_copy),
        )

    def _is_show(self, slug: str) -> bool:
        if slug in self._kept and time.monotonic() < self._kept[slug].trusted_until:
            return True
        try:
            self._library.folder(slug)
        except SettingsError:
            if not self._library.is_there:  # a disk that is not mounted: no show of it is gone
                raise
            return False
        return True

    def _show_shelf(self, loaded: Loaded, base_url: str, token: str, memory: Memory) -> Shelf:
        edition = self._live.publisher.edition(loaded, base_url, token=token, remember=True)
        return Shelf(pages(edition), about((loaded,), [edition]), memory)

    def _site_page(self, path: str, base_url: str, language: str) -> Resource | None:
        """A page about all open shows."""
        if path not in self._site_paths:
            return None
        shows = tuple(self._open_shows())
        if not self._site.is_of(shows):
            self._site = Kept(shows=shows)
        shelf = self._site.shelf((base_url, ""), lambda _: self._site_shelf(shows, base_url), _MOST_ADDRESSES)
        return shelf.get(path, language)

    def _site_shelf(self, shows: tuple[Loaded, ...], base_url: str) -> Shelf:
        editions = [self._live.publisher.edition(loaded, base_url) for loaded in shows]
        return Shelf(_site_pages(editions), about(shows, editions))

    def _open_shows(self) -> Iterator[Loaded]:
        """The open shows that can be served now; a list of them waits for nobody."""
        for slug in self._library.slugs():
            with suppress(FeedtoolError):
                kept = None if self._live.tokens.of(slug) else self._kept_of(slug, wait=False)
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
        loaded = self._live.load(slug, wait=wait)
        kept = self._kept.get(slug)
        if kept is None or not kept.is_of((loaded,)):
            kept = self._kept[slug] = Kept(shows=(loaded,), memories=dict(kept.memories) if kept else {})
        else:
            now = time.monotonic()
            kept.trusted_until = now + min(now - began, _LONGEST_TRUST)
        return kept


def _site_pages(editions: Sequence[Edition]) -> Mapping[str, Page]:
    return {page.path: page for format_ in SITE_FORMATS for page in format_(editions)}


def _opening(tokens: Tokens, inner: str) -> str | None:
    """The token that opens a show for this path in it, "" for a show that is open to all, None if nothing does."""
    if not tokens:
        return ""
    token = inner.partition("/")[0]
    return token if tokens.opened_by(token) else None
