"""A note that somebody writes by hand: front matter that names the episode, and the sections they care for.

Named by `source`, `guid` or `audio`, or by `title` and `show` together. Headings are English or Chinese
(`sections.KINDS`); what stands under other headings is private.
"""

from __future__ import annotations

from dataclasses import replace

from feedtool.model import Note, Problem
from feedtool.notes import episode, metadata, sections
from feedtool.notes.source import Source

NAME = "own"

_NO_SECTION = "it has none of the sections Chapters, Show notes, Links, Snips, People, Glossary (章节, 节目笔记, 链接, …)"


def detect(source: Source) -> bool:
    """Whether the front matter names an episode."""
    fields = source.metadata
    return bool(
        metadata.url(fields, "source")
        or metadata.url(fields, "audio")
        or metadata.text(fields, "guid")
        or (metadata.text(fields, "title") and metadata.text(fields, "show"))
    )


def read(source: Source) -> tuple[Note, ...]:
    """One note: a file is an episode."""
    parts = sections.split(source.body, source.line)
    note = episode.note(source, NAME, source.metadata, parts)
    if parts:
        return (note,)
    problem = Problem(where=source.name, line=source.line, message=_NO_SECTION)
    return (replace(note, problems=(*note.problems, problem)),)
