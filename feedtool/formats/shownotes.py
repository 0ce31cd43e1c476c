"""Show notes as apps read them: what is added to an item's content:encoded, and its short description.

    content:encoded   upstream's HTML, then one block of ours: timestamp lines, snips, links, glossary
    description       as much of upstream's text as fits, then all timestamp lines: 4,000 bytes in all

A timestamp line is `HH:MM:SS`, a space, the title, and a line break. That is what Apple Podcasts, Spotify,
YouTube, Pocket Casts and AntennaPod all make chapters or links of; shorter forms fail in one or the other
(AntennaPod reads 02:20 as hours and minutes if it fits the duration). No attribute may hold a time like
00:00: AntennaPod and Pocket Casts replace times in the HTML source, tags and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from feedtool import markup, timecode
from feedtool.formats.words import Words
from feedtool.model import Chapter, Item, Link, Snip, Term
from feedtool.shownotes import titles
from feedtool.soundbites import name as snip_name

DESCRIPTION_LIMIT = 4000
"""Bytes of UTF-8, tags included (Apple Podcasts for creators; PSP-1)."""

OPENING_MARK = '<div class="feedtool">'
"""Begins what `block` writes; a feed that has it was enriched before."""

_FULL_SHARE = 0.75
"""Full chapter titles may take this much of a description; beyond, the short ones leave room for the text."""

_BARE_TIME = re.compile(r"(?<=\d):(?=\d\d)")
_TIME = re.compile(r"\d{1,3}[:：]\d{1,2}(?:[:：]\d{1,2})?")
_LEAD = 4
"""Characters that may stand before a time that begins a line: a bullet, a bracket, spaces."""
_MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((https?://[^\s()<>\"]{1,2000})\)")
_SENTENCE_END = re.compile(r"[。！？!?；;]|\. ")


def timestamps(chapters: Iterable[Chapter]) -> list[str]:
    """A line a chapter, with its whole title."""
    return [timestamp(chapter, chapter.title) for chapter in chapters]


def block(item: Item, lines: Sequence[str], words: Words) -> str:
    """What goes behind upstream's content, given the item's timestamp lines; "" when there is nothing to add."""
    parts = _section(words.chapters, _chapter_paragraphs(item.chapters, lines))
    if note := item.note:
        parts += _section(words.snips, _list(_snips(note.snips, item)))
        parts += _section(words.links, _list(map(_link, note.links)))
        parts += _section(words.glossary, _list(map(_term, note.glossary)))
    return "\n".join([OPENING_MARK, *parts, "</div>"]) if parts else ""


def _section(heading: str, body: Sequence[str]) -> list[str]:
    return [f"<p><strong>{escape(heading)}</strong></p>", *body] if body else []


def _list(entries: Iterable[str]) -> list[str]:
    rows = [f"<li>{entry}</li>" for entry in entries]
    return ["<ul>", *rows, "</ul>"] if rows else []


def _chapter_paragraphs(chapters: Sequence[Chapter], lines: Sequence[str]) -> list[str]:
    """A paragraph a section, its heading first."""
    paragraphs: list[list[str]] = []
    section = None
    for chapter, line in zip(chapters, lines, strict=True):
        if chapter.section != section:
            section = chapter.section
            paragraphs.append([f"<strong>{_text(section)}</strong>"] if section else [])
        paragraphs[-1].append(line)
        paragraphs[-1] += [f"· {_text(detail)}" for detail in chapter.details]
    return [f"<p>{_lines(paragraph)}</p>" for paragraph in paragraphs]


def _lines(lines: Iterable[str]) -> str:
    return "<br/>\n".join(lines)


def timestamp(chapter: Chapter, title: str) -> str:
    return f"{timecode.clock(chapter.start)} {escape(title, quote=False)}"


def _snips(snips: Iterable[Snip], item: Item) -> Iterator[str]:
    audio = item.enclosure.url.partition("#")[0] if item.enclosure else ""
    for snip in sorted(snips, key=lambda snip: snip.start):
        # The times stand behind the title, so that no app takes the list for a second timeline.
        title = _anchor(
            f"{audio}#t={timecode.decimal(snip.start)},{timecode.decimal(snip.end)}" if audio else "",
            snip_name(snip, item.chapters, item),
        )
        star = "★ " if snip.favourite else ""
        times = f" ({timecode.clock(snip.start)} – {timecode.clock(snip.end)})"
        share = f" {_anchor(snip.url, 'Snipd')}" if snip.url else ""
        tags = "".join(f" #{_text(tag)}" for tag in snip.tags)
        words = "".join(
            f"<br/>\n{_text(text)}" for text in (f"“{snip.quote}”" if snip.quote else "", snip.note) if text
        )
        yield star + title + times + share + tags + words


def _link(link: Link) -> str:
    return _anchor(link.url, link.label or link.url)


def _term(term: Term) -> str:
    return f"<strong>{_text(term.name)}</strong>: {_text(term.meaning)}"


def _anchor(url: str, text: str) -> str:
    if not url.startswith(("http://", "https://")):
        return _text(text)
    return f'<a href="{escape(_BARE_TIME.sub("%3A", url))}">{_text(text)}</a>'


def _text(text: str) -> str:
    """On one line: quotes and notes may have several."""
    return escape(" ".join(text.split()), quote=False)


# --- description


def description(text: str, chapters: Sequence[Chapter], lines: Sequence[str]) -> str:
    """Upstream's text, cut to what fits, and all timestamp lines; HTML of at most 4,000 bytes."""
    times = _fitting(chapters, lines)
    room = DESCRIPTION_LIMIT - len(times.encode()) - 1
    # Not even ASCII text without a tag in it could use more than `room` characters.
    intro = _intro(_without_timeline(markup.to_text(text[: 2 * room]), chapters), room)
    return f"{intro}\n{times}" if intro else times


def _fitting(chapters: Sequence[Chapter], lines: Sequence[str]) -> str:
    """The fullest form that fits: whole titles, short ones, ever shorter ones, or as many lines as have room."""
    html = f"<p>{_lines(lines)}</p>"
    if len(html.encode()) <= DESCRIPTION_LIMIT * _FULL_SHARE:
        return html
    for limit in (40, 20, 10):
        lines = [timestamp(chapter, titles.short(chapter.title, limit)) for chapter in chapters]
        html = f"<p>{_lines(lines)}</p>"
        if len(html.encode()) <= DESCRIPTION_LIMIT:
            return html
    while len(html.encode()) > DESCRIPTION_LIMIT:
        lines = lines[:-1]
        html = f"<p>{_lines(lines)}</p>"
    return html


def _without_timeline(text: str, chapters: Sequence[Chapter]) -> Iterator[str]:
    """The lines of a text but those of the timeline that it may hold: ours says the same, in full.

    A line with a chapter's time is one of them, and so is one that begins with a time: of a chapter left out.
    """
    starts = {chapter.start for chapter in chapters}
    for line in text.split("\n"):
        time = _TIME.search(line)
        if line.strip() and not (time and (time.start() <= _LEAD or _seconds(time[0]) in starts)):
            yield line.strip()


def _seconds(clock: str) -> float | None:
    try:
        return timecode.parse(clock)
    except ValueError:
        return None


def _intro(lines: Iterable[str], room: int) -> str:
    """The first lines that fit into `room` bytes, as paragraphs, the last one cut at the end of a sentence."""
    done: list[str] = []
    for line in lines:
        paragraph = f"<p>{_inline(line)}</p>\n"
        room -= len(paragraph.encode())
        if room < 0:
            done.append(_cut(line, room + len(paragraph.encode()) - len("<p>…</p>\n".encode())))
            break
        done.append(paragraph)
    return "".join(done).rstrip("\n")


def _cut(line: str, room: int) -> str:
    text = _text(markup.plain(line))
    kept = text.encode()[: max(room, 0)].decode(errors="ignore")
    kept = kept[: kept.rfind("&")] if kept.rfind("&") > kept.rfind(";") else kept
    ends = [match.end() for match in _SENTENCE_END.finditer(kept)]
    kept = kept[: ends[-1]] if ends else kept.rstrip()
    return f"<p>{kept}…</p>" if kept else ""


def _inline(line: str) -> str:
    """A line of text with Markdown links → HTML."""
    html, at = "", 0
    for match in _MARKDOWN_LINK.finditer(line):
        html += escape(line[at : match.start()], quote=False) + _anchor(match[2], match[1])
        at = match.end()
    return html + escape(line[at:], quote=False)


def paragraphs(text: str) -> str:
    """HTML as it is, and plain text as HTML paragraphs: a description that becomes content:encoded."""
    if markup.is_html(text):
        return text
    lines = filter(None, map(str.strip, markup.to_text(text).split("\n")))
    return "".join(f"<p>{_inline(line)}</p>\n" for line in lines)


def plain(html: str) -> str:
    """The words of a text that may be HTML, line by line, for itunes:summary: at most 4,000 characters."""
    lines = (markup.plain(line) for line in markup.to_text(html).split("\n"))
    return "\n".join(filter(None, lines))[:DESCRIPTION_LIMIT]
