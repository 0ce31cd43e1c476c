"""What a look has found, sorted out: which files are notes to read, and what to tell of the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from feedtool.model import Problem
from feedtool.vault.look import Entry, Kind
from feedtool.vault.names import of_conflict, of_placeholder, printable

MAX_NOTE_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteFile:
    name: str
    """For people: relative to the folder of notes."""
    path: str
    stamp: tuple[int, int, int, int]
    """What changes when the file does: mtime in nanoseconds, size, ctime in nanoseconds, inode."""
    fault: str = ""
    """Why there is no point in opening it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    files: tuple[NoteFile, ...]
    """By name; each file once."""
    problems: tuple[Problem, ...]
    modified: float
    """When the newest of the files and folders changed, in seconds since the epoch."""
    unreachable: tuple[str, ...]
    """Folders that are not there, or that cannot be read."""


def sort_out(folder: Path, entries: Iterable[Entry]) -> Found:
    """`folder` is the show's, whose show.toml says where to look."""
    once = {entry.path: entry for entry in reversed([*entries])}
    files = dict(_files(once))
    return Found(
        files=tuple(sorted(files.values(), key=lambda file: (file.name, file.path))),
        problems=tuple(_problems(folder, once)),
        modified=max((entry.modified for entry in once.values()), default=0) / 1e9,
        unreachable=tuple(
            entry.path + os.sep for entry in once.values() if entry.kind in ("missing", "closed")
        ),
    )


def _files(entries: Mapping[str, Entry]) -> Iterable[tuple[str, NoteFile]]:
    """Path and file of each note to read. One that iCloud took away stands where the file itself would."""
    for path, entry in entries.items():
        where, name = os.path.split(path)
        placeholder_of = of_placeholder(name)
        if entry.kind != "file" or _original(entry, entries):
            continue
        if not placeholder_of:
            yield path, _note(entry, path, _too_large(entry))
        elif (there := os.path.join(where, placeholder_of)) not in entries:
            yield there, _note(entry, there, "it is in iCloud, but not on this disk; download it")


def _note(entry: Entry, path: str, fault: str) -> NoteFile:
    return NoteFile(name=_name(entry.root, path), path=path, stamp=entry[3:], fault=fault)


def _too_large(entry: Entry) -> str:
    return f"larger than {MAX_NOTE_BYTES // 2**20} MiB; not read" if entry.size > MAX_NOTE_BYTES else ""


def _original(entry: Entry, entries: Mapping[str, Entry]) -> str:
    """The note beside a conflict copy of it; "" where there is none, so that the copy is all there is."""
    where, name = os.path.split(entry.path)
    original = of_conflict(name)
    return original if original and os.path.join(where, original) in entries else ""


def _name(root: str, path: str) -> str:
    return printable(path.removeprefix(root).lstrip(os.sep).replace(os.sep, "/"))


# --- what to tell

_OWN = "notes"
"""The folder of a show that names no other; there is none while nobody has written a note."""


def _problems(folder: Path, entries: Mapping[str, Entry]) -> Iterable[Problem]:
    for entry in entries.values():
        if copied := of_conflict(os.path.basename(entry.path)):
            done = "not read" if _original(entry, entries) else "read, since the other is not here"
            message = (
                f"a copy that synchronising {printable(copied)} left; {done}: merge the two, or delete one"
            )
            yield Problem(where=_name(entry.root, entry.path), message=message)
        elif tell := _TOLD.get(entry.kind):
            yield tell(folder, entry)


def _missing(folder: Path, entry: Entry) -> Problem:
    where = str(folder / "show.toml")
    if entry.root == _OWN:
        return Problem(level="info", where=where, message="there is no folder `notes` beside it")
    message = f"`notes`: there is no {printable(entry.root)}; expected a folder or file of Markdown"
    return Problem(where=where, message=message)


def _tell(message: str) -> Callable[[Path, Entry], Problem]:
    return lambda _folder, entry: Problem(where=_name(entry.root, entry.path), message=message)


_TOLD: Mapping[Kind, Callable[[Path, Entry], Problem]] = {
    "missing": _missing,
    "closed": _tell("the folder cannot be read"),
    "leaves": _tell(
        "a link that leads out of the folder, or nowhere; not followed: name its target in `notes`"
    ),
    "other": _tell("no regular file; not read"),
}
