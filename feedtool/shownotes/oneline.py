"""Many times on one line: where each entry's text ends, and which headings stand between them.

Snipd's notes and some hosts' plain text join lines by spaces: two spaces are what is left of a line end.
"""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest
from typing import NamedTuple

from feedtool.shownotes.stamps import Stamp

OPENERS = " \t\u00a0\u3000([（【「『<-–—|/*_@"
"""What may stand between a text and the time that follows it."""

_LABEL = re.compile(  # each begins with a letter of its own, which a regex engine skips to
    r"时间[轴軸线戳点码]|時間[軸線戳點碼]|时间节点|timeline|time\s?stamps?|chapters?\b|章[节節]|节目[内內]容|節目[内內]容|本[期集][内內]容"
    r"|内容[提概摘]要|內容[提概摘]要|摘要|目[录錄]|本期剧透|听到|聽到|猜你想搜|show\s?notes|大[纲綱]|收听指[北南]|outline|kapitel|以下[内內]容|跳转"
)
"""Words that announce a timeline and name no group of its chapters; in lower case."""

STRONG = re.compile(
    r"[-–—#【]|\*\*|第[一二三四五六七八九十\d]{1,3}[部章节節幕篇集]|(?i:part|teil|chapter)\s?\w{1,5}\b"
    r"|[一二三四五六七八九十]{1,2}、|\d{1,2}[.、]\s?(?=\D)|[IVX]{1,4}\.\s"
)
"""How a heading begins that surely is one."""

_SEPARATORS = frozenset(",;，；、")
_NUMBER = re.compile(r"\s\d{1,2}[.、)]\s?$")
_GAP = re.compile(r"\s{2,}")
_WORD = re.compile(r"\w")


class Entry(NamedTuple):
    """A time, and where the text that belongs to it stands: `text[begin:end]`. A tuple, since there are so many.

    Lines count from 0.
    """

    seconds: float
    line: int
    """The line that the time stands on."""
    begin: int
    end: int
    last: int
    """The last line that belongs to it."""
    section: str = ""
    """A heading that stands before it on the same line."""
    first: int | None = None
    """The line that it begins on, where that is above its time."""


def labelled(text: str) -> bool:
    """Whether words in `text` announce a timeline."""
    return _LABEL.search(text.lower()) is not None


def announces(heading: str) -> bool:
    """Whether a heading only says that a timeline follows."""
    return len(heading) <= 40 and labelled(heading)


def cut(text: str, row: list[Stamp]) -> list[Entry]:
    """The entries of one line of `text`: each goes up to the next time."""
    if len(row) == 1 and row[0].lead:
        stamp = row[0]
        return [Entry(stamp.seconds, stamp.line, stamp.stop, stamp.tail, stamp.line)]
    found = []
    section = _heading(text[row[0].head : row[0].start])
    separator = _separator(text, row)
    for stamp, following in zip_longest(row, row[1:]):
        end = following.start if following else stamp.tail
        own, rest = text[stamp.stop : end], ""
        if following:
            own = _NUMBER.sub("", own.rstrip(OPENERS)).removesuffix(separator)
        if len(row) > 1:
            own, rest = _parted(own)
        found.append(Entry(stamp.seconds, stamp.line, stamp.stop, stamp.stop + len(own), stamp.line, section))
        section = "" if announces(rest) else rest
    return found


def _separator(text: str, row: list[Stamp]) -> str:
    """The mark that stands between all the entries of a line, and so belongs to none of them."""
    last = {text[before.stop : stamp.start].rstrip(OPENERS)[-1:] for before, stamp in pairwise(row)}
    return last.pop() if len(last) == 1 and len(row) > 2 and not last.isdisjoint(_SEPARATORS) else ""


def _heading(before: str) -> str:
    """The last sure heading in what stands before the line's first time."""
    parts = [part for part in _GAP.split(before.strip()) if len(part) <= 80 and STRONG.match(part)]
    return parts[-1] if parts and not announces(parts[-1]) else ""


def _parted(own: str) -> tuple[str, str]:
    """An entry's own text, up to the first two spaces after a word, and the heading that ends the rest, "" if none."""
    for gap in _GAP.finditer(own.lstrip()):
        head = own[: len(own) - len(own.lstrip()) + gap.start()]
        if _WORD.search(head) and head[-1] not in ":：":
            return head, _GAP.split(own[len(head) :].strip())[-1].strip(OPENERS)
    return own, ""
