"""What file names say, as a table: names.tsv."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedtool.vault.names import is_note, of_conflict, of_placeholder, printable

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "names.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_names(row: list[str]) -> None:
    name, note, placeholder, conflict = row
    assert (is_note(name), of_placeholder(name), of_conflict(name)) == (note == "yes", placeholder, conflict)


def test_names_go_into_one_line_of_text() -> None:
    assert printable("晚\u70b9\nx\x07.md") == "晚点\ufffdx\ufffd.md"
    assert printable(b"\xff.md".decode("utf-8", "surrogateescape")) == "\ufffd.md"
