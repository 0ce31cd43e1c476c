"""Bytes of every kind: what is decoded, what is reported, and at which line."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool import notes
from feedtool.errors import NoteError
from feedtool.model import Note, Problem
from tests.notes import traps

TEXT = """---
title: 山谷来信
source: https://valley.example.org/12
---
## Show notes
> 02:20 过往的溪水
> 03:18 开源的水轮机

## Snips
### [01:11] Untitled
[🎧 Play snip (00:00 - 01:11)](https://share.snipd.com/snip/a1)
"""
GOOD = TEXT.encode()


def _read(data: bytes) -> Note:
    (note,) = notes.read(data, "12.md")
    return note


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + GOOD,
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        b"\n\n" + GOOD,
    ],
    ids=["utf-8 bom", "crlf", "cr", "utf-16 le", "utf-16 be", "blank lines"],
)
def test_ways_to_write_the_same(data: bytes) -> None:
    assert _read(data) == _read(GOOD)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (
            TEXT.replace("🎧", "").encode("gb18030"),
            1,
            "the file is not UTF-8 and was read as GB18030; save it as UTF-8",
        ),
        (
            GOOD.replace("过".encode(), b"\xff"),
            6,
            "bytes that are not UTF-8 became \ufffd; save the file as UTF-8",
        ),
        (
            GOOD.replace("开源".encode(), b"\0\x0b"),
            7,
            "control characters are left out; was the file cut off in saving?",
        ),
    ],
    ids=["gb18030", "bad byte", "control characters"],
)
def test_repairs_are_reported(data: bytes, line: int, message: str) -> None:
    note = _read(data)
    assert note.problems == (Problem(where="12.md", line=line, message=message),)
    assert (note.title, len(note.chapters), len(note.snips)) == ("山谷来信", 2, 1)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(NoteError, match="neither UTF-8, UTF-16 nor GB18030"):
        notes.read(b"bplist00\xd4\x01\x02\xff", "12.md")


def test_front_matter_over_the_limit() -> None:
    with pytest.raises(NoteError, match="larger than 64 KiB"):
        notes.read(b"---\ntitle: " + b"x" * (1 << 16) + b"\n---\n", "12.md")


@pytest.mark.parametrize("block", ["a: " + "[" * 30_000, "- " * 30_000 + "x", "? " * 30_000, "{a: " * 10_000])
def test_front_matter_that_crashes_libyaml(block: str) -> None:
    with pytest.raises(NoteError, match="front matter"):
        notes.read(f"---\n{block}\n---\n".encode(), "12.md")


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_crash_it(data: bytes) -> None:
    _tried(data)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*TEXT.splitlines(), "- Episode title:: [[a|b]]", "## Episode metadata", "from_snipd: true"]
        )
        | st.sampled_from(
            ["%%", "&a [*a]", "yes: no", "<details>", "<summary>Show notes</summary>", "</details>", ""]
        )
        | st.sampled_from(
            ["# ", "- ## [[Page]]", "* Full Title: x", "## Highlights", "- a ([Time 1:02](https://x.y))"]
        )
        | st.text(alphabet="#[]()-:0123456789 t=,⭐%!>|^*_<br/>`\n", max_size=30)
    )
)
def test_no_lines_crash_it(lines: list[str]) -> None:
    _tried("\n".join(lines).encode())
    _tried(("---\ntitle: a\nshow: b\n---\n" + "\n".join(lines)).encode())


def _tried(data: bytes) -> None:
    try:
        read = notes.read(data, "x.md")
    except NoteError:
        return
    assert read
    assert all(snip.start <= snip.end for note in read for snip in note.snips)


@pytest.mark.parametrize("layout", traps.LAYOUTS)
def test_each_layout_reads_a_megabyte_of_digits_and_colons(layout: str) -> None:
    assert [note.layout for note in notes.read(traps.of_layout(layout, "digits and colons"), "x.md")] == [
        layout
    ]


@pytest.mark.parametrize("trap", traps.TRAPS)
@pytest.mark.parametrize("section", ["Snips", "Show notes"])
def test_a_megabyte_of_anything_is_read_before_the_suite_gives_up(trap: str, section: str) -> None:
    assert _read(traps.note(trap, section)).title == "a"
