"""The links in show notes, with the words around them as their label."""

from __future__ import annotations

import re

from feedtool import markup
from feedtool.model import Link

_URL = re.compile(r"https?://[^\s<>\"“”‘’，。；、！？：…）】」』》〉（【「『《〈\\`|\[\]]{3,2000}")
_TRAILING = ".,;:!?'*_~"
_OPENING = ' \t\u00a0\u3000(（[【<「『：:-–—→👉🔗•·*_|｜@#“"'
_EDGES = _OPENING + "]】」』>,，、"
_CLOSERS = ")）.。,， "
_CLAUSE = re.compile(r"[\s。！？!?；;，|｜.,](?:(?<=\s)\s{1,}|(?<=[。！？!?；;，|｜\n])|(?<=[.,])\s)")
_TIME = re.compile(r"\W{0,8}(?:\d{1,3}[:：]){1,2}\d{1,2}[\W_]{0,8}")
_SAYS_NOTHING = re.compile(
    r"(?i:link|here|click here|this link|source|website|url|via|read more)"
    r"|链接|連結|点击(?:链接|这里|此处)?|这里|此处|戳(?:这里|我)?|原文(?:链接)?|详情|查看"
)
_LONGEST = 80  # characters of a label; more is a sentence
_LAST = tuple(
    "patreon.com buymeacoffee ko-fi.com paypal afdian liberapay opencollective /donat /support"
    " /privacy privacy adchoices /qr qrcode 爱发电 愛發電 打赏 赞赏 捐赠 赞助 二维码 听友群 入群 加群 隐私".split()
)


def read(text: str) -> tuple[Link, ...]:
    """The links of `text` (`https?://`, bare or Markdown), each once, in order; donations, QR codes and such last.

    Labels are the Markdown link's text, else the words before the URL on its line; the first that says something wins.
    """
    found: dict[str, str] = {}
    end = 0
    for match in _URL.finditer(text):
        start = match.start()
        url = _closed(match[0])
        label = _label(text, start, end)
        end = start + len(url)
        if label is not None:
            found[url] = found.get(url) or label
    links = tuple(Link(url=url, label=label) for url, label in found.items())
    # apart from the labels the URLs are ASCII, which is searched several times as fast
    urls, labels = "\n".join(found).lower(), "\n".join(found.values()).lower()
    late = [word for word in _LAST if word in urls or word in labels]
    return tuple(sorted(links, key=lambda link: _says(link, late))) if late else links


def _says(link: Link, words: list[str]) -> bool:
    said = f"{link.url} {link.label}".lower()
    return any(word in said for word in words)


def _closed(url: str) -> str:
    """`url` without what belongs to the text around it: a bracket that it did not open, final punctuation."""
    if ")" in url:
        depth = 0
        for index, char in enumerate(url):
            depth += (char == "(") - (char == ")")
            if depth < 0:
                url = url[:index]
                break
    return url.rstrip(_TRAILING)


def _label(text: str, start: int, previous: int) -> str | None:
    """What the link at `start` is called; None if it is a picture. `previous`: where the link before it ended."""
    if text[start - 2 : start] == "](":
        opened = _opening_bracket(text, start - 2)
        if text[opened - 1 : opened] == "!":
            return None
        own = markup.plain(text[opened + 1 : start - 2])
        if own and not own.startswith("http") and not _SAYS_NOTHING.fullmatch(own):
            return own
        start = opened
    before = text[max(text.rfind("\n", 0, start) + 1, previous, start - 2 * _LONGEST) : start].rstrip(
        _OPENING
    )
    if not before:
        return ""
    clause = _CLAUSE.split(before)[-1]
    if "（" in clause or "(" in clause:
        opened = max(clause.rfind("（"), clause.rfind("("))
        if opened > max(clause.rfind("）"), clause.rfind(")")):
            clause = clause[opened + 1 :]
    if not clause[:1].isalpha() and (time := _TIME.match(clause)):
        clause = clause[time.end() :]
    clause = markup.plain(clause).lstrip(_CLOSERS).strip(_EDGES)
    return clause if len(clause) <= _LONGEST else ""


def _opening_bracket(text: str, close: int) -> int:
    """Where the bracket opens that closes at `close`; labels may hold brackets themselves."""
    depth = 1
    opened = close
    while depth > 0:
        inner = opened
        opened = text.rfind("[", max(0, close - 400), inner)
        if opened < 0:
            return close
        depth += text.count("]", opened, inner) - 1
    return opened
