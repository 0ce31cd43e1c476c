"""Times as people write them in show notes, and as formats want them. Times are seconds.

`74:21` and `106:06` are minutes and seconds, as in every podcast's notes; three parts are hours, minutes, seconds.
Digits and colons may be full-width (`０２：２０`), seconds lack a zero (`21:8`); words and letters do too (`23分4秒`,
`1h02m18s`, `2 min 18 sec`, `2분 18초`), and so do primes (`23'04"`).
"""

from __future__ import annotations

import re
from functools import lru_cache

_CLOCK = re.compile(r"(?:(\d{1,3})[:：])?(?:(\d{1,4})[:：])(\d{1,2})(\.\d{1,9})?")
_UNITS = re.compile(
    r"(?=.)(?:(\d{1,3})\s?(?:小?[时時][间間]?|시간|(?i:h(?:rs?)?)))?"
    r"\s?(?:(\d{1,4})\s?(?:分[钟鐘]?|분|(?i:m(?:ins?)?)|['’′]))?"
    r"\s?(?:(\d{1,6})(\.\d{1,9})?\s?(?:秒[钟鐘]?|초|(?i:s(?:ecs?)?)|''|’’|′′|[\"”″])?)?"
)


@lru_cache(maxsize=8192)  # a library of notes says the same few thousand times again and again
def parse(text: str) -> float:
    """The seconds that `text` names; a plain number is seconds (Normal Play Time).

    Raises ValueError, saying what was expected, for what is no time: seconds or (after hours) minutes above 59, a sign,
    four parts, words.
    """
    text = text.strip()
    match = _CLOCK.fullmatch(text) or _UNITS.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is no time: expected minutes:seconds (74:21) or hours:minutes:seconds (1:02:03)"
        )
    hours, minutes, seconds, fraction = match.groups()
    if match.re is _CLOCK and (int(seconds) > 59 or (hours and int(minutes) > 59)):
        raise ValueError(
            f"{text!r} is no time: expected seconds (and minutes behind hours) up to 59, as in 74:21, 1:02:03"
        )
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + float(fraction) if fraction else float(whole)


def parse_or_none(text: str) -> float | None:
    """The same; None for what is no time."""
    try:
        return parse(text)
    except ValueError:
        return None


@lru_cache(maxsize=8192)  # as above: the same few thousand
def clock(seconds: float) -> str:
    """`HH:MM:SS` for a line of show notes; fractions are cut."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def span(start: float, end: float) -> str:
    """`HH:MM:SS – HH:MM:SS`, or the one time of a moment that ends where it begins."""
    return " – ".join(dict.fromkeys((clock(start), clock(end))))


def npt(seconds: float) -> str:
    """`HH:MM:SS.mmm`: the one form of Normal Play Time that all readers of Podlove Simple Chapters take."""
    millis = round(seconds * 1000)
    return f"{clock(millis // 1000)}.{millis % 1000:03}"


def decimal(seconds: float) -> str:
    """Plain decimal seconds, three places at most, as media fragments and soundbites want: `71`, `71.5`."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")
