"""Snips in a note's text, found by what they are made of and not by the wording of one template.

A snip is a heading (or a line) with a share link, a time range, or an audio source with `#t=` behind it. Its
range is the audio source's or the written `(a - b)`. The time in a heading is often the clip's end, and never used.
Snipd's templates: https://github.com/snipd-app/snipd-obsidian/blob/main/src/types.ts
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from feedtool.model import Problem, Snip
from feedtool.notes import passages, played, sections
from feedtool.notes.blocks import cut

_SHARE = re.compile(r"https://share\.snipd\.com/snip/[\w-]{1,80}")
_AUDIO = re.compile(r"""src[= ]["']([^"'#\s]{1,2000})#t=([^"'\s]{1,60})["']""")
_WEB = ("http://", "https://")
_ANCHOR = re.compile(r"share\.snipd\.com/snip/|#t=|🎧")
_CLOCKED = re.compile(rf"\[{passages.TIME}\]")
_RANGED = re.compile(
    rf"^(?:#[^\n]{{0,400}}?|[-*+ \t]{{0,8}}{passages.NUMBER}?)[\[(【]?{passages.RANGE.pattern}", re.MULTILINE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Snips:
    snips: tuple[Snip, ...] = ()
    audio: tuple[str, ...] = ()
    """The audio files that they were cut from, without fragments, each once."""
    problems: tuple[Problem, ...] = ()


def read(text: str, line: int, name: str) -> Snips:
    """The snips in `text`, which begins at `line` of the file `name`; a share link counts once."""
    if regular := played.read(text):
        snips, addresses = regular
        return Snips(snips=snips, audio=addresses)
    found: dict[str, Snip] = {}
    audio: dict[str, None] = {}
    problems: list[Problem] = []
    for at, block in cut(text, _starts(text), line):
        sources = [(unescape(match[1]), match[2]) for match in _AUDIO.finditer(block)]
        web = [source for source in sources if source[0].startswith(_WEB)]
        audio.update(dict.fromkeys(address for address, _ in web))
        snip = _snip(block, web)
        if snip:
            found.setdefault(snip.url or f"#{at}", snip)
        if snip is None or len(web) < len(sources):
            problems.append(Problem(where=name, line=at, message=_complaint(block, snip)))
    return Snips(snips=tuple(found.values()), audio=tuple(audio), problems=tuple(problems))


def joined(clipped: Sequence[Snips], name: str) -> Snips:
    """All snips of an episode together. If they were cut from several audio files, that is a problem of file `name`."""
    audio = tuple(dict.fromkeys(address for part in clipped for address in part.audio))
    problems = [problem for part in clipped for problem in part.problems]
    if len(audio) > 1 and len({address.partition("?")[0] for address in audio}) > 1:
        problems.append(Problem(where=name, message=f"its snips are cut from {len(audio)} audio files"))
    snips = tuple(snip for part in clipped for snip in part.snips)
    return Snips(snips=snips, audio=audio, problems=tuple(problems))


def _complaint(block: str, snip: Snip | None) -> str:
    """What is wrong with a block, of which `snip` was read."""
    heading = block.partition("\n")[0].strip("# ")[:80]
    if snip is None:
        return f"the snip {heading!r} has no readable time range and is left out; expected (a - b) or #t=a,b"
    return f"the snip {heading!r} names an audio file that is not on the web (http, https); it is ignored"


def _starts(text: str) -> list[int]:
    """Where each snip begins: at a heading or at one more share link; without these, at a line with a range."""
    starts = _shared(text, _headed(text, _ANCHOR)) or _headed(text, _RANGED)
    return starts or [match.start() for match in _RANGED.finditer(text)]


def _headed(text: str, sign: re.Pattern[str]) -> list[int]:
    """Where the headings begin that have `sign` in or below them; those inside a snip's notes have none."""
    headings = list(sections.headings(text))
    stops = [*(heading.start for heading in headings[1:]), len(text)]
    return [
        heading.start
        for heading, stop in zip(headings, stops, strict=bool(headings))
        if _CLOCKED.match(heading.title)
        or (sign.search(text, heading.start, stop) and not passages.is_part(heading.title))
    ]


def _shared(text: str, starts: list[int]) -> list[int]:
    """`starts`, and the lines of the share links that no heading introduces."""
    claimed: dict[int, str] = {}
    for match in _SHARE.finditer(text):
        block = bisect_right(starts, match.start()) - 1
        if block < 0 or claimed.setdefault(starts[block], match[0]) != match[0]:
            line = text.rfind("\n", 0, match.start()) + 1
            insort(starts, line)
            claimed[line] = match[0]
    return starts


def _snip(block: str, sources: Sequence[tuple[str, str]]) -> Snip | None:
    """The snip in a block with these audio sources (address, fragment); None if it has no range."""
    span = _fragment(sources) or _written(block)
    if span is None:
        return None
    first, _, rest = block.partition("\n")
    title, tags, favourite = passages.heading(first)
    share = _SHARE.search(block)
    return passages.snip(span, title, tags, share[0] if share else "", rest, favourite=favourite)


def _fragment(sources: Sequence[tuple[str, str]]) -> tuple[float, float] | None:
    """The first range in the sources' fragments: `02:49,04:42`, `npt:71,142.5`.

    Source: https://www.w3.org/TR/media-frags/#naming-time
    """
    for _, fragment in sources:
        begin, comma, end = fragment.removeprefix("npt:").partition(",")
        if comma and (span := passages.span(begin, end)):
            return span
    return None


def _written(block: str) -> tuple[float, float] | None:
    """The range in the line with the share link or the 🎧, else in one of the first lines."""
    lines = block.split("\n")
    marked = [line for line in lines if _ANCHOR.search(line)]
    for line in (*marked, *lines[:3]):
        for match in passages.RANGE.finditer(line):
            if span := passages.span(match[1], match[2]):
                return span
    return None
