"""Where an item's chapters may come from: one file and one line in `SOURCES` each.

The settings say in which order they are asked; the first that has chapters wins, and what lost is reported.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from feedtool.chapters import audio, description, note, upstream
from feedtool.chapters.found import Found, Subject

SOURCES: Final[dict[str, Callable[[Subject], Found]]] = {
    "note": note.find,
    "upstream": upstream.find,
    "audio": audio.find,
    "description": description.find,
}
