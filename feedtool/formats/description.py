"""The short show notes: as much of upstream's text as fits, then all timestamp lines; 4,000 bytes in all.

Apps that show `description` or `itunes:summary` make their chapters of the lines in it; the full text
stays in content:encoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from typing import NamedTuple

from feedtool import markup, timecode
from feedtool.formats.block import anchor, broken
from feedtool.model import Chapter
from feedtool.shownotes import titles

LIMIT = 4000
"""Bytes of UTF-8, tags included (Apple Podcasts for creators; PSP-1)."""

_FULL_SHARE = 0.75
"""Whole chapter titles may take this much; beyond, short ones leave room for upstream's text."""

_TIME = re.compile(r"\d{1,3}[:：]\d{1,2}(?:[:：]\d{1,2})?")
_LEAD = 4
"""Characters that may stand before a time that begins a line: a bullet, a bracket, spaces."""
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((https?://[^\s()<>\"]{1,2000})\)")
_TAG = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"[。！？!?；;]|\. ")


class Short(NamedTuple):
    """The same twice: for `description`, and for `itunes:summary`, which is text."""

    html: str
    plain: str


def shorten(source: str, chapters: Sequence[Chapter], lines: Sequence[str]) -> Short:
    """Upstream's text (HTML or plain) and the chapters' timestamp lines in 4,000 bytes."""
    lines = _fitting(chapters, lines)
    times = f"<p>{broken(lines)}</p>"
    room = LIMIT - len(times.encode()) - 1
    # Not even ASCII text without a tag in it could use more than `room` characters.
    intro = _intro(_without_timeline(markup.to_text(source[: 2 * room]), chapters), room)
    html = "\n".join([*intro, times])
    return Short(html, unescape(_TAG.sub("", html)))


def _fitting(chapters: Sequence[Chapter], lines: Sequence[str]) -> Sequence[str]:
    """The fullest lines that fit: whole titles, short ones, ever shorter ones, or as many as have room."""
    if _size(lines) <= LIMIT * _FULL_SHARE:
        return lines
    for limit in (40, 20, 10):
        lines = [
            f"{timecode.clock(chapter.start)} {titles.short(chapter.title, limit)}" for chapter in chapters
        ]
        if _size(lines) <= LIMIT:
            return lines
    while _size(lines) > LIMIT:
        lines = lines[:-1]
    return lines


def _size(lines: Sequence[str]) -> int:
    return len(f"<p>{broken(lines)}</p>".encode())


def _without_timeline(text: str, chapters: Sequence[Chapter]) -> Iterator[str]:
    """The lines of a text but those of the timeline that it may hold: ours says the same, in full.

    A line with a chapter's time is one of them, and so is one that begins with a time: of a chapter left out.
    """
    starts = {chapter.start for chapter in chapters}
    for line in filter(None, map(str.strip, text.split("\n"))):
        time = _TIME.search(line)
        if not (time and (time.start() <= _LEAD or timecode.parse_or_none(time[0]) in starts)):
            yield line


def _intro(lines: Iterable[str], room: int) -> Iterator[str]:
    """The first lines that fit into `room` bytes as HTML paragraphs, the last one cut at the end of a sentence."""
    for line in lines:
        paragraph = f"<p>{_inline(line)}</p>"
        room -= len(paragraph.encode()) + 1
        if room < 0:
            if cut := _cut(markup.plain(line), room + len(paragraph.encode()) - len("<p>…</p>".encode())):
                yield f"<p>{escape(cut, quote=False)}</p>"
            return
        yield paragraph


def _cut(line: str, room: int) -> str:
    """What of a line fits into `room` bytes when escaped, up to the end of a sentence if one is in it."""
    kept = line.encode()[: max(room, 0)].decode(errors="ignore")
    while len(escape(kept, quote=False).encode()) > room > 0:
        kept = kept[:-5]
    ends = [match.end() for match in _SENTENCE_END.finditer(kept)]
    kept = kept[: ends[-1]] if ends else kept.rstrip()
    return f"{kept}…" if kept else ""


def _inline(line: str) -> str:
    """A line of text with Markdown links → HTML."""
    if "](" not in line:
        return escape(line, quote=False)
    html, at = "", 0
    for match in _LINK.finditer(line):
        html += escape(line[at : match.start()], quote=False) + anchor(match[2], match[1])
        at = match.end()
    return html + escape(line[at:], quote=False)


def paragraphs(source: str) -> str:
    """HTML as it is, and plain text as HTML paragraphs: a description that becomes content:encoded."""
    if markup.is_html(source):
        return source
    lines = filter(None, map(str.strip, markup.to_text(source).split("\n")))
    return "".join(f"<p>{_inline(line)}</p>\n" for line in lines)


def plain(source: str) -> str:
    """The words of a text that may be HTML, line by line, for itunes:summary: at most 4,000 characters."""
    lines = (markup.plain(line) for line in markup.to_text(source).split("\n"))
    return "\n".join(filter(None, lines))[:LIMIT]
