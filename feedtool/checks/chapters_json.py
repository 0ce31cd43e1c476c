"""Checks 51-55: a JSON chapters file.

Source: https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from feedtool.checks.base import Fault, quote

Entry: TypeAlias = Mapping[str, object]
_URL = re.compile(r"https?://[^\s/]{1,255}(?:/\S*)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class ChaptersFile:
    """`where`: the episode; `duration`: its seconds, None if unknown; `error`: why it is no strict JSON."""

    where: str = "chapters"
    duration: float | None = None
    error: str = ""
    body: object = None
    entries: tuple[Entry, ...] = ()
    """The chapters that are objects."""


def read(data: bytes, duration: float | None = None, where: str = "chapters") -> ChaptersFile:
    """Never raises: `error` says why there are no entries."""
    try:
        body = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        return ChaptersFile(where=where, duration=duration, error=str(error) or "nested too deeply")
    listed = body.get("chapters") if isinstance(body, dict) else None
    entries = tuple(entry for entry in listed if isinstance(entry, dict)) if isinstance(listed, list) else ()
    return ChaptersFile(where=where, duration=duration, body=body, entries=entries)


def number(value: object, default: float = math.nan) -> float:
    """A JSON number as a float; `default` for all else, also for true and for what no float can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    try:
        return float(value) if math.isfinite(value) else default
    except OverflowError:
        return default


def strict(file: ChaptersFile) -> Iterator[Fault]:
    """A BOM, NaN and Infinity are errors of JSON itself."""
    if file.error:
        yield Fault(file.where, f"is no strict JSON in UTF-8: {file.error}")
        return
    body = file.body if isinstance(file.body, dict) else {}
    listed = body.get("chapters")
    if body.get("version") != "1.2.0":
        yield Fault(file.where, f'version is {_shown(body.get("version"))}, expected "1.2.0"')
    if not isinstance(listed, list) or not listed:
        yield Fault(file.where, f"chapters is {_shown(listed)}, expected a list of at least one")
    elif len(file.entries) != len(listed):
        yield Fault(
            file.where, f"{len(listed) - len(file.entries)} chapters are no objects, expected objects only"
        )


def starts(file: ChaptersFile) -> Iterator[Fault]:
    """Entries with a start that is no number are left out of the order."""
    for entry in file.entries:
        start = number(entry.get("startTime"))
        if math.isnan(start) or start < 0:
            yield Fault(file.where, f"startTime is {_shown(entry.get('startTime'))}, expected seconds from 0")
        elif file.duration is not None and start >= file.duration:
            yield Fault(
                file.where, f"startTime {start:g} is past the end, expected less than {file.duration:g}"
            )
    known = [start for entry in file.entries if not math.isnan(start := number(entry.get("startTime")))]
    for before, after in pairwise(known):
        if after <= before:
            yield Fault(file.where, f"startTime {after:g} follows {before:g}, expected a later one")


def values(file: ChaptersFile) -> Iterator[Fault]:
    """Keys that the specification does not know may hold anything but null."""
    for index, entry in enumerate(file.entries):
        at = f"chapters[{index}]"
        yield from (Fault(file.where, f"{at}.{problem}") for problem in _problems(entry))
        end, start = number(entry.get("endTime")), number(entry.get("startTime"))
        limit = (
            number(file.entries[index + 1].get("startTime")) if index + 1 < len(file.entries) else math.inf
        )
        if "endTime" in entry and not start < end <= (math.inf if math.isnan(limit) else limit):
            expected = "a number after startTime, at most the next one's"
            yield Fault(file.where, f"{at}.endTime is {_shown(entry['endTime'])}, expected {expected}")
    if isinstance(file.body, dict):
        for key, value in file.body.items():
            if value is None:
                yield Fault(file.where, f"{key} is null, expected no such key")


def opening(file: ChaptersFile) -> Iterator[Fault]:
    """Apple, Spotify and Pocket Casts want the first chapter at the beginning."""
    first = number(file.entries[0].get("startTime")) if file.entries else 0.0
    if first > 0:
        yield Fault(file.where, f"the first chapter starts at {first:g} s, expected 0")


def silent(file: ChaptersFile) -> Iterator[Fault]:
    """AntennaPod and others show them all the same."""
    for entry in file.entries:
        if entry.get("toc") is False:
            yield Fault(
                file.where,
                f"chapter {_shown(entry.get('title'))} is hidden by toc, expected it listed or gone",
            )


def _problems(entry: Entry) -> Iterator[str]:
    title = entry.get("title")
    if not isinstance(title, str) or not title.strip():
        yield f"title is {_shown(title)}, expected a text"
    for key in ("img", "url"):
        if key in entry and not (isinstance(value := entry[key], str) and _URL.fullmatch(value)):
            yield f"{key} is {_shown(entry[key])}, expected an http(s) URL"
    if "toc" in entry and not isinstance(entry["toc"], bool):
        yield f"toc is {_shown(entry['toc'])}, expected true or false"
    yield from (
        f"{key} is null, expected no such key"
        for key, value in entry.items()
        if value is None and key not in {"title", "img", "url", "toc", "startTime", "endTime"}
    )


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no number in JSON")


def _shown(value: object) -> str:
    return (
        quote(json.dumps(value, ensure_ascii=False, default=str)).strip('"')
        if value is not None
        else "missing"
    )
