"""The times in show notes: where they stand, and which of them cannot be places in the audio.

One linear scan finds everything that looks like a time; what speaks against it is looked up only around those places.
The pattern begins with a digit and looks behind it, not before it, so that the regex engine can skip to the digits
(five times faster); all repeats are bounded, so a megabyte of digits and colons takes no longer than one of prose.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from feedtool import timecode
from feedtool.model import Level

FEWEST, MOST = 3, 1000
"""How many times make a list of their own, and how many a text may hold."""
_COLONS = frozenset(":：")
_WIDE = "０１２３４５６７８９∶﹕"
_NARROW = str.maketrans(_WIDE, "0123456789::")
_TIME = re.compile(
    # no letter before it, no URL, date or other number around it; a time has four parts at most
    r"[0-9](?<![^\W_轴軸线線戳码碼到至第].)(?<![=/&%+].)(?<![0-9][:：].)[0-9]{0,2}"
    r"(?:[:：][0-9]{1,2}(?:[:：][0-9]{1,2})?(?:\.[0-9]{1,3})?(?:[:：][0-9]{1,3})?(?![:：]?[0-9])"
    r"|(?: ?(?:小?[时時][间間]?|시간|[hH][rR]?) ?[0-9]{1,2})?"
    r" ?(?:分[钟鐘]?|분|[mM](?:in)?|(?<=[hH].[0-9])['’′]) ?[0-9]{1,2}"
    r" ?(?:秒[钟鐘]?|초|[sS](?:ec)?(?![^\W_])|[\"”″])"
    r"|['’′][0-9]{2}(?![0-9])(?:[\"”″]|''|’’|′′)?)"
)
_MARK = r"(?:[^\w\n]|_){0,24}"
_LEAD = re.compile(
    rf"{_MARK}(?:(?:[①-⑳]|第[0-9一二三四五六七八九十]{{1,3}}[章节節回幕]"
    rf"|(?:(?i:part|teil|chapter|kapitel)\s)?[0-9]{{1,3}}[.、)）．:：\ufe0f\u20e3-]{{0,2}}"
    rf"|[一二三四五六七八九十]{{1,3}}[.、)）．:：-]{{1,2}}){_MARK})?"
    rf"(?:第\s?|(?i:q[0-9]{{1,2}}|(?:(?:al|no|at|ab|en el)\s)?min(?:ut[aeo])?|ts|time(?:stamp|code)?)\b{_MARK})?"
)
_FROM = re.compile(rf"{_MARK}(?i:at|from|ab|von|desde|del?|da|aos|a los|à|от|с)\s")
"""What may stand before a time that leads its line if something parts it from the text: `At 02:20 – title`."""
_PARTED = re.compile(r"(?:\s(?:to|bis|à|a|до|-|–)\s[0-9:]{4,8})?[^\w\n]{0,4}[-–—:|]\s")
_RANGE = re.compile(r"[\])）】]?[ \t]{0,2}(?:[-–—~～〜→]{1,2}|to|bis|à|a|至|到|[|｜\t])[ \t]{0,2}[\[(（【]?")
_UNITS = (" min", "起")
_UNIT = re.compile(r" min\b\.?|起(?=[\s:：，,-])")
_SHUT = dict(zip("\"'“‘„«「『〔{#", "\"'”’“»」』〕}#", strict=True))
_SPACED = re.compile(r"[ \t]{0,8}([0-9](?:[ \t]{0,3}[0-9:：]){3,9})")
_CLOSED = re.compile(r"[0-9]{1,2}(?:[:：][0-9]{2}){1,2}")

OF_DAY = r"(?:(?i:[ap]\.?m\b|uhr\b|o['’]clock)|(?:[ECMP][SD]?T|UTC|GMT|BST|CES?T|JST)\b|[(（]?北京时间)"
"""What stands behind a time of day."""
_AFTER = re.compile(
    rf"(?P<clock>点|\s{{0,2}}{OF_DAY})"
    r"|(?P<word>[a-z])|(?P<verse>[-–][0-9]{1,3}(?![0-9:：]))|(?P<cue>(?:[.,][0-9]{3})?\s?-->)"
)
_CLOCK_BEFORE = re.compile(
    r"(?:早上|早晨|清晨|上午|中午|下午|晚上|傍晚|凌晨|半夜|今晚|明晚|当晚|每晚|每天|每日|[周週][一二三四五六日末]|星期.|[0-9]日|北京时间"
    r"|[0-9][/.-][0-9]{1,4}|-->|(?i:\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?|\b(?:until|till)))[\s,，(（]{0,3}\Z"
)
_REASONS = {
    "clock": "a time of day",
    "word": "part of a word",
    "verse": "a verse or a score",
    "cue": "a cue of a transcript",
}

_MONTH = (
    "(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\\b"
    "|january|february|march|april|august|september|october|november|december)"
)
_BOOK = (  # of the Bible: `John 3:16`
    "(?:genesis|exodus|leviticus|numbers|deuteronomy|joshua|judges|samuel|kings|chronicles|job|psalms?|proverbs|isaiah"
    "|jeremiah|ezekiel|daniel|matthew|mark|luke|john|acts|romans|corinthians|galatians|ephesians|philippians|colossians"
    "|thessalonians|timothy|titus|hebrews|james|peter|jude|revelation"
    "|gen|exo?d?|lev|num|deut|psa?|prov|eccl|isa|jer|ezek|dan|matt?|mt|mk|lk|jn|rom|cor|gal|eph|phil|thess|tim|heb|rev)\\.?|[\u4e00-\u9fff](?:福音|书|記|记|诗篇|箴言)"
)
_DATE = re.compile(
    r"[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?[日号]|(?<![\w/])[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\b"
    rf"|(?i:\b{_MONTH}\.?\s[0-9]{{1,2}}\b|\b[0-9]{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}|\b(?:{_BOOK})\s?\Z)"
)


class Stamp(NamedTuple):
    """A time in the text, `text[start:stop]`. A tuple, not a dataclass: thousands are made, and few live for long."""

    seconds: float
    start: int
    stop: int
    line: int
    """From 0."""
    head: int
    """Where its line begins."""
    tail: int
    """Where its line ends."""
    lead: bool
    """Nothing but marks, brackets, emoji and a list number stands before it on its line."""


class Rejected(NamedTuple):
    """A time that is no place in the audio, and why."""

    line: int
    """From 0."""
    reason: str
    level: Level = "info"
    """`warning` where somebody surely meant a place."""


def find(text: str) -> tuple[list[Stamp], list[Rejected]]:
    """The times in `text` that may be places in the audio, in order, and those that cannot be."""
    if any(wide in text for wide in _WIDE):
        text = text.translate(_NARROW)
    stamps: list[Stamp] = []
    rejected: list[Rejected] = []
    line = head = reached = 0
    tail = -1
    for match in _TIME.finditer(text):
        if len(stamps) == MOST:
            return [], [Rejected(line, f"there are more than {MOST} times: no show notes", "warning")]
        start, stop = match.span()
        if start > tail:
            head = text.rfind("\n", 0, start) + 1
            line += text.count("\n", max(tail, 0), head)
            tail = text.find("\n", stop)
            tail = len(text) if tail < 0 else tail
        elif start < reached:
            continue
        elif stamps and stamps[-1].line == line and _RANGE.fullmatch(text, stamps[-1].stop, start):
            stamps[-1] = stamps[-1]._replace(stop=stop)  # `00:00–01:11 title`: the start counts
            continue
        lead = start == head or _leads(text, head, start, stop)
        written, reached = match[0], stop
        if written[-2] in _COLONS or not _COLONS.isdisjoint(text[stop : stop + 3]):
            written, reached = _closed_up(text, head, written, stop)
        try:
            seconds = timecode.parse(written)
        except ValueError as error:
            rejected.append(Rejected(line, str(error), "warning" if lead else "info"))
            continue
        if after := _AFTER.match(text, reached):
            rejected.append(Rejected(line, _REASONS[after.lastgroup or ""]))
        elif not lead and _CLOCK_BEFORE.search(text, max(head, start - 20), start):
            rejected.append(Rejected(line, _REASONS["clock"]))
        else:
            end = _end(text, start, reached) if lead and reached < tail else reached
            stamps.append(Stamp(seconds, start, end, line, head, tail, lead))
    return stamps, rejected


def _leads(text: str, head: int, start: int, stop: int) -> bool:
    """Whether no sentence has begun before the time on its line. After `At` and such a mark must follow."""
    if _LEAD.fullmatch(text, head, start):
        return True
    return _FROM.fullmatch(text, head, start) is not None and _PARTED.match(text, stop) is not None


def _end(text: str, start: int, stop: int) -> int:
    """Where the time at a line's head ends: after the closing quote, or `min`, if one follows."""
    if text.startswith(_SHUT.get(text[start - 1 : start], "\0"), stop):
        return stop + 1
    unit = _UNIT.match(text, stop) if text.startswith(_UNITS, stop) else None
    return unit.end() if unit else stop


def _closed_up(text: str, head: int, written: str, stop: int) -> tuple[str, int]:
    """The time and its end, at a line's head without gaps: Snipd writes styled digits as `0  1:1  3  :  53`."""
    match = _SPACED.match(text, head)
    if match is None or match.end() <= stop:
        return written, stop
    closed = "".join(match[1].split())
    return (closed, match.end()) if _CLOSED.fullmatch(closed) else (written, stop)


def dated(text: str, stamp: Stamp) -> bool:
    """Whether a date or a book of the Bible stands shortly before the time, as in a list of events or readings."""
    near = text[max(stamp.head, stamp.start - 48) : stamp.start].rpartition("  ")[2]
    return "http" not in near and _DATE.search(near) is not None
