"""Which note belongs to which item: by evidence, never by guess.

The evidences are tried in the order of the table `EVIDENCES`. One that points to a single item settles it;
one that points to several narrows the search, and what stays ambiguous attaches to nothing and is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedtool.match import nearest
from feedtool.match.evidence import EVIDENCES, Index
from feedtool.match.keys import plain_key
from feedtool.model import Item, Note, Show


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    note: Note
    item: Item
    evidence: str
    """Its name in the table."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unmatched:
    note: Note
    reason: str
    candidates: tuple[Item, ...] = ()
    """The items that come nearest, best first."""
    other_show: bool = False
    """The note names another show: nothing that a person has to look into."""


def match(
    show: Show, notes: Iterable[Note], before: Iterable[Match | Unmatched] = ()
) -> tuple[tuple[Match, ...], tuple[Unmatched, ...]]:
    """What belongs to which item of the show; `before` is what was found earlier, on the same show."""
    index = Index(show.items)
    known = {outcome.note.name: outcome for outcome in before}
    matched: list[Match] = []
    unmatched: list[Unmatched] = []
    for note in notes:
        outcome = known.get(note.name)
        if outcome is None or outcome.note is not note:
            outcome = _match(note, show, index)
        if isinstance(outcome, Match):
            matched.append(outcome)
        else:
            unmatched.append(outcome)
    return tuple(matched), tuple(unmatched)


def _match(note: Note, show: Show, index: Index) -> Match | Unmatched:
    foreign = _names_another_show(note, show)
    narrowed: Sequence[Item] | None = None
    for evidence in EVIDENCES:
        if evidence.weak and foreign:
            continue
        found = index.find(evidence, note)
        if narrowed is not None:
            found = [item for item in found if item in narrowed]
        if len(found) == 1:
            return Match(note=note, item=found[0], evidence=evidence.name)
        narrowed = found or narrowed
    if foreign and not narrowed:
        return Unmatched(note=note, reason=f"it is about another show, “{note.show}”", other_show=True)
    if narrowed:
        reason = f"it fits {len(narrowed)} items alike; name one by `guid` or `source`"
        return Unmatched(note=note, reason=reason, candidates=tuple(narrowed[: nearest.MOST]))
    candidates = nearest.nearest(note, show.items)
    elsewhere = not (candidates or _names(note, show)) and index.elsewhere(note)
    return Unmatched(
        note=note, reason=_why_none(note, candidates), candidates=candidates, other_show=elsewhere
    )


def _names_another_show(note: Note, show: Show) -> bool:
    return bool(note.show and show.title) and not _names(note, show)


def _names(note: Note, show: Show) -> bool:
    return plain_key(note.show) == plain_key(show.title)


def _why_none(note: Note, candidates: Sequence[Item]) -> str:
    title = plain_key(note.title)
    if not note.published and any(plain_key(item.title) == title for item in candidates):
        return f"an item has its title {note.title}, which alone is not enough; add `source`, or `published`"
    looked = [
        f"{name} {value}"
        for name, value in (("audio", note.audio), ("source", note.source), ("title", note.title))
        if value
    ]
    return (
        "no item has its " + ", or its ".join(looked)
        if looked
        else "it names no episode: no audio, source or title"
    )
