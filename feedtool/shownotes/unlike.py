"""What a list of times is instead of a timeline: lengths, a transcript, a programme of the day.

It is the list as a whole that is judged, by numbers that no real timeline comes near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import gt, ne

from feedtool.shownotes.stamps import FEWEST, Stamp

_LONGEST = 700  # characters a title has on average in the wordiest timelines; more is a transcript
_FASTEST = 3  # characters of titles for each second between; speech has 4 (Chinese) to 15
_CLOSEST = 10  # seconds between entries on average; less is a transcript
_FEWEST_BLOCKS = 5
_FEWEST_TURNS = 4
_LONGEST_NAME = 40
_MORNING, _MIDNIGHT = 5 * 60, 24 * 60
"""05:00 and 24:00, as they read when they are taken for minutes and seconds."""
_LATE = 5 * 3600
"""No timeline begins so late; a time of day with seconds does."""
_DAILY = re.compile(
    r"(?i:schedule|time ?table|programme|agenda|line-?up|opening hours|\bday\b|departures?|arrivals?"
    r"|fahrplan|zeitplan|ablauf|termine|abfahrt|horaires?|horarios?)|日程|时刻表|時刻表|赛程|作息|营业|流程|行程|一天|列车|航班"
)
_NEAR = 60  # characters above a list that may say what it is
_SONG = 10 * 60  # seconds, which hardly any song lasts
_LONG_SPREAD = 2  # as SPREAD, where the times are no songs'
_COLON = re.compile("[:：]")
_UNIT_ENDS = frozenset("sScC")
"""What times in letters end in: `30s`, `30 sec`."""
SPREAD = 4
"""The last time of a timeline is at least so many times the first; lengths, which are all alike, are closer."""


def reason(seconds: Sequence[float], titles: Sequence[str], above: str) -> str:
    """What a list with these times, titles and text `above` is instead of chapters; "" if it may be chapters."""
    count = len(seconds)
    span = abs(seconds[-1] - seconds[0])
    words = sum(map(len, titles))
    wordy = words > _LONGEST * count or (
        count >= _FEWEST_BLOCKS and words > span and _spoken(seconds, titles)
    )
    repeated = count >= _FEWEST_TURNS and len(set(titles)) * 2 <= count  # the same few speakers
    close = count >= 10 and span < _CLOSEST * count
    if wordy or close or repeated or _in_turns(titles):
        return "a transcript's time"
    return "a time of day in a programme" if min(seconds) >= _LATE or _by_day(seconds, above) else ""


def _by_day(seconds: Sequence[float], above: str) -> bool:
    """Whether minutes and seconds are hours and minutes: as round as appointments, or in a list that is called so."""
    if len(seconds) < FEWEST or seconds[0] < _MORNING or seconds[-1] >= _MIDNIGHT:
        return False
    return _DAILY.search(above[-_NEAR:]) is not None or not any(
        second % (15 if len(seconds) == FEWEST else 5) for second in seconds
    )


def are_blocks(seconds: Sequence[float], between: Sequence[str]) -> bool:
    """Whether the texts between these times are what is said there. Lists of links are long too, and don't count."""
    span = abs(seconds[-1] - seconds[0])
    if len(seconds) < _FEWEST_BLOCKS or sum(map(len, between)) <= _FASTEST * span / 2:
        return False
    return _spoken(seconds, ["" if "http" in text else text for text in between])


def _spoken(seconds: Sequence[float], titles: Sequence[str]) -> bool:
    """Whether most titles are as long as what is said up to the next time."""
    full = sum(
        len(title) > _FASTEST * abs(end - start)
        for start, end, title in zip(seconds, seconds[1:], titles, strict=False)
    )
    return full * 2 > len(seconds)


def are_turns(names: Sequence[str]) -> bool:
    """Whether `names` are speakers': a few that come again and again, the first too, but never twice in a row."""
    return (
        len(names) >= _FEWEST_TURNS
        and 2 <= len(set(names)) <= len(names) // 2
        and names.count(names[0]) > 1
        and all(map(ne, names, names[1:]))
        and all(0 < len(name) <= _LONGEST_NAME for name in names)
    )


def _in_turns(titles: Sequence[str]) -> bool:
    """Whether all titles begin with a speaker's name and a colon."""
    if not _COLON.search(titles[0]):
        return False
    parts = [_COLON.split(title, 1) for title in titles]
    return all(len(part) == 2 for part in parts) and are_turns([part[0] for part in parts])


def are_lengths(seconds: Sequence[float]) -> bool:
    """Whether the times may as well be lengths: those of songs are a few minutes each."""
    return seconds[-1] < (SPREAD if seconds[-1] < _SONG else _LONG_SPREAD) * seconds[0]


def are_lengths_in_letters(text: str, stamps: Sequence[Stamp]) -> bool:
    """Whether all times are in letters (`5m30s`), as lengths mostly are, and do not ascend through an episode."""
    if not stamps or not all(text[stamp.stop - 1] in _UNIT_ENDS for stamp in stamps):
        return False
    seconds = [stamp.seconds for stamp in stamps]
    return any(map(gt, seconds, seconds[1:])) or seconds[-1] < SPREAD * seconds[0]
