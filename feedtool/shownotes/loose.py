"""Times whose writing alone proves nothing: `00 : 30`, `02: 18`, `02.18`. Their whole list has to vouch for them.

Scores, ratios, prices, dates and versions look the same. Times they are where each leads a line, all ascend, and the
first is in the first minute (with blanks on both sides: in the first ten), where none of the others begins.
"""

from __future__ import annotations

import re
from itertools import pairwise

from feedtool import timecode

_LINE = re.compile(
    r"\n[^\w\n]{0,8}([0-9]{1,2}(?:[ \u00a0]?[:：][ \u00a0]?[0-9]{2}){1,2}|[0-9]{2}(?:\.[0-9]{2}){1,2})"
    r"(?![0-9:：]|\.[0-9]|[ \u00a0][:：])"
)
_ANY = re.compile(  # a literal first, which a regex engine skips to: most texts have none
    r"0[0-9]?(?:[ \u00a0]?[:：][ \u00a0][0-9]{2}|[ \u00a0][:：][0-9]{2}|\.[0-9]{2})"
)
_EARLY = re.compile(r"00|0[0-9][ \u00a0]|0[ \u00a0][:：][ \u00a0]00")
_GAPS = str.maketrans(".", ":", " \u00a0")
_FEWEST = 3


def closed(text: str) -> str:
    """`text` with such times as `00:30`. It stays as long as it is: the gaps move before the time."""
    if not _ANY.search(text):
        return text
    found = [(match.start(1) - 1, match[1]) for match in _LINE.finditer(f"\n{text}")]
    loose = [(at, written) for at, written in found if written != written.translate(_GAPS)]
    if not loose or not _is_list([written for _, written in found]):
        return text
    kept: list[str] = []
    reached = 0
    for at, written in loose:
        kept += (text[reached:at], written.translate(_GAPS).rjust(len(written)))
        reached = at + len(written)
    return "".join((*kept, text[reached:]))


def _is_list(times: list[str]) -> bool:
    if (
        len(times) < _FEWEST
        or not _EARLY.match(times[0])
        or 0 < sum("." in written for written in times) < len(times)
    ):
        return False
    try:
        seconds = [timecode.parse(written.translate(_GAPS)) for written in times]
    except ValueError:
        return False
    alike = len({second % 60 for second in seconds}) == 1  # `02 : 25`, `12 : 25`: sets that were lost
    return not alike and all(before < after for before, after in pairwise(seconds))
