"""The regular timeline: each time begins a line of its own, a blank and words follow, and times only ascend.

Nothing has to be decided about such a list, and most lists are such. It is read by one pattern that begins with
the line end, which a regex engine finds at once; `stamps` and `layout` read the same out of it, five times slower.
"""

from __future__ import annotations

import re

from feedtool.shownotes import layout
from feedtool.shownotes.oneline import Entry
from feedtool.shownotes.stamps import WIDE_DIGITS

FEWEST = 3

_LINE = re.compile(
    r"\n[ \t>]{0,8}([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9]))?(?=[ \t]{1,4}(?:[^\W\d_]|[《「『“]))"
    # neither a time of day nor a transcript's cue
    r"(?![ \t]{1,2}(?i:[ap]\.?m\b|uhr\b|o['’]clock|[ecmp][sd]?t\b|utc\b|gmt\b|bst\b|cest?\b|jst\b|点|北京时间))"
)
_COLON, _WIDE_COLON, _MINUTES = re.compile(":[0-9]"), re.compile("：[0-9０-９]"), re.compile("[0-9]分")


def entries(text: str) -> list[Entry] | None:
    """The timeline's entries, in order; None when the list is not regular, and has to be looked at with care."""
    found: list[Entry] = []
    before, line, at, colons = -1, -1, 0, 0
    whole = "\n" + text
    for match in _LINE.finditer(whole):
        first, second, third = match.groups()
        seconds = int(first) * 60 + int(second)
        if third:
            seconds = seconds * 60 + int(third)
            if int(second) > 59 or int(first) > 99:
                return None
        if seconds <= before:
            return None
        before = seconds
        colons += 2 if third else 1
        begin = match.end() - 1
        line += whole.count("\n", at, match.start() + 1)
        at = match.start() + 1
        end = text.find("\n", begin)
        found.append(Entry(float(seconds), line, begin, len(text) if end < 0 else end, line))
    regular = len(found) >= FEWEST and _all(text, colons) and not layout.spoken(found)
    return found if regular else None


def _all(text: str, colons: int) -> bool:
    """Whether there is nothing else in the text that looks like a time."""
    return (
        len(_COLON.findall(text)) == colons
        and not _WIDE_COLON.search(text)
        and not ("分" in text and _MINUTES.search(text))
        and not any(digit in text for digit in WIDE_DIGITS)
    )
