from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.checks.tags import lines, moments, tags, unclosed, visible

TRAPS = (
    "1:",
    "<a ",
    '<a "',
    "<a x=",
    "<!--",
    "<script",
    "<p",
    "</style ",
    "时1:",
    "a" * 9 + " = ",
    '="x"/',
    "  ",
    "&#",
)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            '<a href="https://x.example/?a=1&amp;b=2">',
            [("a", False, (("href", "https://x.example/?a=1&b=2"),))],
        ),
        ("<BR/>text</P >", [("br", False, ()), ("p", True, ())]),
        (
            "<img src=a alt='b > c' hidden>",
            [("img", False, (("src", "a"), ("alt", "b > c"), ("hidden", "")))],
        ),
        ("<!-- <p> --><p>", [("p", False, ())]),
        ("no tags & none", []),
    ],
)
def test_tags(source: str, found: list[tuple[str, bool, tuple[tuple[str, str], ...]]]) -> None:
    assert [tag[:3] for tag in tags(source)] == found


@pytest.mark.parametrize("source", ["a < b", "<a href='", "<3", "<p <b"])
def test_what_is_no_tag_is_broken(source: str) -> None:
    assert any(tag.broken for tag in tags(source))


@pytest.mark.parametrize(
    ("source", "open_"),
    [("<p><b>a</b><br></p>", ""), ("<p>a", "<p>"), ("a</p>", "</p>"), ("<p><b></p></b>", "</p>")],
)
def test_unclosed(source: str, open_: str) -> None:
    assert unclosed(source) == open_


def test_lines_are_those_on_the_screen() -> None:
    assert lines("<p>一 <b>二</b><br/>三&amp;四</p><li>five</li>\nsix") == ["一 二", "三&四", "five", "six"]


def test_visible_leaves_out_what_acts() -> None:
    assert visible("<p onclick='x()'>茶 <script>if (a<b) x()</script>tea</p><!-- no -->") == "茶tea"


@pytest.mark.parametrize(
    ("line", "start", "title"),
    [("00:02:20 补丁", 140, "补丁"), ("74:21 Late", 4461, "Late"), ("[1:02:03] - Three", 3723, "Three")],
)
def test_a_line_that_begins_with_a_time_is_a_moment(line: str, start: float, title: str) -> None:
    assert [(found.start, found.title) for found in moments(f"<p>{line}</p>")] == [(start, title)]


@pytest.mark.parametrize("line", ["00:10 – 01:11 a range", "at 02:20", "7:75 no time", "2024-01-01"])
def test_other_lines_are_no_moments(line: str) -> None:
    assert moments(line) == []


@given(st.text(st.sampled_from("<>/=\"'&;:-! ab1时\n")))
def test_any_text_can_be_read(source: str) -> None:
    assert all(bool(tag.name) != bool(tag.broken) for tag in tags(source))
    assert isinstance(unclosed(source) + visible(source), str)
    assert all(moment.start >= 0 for moment in moments(source))


@pytest.mark.parametrize("trap", TRAPS)
def test_a_megabyte_of_traps_is_read(trap: str) -> None:
    source = "<a " + trap * (1_000_000 // len(trap))
    for read in (lambda text: list(tags(text)), unclosed, lines, visible, moments):
        read(source)
