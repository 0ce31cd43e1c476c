"""What was read from a note's file, and how long a good reading outlives the file's being whole.

A file that is being synchronised is empty, cut off or away for some seconds. Its snips and chapters are not to leave
the feed for that: apps would fetch the whole of it twice, and listeners would see chapters come and go.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field, replace
from hashlib import sha256

from feedtool.errors import NotANote, NoteError
from feedtool.files import AT_ONCE
from feedtool.model import Level, Note, Problem
from feedtool.vault.sort_out import MAX_NOTE_BYTES, NoteFile

HELD_SECONDS = 600.0
"""How long a file that was good goes on with what it said, once it cannot be read."""

_CAREFULLY = AT_ONCE | getattr(os, "O_NOFOLLOW", 0)
"""Should the file have become a pipe or a link since the look: don't wait, don't follow."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    file: NoteFile
    notes: tuple[Note, ...] = ()
    """What the file says, or, with a `failure`, what it said before."""
    failure: Problem | None = None
    failed: float = math.inf
    """Since when it cannot be read while `notes` goes on, in seconds since the epoch."""
    again: bool = field(default=False, compare=False)
    """Whether another try may give something else, though the file looks the same."""
    digest: str = ""
    """SHA-256 of the bytes that were read."""

    def lapsed(self, now: float) -> bool:
        """Whether what it said before has gone on for long enough."""
        return now - self.failed >= HELD_SECONDS

    def unsettled(self, now: float) -> bool:
        return self.again or self.lapsed(now)

    @property
    def problems(self) -> tuple[Problem, ...]:
        if not self.failure:
            return ()
        if not self.notes:
            return (self.failure,)
        message = f"{self.failure.message} (what it said before stays for {HELD_SECONDS / 60:.0f} minutes)"
        return (replace(self.failure, level="warning", message=message),)


def read(file: NoteFile) -> Reading:
    """The notes in a file; a file that cannot be read costs itself."""
    if file.fault:
        return _failed(file, file.fault)
    try:
        data = opened(file.path)
    except OSError as error:
        return replace(_failed(file, f"cannot be read: {error.strerror}"), again=True)
    return replace(_said(file, data), digest=sha256(data).hexdigest())


def opened(path: str) -> bytes:
    """A note's bytes, at most one more than a note may have. Raises OSError."""
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _CAREFULLY)) as note:
        return note.read(MAX_NOTE_BYTES + 1)


def _said(file: NoteFile, data: bytes) -> Reading:
    from feedtool import notes  # noqa: PLC0415 - a look that finds nothing new needs no reader of YAML

    try:
        return Reading(file=file, notes=notes.read(data, file.name))
    except NoteError as error:
        return _failed(file, str(error), "info" if isinstance(error, NotANote) else "warning")


def _failed(file: NoteFile, message: str, level: Level = "warning") -> Reading:
    return Reading(file=file, failure=Problem(level=level, where=file.name, message=message))


def hold(known: Reading | None, fresh: Reading, now: float) -> Reading:
    """A fresh reading; if it failed, with what is known from before, unless that has gone on for long enough."""
    if not fresh.failure or known is None or not known.notes or known.lapsed(now):
        return fresh
    return replace(fresh, notes=known.notes, failed=min(known.failed, now))
