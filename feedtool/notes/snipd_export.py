"""Snipd's Markdown export, of one episode or of hundreds in one file.

Each has a `# Title`, `## Episode metadata` as a list with the show notes folded into it, and `## Snips`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from feedtool.model import Note
from feedtool.notes import episode, metadata, sections
from feedtool.notes.source import Source, cut

NAME = "snipd-export"


def detect(source: Source) -> bool:
    """Whether an episode's metadata are listed under their heading."""
    return "\n- Episode title:" in source.body and "\n## Episode metadata" in "\n" + source.body


def read(source: Source) -> tuple[Note, ...]:
    """A note for each episode."""
    return tuple(episode_note(part, NAME) for part in cut(source, list(_starts(source.body))))


def episode_note(source: Source, layout: str) -> Note:
    """The note on the one episode that `source` is about."""
    parts = tuple(chain(*map(sections.folded, sections.split(source.body, source.line))))
    listed = metadata.listed("\n".join(part.text for part in parts if part.kind == "metadata"))
    parts = sections.ensuring_snips(parts, source.body, source.line)
    return episode.note(source, layout, {**source.metadata, **listed}, parts)


def _starts(body: str) -> Iterator[int]:
    """Where the episodes begin: at the title above each list of metadata, the first where the text begins."""
    title, first = 0, True
    for heading in sections.headings(body):
        if heading.level == 1:
            title = heading.start
        elif heading.level == 2 and sections.words(heading.title) == "episode metadata":
            yield 0 if first else title
            first = False
