"""A feed on its way out, of what a process made and of what others made before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from feedtool.kept.record import Patch, Stray
from feedtool.model import Problem

if TYPE_CHECKING:
    from feedtool.refresh import Refreshed


class Body(NamedTuple):
    """The sections of cache/feed.body: written when a feed is built from nothing, and left alone since."""

    feed: int = 0
    document: int = 1
    """What the feed was made of, where that is not upstream's file as it is."""


class State(NamedTuple):
    """The sections of cache/feed.state: what has changed since, and what all was made of."""

    parts: int = 0
    """The items that were made again since, one behind the other."""
    details: int = 1
    facts: int = 2


BODY, STATE = Body(), State()


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed as it goes out, and all that there is to say with it."""

    pieces: Iterable[bytes | memoryview]
    """To be gone through once."""
    problems: tuple[Problem, ...]
    strays: tuple[Stray, ...]
    foreign: tuple[str, ...]
    """The names of notes of other shows."""
    refreshed: Refreshed | None = None
    """How it went to ask upstream; None when nobody was asked."""


def patched(feed: bytes, parts: bytes, patches: Iterable[Patch]) -> Iterator[memoryview]:
    """The feed with its patches, which come in order, their bytes in `parts`."""
    view, new, at, start = memoryview(feed), memoryview(parts), 0, 0
    for patch in patches:
        yield view[at : patch.at]
        yield new[start : start + patch.size]
        at, start = patch.at + patch.length, start + patch.size
    yield view[at:]
