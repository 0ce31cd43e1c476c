"""The timeline in show notes: lines of text become chapters, and every line that does not is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from feedtool import markup
from feedtool.model import Chapter, Problem
from feedtool.shownotes import layout, links, order, outline, stamps
from feedtool.shownotes.oneline import Entry

_BEGIN = attrgetter("begin")
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
    surroundings = dict(zip(map(_BEGIN, entries), outline.read(text.split("\n"), entries), strict=True))
    ordered, problems = order.in_order(entries, duration)
    problems += [
        Problem(level="info", line=item.line + 1, message=f"no chapter: {item.reason}")
        for item in (*rejected, *refused)
    ]
    problems.sort(key=lambda problem: problem.line or 0)
    return Timeline(
        chapters=tuple(_chapter(text, entry, *surroundings[entry.begin]) for entry in ordered),
        problems=tuple(problems),
        lines=tuple(entry.line for entry in ordered),
    )


def _chapter(text: str, entry: Entry, section: str, details: tuple[str, ...]) -> Chapter:
    own = text[entry.begin : entry.end]
    if own.startswith("]("):  # the time itself is a link
        own = own[own.find(")") + 1 :]
    title = markup.plain(own).lstrip(_LEADING)
    found = links.read(own) if "http" in own else ()
    return Chapter(
        start=entry.seconds,
        title=title,
        section=section,
        details=details,
        url=found[0].url if len(found) == 1 else "",
    )
