"""What stands between the timed lines: headings of groups of chapters, and bullets that belong to one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from feedtool import markup
from feedtool.shownotes.oneline import STRONG, announces

Outline = tuple[list[str | None], list[tuple[str, ...]]]
"""For each entry the new heading over it (None: there is none), and the details under it."""

_BULLET = re.compile(r"\s{0,16}[·•◦▪‣○●*+–-]\s{0,4}(?=[^\s–-])")
_TRIM = " \t\u3000-–—#*_【】[]:：·"
_TAIL = 40  # lines under the last entry that may be its bullets
_NEAR = 3  # lines that a heading may stand above its entry
_LONGEST, _LONGEST_WEAK = 80, 40  # characters of a heading: of any, and of one that has no mark of one
_DOTS = "·•◦▪‣○●"
_SENTENCE = "。；;，,"
_DASH = re.compile(r"[-–—]\s?(?=[^\s–—-])")
_CODE = re.compile(r"[{}<>=`]")


def read(between: Sequence[str], *, bulleted: bool) -> Outline:
    """What stands around the entries.

    `between` is the text before the first entry, between each two, and behind the last; `bulleted`: the entries' own
    lines begin with `-` or `*`, so that such a mark makes no heading.
    """
    headings: list[str | None] = [None] * (len(between) - 1)
    details: list[tuple[str, ...]] = [()] * (len(between) - 1)
    apart = False  # whether bullets stand behind a blank line
    above = between[0].rsplit("\n", _NEAR + 1)
    headings[0], at = _heading(above, first=True, bulleted=bulleted)
    dash = _DASH.match(above[at].lstrip()) if headings[0] else None
    for index, under in enumerate(between[1:-1]):
        if under and not under.isspace():
            lines = under.split("\n")
            headings[index + 1], at = _heading(lines, first=False, bulleted=bulleted)
            if dash and headings[index + 1] is None:
                headings[index + 1], at = _like_the_first(lines, dash[0])
            details[index] = _details(lines[:at])
            apart = apart or (details[index] != () and not lines[0].strip())
    lines = between[-1].split("\n", _TAIL)[:_TAIL]
    # behind a blank line stands what ends the show notes, such as a list of links
    details[-1] = _details(lines if apart else takewhile(str.strip, lines))
    return headings, details


def _heading(lines: Sequence[str], *, first: bool, bulleted: bool) -> tuple[str | None, int]:
    """The heading that ends `lines` and where it stands; None and the end if none is sure."""
    none = None, len(lines)
    at = len(lines) - 1
    while at >= 0 and not lines[at].strip():
        at -= 1
    text = lines[at].strip() if at >= 0 else ""
    distance = len(lines) - at
    if not text or distance > _NEAR or not _may_be_heading(text):
        return none
    before = lines[at - 1].strip() if at else ""
    apart = (not before or (first and announces(before))) if at else first
    dashed = text[0] in "-–—"
    if STRONG.match(text) and not (dashed and bulleted):
        sure = not dashed or (apart and (text[1:2] != " " or text[-1] in "-–—"))  # `- x` is a list's
    else:
        weak = len(text) <= _LONGEST_WEAK and text[-1] not in "：:!！~～"
        sure = weak and not first and apart and not dashed and distance == 1
    return (markup.plain(text).strip(_TRIM), at) if sure else none


def _may_be_heading(text: str) -> bool:
    """Whether a line is neither a bullet, a sentence, code nor an address, nor does it announce a timeline."""
    return (
        len(text) <= _LONGEST
        and text[0] not in _DOTS
        and text[-1] not in _SENTENCE
        and "://" not in text
        and not _CODE.search(text)
        and not announces(text)
    )


def _like_the_first(lines: Sequence[str], dash: str) -> tuple[str | None, int]:
    """The heading that ends `lines` where its dash is that of the heading over the first entry, which is no bullet."""
    dashed = [
        at for at, line in enumerate(lines) if (found := _DASH.match(line.lstrip())) and found[0] == dash
    ]
    rest = "".join(lines[dashed[0] + 1 :]) if len(dashed) == 1 else "-"
    if rest.strip() or len(lines[dashed[0]]) > _LONGEST:
        return None, len(lines)
    return markup.plain(lines[dashed[0]]).strip(_TRIM), dashed[0]


def _details(lines: Iterable[str]) -> tuple[str, ...]:
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
