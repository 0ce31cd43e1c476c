"""Every layout and its variants: what is read from each note in cases/, and why those in refused/ are not."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from feedtool import notes
from feedtool.errors import NoteError
from feedtool.model import Note

HERE = Path(__file__).parent
Expect = Callable[[Path, Any], None]


@pytest.mark.parametrize("path", sorted(HERE.glob("cases/*.md")), ids=lambda path: path.stem)
def test_case(path: Path, expect: Expect) -> None:
    expect(path.with_suffix(".json"), [_given(note) for note in notes.read(path.read_bytes(), path.name)])


@pytest.mark.parametrize("path", sorted(HERE.glob("refused/*.md")), ids=lambda path: path.stem)
def test_refused(path: Path, expect: Expect) -> None:
    with pytest.raises(NoteError) as caught:
        notes.read(path.read_bytes(), path.name)
    expect(path.with_suffix(".txt"), f"{caught.value}\n")


def _given(note: Note) -> dict[str, Any]:
    """A note's fields but for those that say "not given"."""
    given = dataclasses.asdict(note, dict_factory=_not_empty)
    chapters = [_not_empty([*chapter._asdict().items()]) for chapter in note.chapters]
    return given | ({"chapters": chapters} if chapters else {})


def _not_empty(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields
        if value not in ("", (), None, False) or isinstance(value, float)
    }
