"""Chapters from the timeline in upstream's own show notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedtool import markup
from feedtool.chapters.found import Found, Subject
from feedtool.shownotes import timeline
from feedtool.upstream.document import first
from feedtool.upstream.text import decode, literally, section

_TEXTS = ("content:encoded", "description", "itunes:summary")
"""The fullest text first; the others are often the same, cut short."""

_SIGNS = tuple(map(str.encode, (":", "：", "秒", "′")))
"""Behind a digit, ASCII or full-width, one of these makes a time. (So does `'`, but texts are full of it.)"""

_RECOGNISED = re.compile(r"[\s>*•·([-]{0,8}(?:\d{1,2}:)?\d{1,3}:\d\d(?!\d)[\])]?[\s.,-]")
_BEFORE, _AFTER = 1000, 4000
"""Bytes around the times that are read too: a heading before the first, the last line and its bullets."""


def find(subject: Subject) -> Found:
    """The timeline in the first of upstream's texts that has one, where the episode has audio."""
    if subject.item.enclosure is None:
        return Found()  # what times a text without audio holds are times of something else
    data = subject.document.data
    for name in _TEXTS:
        element = first(subject.element.children, name)
        if element is not None and (source := _around_times(data[slice(*subject.document.content(element))])):
            text = markup.to_text(source)
            found = timeline.read(text, duration=subject.item.duration)
            if found.chapters:
                return Found(
                    chapters=found.chapters, problems=found.problems, shown=_shown(text, found.lines)
                )
    return Found()


def _shown(text: str, numbers: Sequence[int]) -> bool:
    """Whether each chapter has a line of its own that apps make a link of (Pocket Casts and AntennaPod, by regex)."""
    lines = text.split("\n")
    return len(set(numbers)) == len(numbers) and all(_RECOGNISED.match(lines[number]) for number in numbers)


def _around_times(raw: bytes) -> str:
    """The text of an element with `raw` in it, from shortly before its first time to shortly after its last one.

    "" if there are not two: a single time is a reference, no timeline. Found in the bytes, because most texts have
    none, and most of a text is far from the timeline.
    """
    literal = section(raw)
    source, tag = (raw, b"&lt;") if literal is None else (literal, b"<")
    firsts = {sign: at for sign in _SIGNS if (at := _first_time(source, sign)) >= 0}
    if not firsts:
        return ""
    begin, end = min(firsts.values()), max(_last_time(source, sign) for sign in firsts)
    if begin == end:
        return ""
    if literal is None and b"<" in raw:  # written in several pieces
        return decode(raw)
    part = source[_cut_before(source, begin, tag) : _cut_after(source, end, tag)]
    return decode(part) if literal is None else literally(part)


def _first_time(source: bytes, sign: bytes) -> int:
    """Where the first time's `sign` is, or -1."""
    at = source.find(sign)
    while at >= 0 and not _digit_before(source, at):
        at = source.find(sign, at + 1)
    return at


def _last_time(source: bytes, sign: bytes) -> int:
    at = source.rfind(sign)
    while at >= 0 and not _digit_before(source, at):
        at = source.rfind(sign, 0, at)
    return at


def _digit_before(source: bytes, at: int) -> bool:
    full_width = (
        source[at - 3 : at - 1] == b"\xef\xbc" and 0x90 <= source[at - 1] <= 0x99
    )  # ０ to ９ in UTF-8
    return full_width or source[at - 1 : at].isdigit()


def _cut_before(source: bytes, begin: int, tag: bytes) -> int:
    """Where to cut before `begin`: between tags or lines, or nowhere."""
    start = max(0, begin - _BEFORE)
    return max(0, *(source.find(boundary, start, begin) for boundary in (tag, b"\n"))) if start else 0


def _cut_after(source: bytes, end: int, tag: bytes) -> int:
    stop = end + _AFTER
    if stop >= len(source):
        return len(source)
    cut = max(source.rfind(boundary, end, stop) for boundary in (tag, b"\n"))
    return cut if cut > 0 else len(source)
