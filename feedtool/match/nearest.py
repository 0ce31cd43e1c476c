"""The items that a note without a match comes nearest to, for a person to look at."""

from __future__ import annotations

from collections.abc import Sequence

from feedtool.match.keys import plain_key
from feedtool.model import Item, Note

MOST = 3
_LEAST = 0.2
"""Share of the pairs that two titles must have in common; fewer are chance."""


def nearest(note: Note, items: Sequence[Item]) -> tuple[Item, ...]:
    """At most `MOST` items whose titles are like the note's, the likest first."""
    wanted = _pairs(note.title)
    if not wanted:
        return ()
    scored = ((_likeness(wanted, _pairs(item.title)), -item.index, item) for item in items)
    best = sorted((score for score in scored if score[0] > _LEAST), key=lambda score: score[:2], reverse=True)
    return tuple(item for _, _, item in best[:MOST])


def _pairs(title: str) -> frozenset[str]:
    """Pairs of neighbouring letters, which work for Chinese as for English."""
    key = plain_key(title)
    return frozenset(key[at : at + 2] for at in range(len(key) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
