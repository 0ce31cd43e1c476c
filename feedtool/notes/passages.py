"""What is written in one snip: its range, its heading's title and tags, and its quote, transcript and notes."""

from __future__ import annotations

import re
from typing import NamedTuple

from feedtool import markup, timecode
from feedtool.model import Snip
from feedtool.notes import obsidian, sections

TIME = r"\d{1,4}(?:[:：]\d{1,2}){1,2}(?:\.\d{1,3})?"
NUMBER = r"(?:\d{1,3}[.)、][ \t]{1,4})"
"""How an entry of a numbered list begins."""
TO = r"[ \t]{0,3}(?:[-–—~～]|to|至|到)[ \t]{0,3}"
RANGE = re.compile(rf"({TIME}){TO}({TIME})")

_PARTS = {
    title: part
    for part, titles in {
        "quote": ("quote", "quotes", "引用", "金句", "原话"),
        "transcript": ("transcript", "文字稿", "逐字稿", "转录"),
        "note": ("key takeaways", "takeaways", "private note", "note", "notes", "my note", "my notes",
                 "summary", "笔记", "我的笔记", "要点", "总结"),
    }.items()
    for title in titles
}  # fmt: skip
_OPENERS = ("#", "<summary>", "[!")
_FURNITURE = re.compile(
    r"Click to expand|</?(?:details|summary|audio|iframe|source)\b|\[?🎧|\[:audio",
    re.IGNORECASE,
)
_FOOTER = "\nCreated with [Snipd]"
"""Snipd's last line: what stands below it is about the file, no longer about a snip."""
_NUMBERED = re.compile(rf"^{NUMBER}(?=[\[(【]?{TIME})")
_STAR = re.compile(r"[⭐★🌟]\ufe0f?\s{0,4}")
_SPAN = re.compile(rf"🎧?[ \t]{{0,3}}[\[(【]?{RANGE.pattern}[\])】]?[\s:：]{{0,4}}")
_CLOCK = re.compile(rf"{_SPAN.pattern}|[\[(【]?{TIME}[\])】]?[\s:：]{{0,4}}")
_TAGS = re.compile(r"\[\[[^\[\]\n]{1,80}\]\]|(?<!\S)#(?=[^\W\d]|\d{1,60}[^\W\d])[\w/-]{1,60}")
_MARKS = "-*+># \t\u3000"
_JOINTS = " \t-–—:：💡"


class Parts(NamedTuple):
    """What stands in a snip, as plain lines; "" for what it lacks."""

    quote: str = ""
    transcript: str = ""
    note: str = ""


_EMPTY = Parts()


def span(begin: str, end: str) -> tuple[float, float] | None:
    """Begin and end in seconds, from times as they are written; None if they are no times, or in the wrong order."""
    try:
        start, stop = _seconds(begin), _seconds(end)
    except ValueError:
        return None
    return (start, stop) if start <= stop else None


def _seconds(text: str) -> float:
    """A time in seconds. `1314.5` is one, however long: media fragments have them. Raises ValueError."""
    if ":" not in text and text.replace(".", "", 1).isdecimal():
        return float(text)
    return timecode.parse(text)


def is_part(title: str) -> bool:
    """Whether a heading announces a part of the snip above it, and no snip."""
    return sections.words(title) in _PARTS


def heading(line: str) -> tuple[str, tuple[str, ...], bool]:
    """Title, tags and whether there is a favourite's star, of a snip's first line; "Untitled" is no title.

    `### ⭐ [Title](share link) [[tag]] #tag`, `### [01:11] Title`, `- 01:11-02:22 Title`, `1. 01:11-02:22 Title`.
    """
    line = _NUMBERED.sub("", line.lstrip(_MARKS))
    star = _STAR.match(line)
    line = line[star.end() :] if star else line
    clock = _CLOCK.match(line)
    if clock:
        line = line[clock.end() :].lstrip("-–— " if clock[1] else "")  # `02:30–03:10 — Title`
    return (*titled(line), star is not None)


def titled(line: str) -> tuple[str, tuple[str, ...]]:
    """Title and tags of what stands behind star and time on a snip's first line."""
    line = _SPAN.sub("", _unlinked(line)) if ":" in line else line
    line, tags = _without_tags(line) if "#" in line or "[[" in line else (line, ())
    title = markup.plain(markup.to_text(obsidian.plain(line)))
    return "" if title.lower() == "untitled" else title, tags


def _unlinked(line: str) -> str:
    """`line` with its share link's label in place of the link; without a label that only says how to play."""
    end = line.find("](http")
    begin = line.find("[", 0, end) if end >= 0 else -1
    if begin < 0:
        return line
    label, rest = line[begin + 1 : end], line[end + 2 :].partition(")")[2]
    if "🎧" in label or _CLOCK.fullmatch(label):
        return rest.lstrip(_JOINTS)
    return f"{label} {rest}"


def _without_tags(line: str) -> tuple[str, tuple[str, ...]]:
    """`line` without the tags that end it, and these tags."""
    tags: list[str] = []
    for match in reversed(list(_TAGS.finditer(line))):
        if line[match.end() :].strip():
            break
        tags.insert(0, match[0].strip("#[]"))
        line = line[: match.start()]
    return line, tuple(tags)


def snip(  # noqa: PLR0913
    span: tuple[float, float],
    title: str,
    tags: tuple[str, ...],
    url: str,
    rest: str,
    *,
    favourite: bool = False,
) -> Snip:
    """A snip: its range in seconds, what its first line says, and what stands under that (`rest`)."""
    said = parts(rest, title)
    return Snip(
        start=span[0],
        end=span[1],
        title=title,
        url=url,
        quote=said.quote,
        transcript=said.transcript,
        note=said.note,
        tags=tags,
        favourite=favourite,
    )


def parts(text: str, title: str) -> Parts:
    """What stands under a snip's heading. Lines without a heading of their own are `note`, but for a repeated title."""
    text = f"\n{text}".partition(_FOOTER)[0]
    if not text or text.isspace():
        return _EMPTY
    found: dict[str, list[str]] = {"quote": [], "transcript": [], "note": []}
    part = "note"
    for line in text.split("\n"):
        bare = line.lstrip("> \t-*+")
        if not bare:
            part = "note" if line.startswith("---") else part
        elif bare.startswith(_OPENERS) and (opened := _opened(bare)):
            part = opened
        elif not (_FURNITURE.match(bare) or _SPAN.fullmatch(bare) or "share.snipd.com/snip/" in bare):
            found[part].append(line)
    quote, transcript, note = (lines("\n".join(texts)) for texts in found.values())
    return Parts(quote, transcript, note.removeprefix(f"{title}\n") if title else note)


def _opened(bare: str) -> str:
    """The part that a line opens; "" for none."""
    title = obsidian.plain(bare).removeprefix("<summary>").removesuffix("</summary>")
    return _PARTS.get(sections.words(title), "")


def lines(text: str) -> str:
    """`text` as plain lines, without marks, tags and blank lines."""
    if not text.strip():
        return ""
    plain = (markup.plain(line).lstrip("# ") for line in markup.to_text(obsidian.plain(text)).split("\n"))
    return "\n".join(line for line in plain if line)
