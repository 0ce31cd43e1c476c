"""The links in show notes, with the words around them as their label."""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedtool import markup
from feedtool.model import Link

_URL = re.compile(r"https?://[^\s<>\"“”‘’，。；、！？：…）】」』》〉（【「『《〈\\`|\[\]]{3,2000}")
_TRAILING = ".,;:!?'*_~"
_OPENING = ' \t\u00a0\u3000(（[【<「『：:-–—→👉🔗•·*_|｜@#“"/'
_EDGES = _OPENING + "]】」』>,，、"
_CLOSERS = ")）.。,， "
_CLAUSE = re.compile(r"[\s。！？!?；;，|｜.,](?:(?<=\s)\s{1,}|(?<=[。！？!?；;，|｜\n])|(?<=[.,])\s)")
_TIME = re.compile(r"\W{0,8}(?:\d{1,3}[:：]){1,2}\d{1,2}[\W_]{0,8}")
_HERE = re.compile(
    r"(?i:(?:click )?here|this link|read more)|点击(?:链接|这里|此处)?|这里|此处|戳(?:这里|我)?|\d{1,3}"
)
_SAYS_NOTHING = re.compile(
    rf"{_HERE.pattern}|(?i:links?|sources?|website|url|via)|(?:相关|参考)?(?:链接|連結)|原文(?:链接)?|详情|查看"
)
_NUMBER = re.compile(r"\[?\d{1,3}\]\s{0,4}(?=\S)")
_BEHIND = re.compile(
    r"[ \t]{1,4}(?:[-–—:：|｜→]{1,2}[ \t]{1,4}([^\n]+)|[(（]([^()（）\n]+)[)）][ \t]{0,4}(?=\n|\Z))"
)
_ENDS = frozenset(".。!！?？…")
_LONGEST = 80  # characters of a label; more is a sentence
_LAST = tuple(  # what links mention that are not about what was talked of
    "patreon.com buymeacoffee ko-fi.com paypal afdian liberapay opencollective /donat /support"
    " /privacy privacy adchoices /qr qrcode 爱发电 愛發電 打赏 赞赏 捐赠 赞助 二维码 听友群 入群 加群 隐私".split()
)


def read(text: str) -> tuple[Link, ...]:
    """The links of `text` (`https?://`, bare or Markdown), each once, in order; donations, QR codes and such last.

    Labels are the Markdown link's text, else the words before the URL on its line, else those behind it or on the line
    above; the first that says something wins. `https://x.example` and `http://x.example/` are one.
    """
    found: dict[str, str] = {}  # URL → label
    near: dict[str, str] = {}  # URL → the words behind or above, for those without a label
    written: dict[str, str] = {}  # URL without scheme and trailing slash → as it was written first
    end = 0
    for match in _URL.finditer(text):
        start = match.start()
        if text.startswith(("](", "…]("), match.end()) and text[start - 1 : start] == "[":
            continue  # the text of a link, often cut short: `[https://x.example/a...](https://x.example/a/b)`
        url = _closed(match[0])
        label = _label(text, start, end)
        end = start + len(url)
        if label is not None:
            first = written.setdefault(url.partition("://")[2].rstrip("/"), url)
            found[first] = found.get(first) or label
            if not found[first] and first not in near:
                near[first] = _beside(text, start, end)
    links = tuple(Link(url=url, label=label or near[url]) for url, label in found.items())
    # apart from the labels the URLs are ASCII, which is searched several times as fast
    urls, labels = "\n".join(found).lower(), "\n".join(found.values()).lower()
    late = [word for word in _LAST if word in urls or word in labels]
    return tuple(sorted(links, key=lambda link: _mentions(link, late))) if late else links


def _mentions(link: Link, words: Iterable[str]) -> bool:
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
    if text[start - 2 : start] != "](":
        return _before(text, start, previous)
    opened = _opening_bracket(text, start - 2)
    if text[opened - 1 : opened] == "!":
        return None
    own = markup.plain(text[opened + 1 : start - 2])
    if own and not own.startswith("http") and not _SAYS_NOTHING.fullmatch(own):
        return own
    return _before(text, opened, previous)


def _before(text: str, start: int, previous: int) -> str:
    """The words before a link at `start` that are about it: on its line, after the `previous` link; "" for none."""
    head = max(text.rfind("\n", 0, start) + 1, previous, start - 2 * _LONGEST)
    before = text[head:start].rstrip(_OPENING)
    if text[start - 1 : start] != "[":
        before = before.rstrip("，,、")
    if not before:
        return ""
    clause = _clause(before)
    clause = _NUMBER.sub("", clause, count=1) if "]" in clause else clause
    label = markup.plain(clause).lstrip(_CLOSERS).strip(_EDGES)
    return label if len(label) <= _LONGEST and not _HERE.fullmatch(label) else ""


def _clause(before: str) -> str:
    """The last clause, or what stands in a bracket that is still open; without a time at its head."""
    clause = _CLAUSE.split(before)[-1]
    if "（" in clause or "(" in clause:
        opened = max(clause.rfind("（"), clause.rfind("("))
        if opened > max(clause.rfind("）"), clause.rfind(")")):
            clause = clause[opened + 1 :]
    if not clause[:1].isalpha() and (time := _TIME.match(clause)):
        clause = clause[time.end() :]
    return clause


def _beside(text: str, start: int, end: int) -> str:
    """What stands behind a mark that follows a URL at the head of its line, or on the line above one that is alone."""
    head = text.rfind("\n", 0, start) + 1
    if text[head:start].strip(_OPENING):
        return ""
    if behind := _BEHIND.match(text, end, end + 2 * _LONGEST):
        return _fit(behind[1] or behind[2])
    tail = text.find("\n", end)
    tail = len(text) if tail < 0 else tail
    if text[head:start].strip() or text[end:tail].strip() or not head or _URL.match(text, tail + 1):
        return ""  # the line above heads several
    above = text[text.rfind("\n", max(0, head - 2 * _LONGEST), head - 1) + 1 : head - 1]
    return "" if _URL.search(above) or above.rstrip()[-1:] in _ENDS else _fit(above)


def _fit(words: str) -> str:
    """`words` as a label; "" if they are none."""
    label = markup.plain(words).strip(_EDGES)
    return (
        label if len(label) <= _LONGEST and "://" not in label and not _SAYS_NOTHING.fullmatch(label) else ""
    )


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
