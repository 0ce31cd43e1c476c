"""The one use case: a show's folder → the pages of its site. The server and the export both go through here.

    show.toml ─┐
    upstream ──┼─ load ──> Loaded ── edition(base_url) ──> Edition ── FORMATS ──> {path: Page}
    notes ─────┘

A `Publisher` remembers what it read, each thing by what it was made of: a note by size and date, upstream
by its bytes, the show by all of them. So asking again costs a look at the files' dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from feedtool import leads
from feedtool.chapters import Fetched
from feedtool.enrich import Enriched, enrich
from feedtool.errors import FeedtoolError, UpstreamError
from feedtool.formats import FORMATS, Edition, Page
from feedtool.history import History
from feedtool.leads import Leads
from feedtool.library import Copy, Folder, Library
from feedtool.model import Note, Problem
from feedtool.refresh import Network, Refreshed, present, refresh, served
from feedtool.settings import Settings
from feedtool.upstream import Upstream
from feedtool.vault import Contents, Vault


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A show as it is now: read, matched and enriched, but not yet at an address."""

    slug: str
    settings: Settings
    upstream: Upstream
    fetched: Fetched
    enriched: Enriched
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    """All that upstream, notes and enrichment have to report."""
    of_upstream: tuple[Problem, ...]
    """Those of them that are upstream's."""
    modified: float
    """When the newest of all that goes into the pages changed, in seconds since the epoch."""


_MOST_ADDRESSES = 32
"""Of which editions are kept: it is a client who says which address a server has."""


class Publisher:
    """The shows of a library."""

    def __init__(self, library: Library, network: Network = Network()) -> None:
        self.library = library
        self.network = network
        self._vaults: dict[str, Vault] = {}
        self._upstream: dict[str, tuple[object, tuple[Upstream, History]]] = {}
        self._loaded: dict[str, tuple[object, Loaded]] = {}
        self._made: dict[tuple[str, str], Edition] = {}

    def refresh(self, slug: str, *, offline: bool = False, only_due: bool = False) -> Refreshed:
        """Ask upstream, unless `offline`. Raises `SettingsError`, and what `refresh.refresh` raises."""
        folder = self.library.folder(slug)
        settings = folder.settings()
        if offline:
            return Refreshed(outcome="unchanged")
        refreshed = refresh(folder, settings, self.network, only_due=only_due)
        self.follow(slug)
        return refreshed

    def follow(self, slug: str) -> Leads:
        """Ask for what upstream's feed leads to, as far as it is due. Raises what `load` does, and `WriteError`."""
        loaded = self.load(slug)
        found = leads.of(loaded.upstream, loaded.enriched.show.items, loaded.settings)
        leads.follow(self.library.folder(slug), loaded.settings, found, self.network)
        return found

    def load(self, slug: str) -> Loaded:
        """The show from what is on disk; the same object as long as nothing on disk changes.

        Raises `SettingsError`, and `UpstreamError` when there is no upstream yet.
        """
        folder = self.library.folder(slug)
        settings = folder.settings()
        contents = self.vault(slug).contents(settings.notes)
        key = (settings, folder.stamps(settings), contents)
        known = self._loaded.get(slug)
        if known is None or known[0] != key:
            known = self._loaded[slug] = (key, self._load(folder, settings, contents))
        return known[1]

    def vault(self, slug: str) -> Vault:
        """The notes of a show."""
        return self._vaults.setdefault(slug, Vault(self.library.root / slug, self.network.clock))

    def _load(self, folder: Folder, settings: Settings, contents: Contents) -> Loaded:
        copy = present(folder, settings)
        if copy is None:
            raise UpstreamError(f"{settings.upstream}: there is no copy of it yet; it has to be fetched once")
        read, seen = self._served(folder, settings, copy)
        linked = leads.at_hand(folder, settings, read)
        before = self._loaded[folder.slug][1] if folder.slug in self._loaded else None
        same = before and (before.upstream, before.settings, before.fetched) == (read, settings, linked)
        enriched = enrich(
            read, contents.notes, settings, linked, before.enriched if before and same else None
        )
        return Loaded(
            slug=folder.slug,
            settings=settings,
            upstream=read,
            fetched=linked,
            enriched=enriched,
            notes=contents.notes,
            problems=(
                *read.problems,
                *seen.problems,
                *_note_problems(contents.problems, enriched),
                *enriched.problems,
            ),
            of_upstream=(*read.problems, *seen.problems),
            modified=_modified(folder, copy, contents),
        )

    def _served(self, folder: Folder, settings: Settings, copy: Copy) -> tuple[Upstream, History]:
        key = (copy.body, settings.upstream, settings.vanished)
        known = self._upstream.get(folder.slug)
        if known is None or known[0] != key:
            known = self._upstream[folder.slug] = (key, served(folder, settings, copy))
        return known[1]

    def loadable(self) -> Iterator[Loaded]:
        """All shows of the library but those that cannot be loaded."""
        for slug in self.library.slugs():
            with suppress(FeedtoolError):
                yield self.load(slug)

    # --- pages

    def edition(self, loaded: Loaded, base_url: str, *, token: str = "", remember: bool = False) -> Edition:
        """The show at an address: `public_url` of its settings, else `base_url`.

        At a `token` it is a site of its own: below /<slug>/, and there the token is what its slug was.
        With `remember`, what is made of its items is kept for the next edition there, as far as it still holds.
        """
        base_url = (loaded.settings.public_url or base_url).rstrip("/")
        edition = Edition(
            slug=token or loaded.slug,
            base_url=f"{base_url}/{loaded.slug}" if token else base_url,
            settings=loaded.settings,
            document=loaded.upstream.document,
            enriched=loaded.enriched,
            is_private=bool(token),
        )
        return self._remembered(edition) if remember else edition

    def _remembered(self, edition: Edition) -> Edition:
        address = (edition.slug, edition.base_url)
        before = self._made.pop(address, None)
        holds = before and before.document is edition.document and before.settings == edition.settings
        while len(self._made) >= _MOST_ADDRESSES:
            del self._made[next(iter(self._made))]
        self._made[address] = replace(edition, known=before.known if before and holds else {})
        return self._made[address]


def pages(edition: Edition) -> Mapping[str, Page]:
    return {page.path: page for format_ in FORMATS for page in format_(edition)}


def _note_problems(problems: Iterable[Problem], enriched: Enriched) -> Iterator[Problem]:
    """The notes' problems; those in notes of other shows are only remarks."""
    others = {lost.note.name for lost in enriched.foreign}
    for problem in problems:
        yield replace(problem, level="info") if problem.where in others else problem


def _modified(folder: Folder, copy: Copy, contents: Contents) -> float:
    """The newest date of what the pages are made of."""
    return max(folder.settings_path.stat().st_mtime, copy.changed, contents.modified)
