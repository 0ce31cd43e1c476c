"""The links in show notes, with the words around them as their label."""

from __future__ import annotations

import re

from feedtool import markup
from feedtool.model import Link

_URL = re.compile(r"https?://[^\s<>\"“”‘’，。；、！？：…）】」』》〉（【「『《〈\\`|]{3,2000}")
_TRAILING = ".,;:!?'*_~]"
_OPENING = " \t\u00a0\u3000(（[【<「『：:-–—→👉🔗•·*_|｜@#“\""
_CLAUSE = re.compile(r"\s{2,}|[。！？!?；;，|｜\n]|[.,]\s")
_TIME = re.compile(r"\W{0,8}(?:\d{1,3}[:：]){1,2}\d{1,2}[\W_]{0,8}")
_SAYS_NOTHING = re.compile(
    r"(?i:link|here|click here|this link|source|website|url|via|read more)|链接|連結|点击(?:链接|这里|此处)?|这里|此处|戳(?:这里|我)?|原文(?:链接)?|详情|查看"
)
_LAST = re.compile(
    r"(?i:patreon\.com|buymeacoffee|ko-fi\.com|paypal|afdian|liberapay|/donat|/support\b|opencollective|/privacy|adchoices|omnystudio\.com/listener"
    r"|/qr|qrcode|support the show|privacy)|爱发电|打赏|赞赏|捐赠|赞助|二维码|听友群|入群|加群|隐私"
)


def read(text: str) -> tuple[Link, ...]:
    """The links of `text` (`https?://`, bare or Markdown), each URL once, in order; donations, QR codes and the like last.

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
    if not _LAST.search(" ".join((*found, *found.values()))):
        return tuple(Link(url=url, label=label) for url, label in found.items())
    last = {url: _LAST.search(f"{url} {label}") is not None for url, label in found.items()}
    return tuple(Link(url=url, label=found[url]) for url in sorted(found, key=last.__getitem__))


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
        start = max(opened, 0)
    head = max(text.rfind("\n", 0, start) + 1, previous, start - 300)
    before = text[head:start].rstrip(_OPENING)
    clause = _CLAUSE.split(before)[-1]
    opened = max(map(clause.rfind, "（(【["))
    if not any(char in clause[opened:] for char in "）)】]"):
        clause = clause[opened + 1 :]
    clause = _TIME.sub("", markup.plain(clause), count=1).strip(_OPENING + "]】」』>")
    return clause if len(clause) <= 80 else ""


def _opening_bracket(text: str, close: int) -> int:
    """Where the bracket opens that closes at `close`; labels may hold brackets themselves."""
    depth = 0
    for index in range(close, max(-1, close - 400), -1):
        depth += (text[index] == "]") - (text[index] == "[")
        if depth == 0:
            return index
    return close
