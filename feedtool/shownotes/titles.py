"""Chapter titles short enough for apps: Spotify's and YouTube's help pages advise about 40 characters."""

from __future__ import annotations

import re
from functools import lru_cache

_ADDRESS = r"https?://[^\s，。；）)]{1,2000}"
_URL = re.compile(rf"\s{{0,4}}[（(]\s?{_ADDRESS}\s?[)）]|[\s：:]{{0,4}}{_ADDRESS}")
_BREAK = re.compile(  # a set of characters first, which a regex engine skips to
    r"[，。；：！？!?—;:.,\s…](?:(?<=[，。；：！？!?])|(?<=—)—?|(?<=[;:.])(?=\s)|(?<=.{20},)(?=\s)|(?<=\s)[-–|｜·](?=\s)|(?<=…)…?)"
)
_QUOTES = dict(zip("“‘「『《〈（(【[", "”’」』》〉）)】]", strict=True))
_OPENS = re.compile("[" + re.escape("".join(_QUOTES)) + "]")
_BRACKET = re.compile(r"[（(【\[]")
_WIDE = re.compile("[\u1100-\U0010ffff]")
_LETTERS = re.compile(r"(?:(?![\u1100-\U0010ffff])[^\W_]|['’-]){2}")
_SPOKEN = "！？!?"
_ENOUGH = 12  # columns (a Chinese character has two) that make a clause a title


def short(title: str, limit: int = 40) -> str:
    """`title` in at most `limit` characters (8 or more): whole, else its first clause that says enough, else cut.

    A clause ends before ，。；：— or a bracket, and after ! or ?; before a Latin comma only late in the title; never
    inside a quotation. Without any, the title is cut between words or Chinese characters, and ends with "…".
    """
    title = title.strip()
    if "http" in title:
        title = _URL.sub("", title).strip() or title.partition("://")[2].rstrip("/")
    return title if len(title) <= limit else _shortened(title, limit)


@lru_cache(maxsize=256)  # each is asked for twice in a row: for the JSON file and for the feed
def _shortened(title: str, limit: int) -> str:
    marked = _OPENS.search(title, 0, limit + 1) is not None
    opened = _depths(title[: limit + 1]) if marked else [""] * (limit + 1)
    ends = [_end(match) for match in _BREAK.finditer(title, 0, limit + 1) if not opened[match.start()]]
    if marked:
        brackets = _BRACKET.finditer(title, 0, limit)
        ends += [match.start() for match in brackets if opened[match.start()] == match[0]]
    for end in ends:
        if 0 < end <= limit and (end >= _ENOUGH or _columns(title[:end]) >= _ENOUGH):
            return title[:end].rstrip()
    if opened[limit - 1] and (end := max((end for end in ends if 0 < end <= limit), default=0)):
        return title[:end].rstrip()
    return _cut(title, limit, opened)


def _end(match: re.Match[str]) -> int:
    return match.end() if match[0] in _SPOKEN else match.start()


def _depths(text: str) -> list[str]:
    """For each character the quotation or bracket marks that are open at it, itself included."""
    stack: list[str] = []
    depths = []
    for char in text:
        if char in _QUOTES:
            stack.append(char)
        depths.append("".join(stack))
        if stack and char == _QUOTES[stack[-1]]:
            stack.pop()
    return depths


def _columns(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


def _cut(title: str, limit: int, opened: list[str]) -> str:
    """`title` cut with "…": before a quotation that begins late, else closing the one that the cut falls into."""
    if opened[limit - 1]:
        quote = 1 + max((index for index in range(limit) if not opened[index]), default=-1)
        if quote >= limit // 2:
            return title[:quote].rstrip() + "…"
    last = 0
    for end in range(limit - 1, 0, -1):
        if end + 1 + len(_closing(title, end, opened)) <= limit:
            last = last or end
            if not _inside_word(title, end):
                break
    else:
        end = last  # inside the word only where it is longer than the limit
    return title[:end].rstrip(" ，,、：:") + "…" + _closing(title, end, opened)


def _closing(title: str, end: int, opened: list[str]) -> str:
    """The marks that close what is open between `title[end - 1]` and `title[end]`."""
    if not opened[end]:
        return ""
    still = opened[end][:-1] if title[end] in _QUOTES else opened[end]
    return "".join(_QUOTES[mark] for mark in reversed(still))


def _inside_word(title: str, end: int) -> bool:
    """Whether a cut at `end` would part a word of a script with spaces."""
    return _LETTERS.match(title, end - 1) is not None
