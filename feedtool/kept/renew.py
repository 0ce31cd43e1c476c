"""The feed after notes have changed: only those are read, and only the items that they are about are made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from feedtool.enrich import Enriched, by_items, decide
from feedtool.errors import NotAFeed
from feedtool.formats import Edition
from feedtool.formats.parts import cut, parts
from feedtool.kept.container import Unusable
from feedtool.kept.ground import Place
from feedtool.kept.record import Details, FileRow, ItemRow, Outcome, rows_of
from feedtool.kept.rows import file_row, head_of_note, items_of, outcome_of
from feedtool.leads import at_hand, audio_files
from feedtool.match import Match, match
from feedtool.model import Note, Show
from feedtool.upstream import Upstream, rss
from feedtool.vault.readings import Reading, opened, read
from feedtool.vault.sort_out import NoteFile

Source = tuple[str, int, str]
"""Where what an item got came from: a file, which of its notes, and the digest of the file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Renewed:
    details: Details
    parts: dict[int, bytes]
    """The items that were made again, by index."""


def renew(
    before: Details,
    files: Iterable[NoteFile],
    place: Place,
    base: Callable[[], bytes],
    same: Callable[[NoteFile], bool],
) -> Renewed:
    """What is known once `files` are read, those excepted of which what is known holds.

    `base` gives the document that the feed is made of; `same` says whether a file's stamp shows that it has not
    changed. Raises `Unusable`.
    """
    here, known = {file.path: file for file in files}, {row.path: row for row in before.files}
    readings = {path: read(file) for path, file in here.items() if not _holds(known.get(path), file, same)}
    outcomes = _outcomes(before, readings.values())
    rows = tuple(
        file_row(readings[path], lambda note: outcomes[head_of_note(note)])
        if path in readings
        else known[path]
        for path in here
    )
    changed = (row for row in (*before.files, *rows) if row.path in readings or row.path not in here)
    touched = _items_of(changed)
    if not touched:
        return Renewed(details=replace(before, files=rows), parts={})
    if not before.separable:
        raise Unusable
    notes = _notes(_sources(rows, touched), readings, here)
    made = _made(before, touched, notes, place, base())
    items = [*before.items]
    for index, (row, _) in made.items():
        items[index] = row
    return Renewed(
        details=replace(before, files=rows, items=tuple(items)),
        parts={index: part for index, (_, part) in made.items()},
    )


def _holds(row: FileRow | None, file: NoteFile, same: Callable[[NoteFile], bool]) -> bool:
    if row is None or (row.name, row.fault) != (file.name, file.fault):
        return False
    if file.fault:
        return True
    try:
        return bool(row.digest) and (same(file) or sha256(opened(file.path)).hexdigest() == row.digest)
    except OSError:
        return False


def _outcomes(before: Details, readings: Iterable[Reading]) -> dict[tuple[str, ...], Outcome]:
    """Head of a note → what matching it comes to, on the items that there are."""
    outcomes = {note.head: note.outcome for file in before.files for note in file.notes}
    new = [note for reading in readings for note in reading.notes if head_of_note(note) not in outcomes]
    if new:
        show = Show(title=before.title, items=items_of(before.items))
        outcomes |= {head_of_note(one.note): outcome_of(one) for some in match(show, new) for one in some}
    return outcomes


def _items_of(files: Iterable[FileRow]) -> list[int]:
    """The indexes of the items that the files' notes are about, in order."""
    return sorted({note.outcome.item for file in files for note in file.notes if note.outcome.item >= 0})


def _sources(files: Iterable[FileRow], items: Iterable[int]) -> dict[int, list[Source]]:
    """By item, in the order in which notes on the same item are combined."""
    sources: dict[int, list[Source]] = {item: [] for item in items}
    for file in files:
        for number, note in enumerate(file.notes):
            if note.outcome.item in sources:
                sources[note.outcome.item].append((file.path, number, file.digest))
    return sources


def _notes(
    sources: Mapping[int, Sequence[Source]], readings: Mapping[str, Reading], files: Mapping[str, NoteFile]
) -> dict[int, list[Note]]:
    """The notes of items; those that had not to be read until now are."""
    known = dict(readings)

    def note(path: str, number: int, digest: str) -> Note:
        reading = known.get(path) or known.setdefault(path, read(files[path]))
        if reading.digest != digest:
            raise Unusable
        return reading.notes[number]

    return {index: [note(*source) for source in some] for index, some in sources.items()}


def _made(
    before: Details, touched: Sequence[int], notes: Mapping[int, Sequence[Note]], place: Place, base: bytes
) -> dict[int, tuple[ItemRow, bytes]]:
    """Items' rows and parts, made of a document that has only them, with all that stands before and behind items."""
    upstream = _of_some(before, [before.items[index] for index in touched], base)
    several = [
        by_items(Match(note=note, item=item, evidence="") for note in notes[index])
        for index, item in zip(touched, upstream.show.items, strict=True)
    ]
    by_item = {index: note for one, _ in several for index, note in one.items()}
    decided = decide(upstream, by_item, place.settings, at_hand(place.folder, place.settings, upstream))
    show = replace(upstream.show, items=tuple(one.item for one in decided))
    edition = Edition(
        slug=place.folder.slug,
        base_url=place.base_url,
        settings=place.settings,
        document=upstream.document,
        enriched=Enriched(show=show, matched=(), unmatched=(), problems=()),
    )
    made = (part for number, part in enumerate(parts(edition)) if number % 2)
    return {
        index: (
            before.items[index]._replace(
                problems=rows_of(one.problems),
                several=rows_of(problems),
                audio="".join(audio_files([one.item], place.settings, unless_known=True)),
            ),
            part,
        )
        for index, one, (_, problems), part in zip(touched, decided, several, made, strict=True)
    }


def _of_some(before: Details, rows: Sequence[ItemRow], base: bytes) -> Upstream:
    places = [(row.start, row.stop) for row in rows]
    try:
        document = cut(base, before.items[0].start, before.items[-1].stop, places)
    except NotAFeed as error:
        raise Unusable from error
    return Upstream(document=document, show=rss.read(document, before.feed_url))
