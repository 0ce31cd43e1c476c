"""What a chapter source is asked about, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedtool.model import Chapter, Item, Note, Problem
from feedtool.upstream.document import Document, Element


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """What upstream's feed leads to, as far as it was fetched."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    """URL → a linked chapters file."""
    audio: Mapping[str, bytes] = field(default_factory=dict)
    """Enclosure URL → the chapters inside the audio file, as a chapters file."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """An item with all that may hold chapters for it."""

    item: Item
    note: Note | None
    document: Document
    fetched: Fetched = Fetched()

    @property
    def element(self) -> Element:
        return self.document.items[self.item.index]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """Chapters in ascending order, () for none; problems name lines of the source."""

    chapters: tuple[Chapter, ...] = ()
    problems: tuple[Problem, ...] = ()
    shown: bool = False
    """Upstream's show notes have a line for each chapter that apps recognise: ours would say it twice."""
    elsewhere: bool = False
    """Upstream has chapters that it only links to: they stay as they are, and no other source replaces them."""
