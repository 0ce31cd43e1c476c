"""A note that somebody writes by hand: front matter that names the episode, and the sections they care for.

The episode is named by `source`, `guid` or `audio`, or by `title` and `show` together. `sections.KINDS` has the
headings; what stands under any other is private. In Logseq the properties at the top of a page are its front matter,
and an outline holds the sections.
"""

from __future__ import annotations

from feedtool.model import Note
from feedtool.notes import episode, logseq, metadata, moments, sections, snips
from feedtool.notes.source import Source

NAME = "own"

_ADDRESSES = ("source", "source url", "来源", "audio", "音频")
_NO_SECTION = (
    "it has none of the sections Chapters (章节), Show notes (节目笔记), Links (链接), Snips (片段), …"
)


def detect(source: Source) -> bool:
    """Whether the front matter names an episode; `url:` or `link:` alone may be anything's."""
    fields = logseq.page(source).metadata
    addressed = any("://" in value for name in _ADDRESSES for value in fields.get(name, ()))
    titled = bool(metadata.text(fields, "title") and metadata.text(fields, "show"))
    return addressed or titled or bool(metadata.text(fields, "guid"))


def read(source: Source) -> tuple[Note, ...]:
    """One note: a file is an episode."""
    source = logseq.page(source)
    parts = sections.split(source.body, source.line)
    found = snips.joined([clipped(part, source.name) for part in parts if part.kind == "snips"], source.name)
    note = episode.note(source, NAME, source.metadata, parts, found)
    return (note if parts else episode.complaining(note, source.line, _NO_SECTION),)


def clipped(part: sections.Section, name: str) -> snips.Snips:
    """The snips in a section for them: each with a range, or moments that only have the time at which they begin."""
    found = snips.read(part.text, part.line, name)
    if len(moments.find(part.text)) > len(found.snips):
        return moments.read(part.text, part.line, name)
    return found
