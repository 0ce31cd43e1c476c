"""Times that stand alone on their lines: the title is the next line, or the one above."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import ge

from feedtool.shownotes import unlike
from feedtool.shownotes.oneline import Entry, labelled
from feedtool.shownotes.stamps import FEWEST, Stamp

_MARKS = re.compile(r"(?:\]\([^()\s]{0,400}\))?(?:[^\w\n]|_){0,40}")
"""What may follow a time that stands alone: the rest of a link, brackets, emphasis."""


def is_last(text: str, stamp: Stamp) -> bool:
    """Whether nothing but marks follows the time on its line."""
    if stamp.stop == stamp.tail:
        return True
    # Most lines end with a letter, and then there is no need to look at the rest.
    return not text[stamp.tail - 1].isalnum() and _MARKS.fullmatch(text, stamp.stop, stamp.tail) is not None


def titled_below(text: str, stamp: Stamp, reached: int, limit: int) -> Entry | None:
    """The entry of a time alone on its line: its title is the next line with text that begins before `limit`.

    None if there is no such line, or if the line right above may be the title as well. It can't be one up to line
    `reached` (-1 for none), where the entry before ends.
    """
    if stamp.line - reached > 1:
        before = _line_above(text, stamp)
        if before and before[-1] not in ":：" and not labelled(before):
            return None
    begin, line = stamp.tail + 1, stamp.line + 1
    while begin < limit:
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if not text[begin:end].isspace() and end > begin:
            return Entry(stamp.seconds, stamp.line, begin, end, line)
        begin, line = end + 1, line + 1
    return None


def lines_above(text: str, rows: Sequence[Sequence[Stamp]]) -> list[str]:
    """The line above each time that leads its line; "" where that line is blank or has a time itself.

    An empty list where times stand less than two lines apart on average.
    """
    if len(rows) < FEWEST or rows[-1][0].line - rows[0][0].line < 2 * len(rows) - 2:
        return []
    timed = {row[0].head for row in rows}
    leads = [row[0] for row in rows if row[0].lead]
    return ["" if _head_above(text, stamp) in timed else _line_above(text, stamp) for stamp in leads]


def _line_above(text: str, stamp: Stamp) -> str:
    return text[_head_above(text, stamp) : stamp.head].strip()


def _head_above(text: str, stamp: Stamp) -> int:
    """Where the line above begins."""
    return text.rfind("\n", 0, max(0, stamp.head - 1)) + 1


def titled_above(text: str, rows: Sequence[Sequence[Stamp]]) -> list[Entry]:
    """The entries where each time stands alone below its title; none unless the whole list says so.

    Titles and times alternate, and a time comes last: with more lines in between, nobody can tell which is whose.
    """
    leads = [row[0] for row in rows if row[0].lead]
    if len(leads) < FEWEST or not leads[0].line or not all(is_last(text, stamp) for stamp in leads):
        return []
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    places = [bisect_left(filled, stamp.line) for stamp in leads]
    if places[0] == 0:
        return []
    above = [filled[place - 1] for place in places]
    titles = [lines[number] for number in above]
    seconds = [stamp.seconds for stamp in leads]
    if not _alternate(filled, places) or labelled(titles[0]) or len(set(titles)) < len(titles):
        return []
    if sum(title.rstrip()[-1] in ".。" for title in titles) * 2 > len(titles):
        return []  # sentences
    if any(map(ge, seconds, seconds[1:])) or seconds[-1] < unlike.SPREAD * seconds[0]:
        return []
    heads = list(accumulate((len(line) + 1 for line in lines), initial=0))
    return [
        Entry(stamp.seconds, stamp.line, heads[number], heads[number + 1] - 1, stamp.line, first=number)
        for stamp, number in zip(leads, above, strict=True)
    ]


def _alternate(filled: Sequence[int], places: Sequence[int]) -> bool:
    """Whether every second line with text is a time, and the last time is nearer to the line above than to one below.

    `filled` are the numbers of the lines with text; the times stand at these `places` of it, none at the first.
    """
    last = places[-1]
    above = filled[last] - filled[last - 1]
    below = filled[last + 1] - filled[last] if last + 1 < len(filled) else math.inf
    return above < below and all(place - before == 2 for before, place in pairwise(places))
