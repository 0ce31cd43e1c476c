"""What stands between the timed lines: headings of groups of chapters, and bullets that belong to one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedtool import markup
from feedtool.shownotes.oneline import STRONG, Entry, announces

_BULLET = re.compile(r"\s{0,16}[·•◦▪‣○●*+–-]\s{0,4}(?=[^\s–-])")
_TRIM = " \t\u3000-–—#*_【】[]:：·"
_TAIL = 40  # lines under the last entry that may be its bullets
_NO_HEADING = re.compile(r"https?://|[{}<>=`]|[。；;，,]$|^[·•◦▪‣○●]")


def read(lines: Sequence[str], entries: Sequence[Entry]) -> list[tuple[str, tuple[str, ...]]]:
    """For each of `entries`, in the order of the text: its section and its details."""
    bulleted = bool(entries) and all(lines[entry.line].lstrip()[:1] in {"-", "*"} for entry in entries)
    found: list[tuple[str, tuple[str, ...]]] = []
    section, begin = "", 0
    for entry in entries:
        at = _heading_line(lines, begin, entry.line, bulleted=bulleted) if begin < entry.line else None
        if found and begin < entry.line:
            found[-1] = (found[-1][0], _details(lines[begin : entry.line if at is None else at]))
        section = entry.section or (section if at is None else markup.plain(lines[at]).strip(_TRIM))
        found.append((section, ()))
        begin = entry.last + 1
    if found:
        found[-1] = (section, _details(lines[begin : begin + _TAIL]))
    return found


def _heading_line(lines: Sequence[str], begin: int, line: int, *, bulleted: bool) -> int | None:
    """Where the heading over the entry on `line` stands, not before line `begin`; None if none is sure."""
    at = line - 1
    while at >= begin and not lines[at].strip():
        at -= 1
    text = lines[at].strip() if at >= begin and line - at <= 3 else ""
    if not text or len(text) > 80:
        return None
    parted = at == 0 or not lines[at - 1].strip()
    dashed = text[0] in "-–—"
    if STRONG.match(text) and not (dashed and bulleted):
        sure = not dashed or (parted and (text[1:2] != " " or text[-1] in "-–—"))  # `- x` is a list's
    else:
        weak = len(text) <= 40 and text[-1] not in "：:!！~～"
        sure = weak and begin > 0 and parted and not dashed and line - at == 1
    return at if sure and not _NO_HEADING.search(text) and not announces(text) else None


def _details(lines: Sequence[str]) -> tuple[str, ...]:
    """The bullets right under a timed line, up to the first line of another kind."""
    found = []
    for line in lines:
        if match := _BULLET.match(line):
            found.append(markup.plain(line[match.end() :]))
        elif line and not line.isspace():
            break
    if found and found[-1][-1:] in {"-", "–", "—"}:
        found.pop()  # `- Credits -` is the next heading
    return tuple(found)
