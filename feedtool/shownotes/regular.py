"""The regular timeline: each time begins a line of its own, a blank and words follow, and times only ascend.

Nothing has to be decided about such a list, and most lists are such. One pattern splits it; that begins with the line
end, which a regex engine finds at once. `stamps` and `layout` read the same out of it, ten times slower.
"""

from __future__ import annotations

import re
from itertools import accumulate
from operator import lt
from typing import NamedTuple

from feedtool import timecode
from feedtool.shownotes import unlike
from feedtool.shownotes.stamps import FEWEST, MOST, OF_DAY

_LINE = re.compile(
    r"\n[ \t>]{0,8}((?:[0-9]{1,2}:[0-5][0-9]|[0-9]{1,3}):[0-5][0-9])(?=[ \t]{1,4}(?:[^\W\d_]|[《「『“]))"
    rf"(?![ \t]{{1,2}}(?:{OF_DAY}|min\b))"
    r"([^\n]*)"
)
# One pattern a sign: a search for a literal is several times as fast as one for alternatives.
_OTHER_TIMES = tuple(map(re.compile, (r":(?:\d| \d\d)", r"：\d", r"分(?<=\d.)")))


class Regular(NamedTuple):
    """A regular timeline: its entries' seconds, titles and lines (from 0), and the text before, between and behind."""

    seconds: list[float]
    titles: list[str]
    lines: list[int]
    between: list[str]


def read(text: str) -> Regular | None:
    """The timeline in `text`; None where the list is not regular, so that `layout` has to decide about it."""
    parts = _LINE.split("\n" + text)
    clocks, titles, around = parts[1::3], parts[2::3], parts[::3]
    if not FEWEST <= len(clocks) <= MOST:
        return None
    rest = "\n".join((*titles, *around))
    if any(other.search(rest) for other in _OTHER_TIMES):
        return None
    seconds = list(map(timecode.parse, clocks))
    if not all(map(lt, seconds, seconds[1:])) or unlike.reason(seconds, titles, around[0]):
        return None
    if unlike.are_turns([part.strip().rpartition("\n")[2] for part in around[:-1]]):
        return None
    _, *lines = accumulate([part.count("\n") + 1 for part in around[:-1]], initial=-1)
    return Regular(seconds, titles, lines, [part[1:] for part in around])
