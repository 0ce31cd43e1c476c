"""The one use case: a show's folder → the pages of its site. The server and the export both go through here.

    show.toml ─┐
    upstream ──┼─ load ──> Loaded ── edition(base_url) ──> Edition ── FORMATS ──> {path: Page}
    notes ─────┘

A `Publisher` remembers what it read, each thing by what it was made of: a note by size and date, upstream
by its bytes, the show by all of them. So asking again costs a look at the files' dates.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from feedtool import history, notes, upstream
from feedtool.enrich import Enriched, enrich
from feedtool.errors import FeedtoolError, FetchError, NotAFeed, NotANote, NoteError, UpstreamError
from feedtool.fetch import Fetch, Validators, fetch
from feedtool.formats import FORMATS, Edition, Page
from feedtool.history import History
from feedtool.library import MAX_NOTE_BYTES, Copy, Folder, Library, NoteFile, Stamp
from feedtool.model import Level, Note, Problem
from feedtool.settings import Settings
from feedtool.upstream import Upstream


@dataclass(frozen=True, kw_only=True, slots=True)
class Refreshed:
    """How it went to ask upstream."""

    outcome: Literal["taken", "unchanged", "kept"]
    reason: str = ""
    """Why the last good copy was kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A show as it is now: read, matched and enriched, but not yet at an address."""

    slug: str
    settings: Settings
    upstream: Upstream
    enriched: Enriched
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    """All that upstream, notes and enrichment have to report."""
    modified: float
    """When the newest of all that goes into the pages changed, in seconds since the epoch."""


class Publisher:
    def __init__(
        self, library: Library, *, fetch: Fetch = fetch, clock: Callable[[], float] = time.time
    ) -> None:
        self.library = library
        self._fetch = fetch
        self._clock = clock
        self._notes: dict[Path, tuple[Stamp, tuple[Note, ...], tuple[Problem, ...]]] = {}
        self._upstream: dict[str, tuple[object, tuple[Upstream, History]]] = {}
        self._loaded: dict[str, tuple[object, Loaded]] = {}

    # --- upstream

    def refresh(self, slug: str, *, offline: bool = False) -> Refreshed:
        """Ask upstream, unless `offline`, and keep what comes if it is a feed. A file is read by `load` anyway.

        Raises `SettingsError`, and `UpstreamError` when upstream can't be taken and nothing was kept before.
        """
        folder = self.library.folder(slug)
        settings = folder.settings()
        if offline or not settings.upstream_is_url:
            return Refreshed(outcome="unchanged")
        kept = _kept(folder, settings)
        try:
            copy = self._ask(settings.upstream, kept)
            seen = self._merged(folder, settings, kept, copy)
        except (FetchError, NotAFeed) as error:
            if kept is None:
                raise
            return Refreshed(outcome="kept", reason=str(error))
        folder.keep(copy, seen)
        return Refreshed(outcome="unchanged" if kept and copy.body == kept.body else "taken")

    def _merged(self, folder: Folder, settings: Settings, kept: Copy | None, copy: Copy) -> History:
        """The record of all episodes with a newly fetched copy in it; raises `NotAFeed` when that can't be one."""
        seen = folder.history() if kept else History()
        if kept and copy.body == kept.body and seen.body:
            return seen
        before = self._served(folder, settings, kept)[0] if kept else None
        now = _read(copy, settings)
        try:
            return history.merge(seen, before, now)
        except NotAFeed as error:
            raise NotAFeed(f"{settings.upstream}: {error}") from error

    def _ask(self, url: str, kept: Copy | None) -> Copy:
        validators = Validators(etag=kept.etag, last_modified=kept.last_modified) if kept else Validators()
        response = self._fetch(url, validators)
        now = self._clock()
        if response.body is None and kept:
            return replace(kept, fetched=now)
        body = response.body or b""
        return Copy(
            body=body,
            url=url,
            charset=response.charset,
            etag=response.validators.etag,
            last_modified=response.validators.last_modified,
            fetched=now,
            changed=kept.changed if kept and kept.body == body else now,
        )

    def _served(self, folder: Folder, settings: Settings, copy: Copy) -> tuple[Upstream, History]:
        """Upstream with its history: every episode ever seen, each under the guid first served."""
        key = (copy.body, settings.upstream, settings.vanished)
        known = self._upstream.get(folder.slug)
        if known and known[0] == key:
            return known[1]
        read = _read(copy, settings)
        seen = _history(folder, settings, read)
        if seen.guids or (seen.vanished and settings.vanished == "keep"):
            data = history.onto(read.document, seen, keep=settings.vanished == "keep")
            read = replace(upstream.read(data, read.show.feed_url), problems=read.problems)
        self._upstream[folder.slug] = (key, (read, seen))
        return read, seen

    # --- the show

    def load(self, slug: str) -> Loaded:
        """The show from what is on disk; the same object as long as nothing on disk changes.

        Raises `SettingsError`, and `UpstreamError` when there is no upstream yet.
        """
        folder = self.library.folder(slug)
        settings = folder.settings()
        files = folder.note_files(settings.notes)
        key = (settings, folder.upstream_stamp(settings), tuple((file.path, file.stamp) for file in files))
        known = self._loaded.get(slug)
        if known is None or known[0] != key:
            known = self._loaded[slug] = (key, self._load(folder, settings, files))
        return known[1]

    def _load(self, folder: Folder, settings: Settings, files: tuple[NoteFile, ...]) -> Loaded:
        copy = _kept(folder, settings) if settings.upstream_is_url else folder.local_upstream(settings)
        if copy is None:
            raise UpstreamError(
                f"{settings.upstream}: there is no copy of it yet; run without --offline once"
            )
        read, seen = self._served(folder, settings, copy)
        found, unread = self._read_notes(files)
        enriched = enrich(read, found, settings)
        of_notes = (
            replace(problem, where=problem.where or note.name) for note in found for problem in note.problems
        )
        return Loaded(
            slug=folder.slug,
            settings=settings,
            upstream=read,
            enriched=enriched,
            notes=found,
            problems=(
                *read.problems,
                *seen.problems,
                *_missing(folder, settings),
                *unread,
                *of_notes,
                *enriched.problems,
            ),
            modified=_modified(folder, settings, copy, files),
        )

    def loadable(self) -> Iterator[Loaded]:
        """All shows of the library but those that cannot be loaded."""
        for slug in self.library.slugs():
            with suppress(FeedtoolError):
                yield self.load(slug)

    # --- notes

    def _read_notes(self, files: Iterable[NoteFile]) -> tuple[tuple[Note, ...], tuple[Problem, ...]]:
        """All notes that can be read, and a line on each that can't: one bad note costs itself."""
        found: list[Note] = []
        problems: list[Problem] = []
        for file in files:
            known = self._notes.get(file.path)
            if known is None or known[0] != file.stamp:
                known = self._notes[file.path] = (file.stamp, *_read_note(file))
            found += known[1]
            problems += known[2]
        return tuple(found), tuple(problems)

    # --- pages

    def edition(self, loaded: Loaded, base_url: str) -> Edition:
        """The show at an address: `public_url` of its settings, else `base_url`."""
        return Edition(
            slug=loaded.slug,
            base_url=(loaded.settings.public_url or base_url).rstrip("/"),
            settings=loaded.settings,
            document=loaded.upstream.document,
            enriched=loaded.enriched,
        )


def pages(edition: Edition) -> Mapping[str, Page]:
    return {page.path: page for format_ in FORMATS for page in format_(edition)}


def _kept(folder: Folder, settings: Settings) -> Copy | None:
    """The last good copy, unless show.toml names another feed by now."""
    copy = folder.copy()
    return copy if copy and copy.url in ("", settings.upstream) else None


def _read(copy: Copy, settings: Settings) -> Upstream:
    try:
        return upstream.read(copy.body, settings.upstream if settings.upstream_is_url else "", copy.charset)
    except NotAFeed as error:
        raise NotAFeed(f"{settings.upstream}: {error}") from error


def _history(folder: Folder, settings: Settings, read: Upstream) -> History:
    """The record that goes with an upstream; made anew where it speaks of another (a crash between two writes)."""
    if not settings.upstream_is_url:
        return history.identified(read)
    seen = folder.history()
    if seen.body == history.digest(read.document.data):
        return seen
    try:
        return history.merge(seen, None, read)
    except NotAFeed:
        return history.identified(read)


def _missing(folder: Folder, settings: Settings) -> Iterable[Problem]:
    return (
        Problem(
            where=str(folder.settings_path),
            message=f"`notes`: there is no {name}; expected a folder or file of Markdown",
        )
        for name in folder.missing_note_folders(settings.notes)
    )


def _read_note(file: NoteFile) -> tuple[tuple[Note, ...], tuple[Problem, ...]]:
    if file.stamp[1] > MAX_NOTE_BYTES:
        return (), (Problem(where=file.name, message=f"larger than {MAX_NOTE_BYTES // 2**20} MiB; not read"),)
    try:
        return notes.read(file.path.read_bytes(), file.name), ()
    except OSError as error:
        return (), (Problem(where=file.name, message=f"cannot be read: {error.strerror}"),)
    except NoteError as error:
        level: Level = "info" if isinstance(error, NotANote) else "warning"
        return (), (Problem(level=level, where=file.name, message=str(error)),)


def _modified(folder: Folder, settings: Settings, copy: Copy, files: Iterable[NoteFile]) -> float:
    """The newest date of what the pages are made of; folders count, since a deleted note leaves no other trace."""
    places = (folder.settings_path, *folder.note_folders(settings.notes))
    dates = [copy.changed, *(file.stamp[0] / 1e9 for file in files)]
    return max(*dates, *(place.stat().st_mtime for place in places if place.exists()))
