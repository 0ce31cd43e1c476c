"""What holds for any show notes, and what the corpus of real ones says."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool import markup
from feedtool.shownotes import glossary, links, people, timeline, titles
from tests.shownotes import traps

READERS: list[Callable[[str], Any]] = [timeline.read, people.read, links.read, glossary.read]
ALL = [*READERS, markup.to_text, markup.plain, titles.short]
PIECES = [
    "00:00",
    "1:02:03",
    "７：７５",
    "23分4秒",
    "-1:00",
    "2'30\"",
    "25:00:00",
    "第1章 ",
    "Part 1 ",
    "〜",
    " .... ",
    " - ",
    "\n",
    "  ",
    "· ",
    "【标题】",
    "嘉宾：",
    "Hosts: ",
    "张三、",
    "https://x.example/a",
    "主页：",
    " and ",
    "Website: ",
    "[x](https://y.example)",
    "附录\n",
    "甲：乙",
    "（",
    "”",
    "x",
]
NOTES = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


@given(NOTES, st.none() | st.floats(min_value=0, max_value=10_000))
def test_a_timeline_ascends_and_points_at_its_lines(text: str, duration: float | None) -> None:
    got = timeline.read(text, duration=duration)
    lines = text.split("\n")
    assert len(got.lines) == len(got.chapters) != 1
    assert all(a.start < b.start for a, b in pairwise(got.chapters))
    assert all(chapter.title and (duration is None or chapter.start < duration) for chapter in got.chapters)
    assert all(any(map(str.isdigit, lines[line])) for line in got.lines)
    assert all(problem.line and problem.line <= len(lines) for problem in got.problems)


@given(NOTES)
def test_people_links_and_terms_are_named_once(text: str) -> None:
    named = [(person.name, person.role) for person in people.read(text)]
    urls = [link.url for link in links.read(text)]
    terms = [term.name for term in glossary.read(text)]
    assert all(len(keys) == len(set(keys)) and all(keys) for keys in (named, urls, terms))
    assert all(url in text for url in urls)


@given(
    st.text(alphabet="ab é，。：—?“”「」（）() -中文字符…", max_size=90),
    st.integers(min_value=8, max_value=60),
)
def test_short_titles_are_short_and_begin_the_title(title: str, limit: int) -> None:
    short = titles.short(title, limit)
    assert len(short) <= limit
    assert title.strip().startswith(short.rstrip("…”」）)").rstrip())


@pytest.mark.parametrize("read", ALL, ids=lambda read: f"{read.__module__}.{read.__name__}")
@pytest.mark.parametrize("trap", traps.UNITS)
def test_half_a_megabyte_is_read_before_the_suite_gives_up(read: Callable[[str], Any], trap: str) -> None:
    assert read(traps.text(trap, 500_000)) is not None


def test_times_past_the_end_are_reported() -> None:
    got = timeline.read("00:00 a\n05:00 b\n90:00 c", duration=3700)
    assert [chapter.start for chapter in got.chapters] == [0, 300]
    assert [(problem.line, problem.level) for problem in got.problems] == [(3, "warning")]
    assert "past the end (01:01:40)" in got.problems[0].message
    assert "advertisements" in got.problems[0].message


@pytest.mark.parametrize("mark", ["am", "p.m.", "Uhr", "o’clock", "CET", "EST", "北京时间"])
def test_a_time_of_day_is_none_in_a_list_however_regular(mark: str) -> None:
    got = timeline.read(f"00:00 甲\n05:00 {mark} 乙\n12:00 丙\n20:00 丁")
    assert [chapter.title for chapter in got.chapters] == ["甲", "丙", "丁"]
    assert [problem.message for problem in got.problems] == ["no chapter: a time of day"]


@pytest.mark.parametrize("truth", ["truth.jsonl", "truth_publisher.jsonl"])
def test_the_corpus_is_read_as_people_read_it(shared: Path, truth: str) -> None:
    notes = {row["id"]: row for row in rows(shared / "corpus/shownotes.jsonl")}
    hit = wanted = made = 0
    for row in rows(shared / "corpus" / truth):
        got = {
            chapter.start
            for chapter in timeline.read(markup.to_text(notes[row["id"]]["html_or_text"])).chapters
        }
        want = {chapter["start"] for chapter in row["chapters"]}
        if "alt_chapters" in row and got:
            want = {chapter["start"] for chapter in row["alt_chapters"]}
        hit, made, wanted = hit + len(got & want), made + len(got), wanted + len(want)
    assert hit / wanted >= 0.97
    assert hit / made >= 0.97


def test_notes_without_a_timeline_get_none(shared: Path) -> None:
    notes = rows(shared / "corpus/shownotes.jsonl")
    texts = {row["id"]: row["html_or_text"] for row in notes if row["kind"] in {"negative", "transcript"}}
    assert [key for key, text in texts.items() if timeline.read(markup.to_text(text)).chapters] == []
