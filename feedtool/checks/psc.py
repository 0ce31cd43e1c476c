"""Checks 47 and 48: Podlove Simple Chapters, and their likeness to the JSON file.

Source: https://podlove.org/simple-chapters/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from lxml.etree import _Element as Element

from feedtool.checks import chapters_json
from feedtool.checks.base import Fault, quote
from feedtool.checks.tags import seconds
from feedtool.checks.view import Node, Output, qualified

_START = re.compile(r"\d{2,4}:[0-5]\d:[0-5]\d\.\d{3}")
_TIME = re.compile(r"(?:\d{1,4}:){0,2}\d{1,6}(?:\.\d{1,9})?")


class Row(NamedTuple):
    """A chapter as either format gives it; `start` in whole seconds, -1 where it cannot be read."""

    start: int
    title: str
    link: str


def chapters(output: Output) -> Iterator[Fault]:
    """Stricter than the specification, which takes any Normal Play Time: readers differ in what they can."""
    for item in output.feed.items:
        for element in item.all("psc:chapters"):
            yield from (Fault(item.where, f"psc:chapters {problem}") for problem in _problems(element))


def like_json(output: Output) -> Iterator[Fault]:
    """Only where the JSON file is at hand: upstream's own chapters may stand elsewhere."""
    for item in output.feed.items:
        data = output.chapters.get(item.attribute("podcast:chapters", "url"))
        if data is not None:
            yield from (Fault(item.where, problem) for problem in _differences(rows(item), json_rows(data)))


def rows(item: Node) -> list[Row]:
    """The item's psc:chapter elements."""
    elements = (child for parent in item.all("psc:chapters")[:1] for child in _chapters(parent))
    return [
        Row(int(_start(child)), (child.get("title") or "").strip(), child.get("href") or "")
        for child in elements
    ]


def json_rows(data: bytes) -> list[Row]:
    """The entries of a chapters JSON file; none if it is no JSON."""
    return [
        Row(
            int(chapters_json.number(entry.get("startTime"), -1)),
            _str(entry, "title").strip(),
            _str(entry, "url"),
        )
        for entry in chapters_json.read(data).entries
    ]


def _str(entry: chapters_json.Entry, key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _chapters(parent: Element) -> Iterator[Element]:
    return (child for child in parent.iterchildren("*") if qualified(child.tag) == "psc:chapter")


def _start(element: Element) -> float:
    value = element.get("start") or ""
    return seconds(value) if _TIME.fullmatch(value) else -1.0


def _problems(parent: Element) -> Iterator[str]:
    if parent.get("version") != "1.2":
        yield f"version is {parent.get('version')}, expected 1.2"
    found = list(_chapters(parent))
    if not found:
        yield "has no psc:chapter, expected at least one"
    for element in found:
        if not _START.fullmatch(element.get("start") or ""):
            yield f"start is {quote(element.get('start') or '')}, expected HH:MM:SS.mmm"
        if not (element.get("title") or "").strip():
            yield f"title at {element.get('start')} is empty, expected one"
    for before, after in pairwise(found):
        if _start(after) <= _start(before):
            yield f"{after.get('start')} follows {before.get('start')}, expected a later start"


def _differences(psc: list[Row], json: list[Row]) -> Iterator[str]:
    if len(psc) != len(json):
        yield f"psc:chapters has {len(psc)} chapters, the JSON file {len(json)}; expected the same list"
        return
    for ours, theirs in zip(psc, json, strict=True):
        if abs(ours.start - theirs.start) > 1 or ours[1:] != theirs[1:]:
            yield f"psc:chapters has {_shown(ours)}, the JSON file {_shown(theirs)}; expected the same"


def _shown(row: Row) -> str:
    return " ".join(filter(None, (f"{row.start} s", quote(row.title), row.link)))
