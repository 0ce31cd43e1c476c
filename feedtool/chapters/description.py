"""Chapters from the timeline in upstream's own show notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedtool import markup
from feedtool.chapters.found import Found, Subject
from feedtool.shownotes import timeline
from feedtool.upstream.document import Document, Element, first

_TEXTS = ("content:encoded", "description", "itunes:summary")
"""The fullest text first; the others are often the same, cut short."""

_FEWEST = 2
"""A single time is a reference, not a timeline."""

_SIGNS = (":", "：", "秒")
"""Behind a digit, ASCII or full-width, one of these makes a time."""

# One pattern a sign: a search for a literal is several times as fast as one for alternatives.
_IN_BYTES = tuple(re.compile(re.escape(sign.encode())) for sign in _SIGNS)
_IN_TEXT = tuple(re.compile(re.escape(sign)) for sign in _SIGNS)
_RECOGNISED = re.compile(r"[\s>*•·([-]{0,8}(?:\d{1,2}:)?\d{1,3}:\d\d(?!\d)[\])]?[\s.,-]")
_BEFORE, _AFTER = 400, 1500
"""How much text around the times is read: a heading before the first, the last line and its bullets."""


def find(subject: Subject) -> Found:
    if subject.item.enclosure is None:
        return Found()  # what times a text without audio holds are times of something else
    for name in _TEXTS:
        element = first(subject.element.children, name)
        if element is not None and _may_hold_times(subject.document, element):
            text = markup.to_text(_around_times(subject.document.text(element)))
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


def _around_times(text: str) -> str:
    """The part of a text from shortly before its first time to shortly after its last one, cut between tags."""
    signs = (match.start() for sign in _IN_TEXT for match in sign.finditer(text))
    times = [at for at in signs if text[at - 1 : at].isdigit()]
    start, stop = max(0, min(times) - _BEFORE), max(times) + _AFTER
    if start:
        start = max(0, *(text.find(boundary, start, min(times)) for boundary in "<\n"))
    if stop < len(text):
        stop = max(text.rfind(boundary, max(times), stop) for boundary in "<\n")
    return text[start:stop] if stop > 0 else text[start:]


def _may_hold_times(document: Document, element: Element) -> bool:
    """Whether two times may stand in an element: most texts can be told without decoding or converting them."""
    start, stop = document.content(element)
    data, seen = document.data, 0
    for sign in _IN_BYTES:
        for match in sign.finditer(data, start, stop):
            seen += _digit_before(data, match.start())
            if seen == _FEWEST:
                return True
    return False


def _digit_before(data: bytes, at: int) -> bool:
    full_width = data[at - 3 : at - 1] == b"\xef\xbc" and 0x90 <= data[at - 1] <= 0x99  # ０ to ９ in UTF-8
    return full_width or data[at - 1 : at].isdigit()
