"""The shortcuts for regular front matter and regular snips give what reading with care gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedtool.errors import NoteError
from feedtool.notes import flat, frontmatter, played, snips

FLAT = """
title: '1: 山谷来信'
source: https://valley.example.org/12?t=1#top
full title: "Letters: from the valley"
published: 2025-02-22T03:51:39
"""
REGULAR = """
### [01:11] Untitled
[🎧 Play snip - 1min️ (00:00 - 01:11)](https://share.snipd.com/snip/a1)
<audio controls> <source src="https://a.example.org/12.mp3?a=1&amp;b=2#t=00:00,01:11"> </audio>
### [1:02:03] 溪水 *and* [[wheels]] #water
[🎧 Play snip - 1min️ (1:01:03 - 1:02:03)](https://share.snipd.com/snip/a2)
<audio controls> <source src="https://a.example.org/12.mp3?a=1&amp;b=2#t=1:01:03,1:02:03.5"> </audio>
What I thought of it.
#### 📚 Transcript
> Words.
"""


def test_flat_front_matter_is_taken() -> None:
    assert flat.read(FLAT) == [
        (1, "title", ("1: 山谷来信",)),
        (2, "source", ("https://valley.example.org/12?t=1#top",)),
        (3, "full title", ("Letters: from the valley",)),
        (4, "published", ("2025-02-22T03:51:39",)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "a: b: c",
        "a: b #c",
        "a: b:",
        "a: [b]",
        "a: 'it''s'",
        r'a: "\x41"',
        "a: 'b' c",
        "a: *b",
        "a: b\tc",
        "a: b\x85c",
        "a: b\u2028c",
        "a:",
        "- a: b",
        " a: b",
        "words",
        "",
    ],
)
def test_a_line_that_is_not_flat_is_refused(line: str) -> None:
    assert flat.read(f"\ntitle: b\n{line}\n") is None


_PIECES = [
    "a",
    "b",
    " ",
    "  ",
    ":",
    ": ",
    " #",
    "#",
    "'",
    '"',
    "-",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a",
    "*a",
    "!",
]
_VALUES = st.lists(
    st.sampled_from([*_PIECES, "|", ">", "?", "%", "@", "\\", "\t", "\x85", "\u2028", "\ufeff", "山谷"])
)
_LINES = st.tuples(st.sampled_from(["a: ", "b c: ", "b_c: ", "1: ", "- ", ""]), _VALUES.map("".join)).map(
    "".join
)


@settings(max_examples=500, deadline=None)
@given(st.lists(_LINES, min_size=1, max_size=4))
def test_flat_front_matter_is_read_as_libyaml_does(lines: list[str]) -> None:
    block = "\n".join(lines)
    assert _metadata(block) == _metadata(f"# makes libyaml read it\n{block}")


def _metadata(block: str) -> frontmatter.Metadata | None:
    try:
        return frontmatter.split(f"---\n{block}\n---\n").metadata
    except NoteError:
        return None


def test_regular_snips_are_taken() -> None:
    found = played.read(REGULAR)
    assert found
    assert [(snip.start, snip.end, snip.title, snip.tags) for snip in found[0]] == [
        (0, 71, "", ()),
        (3663, 3723.5, "溪水 and", ("wheels", "water")),
    ]
    assert (found[0][1].note, found[0][1].transcript) == ("What I thought of it.", "Words.")
    assert found[1] == ("https://a.example.org/12.mp3?a=1&b=2",)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.sampled_from(REGULAR.splitlines())
        | st.sampled_from(
            ["### ⭐ [02:00] b", "## [02:00] b", "### [03:00 - 02:00] Untitled", "🎧 0:10 - 0:20", "---"]
        )
        | st.sampled_from(
            ["[x](https://share.snipd.com/snip/a3)", '<source src="file.mp3#t=1,2">', "- 00:10-00:20 x"]
        )
        | st.text(alphabet="#[]()-:01 t=,⭐🎧*_<>&", max_size=12),
        max_size=12,
    )
)
def test_regular_snips_are_read_as_with_care(lines: list[str]) -> None:
    text = "\n" + "\n".join(lines)
    taken, careful = snips.read(text, 1, "n"), snips.read(f"words{text}", 1, "n")
    assert (taken.snips, taken.audio) == (careful.snips, careful.audio)


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="#[]()-:：01 t=,⭐🎧*_<>&/ab", max_size=30),
    st.text(alphabet="#[]-: t=⭐*_<>&\n0a", max_size=30),
)
def test_titles_and_words_of_regular_snips(title: str, words: str) -> None:
    heading, *more = REGULAR.strip().split("\n")[:3]
    text = "\n".join(["", heading.replace("Untitled", title), *more, words])
    taken, careful = snips.read(text, 1, "n"), snips.read(f"words{text}", 1, "n")
    assert (taken.snips, taken.audio) == (careful.snips, careful.audio)
