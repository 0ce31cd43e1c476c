"""Readwise's export of highlights in Snipd, Airr and other apps, to Obsidian, Markdown and Logseq.

A highlight is a bullet, `- Text ([Time 0:12:44](link))`; people who write their own template for Readwise make it
a heading, `### Time 0:12:44`, with quoted text. Readwise knows where a highlight begins but not where it ends, so
the snips end where they begin.
Source: https://docs.readwise.io/readwise/docs/exporting-highlights
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from feedtool.model import Note
from feedtool.notes import episode, highlights, logseq, metadata, sections, snips
from feedtool.notes.blocks import cut
from feedtool.notes.frontmatter import Metadata
from feedtool.notes.source import Source

NAME = "readwise"

_LISTED = ("- Full Title:", "* Full Title:")
_PROPERTY = "\nfull-title:: "
_OUTLINE = re.compile(r"^- (?:Highlights first synced by|New highlights added)[^\n]*", re.MULTILINE)
_BULLET = re.compile(r"\n[*-] ")
_TIMED = re.compile(r"Time [\d:]{1,12}")
_UNREADABLE = (
    "none of its highlights can be read; expected `- Text ([Time 0:12:44](link))` below ## Highlights"
)


def detect(source: Source) -> bool:
    """Readwise's list of metadata, and a podcast's times or its category."""
    body = source.body
    titled = "full title" in source.metadata or any(entry in body for entry in _LISTED) or _is_outline(source)
    return titled and (highlights.LINKED.search(body) is not None or _is_podcast(source))


def _is_outline(source: Source) -> bool:
    return _PROPERTY in "\n" + source.body


def _is_podcast(source: Source) -> bool:
    return "podcast" in " ".join(_fields(source).get("category", ())).lower()


def read(source: Source) -> tuple[Note, ...]:
    """One note: a file is an episode."""
    if _is_outline(source):
        source = replace(source, body=_unfolded(source.body))
    fields = _fields(source)
    found = list(dict.fromkeys(_highlights(source)))
    note = episode.note(source, NAME, fields, (), snips.joined(found, source.name))
    return (note if found else episode.complaining(note, source.line, _UNREADABLE),)


def _fields(source: Source) -> Metadata:
    """What the front matter and what stands above the highlights say; the author is the show."""
    fields = {**source.metadata, **metadata.listed(source.body[: _above(source.body)])}
    return {**fields, "title": fields.get("full title", ()), "show": fields.get("author", ())}


def _above(body: str) -> int:
    """Where the first heading for highlights begins."""
    found = sections.headings(body)
    return next((one.start for one in found if sections.kind_of(one.title) == "snips"), len(body))


def _unfolded(body: str) -> str:
    """A page of Logseq's as plain Markdown: its blocks one level further out, its properties without quotes."""
    head, *blocks = _OUTLINE.split(body)
    return "## Highlights".join([logseq.unquoted(head), *(block.replace("\n\t", "\n") for block in blocks)])


def _highlights(source: Source) -> Iterator[snips.Snips]:
    """Each highlight below the first heading for them, whatever headings follow."""
    below = _above(source.body)
    found = (one for one in sections.headings(source.body[below:]) if _TIMED.fullmatch(one.title))
    headed = [below + one.start for one in found]
    starts = headed or [match.start() + 1 for match in _BULLET.finditer(source.body, below)]
    read = highlights.headed if headed else highlights.linked
    for line, text in cut(source.body, starts, source.line):
        yield read(text, line, source.name)
