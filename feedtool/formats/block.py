"""The block that we put behind upstream's content:encoded: timestamp lines, snips, links, glossary.

A timestamp line is `HH:MM:SS`, a space, the title, and a line break. That is what Apple Podcasts, Spotify,
YouTube, Pocket Casts and AntennaPod all make chapters or links of; shorter forms fail in one or the other
(AntennaPod reads 02:20 as hours and minutes if it fits the duration). No attribute may hold a time like
00:00: AntennaPod and Pocket Casts replace times in the HTML source, tags and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from feedtool import timecode
from feedtool.formats.words import Words
from feedtool.model import Chapter, Item, Link, Snip, Term
from feedtool.soundbites import name as snip_name

OPENING_MARK = '<div class="feedtool">'
"""Begins the block; a feed that has it was enriched before."""

BREAK = "<br/>\n"
_BARE_TIME = re.compile(r":(?<=\d:)(?=\d\d)")  # the colon first, which a regex engine skips to


def timestamps(chapters: Iterable[Chapter]) -> list[str]:
    """A line a chapter, with its whole title, as text."""
    return [f"{timecode.clock(chapter.start)} {chapter.title}" for chapter in chapters]


def block(item: Item, lines: Sequence[str], audio: str, words: Words) -> str:
    """The block as HTML, given the item's timestamp lines and its audio's address; "" when there is nothing to add."""
    parts = _section(words.chapters, list(_paragraphs(item.chapters, lines)))
    if note := item.note:
        parts += _section(words.snips, _list(_snips(note.snips, item, audio.partition("#")[0])))
        parts += _section(words.links, _list(map(_link, note.links)))
        parts += _section(words.glossary, _list(map(_term, note.glossary)))
    return "\n".join([OPENING_MARK, *parts, "</div>"]) if parts else ""


def _section(heading: str, body: Sequence[str]) -> list[str]:
    return [f"<p><strong>{escape(heading)}</strong></p>", *body] if body else []


def _list(entries: Iterable[str]) -> list[str]:
    rows = [f"<li>{entry}</li>" for entry in entries]
    return ["<ul>", *rows, "</ul>"] if rows else []


def _paragraphs(chapters: Sequence[Chapter], lines: Sequence[str]) -> Iterator[str]:
    """A paragraph a section of chapters, under its heading."""
    section = ""
    paragraph: list[str] = []
    for chapter, line in zip(chapters, lines, strict=True):
        if chapter.section != section and paragraph:
            yield _paragraph(section, paragraph)
            paragraph = []
        section = chapter.section
        paragraph.append(line)
        paragraph += [f"· {detail}" for detail in chapter.details]
    if paragraph:
        yield _paragraph(section, paragraph)


def _paragraph(heading: str, lines: Sequence[str]) -> str:
    head = f"<strong>{text(heading)}</strong>{BREAK}" if heading else ""
    return f"<p>{head}{broken(lines)}</p>"


def broken(lines: Iterable[str]) -> str:
    """Lines of text as HTML with line breaks."""
    return escape("\n".join(lines), quote=False).replace("\n", BREAK)


def _snips(snips: Iterable[Snip], item: Item, audio: str) -> Iterator[str]:
    for snip in sorted(snips, key=lambda snip: snip.start):
        # The times stand behind the title, so that no app takes the list for a second timeline.
        times = f"({timecode.span(snip.start, snip.end)})"
        parts = ["★"] if snip.favourite else []
        parts += [anchor(_fragment(audio, snip), snip_name(snip, item.chapters, item)), times]
        parts += [anchor(snip.url, "Snipd")] if snip.url else []
        parts += [f"#{text(tag)}" for tag in snip.tags]
        said = (f"“{snip.quote}”" if snip.quote else "", snip.note)
        yield BREAK.join((" ".join(parts), *(text(words) for words in said if words)))


def _fragment(audio: str, snip: Snip) -> str:
    """The moment in the audio file (W3C Media Fragments §4.2.1): from a start, to an end that has to be later."""
    start, end = timecode.decimal(snip.start), timecode.decimal(max(snip.start, snip.end))
    return f"{audio}#t={start}" + (f",{end}" if end != start else "") if audio else ""


def _link(link: Link) -> str:
    return anchor(link.url, link.label or link.url)


def _term(term: Term) -> str:
    return f"<strong>{text(term.name)}</strong>: {text(term.meaning)}"


def anchor(url: str, words: str) -> str:
    """A link, where the URL is one that may stand in a feed; else the words alone."""
    if not url.startswith(("http://", "https://")):
        return text(words)
    return f'<a href="{escape(_BARE_TIME.sub("%3A", url))}">{text(words)}</a>'


def text(words: str) -> str:
    """Text as HTML, on one line: quotes and notes may have several."""
    return escape(" ".join(words.split()), quote=False)
