"""Moments that somebody notes by hand: lines that begin with a time, or with two.

    - 12:44 What I thought #tag
      More of it.
    - 31:55-32:05 A clip

They may be headings, too (`### 12:44 What I thought`). A moment with one time ends where it begins.
"""

from __future__ import annotations

import re

from feedtool.model import Problem, Snip
from feedtool.notes import obsidian, passages, snips

_SPAN = rf"({passages.TIME})(?:{passages.TO}({passages.TIME}))?"
_END = r"(?![\d:：]|\.\d|[ \t]?(?i:[ap]\.?m)\b)"
_TO_PLAY = r"(?:\(https?://[^\s()<>]{1,2000}\))?"
"""Where players link a time to the audio or video at that time: `[12:44](https://…#t=764)`."""
_LINE = re.compile(
    rf"^(?:[-*+][ \t]{{1,4}}|{passages.NUMBER})?([⭐★🌟]\ufe0f?[ \t]{{0,4}})?\*{{0,2}}[\[(【]?{_SPAN}[\])】]?{_TO_PLAY}"
    rf"\*{{0,2}}{_END}([^\n]*)",
    re.MULTILINE,
)
# A time in brackets is Snipd's, in its headings, and says when the clip ends.
_HEADING = re.compile(
    rf"^#{{1,6}}[ \t]{{1,4}}([⭐★🌟]\ufe0f?[ \t]{{0,4}})?{_SPAN}{_END}([^\n]*)", re.MULTILINE
)
_HEADED = re.compile(r"^#{1,6}[ \t]", re.MULTILINE)
_JOINTS = " \t|-–—:："


def lines(text: str) -> list[re.Match[str]]:
    """Where moments begin: at headings, where there are any, else at lines that are not indented."""
    return list((_HEADING if _HEADED.search(text) else _LINE).finditer(text))


def read(text: str, line: int, name: str) -> snips.Snips:
    """The moments in `text`, which begins at `line` of the file `name`."""
    found = lines(text)
    moments: list[Snip] = []
    problems: list[Problem] = []
    counted = 0
    for match, stop in zip(found, [*(match.start() for match in found[1:]), len(text)], strict=bool(found)):
        line, counted = line + text.count("\n", counted, match.start()), match.start()
        rest = text[match.end() : stop]
        if moment := snip(match[2], match[3], match[4], rest, favourite=bool(match[1])):
            moments.append(moment)
        else:
            message = f"the moment {match[0][:80]!r} is left out: no such time, or it ends before it begins"
            problems.append(Problem(where=name, line=line, message=message))
    return snips.Snips(snips=tuple(moments), problems=tuple(problems))


def snip(begin: str, end: str | None, title: str, rest: str, *, favourite: bool = False) -> Snip | None:
    """The moment from `begin` to `end`, as they are written, named by the words behind them; None for no times."""
    span = passages.span(begin, end or begin)
    if span is None:
        return None
    title, tags = passages.titled(obsidian.plain(title).strip(_JOINTS))  # a link ends a thought, it is no tag
    return passages.snip(span, title, tags, "", rest, favourite=favourite)
