"""Snips → soundbites: overlapping snips become one, lengths are kept to what apps take, and each gets a name.

Source: podcast-namespace docs/tags/soundbite.md (15 to 120 seconds recommended, titles up to 128 characters).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from feedtool import limits, timecode
from feedtool.model import Chapter, Item, Problem, Snip, Soundbite
from feedtool.shownotes import titles

SHORTEST, LONGEST = 1.0, 120.0


def soundbites(
    snips: Iterable[Snip], chapters: Sequence[Chapter], item: Item
) -> tuple[tuple[Soundbite, ...], list[Problem]]:
    """The soundbites of an item's snips, in time order, and what was cut or left out of them."""
    bites: list[Soundbite] = []
    problems: list[Problem] = []
    for snip in merged(snips):
        stop = min(snip.end, item.duration or snip.end)
        length = stop - snip.start
        if length < SHORTEST:
            problems.append(_problem(item, snip, "is shorter than a second; it makes no soundbite"))
            continue
        if length > LONGEST:
            problems.append(
                _problem(item, snip, f"lasts {length:.0f} s; its soundbite ends after {LONGEST:.0f}")
            )
        bites.append(
            Soundbite(
                start=snip.start,
                duration=min(length, LONGEST),
                title=name(snip, chapters, item)[: limits.NAME],
            )
        )
    return tuple(bites), problems


def _problem(item: Item, snip: Snip, what: str) -> Problem:
    return Problem(level="info", where=item.title, message=f"the snip at {timecode.clock(snip.start)} {what}")


def merged(snips: Iterable[Snip]) -> tuple[Snip, ...]:
    """Snips in time order, those that overlap joined under the first name among them."""
    joined: list[Snip] = []
    for snip in sorted(snips, key=lambda snip: (snip.start, snip.end)):
        if joined and snip.start < joined[-1].end:
            joined.append(_join(joined.pop(), snip))
        else:
            joined.append(snip)
    return tuple(joined)


def _join(one: Snip, other: Snip) -> Snip:
    return Snip(start=one.start, end=max(one.end, other.end), title=one.title or other.title, url=one.url)


def name(snip: Snip, chapters: Sequence[Chapter], item: Item) -> str:
    """A snip's title, else the title of the chapter it lies in, else the item's."""
    if snip.title:
        return snip.title
    # By its middle: a clip may begin a few seconds before the chapter that it is about.
    at = bisect_right([chapter.start for chapter in chapters], (snip.start + snip.end) / 2) - 1
    return titles.short(chapters[at].title) if at >= 0 else item.title
