"""Times that stand alone on their lines: the title is the next line, or the one above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from operator import ge

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
    """The lines right above those that times lead, where such a line holds no time itself; none if lines are close."""
    if len(rows) < _FEWEST or rows[-1][0].line - rows[0][0].line < 2 * len(rows) - 2:
        return []
    timed = {row[0].head for row in rows}
    heads = [row[0].head for row in rows if row[0].lead and row[0].head]
    begins = [(text.rfind("\n", 0, head - 1) + 1, head - 1) for head in heads]
    return [line for begin, end in begins if begin not in timed and (line := text[begin:end].strip())]


def under(text: str, rows: Sequence[Sequence[Stamp]]) -> list[Entry]:
    """The entries where each time stands alone under its title; none unless the whole list says so.

    Each time has a line right above, which no other time has as well: the lines alternate up to the end, or a blank
    line parts the chapters (what then stands under a time is text of its chapter).
    """
    leads = [row[0] for row in rows if row[0].lead]
    if len(leads) < _FEWEST or not leads[0].line or not all(bare(text, stamp) for stamp in leads):
        return []
    lines = text.split("\n")
    at = [stamp.line for stamp in leads]
    titles = [lines[line - 1] for line in at]
    under_last = lines[at[-1] + 1] if at[-1] + 1 < len(lines) else ""
    alternate = all(line - before == 2 for before, line in pairwise(at)) and not under_last.strip()
    apart = all(line == 1 or not lines[line - 2].strip() for line in at)
    if (
        not (alternate or apart)
        or labelled(titles[0])
        or len(set(titles)) < len(titles)
        or not all(map(str.strip, titles))
    ):
        return []
    seconds = [stamp.seconds for stamp in leads]
    if any(map(ge, seconds, seconds[1:])) or seconds[-1] < _FACTOR * seconds[0]:
        return []
    return [
        Entry(
            stamp.seconds,
            stamp.line,
            stamp.head - 1 - len(title),
            stamp.head - 1,
            stamp.line,
            first=stamp.line - 1,
        )
        for stamp, title in zip(leads, titles, strict=True)
    ]
