"""Times whose writing alone proves nothing: `00 : 30`, `02: 18`, `02.18`. Their whole list has to vouch for them.

Scores, ratios, prices, dates and versions look the same. They are times where each leads a line, all ascend, and the
first is in the first minute (with blanks on both sides: in the first ten), where none of those others begins.
"""

from __future__ import annotations

import re
from itertools import pairwise

from feedtool import timecode
from feedtool.shownotes.stamps import FEWEST

_LINE = re.compile(
    r"\n[^\w\n]{0,8}([0-9]{1,2}(?:[ \u00a0]?[:：][ \u00a0]?[0-9]{2}){1,2}|[0-9]{2}(?:\.[0-9]{2}){1,2})"
    r"(?![0-9:：]|\.[0-9]|[ \u00a0][:：])"
)
"""A line that a time leads, loose or not."""
_ANY = re.compile(  # a literal first, which a regex engine skips to: most texts have none
    r"0[0-9]?(?:[ \u00a0]?[:：][ \u00a0][0-9]{2}|[ \u00a0][:：][0-9]{2}|\.[0-9]{2})"
)
"""The first time that a list of loose ones must have."""
_EARLY = re.compile(r"00|0[0-9][ \u00a0]|0[ \u00a0][:：][ \u00a0]00")
_CLOSED = str.maketrans(".", ":", " \u00a0")


def closed(text: str) -> str:
    """`text` with its loose times as `00:30`, if they are times. It stays as long: the gaps move before the time."""
    if not _ANY.search(text):
        return text
    found = [(match.start(1) - 1, match[1]) for match in _LINE.finditer(f"\n{text}")]
    loose = [(at, written) for at, written in found if written != written.translate(_CLOSED)]
    if not loose or not _are_times([written for _, written in found]):
        return text
    kept: list[str] = []
    reached = 0
    for at, written in loose:
        kept += (text[reached:at], written.translate(_CLOSED).rjust(len(written)))
        reached = at + len(written)
    return "".join((*kept, text[reached:]))


def _are_times(found: list[str]) -> bool:
    """Whether what leads the lines is a list of times, all written alike, with dots or without."""
    dotted = sum("." in written for written in found)
    if len(found) < FEWEST or not _EARLY.match(found[0]) or 0 < dotted < len(found):
        return False
    try:
        seconds = [timecode.parse(written.translate(_CLOSED)) for written in found]
    except ValueError:
        return False
    alike = len({second % 60 for second in seconds}) == 1  # `02 : 25`, `12 : 25`: sets that were lost
    return not alike and all(before < after for before, after in pairwise(seconds))
