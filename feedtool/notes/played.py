"""Snips as Snipd exports them, with nothing unusual between: a heading, a link to play, an audio player.

    ### [01:11] Title
    [🎧 Play snip - 1min️ (00:00 - 01:11)](https://share.snipd.com/snip/…)
    <audio controls> <source src="https://….mp3#t=00:00,01:11"> </audio>

Nothing has to be searched for in such a list, and nearly all lists are such. It is split at its headings, and one
pattern reads each snip; `snips` reads the same out of it, three times slower.
"""

from __future__ import annotations

import re
from html import unescape

from feedtool.model import Snip
from feedtool.notes import passages

_HEADING = "\n### ["
_PLAYED = re.compile(
    r"[0-9]{1,4}:[0-9]{1,2}(?::[0-9]{1,2})?\] (?![\s:：])([^\n]*)\n{1,3}"
    r"\[🎧[^\n\[\]<]{0,80}\]\((https://share\.snipd\.com/snip/[a-zA-Z0-9_-]{1,80})\)\n"
    # ASCII without blanks, quotes and #: an engine needs no more than a bit for each
    r"<audio controls> <source src=\"(https?://[!$-&(-~]{1,2000})#t=([0-9:.]{1,20}),([0-9:.]{1,20})\"> </audio>"
    r"(?=\n|$)"
)
_SIGNS = ("share.snipd.com/snip/", "#t=", "🎧")
"""What each snip has once: one more may be a snip in other words."""
_CLOCKED = re.compile(rf"\n#{{1,6}}[ \t]+\[{passages.TIME}\]")


def read(text: str) -> tuple[tuple[Snip, ...], tuple[str, ...]] | None:
    """The snips in `text` and the audio files that they were cut from; None where `snips` has to look at it."""
    before, *blocks = text.split(_HEADING)
    if before.strip() or any(text.count(sign) != len(blocks) for sign in _SIGNS):
        return None
    found: dict[str, Snip] = {}
    audio: dict[str, None] = {}
    for block in blocks:
        match = _PLAYED.match(block)
        span = passages.span(match[4], match[5]) if match else None
        if match is None or span is None:
            return None
        rest = block[match.end() :]
        if "#" in rest and _CLOCKED.search(rest):
            return None
        title, tags = passages.titled(match[1])
        found.setdefault(match[2], passages.snip(span, title, tags, match[2], rest))
        audio[match[3]] = None
    return tuple(found.values()), tuple(dict.fromkeys(map(unescape, audio)))
