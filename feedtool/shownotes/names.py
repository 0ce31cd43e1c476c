"""Lists of people as show notes write them: `张三（作家）、李四`, `Jane Doe, author of X`, `[Name](url) | about`.

A name is a name and no sentence: whatever does not look like one ends the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from feedtool import markup
from feedtool.shownotes import homes
from feedtool.shownotes.homes import Page

_LINK = re.compile(r"\[([^\[\]\n]{1,80})\]\((https?://[^()\s]{1,500})[^()\n]{0,80}\)")
_WIKI = re.compile(r"\[\[(?:[^\[\]|\n]{1,80}\|)?([^\[\]|\n]{1,80})\]\]")
_DESCRIBED = re.compile(
    r"\s{0,4}(?:[\u3400-\u9fff]{2,4}|[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){1,3})[，,]"
)
"""A name, a comma, and what is said of that person: then it is the semicolons that stand between people."""
_AND = r"[,，]?\s(?:and|und|og|och|et|y|e|и|·)\s"
_TOKEN = re.compile(  # a name, what is said of it in brackets, and what separates it from the rest
    rf"(?P<name>(?:[^\s，,、/&+×；;（(｜|：:—–-]++|(?!{_AND})[^\S\n]|(?<=\w)-(?=\w)){{1,40}})"
    r"(?:[（(](?P<aside>[^（）()\n]{0,120})[）)]\s{0,8})?"
    rf"(?P<sep>{_AND}|[、/&+×；;，,｜|：:]|(?!(?<=\w)-\w)[—–-]{{1,3}}|\Z)"
)
_COMMA = re.compile(f"{_AND}|[，,｜|、&]")
_LIST = frozenset("、/&+×；;")
"""Separators that stand between names only; `，`, `|` and the like may also come before a description."""
_NAME = re.compile(r"[\w .·・'’&-]{1,30}")
_NO_NAME = re.compile(  # words, marks and networks that are in no name, and what stands for nobody
    r"[0-9０-９][:：]|的|我们|我們|一个|欢迎|请|更多|关注|推荐|招聘|节目|本期|往期|制作|团队|名单|嘉宾|主播|主持|主理人|创始人"
    r"|话题|内容|提要|简介|介绍|阅读|相关|加入|关于|音乐|剧透|图文"
    r"|(?:小红书|微博|即刻|豆瓣|抖音|[Bb]站|微信|公众号|微信公众号|邮箱|Twitter|Instagram|Weibo|Email)$"
    r"|^(?:无|暂无|待定|(?i:none|n/?a|tb[ad])|[0-9]+\s.*)$|[a-z]\.[a-z]"
)
_CJK = re.compile(r"[\u3400-\u9fff\uac00-\ud7af·・]{1,12}")
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_JOINED = re.compile(r"([\u3400-\u9fff]{2,4})[和与與]([\u3400-\u9fff]{2,4})")
_OCCUPATION = re.compile(
    r"(?:创始人|主理人|家|者|师|師|员|員|人|长|長|主播|教授|博士|硕士|学生|导演|编剧|律师|医生|合伙人|主编|主笔|总监|经理|编辑|监制|制片)$"
    r"|(?i:\b(?:author|writer|founder|co-?founder|ceo|cto|professor|director|editor|host|journalist|engineer|designer)\b"
    r"|\b(?:developer|manager|producer|phd|dr|university|institute|college|school|inc|ltd|gmbh|foundation)\b)"
)


class Named(NamedTuple):
    """A name with what stands beside it."""

    name: str
    about: str = ""
    href: str = ""


def split(text: str) -> list[Named]:
    """The people whose names `text` (a line or a part of one) begins with, as a list or as one with a description."""
    if "[[" in text:
        text = _WIKI.sub(r"\1", text)
    if "；" in text and all(map(_DESCRIBED.match, parts := text.split("；"))):
        return [named for part in parts for named in split(part)]
    urls = dict(_LINK.findall(text)) if "](" in text else {}
    written = text
    pages: list[Page] = []
    if "http" in text and not urls:
        text, pages = homes.apart(text)
    people = []
    for name, about in _pairs(markup.plain(text).rstrip("。.；; ")):
        people += [Named(part, about, urls.get(name, "")) for part in _apart(name)]
    return _at_home(people, written, pages) if people and pages else people


def _at_home(people: list[Named], text: str, pages: list[Page]) -> list[Named]:
    """`people` with their pages, each of which belongs to the name that stands last before it in `text`."""
    owned: dict[str, str] = {}
    for page in pages:
        near = max(people, key=lambda person: text.rfind(person.name, 0, page.at))
        owned.setdefault(near.name, page.url)
    return [person._replace(href=person.href or owned.get(person.name, "")) for person in people]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Names with their descriptions, up to the first thing that is no name."""
    at = 0
    listing = False
    while at < len(text) and (match := _TOKEN.match(text, at)):
        name, aside, sep = _clean(match["name"]), match["aside"] or "", match["sep"]
        if not is_name(name):
            name, beside = _beside(name)
            aside = "，".join(filter(None, (beside, aside)))
        if not name:
            return
        at = match.end()
        listing = listing or _goes_on(text, at, sep, name)
        if listing or not sep or sep in _LIST or sep[-1].isspace():
            yield name, aside
        else:
            yield name, "，".join(filter(None, (aside, text[at:].strip(" ，,|｜-–—"))))
            return


def _beside(words: str) -> tuple[str, str]:
    """A Chinese name and its occupation, in either order with a space between (`导演 小红`); else two empty strings."""
    first, _, rest = words.partition(" ")
    front, _, last = words.rpartition(" ")
    for name, about in ((first, rest), (last, front)):
        if _CHINESE_NAME.fullmatch(name) and _OCCUPATION.search(about) and is_name(name):
            return name, about
    return "", ""


def _goes_on(text: str, at: int, sep: str, name: str) -> bool:
    """Whether a comma or bar stands between names, not before a description: only short names follow."""
    if sep not in "，,｜|":
        return False
    rest = [part.strip() for part in _COMMA.split(text[at:])]
    if not all(map(_is_short, rest)):
        return False
    if name.isascii() and " " in name and any(part.isascii() and " " not in part for part in rest):
        return False  # `Anna Weber, Biologin`
    return sum(_OCCUPATION.search(part) is not None for part in rest) <= len(rest) // 2


def _is_short(part: str) -> bool:
    if not is_name(part):
        return False
    return len(part) <= 4 if _CJK.fullmatch(part) else part[0].isupper() and len(part.split()) <= 3


def is_occupation(about: str) -> bool:
    """Whether a description says what somebody does or is: `哲学博士`, `author of X`."""
    return _OCCUPATION.search(about) is not None


def is_name(name: str) -> bool:
    """Whether `name` is short and has neither a sentence's marks nor its words."""
    if not _NAME.fullmatch(name) or _NO_NAME.search(name):
        return False
    if any("\u3400" <= char <= "\u9fff" for char in name):
        return len(name) <= 14 and (len(name) <= 6 or _OCCUPATION.search(name) is None)
    return len(name.split()) <= 4 and any(map(str.isalpha, name))


def _clean(name: str) -> str:
    """A name without its handle (`孟岩 @有知有行`), marks and `さん`; a handle alone is the name."""
    return name.strip(" @·•-–★☆👉").partition("@")[0].strip().removesuffix("さん")


def _apart(name: str) -> list[str]:
    """Names with only spaces or 和 between them: `何润哲 广岛乱`, `Iphie和Wendy`, `小林和阿树`."""
    if joined := _JOINED.fullmatch(name):
        return list(joined.groups())
    if " " not in name and "和" not in name:
        return [name]
    words = name.split()
    chinese = [_CJK.fullmatch(word) is not None for word in words]
    if len(words) > 1 and min(map(len, words)) > 1 and (all(chinese) or any(chinese[1:-1])):
        return [word for word in words if not _OCCUPATION.search(word)]
    left, joint, right = name.partition("和")
    if joint and left.isascii() and right.isascii() and left and right:
        return [left.strip(), right.strip()]
    return [name]
