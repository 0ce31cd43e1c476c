"""What a terminal shows: within its width, the worst first, nothing lost but what is folded."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.progress import Progress, TextColumn

from feedtool.cli.progress import Display
from feedtool.errors import FetchError
from feedtool.library import Library
from feedtool.match import Unmatched
from feedtool.model import Note, Problem
from feedtool.publish import Publisher
from feedtool.refresh import Refreshed
from feedtool.reports import screen
from feedtool.reports.check import Report, report

CASES = Path(__file__).parent / "screen"
DEMO = Path(__file__).parents[1] / "feeds"
LONG = "一句没有空格的话，" * 20


def printed(parts: Iterable[RenderableType], width: int) -> str:
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False, emoji=False)
    for part in parts:
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    lines = [line.rstrip() for line in console.file.getvalue().splitlines()]
    assert max(map(cell_len, lines)) <= width
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def demo() -> Report:
    publisher = Publisher(Library(DEMO))
    loaded = publisher.load("demo")
    return report(loaded, publisher.edition(loaded, "http://localhost"), Refreshed(outcome="unchanged"))


@pytest.mark.parametrize("width", [80, 120])
def test_check(demo: Report, width: int, expect: Callable[[Path, Any], None]) -> None:
    expect(CASES / f"check-{width}.txt", printed(screen.check(demo, verbose=False), width))


def test_check_of_all_there_is(demo: Report, expect: Callable[[Path, Any], None]) -> None:
    expect(CASES / "check-verbose.txt", printed(screen.check(demo, verbose=True), 100))


@pytest.mark.parametrize("width", [40, 80])
def test_problems_are_sorted_folded_and_whole(demo: Report, width: int) -> None:
    problems = (
        *(Problem(level="info", where="a.md", message="as it may be") for _ in range(2)),
        *(Problem(where=f"{number}.md", line=number, message="odd") for number in range(1, 30)),
        *(Problem(level="error", where="feed", message=f"{LONG}{number}") for number in range(5)),
    )
    told = printed(screen.check(replace(demo, problems=problems), verbose=False), width)
    assert told.index("error") < told.index("warning")
    assert LONG + "0" in told.replace("\n", "").replace(" ", "")
    assert "and 2 more with -v" in told  # of the errors in one place
    assert "and 20 more with -v" in told  # of the places
    assert "2 remarks more with -v" in told
    everything = printed(screen.check(replace(demo, problems=problems), verbose=True), width)
    assert "more with -v" not in everything
    assert everything.count("odd") == 29
    assert everything.count("as it may be") == 2


@pytest.mark.parametrize("width", [40, 120])
def test_notes_without_an_episode(demo: Report, width: int) -> None:
    enriched = demo.loaded.enriched
    note = Note(name=f"{LONG}.md", layout="own")
    stray = Unmatched(note=note, reason=LONG, candidates=enriched.show.items)
    other = Unmatched(note=Note(name="o.md", layout="own"), reason="it is of Other", other_show=True)
    loaded = replace(demo.loaded, enriched=replace(enriched, unmatched=(*[stray] * 12, other)))
    told = printed(screen.check(replace(demo, loaded=loaded), verbose=False), width)
    assert "and 2 more with -v" in told
    assert told.count("nearest: 3: 给 RSS") == 10
    assert "it is of Other" not in told
    everything = printed(screen.check(replace(demo, loaded=loaded), verbose=True), width)
    assert everything.count("nearest: 3: 给 RSS") == 12
    assert "it is of Other" in everything


def test_added(demo: Report, expect: Callable[[Path, Any], None]) -> None:
    edition = Publisher(Library(DEMO)).edition(demo.loaded, "http://localhost:8000")
    expect(CASES / "added.txt", printed(screen.added(demo.loaded, edition), 80))


# --- progress


def lines() -> Progress:
    return Progress(
        TextColumn("{task.description} {task.fields[amount]}"),
        console=Console(file=io.StringIO(), force_terminal=True, width=80),
    )


def test_shows_are_counted_and_go() -> None:
    with lines() as shown:
        display, seen = Display(shown), []
        for slug in display.each(["a", "b"]):
            (task,) = shown.tasks
            seen.append((slug, task.description, task.fields["amount"]))
        assert seen == [("a", "a", "1/2"), ("b", "b", "2/2")]
        assert shown.tasks == []


def test_what_fails_to_come_leaves_no_line() -> None:
    with lines() as shown, pytest.raises(FetchError):
        Display(shown).fetch("http://127.0.0.1:9/feed")
    assert shown.tasks == []


def test_nobody_looks() -> None:
    display = Display(None)
    display.doing("x")
    assert list(display.each(["a", "b"])) == ["a", "b"]
