"""Snipd's older export to Obsidian: `snipd:` in the front matter, `## Show notes` in quotes, `## Snips`.

A snip is `### [01:11] Title`, a share link with the range, an audio player. Some vaults have no front matter.
"""

from __future__ import annotations

from feedtool.model import Note
from feedtool.notes import episode, sections
from feedtool.notes.source import Source

NAME = "snipd-obsidian"


def detect(source: Source) -> bool:
    """Show notes or snips under their headings, and Snipd named in the front matter or by a share link."""
    exported = "snipd" in source.metadata or "https://share.snipd.com/snip/" in source.body
    return exported and any(
        heading.level == 2 and sections.words(heading.title) in {"show notes", "snips"}
        for heading in sections.headings(source.body)
    )


def read(source: Source) -> tuple[Note, ...]:
    return (episode.note(source, NAME, source.metadata, sections.split(source.body, source.line)),)
