"""The timeline in show notes: lines of text become chapters, and every line that does not is accounted for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import attrgetter

from feedtool import markup
from feedtool.model import Chapter, Problem
from feedtool.shownotes import layout, links, order, outline, regular, stamps
from feedtool.shownotes.oneline import Entry
from feedtool.shownotes.stamps import Rejected

_BEGIN = attrgetter("begin")
_LEADING = " \t\u00a0\u3000\u200b\ufe0f\ufeff-–—−:：])）】」』*_@|｜·•~、，,;；>=→"
_LINKED = re.compile(r"[^\[\]]{1,400}\]\(")


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
    """The timeline in `text`: lines, with links as Markdown, as `markup.to_text` gives them; `duration` in seconds.

    Times past the duration, out of order, twice or of a second list are reported, and so are times that belong to no
    timeline.
    """
    entries = regular.entries(text)
    refused: list[Rejected] = []
    if entries is None:
        found, refused = stamps.find(text)
        if not found and not refused:
            return Timeline()
        entries, others = layout.entries(text, found)
        refused += others
    around = dict(zip(map(_BEGIN, entries), outline.read(text.split("\n"), entries), strict=True))
    ordered, problems = order.in_order(entries, duration)
    rows = [(_chapter(text, entry, *around[entry.begin]), entry.line) for entry in ordered]
    titled = [row for row in rows if row[0].title]
    kept = titled if len(titled) > 1 else []
    if len(kept) < len(rows):
        refused += [Rejected(row[1], "a time without a title or a list") for row in rows if row not in kept]
    problems += [
        Problem(level="info", line=item.line + 1, message=f"no chapter: {item.reason}") for item in refused
    ]
    return Timeline(
        chapters=tuple(chapter for chapter, _ in kept),
        problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)) if problems else (),
        lines=tuple(line for _, line in kept),
    )


def _chapter(text: str, entry: Entry, section: str, details: tuple[str, ...]) -> Chapter:
    own = text[entry.begin : entry.end]
    if own.startswith("]("):  # the time is a link
        own = own[own.find(")") + 1 :]
    elif "](" in own and _LINKED.match(own):  # the whole line is one
        own = f"[{own}"
    found = links.read(own) if "http" in own else ()
    return Chapter(
        start=entry.seconds,
        title=markup.plain(own).lstrip(_LEADING).rstrip(" |｜"),
        section=section,
        details=details,
        url=found[0].url if len(found) == 1 else "",
    )
