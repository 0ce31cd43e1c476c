"""Moments that somebody notes by hand: lines that begin with a time, or with two.

    - 12:44 What I thought #tag
      More of it.
    - 31:55-32:05 A clip

They may be headings, too (`### 12:44 What I thought`). A moment with only one time ends where it begins.
"""

from __future__ import annotations

import re

from feedtool.model import Problem, Snip
from feedtool.notes import obsidian, passages, snips
from feedtool.notes.blocks import cut

_SPAN = rf"({passages.TIME})(?:{passages.TO}({passages.TIME}))?"
_END = r"(?![\d:：]|\.\d|[ \t]?(?i:[ap]\.?m)\b)"
"""Neither a longer number nor a time of day."""
_TO_PLAY = r"(?:\(https?://[^\s()<>]{1,2000}\))?"
"""The rest of a link that plays the audio or video from that time on: `[12:44](https://…#t=764)`."""
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


def find(text: str) -> list[re.Match[str]]:
    """Where moments begin: at headings, where there are any, else at lines that are not indented.

    Groups: star, begin, end, and the words behind on the line.
    """
    return list((_HEADING if _HEADED.search(text) else _LINE).finditer(text))


def read(text: str, line: int, name: str) -> snips.Snips:
    """The moments in `text`, which begins at `line` of the file `name`."""
    found = find(text)
    moments: list[Snip] = []
    problems: list[Problem] = []
    blocks = cut(text, [match.start() for match in found], line)
    for match, (at, block) in zip(found, blocks, strict=True):
        star, begin, end, words = match.groups()
        if moment := snip(begin, end, words, block[len(match[0]) :], favourite=bool(star)):
            moments.append(moment)
        else:
            message = f"the moment {match[0][:80]!r} is left out: no such time, or it ends before it begins"
            problems.append(Problem(where=name, line=at, message=message))
    return snips.Snips(snips=tuple(moments), problems=tuple(problems))


def snip(begin: str, end: str | None, title: str, rest: str, *, favourite: bool = False) -> Snip | None:
    """The moment from `begin` to `end`, times as somebody wrote them; None if they are none, or in the wrong order.

    `title` are the words beside the times, `rest` is what stands below.
    """
    span = passages.span(begin, end or begin)
    if span is None:
        return None
    title, tags = passages.titled(obsidian.plain(title).strip(_JOINTS))  # a link ends a thought, it is no tag
    return passages.snip(span, title, tags, "", rest, favourite=favourite)
