"""The README says what the code does: a command, a setting or a change that it does not name fails here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from feedtool.cli import main
from feedtool.formats.changes import CHANGES, Change
from feedtool.notes.metadata import KEYS as FIELDS
from feedtool.notes.sections import KINDS, kind_of
from feedtool.settings import KEYS, Key

PATH = Path(__file__).parents[1] / "README.md"
README = PATH.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_documented_and_has_an_example(name: str) -> None:
    assert f"`feedtool {name} " in README
    assert re.search(rf"Examples?:\s+feedtool {name}\b", str(main.commands[name].help))


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.path)
def test_every_setting_is_documented(key: Key) -> None:
    assert f"| `{key.path}` |" in README


def test_the_table_of_changes_is_the_code_s(request: pytest.FixtureRequest) -> None:
    groups: dict[tuple[str, str], list[Change]] = {}
    for change in CHANGES:
        name = change.kind + " in a copy" * change.copy_only
        groups.setdefault((name, change.why), []).append(change)
    cells = (
        (kind, _each(change.place for change in group), _each(f"`{change.name}`" for change in group), why)
        for (kind, why), group in groups.items()
    )
    rows = "".join(f"| {' | '.join(row)} |\n" for row in cells)
    table = re.search(r"(?<=\| \| where \| what \| why \|\n\|---\|---\|---\|---\|\n)(?:\|.*\n)*", README)
    assert table
    if request.config.getoption("accept"):
        PATH.write_text(README[: table.start()] + rows + README[table.end() :], encoding="utf-8")
    assert table[0] == rows


def _each(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def test_the_note_in_the_readme_is_read_as_it_says() -> None:
    from feedtool import notes  # noqa: PLC0415

    text = re.search(r"```markdown\n(.*?)```", README, re.DOTALL)
    assert text
    (note,) = notes.read(text[1].encode(), "readme.md")
    assert [chapter.start for chapter in note.chapters] == [0, 140, 3723]
    assert note.chapters[2].url == "https://example.com"
    assert [(snip.start, snip.end, snip.title, snip.note) for snip in note.snips] == [
        (150, 190, "A clip", "What I thought of it."),
        (764, 764, "A moment, which makes no soundbite", ""),
    ]
    assert [(person.name, person.role, person.href) for person in note.people] == [
        ("小红", "guest", "https://hong.example")
    ]
    assert ("https://editor.example", "Editor") in [(link.url, link.label) for link in note.links]
    assert [(term.name, term.meaning) for term in note.glossary] == [("RSS", "聚合内容的格式")]
    assert note.problems == ()


def test_every_section_and_field_of_a_note_by_hand_is_documented() -> None:
    by_hand = set(KINDS.values()) - {"metadata"}  # only exporters write that
    assert {kind_of(title) for title in re.findall(r"## (\w[\w ]*)", README)} >= by_hand
    assert all(f"`{field}`" in README for field in FIELDS)
