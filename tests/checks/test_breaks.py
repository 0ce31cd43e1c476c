"""Each break in breaks.toml is found by its check and by no other; each check has one."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from feedtool.checks import CHECKS, Finding, check_chapters_json, check_feed, check_opml
from tests.checks import good_show as good

BREAKS = tomllib.loads(Path(__file__).with_name("breaks.toml").read_text("utf-8"))["break"]
ORIGINALS = {
    "feed": good.FEED,
    "feed-alone": good.FEED,
    "chapters": good.CHAPTERS,
    "chapters-in-feed": good.CHAPTERS,
    "opml": good.OPML,
}


def edited(data: bytes, edits: Sequence[Sequence[Any]]) -> bytes:
    text = data.decode()
    for find, replacement, *times in edits:
        assert find in text, f"{find!r} is not in the file"
        text = text.replace(find, replacement * (times[0] if times else 1))
    return text.encode()


def in_feed(feed: bytes, chapters: bytes, *, upstream: bool) -> tuple[Finding, ...]:
    source = good.UPSTREAM if upstream else None
    return check_feed(feed, url=good.URL, upstream=source, chapters={good.CHAPTERS_URL: chapters})


JUDGES: Mapping[str, Callable[[bytes, bool], tuple[Finding, ...]]] = {
    "feed": lambda data, upstream: in_feed(data, good.CHAPTERS, upstream=upstream),
    "feed-alone": lambda data, _: check_feed(data, url=good.URL, upstream=good.UPSTREAM),
    "chapters": lambda data, _: check_chapters_json(data, good.DURATION),
    "chapters-in-feed": lambda data, upstream: in_feed(good.FEED, data, upstream=upstream),
    "opml": lambda data, _: check_opml(data),
}


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: f"{case['check']}-{case['what'].replace(' ', '_')}")
def test_break_is_found_by_its_check_alone(case: Mapping[str, Any]) -> None:
    file = case.get("file", "feed")
    found = JUDGES[file](edited(ORIGINALS[file], case["edits"]), case.get("upstream", True))
    assert {finding.check for finding in found} == {case["check"]}, found
    levels = {check.number: check.level for check in CHECKS}
    for finding in found:
        assert finding.level == levels[finding.check]
        assert finding.where
        assert not finding.upstream
        assert len(finding.message) < 300


def test_every_check_has_a_break() -> None:
    assert {case["check"] for case in BREAKS} == {check.number for check in CHECKS}
