"""The timeline in show notes: lines of text become chapters, and each time that becomes none is accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter

from feedtool import markup
from feedtool.model import Chapter, Problem
from feedtool.shownotes import layout, links, loose, order, outline, regular, stamps
from feedtool.shownotes.oneline import Entry
from feedtool.shownotes.stamps import Rejected

_BEGIN, _SECONDS, _SECTION = attrgetter("begin"), attrgetter("seconds"), attrgetter("section")
_LEADING = " \t\u00a0\u3000\u200b\u200e\u200f\ufe0f\ufeff-–—−:：])）】」』〕*_@|｜·•~～〜、，,;；>=→➡⇒➜➔▶►▸»›"
_MARK = re.compile(r"\A(?:\.|/|#{1,6})\s")
_MARKS = frozenset("./#")
_OPENERS = {"_": "_", '"': '"', "”": "“", "」": "「", "』": "『", "»": "«"}
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
    """The timeline in `text`, which are lines with links as Markdown, as `markup.to_text` gives them.

    `duration` is the episode's in seconds, None if unknown. Times past it, out of order, twice or of a second list are
    reported, and so are times that belong to no timeline.
    """
    if (found := regular.read(text)) and (duration is None or found.seconds[-1] < duration):
        around = outline.read(found.between, bulleted=False)
        chapters = _chapters(found.seconds, found.titles, around, repeat("", len(found.titles)))
        return Timeline(chapters=tuple(chapters), lines=tuple(found.lines))
    return _irregular(text, duration)


def _irregular(text: str, duration: float | None) -> Timeline:
    """A timeline of any form."""
    text = loose.closed(text)
    found, refused = stamps.find(text)
    if not found and not refused:
        return Timeline()
    entries, others = layout.entries(text, found)
    refused += others
    chapters = dict(zip(map(_BEGIN, entries), _chapters_of(text, entries), strict=True))
    ordered, problems = order.in_order(entries, duration)
    rows = [(chapters[entry.begin], entry.line) for entry in ordered]
    titled = [row for row in rows if row[0].title]
    kept = titled if len(titled) > 1 else []
    if len(kept) < len(rows):
        refused += [Rejected(row[1], "a time without a title or a list") for row in rows if row not in kept]
    problems += [
        Problem(level=item.level, line=item.line + 1, message=f"no chapter: {item.reason}")
        for item in refused
    ]
    return Timeline(
        chapters=tuple(chapter for chapter, _ in kept),
        problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
        lines=tuple(line for _, line in kept),
    )


def _chapters_of(text: str, entries: Sequence[Entry]) -> list[Chapter]:
    if not entries:
        return []
    lines = text.split("\n")
    begins = [0, *(entry.last + 1 for entry in entries)]
    ends = [*(entry.line if entry.first is None else entry.first for entry in entries), len(lines)]
    around = outline.read(
        ["\n".join(lines[begin:end]) for begin, end in zip(begins, ends, strict=True)],
        bulleted=all(lines[entry.line].lstrip()[:1] in {"-", "*"} for entry in entries),
    )
    titles = (_own(text, entry) for entry in entries)
    return _chapters(map(_SECONDS, entries), titles, around, map(_SECTION, entries))


def _own(text: str, entry: Entry) -> str:
    """An entry's text without the end of an emphasis or quotation that begins before its time: `__02:20 title__`."""
    own = text[entry.begin : entry.end]
    closer = own[-1:]
    if closer in _OPENERS and entry.first is None:
        head = text[text.rfind("\n", 0, entry.begin) + 1 : entry.begin]
        opened = head.count(_OPENERS[closer])
        if opened and (closer == "_" or opened > head.count(closer) or (closer == '"' and opened % 2)):
            return own.rstrip(closer)
    return own


def _unlinked(own: str) -> str:
    """An entry's text without the rest of the link that its time is, or with the link whole again that holds both."""
    if own.startswith("]("):  # the time is a link
        return own[own.find(")") + 1 :]
    return f"[{own}" if _LINKED.match(own) else own  # the whole line is one


def _chapters(
    starts: Iterable[float], titles: Iterable[str], around: outline.Outline, sections: Iterable[str]
) -> list[Chapter]:
    """Chapters in the order of the text; a heading, on an entry's line or above it, holds until the next one."""
    chapters = []
    section = ""
    for start, text, heading, details, named in zip(starts, titles, *around, sections, strict=True):
        section = named or (section if heading is None else heading)
        own = _unlinked(text) if "](" in text else text
        found = links.read(own) if "http" in own else ()
        title = markup.plain(own).lstrip(_LEADING)
        chapters.append(
            Chapter(
                start,
                (_MARK.sub("", title) if title[:1] in _MARKS else title).rstrip(" |｜"),
                section,
                details,
                found[0].url if len(found) == 1 else "",
            )
        )
    return chapters
