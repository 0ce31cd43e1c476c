"""Times that stand alone on their lines: the title is the next line, or the one above."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import ge, sub

from feedtool.shownotes.oneline import Entry, labelled
from feedtool.shownotes.stamps import Stamp

_FEWEST = 3
_FACTOR = 4
"""How many times the first the last time is at least: lengths are more alike."""
_BARE = re.compile(r"(?:\]\([^()\s]{0,400}\))?(?:[^\w\n]|_){0,40}")


def bare(text: str, stamp: Stamp) -> bool:
    """Whether nothing but marks follows on the line."""
    if stamp.stop == stamp.tail:
        return True
    return not text[stamp.tail - 1].isalnum() and _BARE.fullmatch(text, stamp.stop, stamp.tail) is not None


def over(text: str, stamp: Stamp, taken: int, limit: int) -> Entry | None:
    """A time alone on its line, with the next line of text before `limit`; None where a line right above claims it."""
    if stamp.line - taken > 1:
        above = text[text.rfind("\n", 0, max(0, stamp.head - 1)) + 1 : stamp.head].strip()
        if above and above[-1] not in ":：" and not labelled(above):
            return None
    begin, line = stamp.tail + 1, stamp.line + 1
    while begin < limit:
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if not text[begin:end].isspace() and end > begin:
            return Entry(stamp.seconds, stamp.line, begin, end, line)
        begin, line = end + 1, line + 1
    return None


def above(text: str, rows: Sequence[Sequence[Stamp]]) -> list[str]:
    """The line right above each that a time leads; "" where it is blank or has a time. None where lines are close."""
    if len(rows) < _FEWEST or rows[-1][0].line - rows[0][0].line < 2 * len(rows) - 2:
        return []
    timed = {row[0].head for row in rows}
    heads = [row[0].head for row in rows if row[0].lead]
    begins = [text.rfind("\n", 0, max(0, head - 1)) + 1 for head in heads]
    return [
        "" if begin in timed else text[begin:head].strip() for begin, head in zip(begins, heads, strict=True)
    ]


def under(text: str, rows: Sequence[Sequence[Stamp]]) -> list[Entry]:
    """The entries where each time stands alone under its title; none unless the whole list says so.

    Titles and times alternate, and a time ends them: where more lines stand between, nobody can tell which is whose.
    """
    leads = [row[0] for row in rows if row[0].lead]
    if len(leads) < _FEWEST or not leads[0].line or not all(bare(text, stamp) for stamp in leads):
        return []
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    at = [bisect_left(filled, stamp.line) for stamp in leads]
    if at[0] == 0:
        return []
    above = [filled[place - 1] for place in at]
    titles = [lines[number] for number in above]
    seconds = [stamp.seconds for stamp in leads]
    if not _alternate(filled, at) or labelled(titles[0]) or len(set(titles)) < len(titles):
        return []
    if sum(title.rstrip()[-1] in ".。" for title in titles) * 2 > len(titles):
        return []  # sentences
    if any(map(ge, seconds, seconds[1:])) or seconds[-1] < _FACTOR * seconds[0]:
        return []
    heads = list(accumulate((len(line) + 1 for line in lines), initial=0))
    return [
        Entry(stamp.seconds, stamp.line, heads[number], heads[number + 1] - 1, stamp.line, first=number)
        for stamp, number in zip(leads, above, strict=True)
    ]


def _alternate(filled: Sequence[int], at: Sequence[int]) -> bool:
    """Whether each line `at` (places in `filled`, the numbers of the lines with text) has one more before it."""
    gaps = [0, *map(sub, filled[1:], filled), 1 << 30]
    return all(place - before == 2 for before, place in pairwise(at)) and gaps[at[-1]] < gaps[at[-1] + 1]
