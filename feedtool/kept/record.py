"""What is kept of a feed beside its bytes, in rows that are JSON as they are.

`Facts` is all that it takes to see that nothing changed, and to say again what was said. `Details` is what is
needed besides when notes changed: what each file of notes said of itself, and where each item is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from feedtool.kept.container import Unusable
from feedtool.kept.ground import Ground, Seen
from feedtool.model import Level, Problem
from feedtool.vault.look import Entry


class Look(NamedTuple):
    """What the folders of notes looked like."""

    began: float
    """Seconds since the epoch; nothing was looked at or read earlier."""
    entries: tuple[Entry, ...]


class ProblemRow(NamedTuple):
    level: Level
    where: str
    line: int | None
    message: str


class Stray(NamedTuple):
    """A note without an episode that a person has to look into."""

    name: str
    reason: str


class Outcome(NamedTuple):
    """What matching a note came to."""

    item: int = -1
    """The item's index; -1 for none, and why."""
    reason: str = ""
    other_show: bool = False


class NoteRow(NamedTuple):
    name: str
    head: tuple[str, ...]
    """All of the note that matching looks at."""
    problems: tuple[ProblemRow, ...]
    outcome: Outcome


class FileRow(NamedTuple):
    path: str
    name: str
    fault: str
    digest: str
    """SHA-256 of its bytes; "" when it was not read."""
    problems: tuple[ProblemRow, ...]
    notes: tuple[NoteRow, ...]


class Patch(NamedTuple):
    """An item that was made again since the feed was built from nothing."""

    item: int
    at: int
    length: int
    """The bytes of that feed that it takes the place of."""
    size: int
    """How many it has itself."""


class ItemRow(NamedTuple):
    start: int
    stop: int
    """Its bytes in the document."""
    at: int
    length: int
    """Its bytes in the feed that was built from nothing."""
    head: tuple[str, ...]
    """All of the item that matching looks at."""
    problems: tuple[ProblemRow, ...] = ()
    several: tuple[ProblemRow, ...] = ()
    """What there is to say of its having several notes: for each but the first."""
    audio: str = ""
    """The audio file to look for chapters in, if it comes to that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    ground: Ground
    body: int
    """Which feed it is that was built from nothing (`Container.check`)."""
    patches: tuple[Patch, ...]
    """In order."""
    look: Look
    unsettled: Mapping[str, str]
    """Path → digest of the notes that had just been changed then."""
    problems: tuple[ProblemRow, ...]
    strays: tuple[Stray, ...]
    foreign: tuple[str, ...]
    """The names of notes of other shows."""
    files: tuple[str, ...]
    audio: tuple[str, ...]
    """URLs that the feed leads to (`leads.Leads`)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Details:
    title: str
    feed_url: str
    """Of the show."""
    separable: bool
    """Whether an item can be made without the others (`formats.parts`)."""
    problems: tuple[ProblemRow, ...]
    """Upstream's."""
    files: tuple[FileRow, ...]
    items: tuple[ItemRow, ...]


def to_json(record: Facts | Details) -> bytes:
    """Tuples, named or not, become lists; file names that are no UTF-8 stay what they are, in ASCII."""
    fields = {name: getattr(record, name) for name in record.__slots__}
    if isinstance(record, Facts):
        ground = record.ground
        fields["ground"] = (ground.made_by, ground.files, ground.looked)
    return json.dumps(fields, separators=(",", ":")).encode()


def facts(data: bytes) -> Facts:
    """From what `to_json` wrote. Raises `Unusable` when another version of this program did."""
    try:
        return _facts(json.loads(data))
    except (ValueError, TypeError, LookupError) as error:
        raise Unusable from error


def _facts(fields: dict[str, Any]) -> Facts:
    made_by, files, looked = fields.pop("ground")
    began, entries = fields.pop("look")
    seen = tuple(Seen(tuple(stamp) if stamp else None, digest) for stamp, digest in files)
    return Facts(
        ground=Ground(made_by=made_by, files=seen, looked=looked),
        look=Look(began, tuple(Entry(*row) for row in entries)),
        patches=tuple(Patch(*row) for row in fields.pop("patches")),
        problems=problem_rows(fields.pop("problems")),
        strays=tuple(Stray(*row) for row in fields.pop("strays")),
        foreign=tuple(fields.pop("foreign")),
        files=tuple(fields.pop("files")),
        audio=tuple(fields.pop("audio")),
        **fields,
    )


def details(data: bytes) -> Details:
    """From what `to_json` wrote, to go with facts that this version of the program wrote."""
    fields: dict[str, Any] = json.loads(data)
    return Details(
        problems=problem_rows(fields.pop("problems")),
        files=tuple(map(_file_row, fields.pop("files"))),
        items=tuple(map(_item_row, fields.pop("items"))),
        **fields,
    )


def _file_row(row: Any) -> FileRow:
    path, name, fault, digest, problems, notes = row
    return FileRow(path, name, fault, digest, problem_rows(problems), tuple(map(_note_row, notes)))


def _note_row(row: Any) -> NoteRow:
    name, head, problems, outcome = row
    return NoteRow(name, tuple(head), problem_rows(problems), Outcome(*outcome))


def _item_row(row: Any) -> ItemRow:
    start, stop, at, length, head, problems, several, audio = row
    said, more = problem_rows(problems), problem_rows(several)
    return ItemRow(start, stop, at, length, tuple(head), said, more, audio)


def problem_rows(rows: Iterable[Any]) -> tuple[ProblemRow, ...]:
    return tuple(ProblemRow(*row) for row in rows)


def rows_of(problems: Iterable[Problem]) -> tuple[ProblemRow, ...]:
    return tuple(
        ProblemRow(problem.level, problem.where, problem.line, problem.message) for problem in problems
    )


def problems_of(rows: Iterable[ProblemRow]) -> tuple[Problem, ...]:
    return tuple(
        Problem(level=row.level, where=row.where, line=row.line, message=row.message) for row in rows
    )
