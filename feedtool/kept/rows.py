"""From what a build knows to the rows that are kept of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypedDict

from feedtool.kept.ground import settled
from feedtool.kept.record import (
    Details,
    FileRow,
    ItemRow,
    Look,
    NoteRow,
    Outcome,
    ProblemRow,
    Stray,
    rows_of,
)
from feedtool.match import Match, Unmatched
from feedtool.model import Enclosure, Item, Note, Problem
from feedtool.vault.readings import Reading


def file_row(reading: Reading, outcome: Callable[[Note], Outcome]) -> FileRow:
    notes = (NoteRow(note.name, head_of_note(note), _of_note(note), outcome(note)) for note in reading.notes)
    file = reading.file
    return FileRow(file.path, file.name, file.fault, reading.digest, rows_of(reading.problems), tuple(notes))


def _of_note(note: Note) -> tuple[ProblemRow, ...]:
    return rows_of(replace(problem, where=problem.where or note.name) for problem in note.problems)


def head_of_note(note: Note) -> tuple[str, ...]:
    published = note.published.isoformat() if note.published else ""
    return (note.guid, note.audio, note.source, note.title, note.show, published)


def head_of_item(item: Item) -> tuple[str, ...]:
    audio = item.enclosure.url if item.enclosure else ""
    return (item.guid, item.title, item.link, audio, item.pub_date, item.itunes_episode)


def items_of(rows: Iterable[ItemRow]) -> tuple[Item, ...]:
    """Items of which only the head is known."""
    return tuple(_item(index, *row.head) for index, row in enumerate(rows))


def _item(index: int, guid: str, title: str, link: str, audio: str, pub_date: str, episode: str) -> Item:  # noqa: PLR0913, PLR0917
    enclosure = Enclosure(url=audio) if audio else None
    return Item(
        index=index, guid=guid, title=title, link=link,
        enclosure=enclosure, pub_date=pub_date, itunes_episode=episode,
    )  # fmt: skip


def outcome_of(found: Match | Unmatched) -> Outcome:
    if isinstance(found, Match):
        return Outcome(found.item.index)
    return Outcome(reason=found.reason, other_show=found.other_show)


# --- what follows from rows


def strays(files: Iterable[FileRow]) -> tuple[Stray, ...]:
    """As `Enriched.strays`."""
    return tuple(
        Stray(note.name, note.outcome.reason)
        for file in files
        for note in file.notes
        if note.outcome.item < 0 and not note.outcome.other_show
    )


def foreign(files: Iterable[FileRow]) -> tuple[str, ...]:
    """As `Enriched.foreign`."""
    return tuple(note.name for file in files for note in file.notes if note.outcome.other_show)


def problems(details: Details, of_folders: Iterable[Problem]) -> tuple[ProblemRow, ...]:
    """All problems, in the order and with the levels of `Loaded.problems`."""
    files, items, others = details.files, details.items, frozenset(foreign(details.files))
    of_files = (problem for file in files for problem in file.problems)
    of_notes = (problem for file in files for note in file.notes for problem in note.problems)
    found = (
        problem._replace(level="info") if problem.where in others else problem
        for problem in (*rows_of(of_folders), *of_files, *of_notes)
    )
    of_items = (problem for item in items for problem in item.problems)
    return (*details.problems, *found, *_several(files, items), *of_items)


def _several(files: Iterable[FileRow], items: Sequence[ItemRow]) -> Iterator[ProblemRow]:
    """In the order of the notes."""
    had: dict[int, int] = {}
    for index in (note.outcome.item for file in files for note in file.notes if note.outcome.item >= 0):
        if index in had:
            yield items[index].several[had[index]]
        had[index] = had.get(index, -1) + 1


class Said(TypedDict):
    """The `Facts` that follow from details."""

    look: Look
    unsettled: Mapping[str, str]
    problems: tuple[ProblemRow, ...]
    strays: tuple[Stray, ...]
    foreign: tuple[str, ...]
    audio: tuple[str, ...]


def said(details: Details, of_folders: Iterable[Problem], look: Look) -> Said:
    """The facts to keep with `details`, given the problems of the folders and the look that they come from."""
    stamps = {entry.path: entry[3:] for entry in look.entries}
    return Said(
        look=look,
        unsettled={
            file.path: file.digest
            for file in details.files
            if not (file.fault or (file.digest and settled(stamps.get(file.path), look.began)))
        },
        problems=problems(details, of_folders),
        strays=strays(details.files),
        foreign=foreign(details.files),
        audio=tuple(item.audio for item in details.items if item.audio),
    )
