"""A timeline's times ascend. Those that don't are sorted where it is a slip, and left out where it is another list."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from feedtool import timecode
from feedtool.model import Level, Problem
from feedtool.shownotes.oneline import Entry
from feedtool.shownotes.stamps import FEWEST

_DAY = 24 * 3600.0
_MOST_LISTS = 3


def in_order(entries: list[Entry], duration: float | None) -> tuple[list[Entry], list[Problem]]:
    """The entries of one timeline by time, each time once, and what had to be sorted or left out.

    `duration` is the episode's in seconds, None if unknown.
    """
    kept = entries
    problems: list[Problem] = []
    if any(b.seconds < a.seconds for a, b in pairwise(entries)):
        problems = [
            _problem(entry, "is more than a day; it was left out")
            for entry in entries
            if entry.seconds >= _DAY
        ]
        kept, unordered = _ordered([entry for entry in entries if entry.seconds < _DAY])
        problems += unordered
    if duration is not None:
        kept, late = _within(kept, duration)
        problems += late
    if all(a.seconds < b.seconds for a, b in pairwise(kept)):
        return kept, problems
    once: dict[float, Entry] = {}
    for entry in kept:
        if once.setdefault(entry.seconds, entry) is not entry:
            problems.append(_problem(entry, "stands twice in the timeline; the first was kept"))
    return list(once.values()), problems


def _ordered(entries: list[Entry]) -> tuple[list[Entry], list[Problem]]:
    """Entries whose times do not ascend: sorted, or the first list of several, or none of them."""
    if not entries:
        return [], []
    stray = _strays(entries)
    if len(stray) * 4 <= len(entries) and not _alike(entries):  # slips of the pen
        problems = [
            _problem(entries[index], "stands out of order; the timeline was sorted") for index in stray
        ]
        return sorted(entries, key=lambda entry: entry.seconds), problems
    runs = _runs(entries)
    if len(runs) > _MOST_LISTS or min(map(len, runs)) < FEWEST or _alike(entries):
        return [], [
            _problem(entries[0], "begins a list without order: durations or other times, no timeline", "info")
        ]
    # Two timelines, or one and a list of references that has times too: the first, unless it is a scrap.
    longest = max(map(len, runs))
    first = next(run for run in runs if len(run) * 2 >= longest)
    others = [run[0] for run in runs if run is not first]
    return first, [_problem(entry, "begins a second list of times, which was left out") for entry in others]


def _alike(entries: list[Entry]) -> bool:
    """Whether the times are of one size, as the lengths of songs or of a show's episodes are."""
    seconds = [entry.seconds for entry in entries]
    return max(seconds) < 3 * min(seconds)


def _runs(entries: list[Entry]) -> list[list[Entry]]:
    """`entries` split wherever a time is earlier than the one before."""
    runs = [[entries[0]]]
    for before, entry in pairwise(entries):
        if entry.seconds < before.seconds:
            runs.append([])
        runs[-1].append(entry)
    return runs


def _strays(entries: list[Entry]) -> list[int]:
    """The indices outside the longest ascending series (patience sorting, n log n)."""
    tops: list[float] = []
    top_indices: list[int] = []
    before: list[int] = []
    for index, entry in enumerate(entries):
        place = bisect_right(tops, entry.seconds)
        tops[place : place + 1] = [entry.seconds]
        top_indices[place : place + 1] = [index]
        before.append(top_indices[place - 1] if place else -1)
    series = set()
    index = top_indices[-1]
    while index >= 0:
        series.add(index)
        index = before[index]
    return [index for index in range(len(entries)) if index not in series]


def _within(entries: list[Entry], duration: float) -> tuple[list[Entry], list[Problem]]:
    """Those before the episode's end, and what is said of the others."""
    late = [entry for entry in entries if entry.seconds >= duration]
    reason = f"lies past the end ({timecode.clock(duration)}) and was left out; advertisements put in later shift times"
    return [entry for entry in entries if entry.seconds < duration], [
        _problem(entry, reason) for entry in late
    ]


def _problem(entry: Entry, what: str, level: Level = "warning") -> Problem:
    return Problem(level=level, line=entry.line + 1, message=f"{timecode.clock(entry.seconds)} {what}")
