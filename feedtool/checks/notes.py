"""Checks 28-36: the show notes, that is description, itunes:summary and content:encoded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from feedtool.checks.base import Fault, quote
from feedtool.checks.changes import NOTES
from feedtool.checks.tags import Moment, Tag, lines, moments, tags, unclosed
from feedtool.checks.view import Node, Output

_ALLOWED = frozenset({"p", "br", "ol", "ul", "li", "a", "b", "i", "strong", "em"})
_FORBIDDEN = frozenset({"script", "style", "iframe", "audio", "object", "embed", "form"})
_HANDLER = re.compile("on[a-z]{3,30}")
_ABSOLUTE = re.compile(r"https?://[^\s/]|mailto:[^\s]", re.IGNORECASE)
_CLOCK_IN_ATTRIBUTE = re.compile(r"(?<!\d)\d{1,4}:\d\d(?!\d)")
_FRAGMENT = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(?:,(\d{1,9}(?:\.\d{1,9})?))?")
_CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_GLUED = re.compile(rf"{_CJK}\d{{1,3}}:\d\d|(?<!\d)\d{{1,3}}:\d\d{_CJK}")
_TIGHT = re.compile(r"(?<!\d)\d{1,3}:\d\d[-–—~]\d{1,3}:\d\d")
_CLOCK = re.compile(r"\d\d:\d\d:\d\d")


class Notes(NamedTuple):
    """One of an item's show notes; `added` stands behind upstream's, or is all where upstream differs."""

    where: str
    name: str
    html: str
    added: str


def size(output: Output) -> Iterator[Fault]:
    """Description only. Characters cannot be cut: 1 would fail."""
    for notes in _all(output):
        if notes.name == "description":
            length = len(notes.html.encode())
            if length > 4000:
                yield Fault(notes.where, f"description has {length} bytes, expected 4000 at most")
            if open_ := unclosed(notes.html):
                yield Fault(
                    notes.where, f"description has {open_} without its partner, expected whole elements"
                )


def elements(output: Output) -> Iterator[Fault]:
    """Which tags: few in the description, no active ones anywhere; nor handlers like onclick."""
    for notes, tag in _tags(output):
        if tag.name in _FORBIDDEN and not tag.closing:
            message = f"{notes.name} has <{tag.name}>, expected nothing that acts"
            yield Fault(notes.where, message, ours=tag.name == "script")
        elif notes.name == "description" and not tag.broken and not tag.closing and tag.name not in _ALLOWED:
            yield Fault(notes.where, f"description has <{tag.name}>, expected {' '.join(sorted(_ALLOWED))}")
        for key, value in tag.attributes:
            if value and _HANDLER.fullmatch(key):
                yield Fault(
                    notes.where, f"{notes.name} has the handler {quote(key)}, expected none", ours=True
                )


def links(output: Output) -> Iterator[Fault]:
    """Whichever the element: what upstream has in its description comes back in content:encoded."""
    for notes, tag in _tags(output):
        for key, value in tag.attributes:
            if key in {"href", "src"} and not _ABSOLUTE.match(value.strip()):
                message = f"show notes have {key}={quote(value)}, expected an absolute http(s) or mailto URL"
                yield Fault(notes.where, message, ours=value.strip().lower().startswith("javascript:"))


def escaped(output: Output) -> Iterator[Fault]:
    """Only what was added: upstream's own words may be plain text with a `<` in it."""
    for notes in _all(output):
        for tag in tags(notes.added):
            if tag.broken:
                yield Fault(
                    notes.where, f"{notes.name} has {quote(tag.broken)}, expected &lt; where no tag is meant"
                )
        if notes.name != "description" and (open_ := unclosed(notes.added)):
            yield Fault(
                notes.where, f"{notes.name} has {open_} without its partner, expected text to be escaped"
            )


def clocks_in_attributes(output: Output) -> Iterator[Fault]:
    """AntennaPod and Pocket Casts turn every time into a link, also inside attributes."""
    for notes, tag in _tags(output):
        for key, value in tag.attributes:
            if _CLOCK_IN_ATTRIBUTE.search(value):
                yield Fault(notes.where, f"{notes.name} has a time in {key}={quote(value)}, expected seconds")


def fragments(output: Output) -> Iterator[Fault]:
    for notes, tag in _tags(output):
        for key, value in tag.attributes:
            _, found, fragment = value.partition("#t=")
            if key == "href" and found and not _is_range(fragment):
                expected = "#t=start or #t=start,end in seconds"
                yield Fault(notes.where, f"{notes.name} links to {quote(value)}, expected {expected}")


def timestamps(output: Output) -> Iterator[Fault]:
    """The lines that begin with a time in what was added; without such lines there is nothing to say."""
    for notes in _all(output):
        if found := moments(notes.added):
            for problem in _timeline_problems(found):
                yield Fault(notes.where, f"{notes.name}: {problem}")


def spaces(output: Output) -> Iterator[Fault]:
    """Times that a regular expression with word borders would miss, or of a pair only the first."""
    rules = ((_GLUED, "a space between time and text"), (_TIGHT, "spaces round the dash"))
    for notes in _all(output):
        if ":" in notes.html:
            for line in lines(notes.html):
                for pattern, expected in rules:
                    if match := pattern.search(line):
                        yield Fault(notes.where, f"{notes.name} has {quote(match[0])}, expected {expected}")


def longest(output: Output) -> Iterator[Fault]:
    """AntennaPod shows the longest of the three. Judged only where there is a content:encoded."""
    for item in output.feed.items:
        full = item.text("content:encoded")
        for name in ("description", "itunes:summary"):
            if full and len(item.text(name)) > len(full):
                yield Fault(
                    item.where, f"{name} is longer than content:encoded, expected the full notes there"
                )


def _all(output: Output) -> Iterator[Notes]:
    for item, theirs in output.pairs:
        for name in NOTES:
            for text in item.texts(name):
                yield Notes(item.where, name, text, _added(name, text, theirs))


def _tags(output: Output) -> Iterator[tuple[Notes, Tag]]:
    for notes in _all(output):
        if "<" in notes.html:
            yield from ((notes, tag) for tag in tags(notes.html))


def _added(name: str, text: str, theirs: Node | None) -> str:
    return text.strip().removeprefix(theirs.text(name)) if theirs else text


def _is_range(fragment: str) -> bool:
    match = _FRAGMENT.fullmatch(fragment)
    return match is not None and (match[2] is None or float(match[1]) < float(match[2]))


def _timeline_problems(found: list[Moment]) -> Iterator[str]:
    rules: tuple[tuple[Callable[[Moment], bool], str], ...] = (
        (lambda moment: bool(_CLOCK.fullmatch(moment.clock)), "HH:MM:SS"),
        (
            lambda moment: moment.line.startswith(f"{moment.clock} ") and bool(moment.title),
            "time, space, title",
        ),
    )
    for moment in found:
        yield from (f"{quote(moment.line)}, expected {text}" for good, text in rules if not good(moment))
    if found[0].start:
        yield f"the first time is {found[0].clock}, expected 00:00:00"
    if len(found) < 3:
        yield f"{len(found)} times, expected at least 3 or no chapters are shown"
    for before, after in pairwise(found):
        if after.start < before.start + 10:
            yield f"{after.clock} follows {before.clock}, expected at least 10 seconds later"
