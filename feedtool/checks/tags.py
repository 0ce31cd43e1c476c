"""HTML of show notes as the checks read it: tags, attributes, lines of text. Linear time on any text.

A `<` that opens no complete tag before the next `<` is reported as broken: browsers would guess.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

# Possessive, and matched between one "<" and the next: no text makes these go back.
_TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9:-]{0,40})((?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE = re.compile(
    r"(?<![^\s\"'/])([^\s\"'>/=]++)(?:\s{0,9}=\s{0,9}(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?+"
)
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
})  # fmt: skip
_COMMENT, _COMMENT_END = re.compile("<!--"), re.compile("-->")
_RAW, _RAW_END = (
    re.compile(r"<(?:script|style)\b", re.IGNORECASE),
    re.compile(r"</(?:script|style)\s{0,9}>", re.IGNORECASE),
)
_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|h[1-6]|br|hr|tr|table|blockquote|pre|section|figure)\b[^<>]*>",
    re.IGNORECASE,
)
_ANY = re.compile(r"<[^<>]*>")
_MOMENT = re.compile(r"[(\[]?((?:\d{1,3}:)?\d{1,3}:[0-5]\d)(?!\d)[)\]]?")
_RANGE = re.compile(r"\s{0,3}[-–—~]\s{0,3}\d{1,3}:\d\d")


class Tag(NamedTuple):
    """`attributes`: names in lower case, values with their character references resolved."""

    name: str
    closing: bool = False
    attributes: tuple[tuple[str, str], ...] = ()
    broken: str = ""
    """The text that looks like a tag and is none."""


class Moment(NamedTuple):
    """A line that begins with a time: `start` in seconds, `clock` as written."""

    start: float
    title: str
    clock: str
    line: str


def tags(source: str) -> Iterator[Tag]:
    """Every tag in order, comments left out."""
    for chunk in _cut(source, _COMMENT, _COMMENT_END).split("<")[1:]:
        match = _TAG.match(chunk)
        if match is None:
            yield Tag("", broken=f"<{chunk[:30]}")
        else:
            yield Tag(match[2].lower(), bool(match[1]), _attributes(match[3]))


def unclosed(source: str) -> str:
    """The first tag that has no partner, or "": `<p>` (never closed) or `</p>` (never opened)."""
    stack: list[str] = []
    for tag in tags(source):
        if tag.name in _VOID or tag.broken:
            continue
        if not tag.closing:
            stack.append(tag.name)
        elif not stack or stack.pop() != tag.name:
            return f"</{tag.name}>"
    return f"<{stack[-1]}>" if stack else ""


def lines(source: str) -> list[str]:
    """The text that is seen, one string for each line on the screen, empty lines left out."""
    plain = html.unescape(_ANY.sub("", _BLOCK.sub("\n", source)))
    return [line for part in plain.split("\n") if (line := " ".join(part.split()))]


def visible(source: str) -> str:
    """All that is seen, without white space, comments, scripts and styles: to compare what markup says."""
    shown = _cut(_cut(source, _COMMENT, _COMMENT_END), _RAW, _RAW_END)
    return "".join(lines(shown)).replace(" ", "")


def moments(source: str) -> list[Moment]:
    """The lines that begin with a time and go on with a title; a range (`00:10 – 01:11`) is no chapter."""
    found = []
    for line in lines(source):
        match = _MOMENT.match(line)
        if match and not _RANGE.match(line, match.end()):
            title = line[match.end() :].strip(" -–—:：|")
            found.append(Moment(seconds(match[1]), title, match[1], line))
    return found


def seconds(clock: str) -> float:
    """`1:02:03.5`, `74:21` or `37` in seconds; the caller has checked the form."""
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + float(part)
    return total


def _attributes(source: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (match[1].lower(), html.unescape(match[2] or match[3] or match[4] or ""))
        for match in _ATTRIBUTE.finditer(source)
    )


def _cut(source: str, start: re.Pattern[str], end: re.Pattern[str]) -> str:
    """`source` without what stands from each `start` to the next `end`; without an end, to the next start."""
    first, *others = start.split(source)
    return first + "".join("".join(end.split(part, maxsplit=1)[1:]) for part in others)
