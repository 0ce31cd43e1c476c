"""Each file in a folder here beside what is read from it: `name.txt` and `name.txt.json` (`.out` for markup)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from feedtool import markup
from feedtool.model import Chapter
from feedtool.shownotes import glossary, links, people, timeline, titles

HERE = Path(__file__).parent
Expect = Callable[[Path, Any], None]
READERS: dict[str, Callable[[str], Any]] = {
    "timelines": timeline.read,
    "people": people.read,
    "links": links.read,
    "glossary": glossary.read,
}
CASES = [path for folder in READERS for path in sorted((HERE / folder).iterdir()) if path.suffix != ".json"]
MARKUP = [path for path in sorted((HERE / "markup").iterdir()) if path.suffix != ".out"]
TITLES = [line.split("\t") for line in (HERE / "titles.tsv").read_text(encoding="utf-8").splitlines()]


def given(value: Any) -> Any:
    """`value` as JSON without what is not given, so that a fixture shows what was found and no more."""
    if isinstance(value, Chapter):
        return given(value._asdict())
    if isinstance(value, dict):
        return {key: given(item) for key, item in value.items() if item not in ("", (), None)}
    return [given(item) for item in value] if isinstance(value, tuple | list) else value


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_reader(path: Path, expect: Expect) -> None:
    got = READERS[path.parent.name](markup.to_text(path.read_text(encoding="utf-8")))
    found = asdict(got) if isinstance(got, timeline.Timeline) else [asdict(item) for item in got]
    expect(path.with_name(path.name + ".json"), given(found))


@pytest.mark.parametrize("path", MARKUP, ids=lambda path: path.name)
def test_markup(path: Path, expect: Expect) -> None:
    expect(path.with_name(path.name + ".out"), markup.to_text(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("title", "short"), TITLES)
def test_short_title(title: str, short: str) -> None:
    assert titles.short(title) == short
    assert len(short) <= 40
