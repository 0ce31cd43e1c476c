"""Snipd's Obsidian plugin: `from_snipd: true`, `### ⭐ [Title](share link) [[tag]]`, `🎧 21:04 - 22:22`.

People edit its templates, so only the mark in the front matter is sure.
Source: https://github.com/snipd-app/snipd-obsidian/blob/main/src/types.ts (DEFAULT_EPISODE_TEMPLATE)
"""

from __future__ import annotations

from feedtool.model import Note
from feedtool.notes import snipd_export
from feedtool.notes.source import Source

NAME = "snipd-plugin"


def detect(source: Source) -> bool:
    """Whether the plugin left its mark in the front matter."""
    return source.metadata.get("from snipd") == ("true",)


def read(source: Source) -> tuple[Note, ...]:
    """One note: a file is an episode."""
    return (snipd_export.episode_note(source, NAME),)
