"""The timeline in show notes: lines of text become chapters, and every line that does not is accounted for."""

from __future__ import annotations

from dataclasses import dataclass

from feedtool import markup
from feedtool.model import Chapter, Problem
from feedtool.shownotes import layout, links, order, outline, stamps

_LEADING = " \t\u00a0\u3000\u200b\ufe0f\ufeff-–—−:：])）】」』*_@|｜·•~、，,;；>"


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """The chapters of a text, in time order.

    `lines` are the lines of the text (from 0) that the chapters' times stand on, in the chapters' order; the problems'
    lines count from 1.
    """

    chapters: tuple[Chapter, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: tuple[int, ...] = ()


def read(text: str, *, duration: float | None = None) -> Timeline:
    """The timeline in `text` (lines, links as Markdown: what `markup.to_text` gives); `duration` of the audio in seconds.

    Times past the duration, out of order, twice or of a second list are reported, and so are lines that begin with a
    time but belong to no timeline.
    """
    found, rejected = stamps.find(text)
    if not found and not rejected:
        return Timeline()
    entries, refused = layout.entries(text, found)
    lines = text.split("\n")
    surroundings = dict(zip(entries, outline.read(lines, entries), strict=True))
    ordered, problems = order.in_order(entries, duration)
    chapters = []
    for entry in ordered:
        raw = text[entry.begin : entry.end]
        section, details = surroundings[entry]
        chapters.append(Chapter(start=entry.seconds, title=_title(raw), section=section, details=details, url=_url(raw)))
    problems += [Problem(level="info", line=item.line + 1, message=f"no chapter: {item.reason}") for item in (*rejected, *refused)]
    problems.sort(key=lambda problem: problem.line or 0)
    return Timeline(chapters=tuple(chapters), problems=tuple(problems), lines=tuple(entry.line for entry in ordered))


def _title(raw: str) -> str:
    if raw.startswith("]("):
        raw = raw[raw.find(")") + 1 :]
    return markup.plain(raw).lstrip(_LEADING)


def _url(raw: str) -> str:
    if "http" not in raw:
        return ""
    found = links.read(raw)
    return found[0].url if len(found) == 1 else ""
