"""What each method writes, and what it refuses: cases as files, made by the calls in `calls.py`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import feedtool.namespaces
from feedtool.namespaces import (
    NAMESPACES,
    Extension,
    PodcastEntryExtension,
    PodcastExtension,
    PodloveEntryExtension,
)
from feedtool.namespaces.podcast_tags import TAGS

from .calls import EXTENSIONS, load, run

HERE = Path(__file__).parent
CASES = sorted(path for folder in EXTENSIONS for path in (HERE / folder).glob("*.json"))
REFUSED = [
    pytest.param(path.stem, call, message, id=f"{path.stem}-{call[0]}-{number}")
    for path in sorted((HERE / "refused").glob("*.json"))
    for number, (call, message) in enumerate(json.loads(path.read_text(encoding="utf-8")))
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_written(case: Path, expect: Callable[[Path, Any], None]) -> None:
    parent = etree.Element("item", nsmap=NAMESPACES)
    load(case).extend_rss(parent)
    etree.indent(parent)
    expect(case.with_suffix(".xml"), etree.tostring(parent, encoding="unicode") + "\n")


@pytest.mark.parametrize(("kind", "call", "message"), REFUSED)
def test_refused(kind: str, call: list[Any], message: str) -> None:
    extension = EXTENSIONS[kind]()
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        run(extension, [call])
    assert extension.elements == ()


def test_every_tag_is_written_by_some_case() -> None:
    seen = {
        name
        for case in CASES
        for name in re.findall(r"<podcast:(\w+)", case.with_suffix(".xml").read_text("utf-8"))
    }
    assert seen == set(TAGS)


def test_every_attribute_is_written_by_some_case() -> None:
    written = "".join(case.with_suffix(".xml").read_text("utf-8") for case in CASES)
    tags = re.findall(r"<podcast:(\w+)([^>]*)>", written)
    seen = {(tag, attribute) for tag, rest in tags for attribute in re.findall(r"([\w-]+)=\"", rest)}
    assert seen == {(tag, attribute) for tag, line in TAGS.items() for attribute in line.attributes}


def test_the_table_in_the_documentation_is_true() -> None:
    rows = re.findall(
        r"^\| (\w+) \| (\w+) \| ([\w, ]+) \| ([1n]) \|", feedtool.namespaces.__doc__ or "", re.MULTILINE
    )
    parents = {"channel": PodcastExtension, "item": PodcastEntryExtension}
    for tag, method, places, count in rows:
        assert TAGS[tag].single == (count == "1"), tag
        assert {place for place, extension in parents.items() if hasattr(extension, method)} == set(
            places.split(", ")
        )
    inside = {"integrity", "source", "valueRecipient", "valueTimeSplit"}
    assert {row[0] for row in rows} == set(TAGS) - inside
    own = {name for extension in parents.values() for name in dir(extension)} - set(dir(Extension))
    assert {name for name in own if not name.startswith("_") and name != "prefix"} == {row[1] for row in rows}


@pytest.mark.parametrize("start", [140, 139.9, 140.0004])
def test_chapters_ascend(start: float) -> None:
    extension = PodloveEntryExtension().chapter(140, "一")
    before = extension.elements
    with pytest.raises(
        ValueError, match=r"^psc:chapter: start is .*, expected finite seconds from 140\.001 on$"
    ):
        extension.chapter(start, "二")
    assert extension.elements == before
    assert len(etree.fromstring(extension.chapter(140.001, "三").elements[0].declaring(NAMESPACES))) == 2
