"""A note's headings and what stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from feedtool import markup
from feedtool.notes import obsidian

_HEADING = re.compile(r"\n(##{0,5})[ \t]+([^\n]*)")
_NEXT = [re.compile(rf"\n##{{0,{level}}}[ \t]") for level in range(6)]
"""What ends a section, by its level - 1: a heading of the same level or a higher one."""
_NO_WORD = re.compile(r"[^\w /]+")
_FOLD = "<summary>Show notes</summary>"
_TRANSCRIPT = "\n## Full episode transcript\n"
"""Snipd's heading for who said what when, from there to the end of the file: no times of snips."""
_BREAK = re.compile(r"<br ?/?>[ \t]*>?|\n")

KINDS = {
    title: kind
    for kind, titles in {
        "metadata": "Episode metadata, Metadata, 元数据",
        "shownotes": "Show notes, Shownotes, Description, 节目笔记, 节目简介, 节目介绍, 本期简介, 简介,"
        " ショーノート, 쇼노트",
        "chapters": "Chapters, Timeline, Timestamps, 章节, 时间线, 时间轴, 时间戳, 時間軸, 目录,"
        " Kapitel, Kapitelmarken, チャプター, 目次, 챕터, 타임라인",
        "links": "Links, Resources, 链接, 相关链接, 参考链接, リンク, 링크",
        "snips": "Snips, Clips, Highlights, 片段, 剪辑, 摘录",
        "people": "People, Guests, Guest, Hosts, Host, 嘉宾, 本期嘉宾, 主播, 主持人, 人物, 登场人物, Gast,"
        " Gäste, ゲスト, 게스트",
        "glossary": "Glossary, Appendix, Terms, 附录, 词汇表, 术语, 术语表, 名词解释",
        "references": "References, Books, Mentioned books, Mentioned episodes, 书单, 参考资料",
    }.items()
    for title in titles.lower().split(", ")
}
"""What a heading announces. Its words only: emoji, marks and case do not count."""


class Heading(NamedTuple):
    level: int
    title: str
    start: int
    """Where its line begins in the text."""
    end: int
    """Where its line ends."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    kind: str
    title: str
    """The heading as `bare()` writes it."""
    text: str
    line: int
    """The line of the file where `text` begins, from 1."""


def headings(text: str) -> Iterator[Heading]:
    """The headings of `text`, in order: `#` to `######` at the beginning of a line."""
    for match in _HEADING.finditer("\n" + text):
        yield Heading(len(match[1]), match[2].strip(), match.start(), match.end() - 1)


@lru_cache(maxsize=1024)  # most headings are the exporters' own
def bare(title: str) -> str:
    """A heading without emoji and marks: `📚 **Show Notes**:` is `Show Notes`."""
    return _NO_WORD.sub("", title).strip()


def words(title: str) -> str:
    """What to look a heading up by: `show notes`."""
    return bare(title).lower()


def kind_of(title: str) -> str:
    """What a heading announces; "" when it is not known."""
    return KINDS.get(words(title), "")


def split(body: str, line: int) -> tuple[Section, ...]:
    """The sections whose headings are known, each up to the next heading of its level or a higher one.

    `body` begins on `line` of the file.
    """
    text = "\n" + body
    sections: list[Section] = []
    position, counted = 0, 1
    while heading := _HEADING.search(text, position):
        position = heading.end()
        title = bare(heading[2])
        if kind := KINDS.get(title.lower()):
            line, counted = line + text.count("\n", counted, position), position
            end = _NEXT[len(heading[1]) - 1].search(text, position)
            stop = end.start() if end else len(text)
            sections.append(Section(kind=kind, title=title, text=text[position : stop + 1], line=line))
            position = stop
    return tuple(sections)


def folded(part: Section) -> tuple[Section, ...]:
    """A list of metadata without the show notes folded into it (`<details>`), and these as a section of their own."""
    begin, stop = part.text.find(_FOLD), part.text.find("</details>")
    if part.kind != "metadata" or begin < 0 or stop < begin:
        return (part,)
    inner = begin + len(_FOLD)
    notes = Section(
        kind="shownotes",
        title="Show notes",
        text=part.text[inner:stop],
        line=part.line + part.text.count("\n", 0, inner),
    )
    return replace(part, text=part.text[:begin] + part.text[stop:]), notes


def ensuring_snips(parts: tuple[Section, ...], body: str, line: int) -> tuple[Section, ...]:
    """`parts`, and if none is for snips the whole body as one that is: some templates lack that heading."""
    if any(part.kind == "snips" for part in parts):
        return parts
    text = f"\n{body}".partition(_TRANSCRIPT)[0]
    return (*parts, Section(kind="snips", title="", text=text, line=line - 1))


def title(body: str) -> str:
    """The first heading of the first level, if the text begins with one."""
    first = next(headings(body), None)
    return first.title if first and first.level == 1 and not body[: first.start].strip() else ""


def shown(text: str) -> str:
    """A section's text as lines, links as Markdown: `<br/>> ` ends a line, quotes and tags are gone."""
    if "<" in text and "<br" in text:
        text = _BREAK.sub("\n", text)
    text = text.replace("\n> ", "\n")  # nearly all quotes, at a tenth of a pattern's cost
    return markup.to_text(obsidian.plain(text))


def lines_of(part: Section) -> list[int]:
    """The line of the file, from 1, that each line of `shown(part.text)` came from."""
    ends = (match[0] == "\n" for match in _BREAK.finditer(part.text))
    return list(accumulate(ends, initial=part.line))
