"""What feedparser may be given: some things that are small in a document keep it busy for minutes.

Measured with 6.0.11 to 6.0.14, for one element or episode: 100,000 attributes 90 s, 16,000 dots in an author
4.5 s (https://github.com/kurtmckee/feedparser/issues/562), 40,000 authors 4 s, 15,000 namespaces 8 s; all of
them quadratic. Feeds are far below these bounds, and only those that are no well-formed RSS 2.0 come here at all.
"""

from __future__ import annotations

import html
import re

from feedtool.errors import NotAFeed

_ATTRIBUTES = 100
_TAGS = 10_000
_NAMESPACES = 500
_EPISODES = 20_000
_WORDS = 1e9
"""Sum of the squares of the words' lengths: about 4 s of feedparser's pattern for e-mail addresses."""

_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.DOTALL)
_FLOOD = re.compile(
    rb"<[^\s<>]++(?:\s++[^\s=<>\"']++(?:\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'|[^\s<>\"']*+))?+){%d}"
    % (_ATTRIBUTES + 1)
)
_EPISODE = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(rb"\sxmlns(?::[\w.-]{1,99})?\s{0,9}=\s{0,9}[\"'][^\"'<>]{0,999}")
_TAG = re.compile(r"<[^<>]*>?")
_WORD = re.compile(r"[\w.+@-]{64,}")


def require_bounded(data: bytes) -> None:
    """Raises `NotAFeed` for UTF-8 that feedparser would take too long for."""
    bare = _COMMENT.sub(b"", data)
    if _FLOOD.search(bare):
        raise NotAFeed(
            f"it has an element with more than {_ATTRIBUTES} attributes, and is no well-formed RSS 2.0"
        )
    parts = _EPISODE.split(bare)
    if len(parts) > _EPISODES:
        raise NotAFeed(f"it has more than {_EPISODES} episodes, and is no well-formed RSS 2.0")
    if any(part.count(b"<") > 2 * _TAGS for part in parts):
        raise NotAFeed(f"it has an episode with more than {_TAGS} elements, and is no well-formed RSS 2.0")
    if len(set(_DECLARATION.findall(bare))) > _NAMESPACES:
        raise NotAFeed(f"it has more than {_NAMESPACES} namespaces, and is no well-formed RSS 2.0")
    words = html.unescape(_TAG.sub("", bare.decode()))
    if sum(len(word) ** 2 for word in _WORD.findall(words)) > _WORDS:
        raise NotAFeed("it has words of tens of thousands of letters, and is no well-formed RSS 2.0")
