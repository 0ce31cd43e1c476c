"""Snips in a note's text, found by what they are made of and not by the wording of one template.

A snip is a heading (or a line) with a share link, a time range, or an audio source with `#t=` behind it. Its
range is the audio source's or the written `(a - b)`; the time in a heading is often the clip's end and never counts.
Snipd's templates: https://github.com/snipd-app/snipd-obsidian/blob/main/src/types.ts
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from feedtool import timecode
from feedtool.model import Problem, Snip
from feedtool.notes import passages, sections

_SHARE = re.compile(r"https://share\.snipd\.com/snip/[\w-]{1,80}")
_AUDIO = re.compile(r"""(?:<(?:audio|source)\b|:audio\b)[^<>\n]{0,200}?\bsrc[= ]["']([^"'\s]{1,2000})["']""")
_ANCHOR = re.compile(r"share\.snipd\.com/snip/|#t=|🎧")
_HEADING_TIME = re.compile(rf"\[{passages.TIME}\]")
_LISTED = re.compile(rf"^[-*+ \t]{{0,8}}[\[(【]?{passages.RANGE.pattern}", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Snips:
    snips: tuple[Snip, ...] = ()
    audio: tuple[str, ...] = ()
    """The audio files that they were cut from, without fragments, each once."""
    problems: tuple[Problem, ...] = ()


def read(text: str, line: int, name: str) -> Snips:
    """The snips in `text`, which begins at `line` of the file `name`; a share link counts once."""
    found: dict[str, Snip] = {}
    audio: dict[str, None] = {}
    problems: list[Problem] = []
    for start, stop in _blocks(text):
        block = text[start:stop]
        sources = tuple(unescape(match[1]) for match in _AUDIO.finditer(block)) if "src" in block else ()
        snip = _snip(block, sources)
        if snip:
            found.setdefault(snip.url or f"#{start}", snip)
        web = [source for source in sources if source.startswith(("http://", "https://"))]
        audio.update((source.partition("#")[0], None) for source in web)
        for complaint in _complaints(block, snip, len(sources) - len(web)):
            where = line + text.count("\n", 0, start)
            problems.append(Problem(where=name, line=where, message=complaint))
    return Snips(snips=tuple(found.values()), audio=tuple(audio), problems=tuple(problems))


def _complaints(block: str, snip: Snip | None, not_web: int) -> Iterator[str]:
    heading = block.partition("\n")[0].strip("# ")[:80]
    if snip is None:
        yield f"the snip {heading!r} has no readable time range and is left out; expected (a - b) or #t=a,b"
    if not_web:
        yield f"the snip {heading!r} names an audio file that is not on the web (http, https); it is ignored"


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Where each snip's text begins and ends: at a heading, a further share link, or a line with a range."""
    starts = _headed(text)
    claimed = {-1: ""}
    for match in _SHARE.finditer(text):
        block = bisect_right(starts, match.start()) - 1
        if claimed.setdefault(starts[block] if block >= 0 else -1, match[0]) != match[0]:
            insort(starts, text.rfind("\n", 0, match.start()) + 1)
    starts = starts or [match.start() for match in _LISTED.finditer(text)]
    return zip(starts, [*starts[1:], len(text)], strict=bool(starts))


def _headed(text: str) -> list[int]:
    """Where the headings begin that have a snip behind them; a heading inside a snip's notes has none."""
    headings = list(sections.headings(text))
    stops = [*(heading.start for heading in headings[1:]), len(text)]
    return [
        heading.start
        for heading, stop in zip(headings, stops, strict=bool(headings))
        if not passages.is_part(heading.title)
        and (_HEADING_TIME.match(heading.title) or _ANCHOR.search(text, heading.start, stop))
    ]


def _snip(block: str, sources: tuple[str, ...]) -> Snip | None:
    span = _fragment(sources) or _written(block)
    if span is None:
        return None
    first, _, rest = block.partition("\n")
    title, tags, favourite = passages.heading(first)
    parts = passages.parts(rest)
    note = parts["note"].removeprefix(title).lstrip("\n") if title else parts["note"]
    share = _SHARE.search(block)
    return Snip(
        start=span[0],
        end=span[1],
        title=title,
        url=share[0] if share else "",
        quote=parts["quote"],
        transcript=parts["transcript"],
        note=note,
        tags=tags,
        favourite=favourite,
    )


def _fragment(sources: tuple[str, ...]) -> tuple[float, float] | None:
    """The range in the first web address that has one: `#t=02:49,04:42`, `#t=npt:71,142.5`.

    Source: https://www.w3.org/TR/media-frags/#naming-time
    """
    for source in sources:
        begin, comma, end = source.partition("#t=")[2].removeprefix("npt:").partition(",")
        if comma and source.startswith("http") and (span := _span(begin, end)):
            return span
    return None


def _written(block: str) -> tuple[float, float] | None:
    """The range in the line with the share link or the 🎧, else in one of the first lines."""
    lines = block.split("\n")
    marked = [line for line in lines if _ANCHOR.search(line)]
    for line in (*marked, *lines[:3]):
        for match in passages.RANGE.finditer(line):
            if span := _span(match[1], match[2]):
                return span
    return None


def _span(begin: str, end: str) -> tuple[float, float] | None:
    try:
        start, stop = _seconds(begin), _seconds(end)
    except ValueError:
        return None
    return (start, stop) if start <= stop else None


def _seconds(text: str) -> float:
    """`1314.5` are seconds in a media fragment, however many."""
    return float(text) if text.replace(".", "", 1).isdecimal() else timecode.parse(text)
