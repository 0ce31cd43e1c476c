"""Show + notes → Show: decides what each item gets, and reports each choice that a person may want to know.

Pure data in and out; what becomes of it in the feed is the formats' business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from feedtool import limits
from feedtool.chapters import Fetched, Subject, choose
from feedtool.match import Match, Unmatched, match
from feedtool.model import Item, Note, Person, Problem, Show
from feedtool.settings import Settings
from feedtool.soundbites import soundbites
from feedtool.upstream import Upstream

T = TypeVar("T")

HOST_ROLES = frozenset({"host", "co-host", "guest host"})


class Decided(NamedTuple):
    """What was decided on an item, given its note."""

    note: Note | None
    item: Item
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Enriched:
    show: Show
    matched: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    problems: tuple[Problem, ...]
    decided: tuple[Decided, ...] = ()

    @property
    def strays(self) -> tuple[Unmatched, ...]:
        """The notes without an episode that a person has to look into: not those of other shows."""
        return tuple(lost for lost in self.unmatched if not lost.other_show)

    @property
    def foreign(self) -> tuple[Unmatched, ...]:
        """The notes of other shows, which a vault may be full of."""
        return tuple(lost for lost in self.unmatched if lost.other_show)


def enrich(
    upstream: Upstream,
    notes: Iterable[Note],
    settings: Settings,
    fetched: Fetched = Fetched(),
    before: Enriched | None = None,
) -> Enriched:
    """Match the notes, and give every item its chapters, soundbites and persons.

    `before` is what came of the same with other notes, if anything: what was decided on an item stands as long
    as its note is the same.
    """
    show = upstream.show
    matched, unmatched = match(show, notes, (*before.matched, *before.unmatched) if before else ())
    by_item, problems = by_items(matched)
    decided = decide(upstream, by_item, settings, fetched, before.decided if before else ())
    return Enriched(
        show=replace(show, items=tuple(one.item for one in decided)),
        matched=matched,
        unmatched=unmatched,
        problems=(*problems, *(problem for one in decided for problem in one.problems)),
        decided=decided,
    )


def decide(
    upstream: Upstream,
    by_item: Mapping[int, Note],
    settings: Settings,
    fetched: Fetched,
    known: Sequence[Decided] = (),
) -> tuple[Decided, ...]:
    """What each item gets, given the notes by their items' index; what is `known` stands as long as its note does."""
    show = upstream.show

    def one(item: Item) -> Decided:
        note = by_item.get(item.index)
        if item.index < len(known) and known[item.index].note == note:
            return known[item.index]
        subject = Subject(item=item, note=note, document=upstream.document, fetched=fetched)
        found: list[Problem] = []
        return Decided(note, _item(subject, show, settings, found), tuple(found))

    return tuple(map(one, show.items))


def by_items(matched: Iterable[Match]) -> tuple[dict[int, Note], list[Problem]]:
    """The notes by their items' index, several on one item as one; and where that was so."""
    by_item: dict[int, Note] = {}
    problems: list[Problem] = []
    for found in matched:
        index = found.item.index
        if index in by_item:
            problems.append(_two_notes(found, by_item[index]))
            by_item[index] = combined(by_item[index], found.note)
        else:
            by_item[index] = found.note
    return by_item, problems


def _two_notes(found: Match, first: Note) -> Problem:
    """A warning where the two say different things of the same, so that one of them is not heard."""
    differing = [name for name, unheard in _unheard(first, found.note).items() if unheard]
    but = f", but for its {' and '.join(differing)}, which differ" if differing else ""
    message = f"“{found.item.title}” has two notes; {first.name} comes first, this one adds to it{but}"
    return Problem(level="warning" if differing else "info", where=found.note.name, message=message)


def _unheard(one: Note, other: Note) -> dict[str, bool]:
    named = {(snip.start, snip.end): snip for snip in one.snips}
    return {
        "chapters": bool(one.chapters and other.chapters) and one.chapters != other.chapters,
        "snips": any(named.get((snip.start, snip.end), snip) != snip for snip in other.snips),
    }


def combined(one: Note, other: Note) -> Note:
    """Two notes on one episode as one: `one` is believed first, `other` fills gaps and adds snips, links, people."""
    return replace(
        one,
        cover=one.cover or other.cover,
        chapters=one.chapters or other.chapters,
        snips=_union(one.snips, other.snips, key=lambda snip: (snip.start, snip.end)),
        links=_union(one.links, other.links, key=lambda link: link.url),
        people=_union(one.people, other.people, key=lambda person: person.name.casefold()),
        glossary=_union(one.glossary, other.glossary, key=lambda term: term.name.casefold()),
        references=_union(one.references, other.references, key=lambda link: (link.url, link.label)),
    )


def _union(one: Sequence[T], other: Sequence[T], *, key: Callable[[T], object]) -> tuple[T, ...]:
    union: dict[object, T] = {}
    for entry in (*one, *other):
        union.setdefault(key(entry), entry)
    return tuple(union.values())


def _item(subject: Subject, show: Show, settings: Settings, problems: list[Problem]) -> Item:
    note, chosen = subject.note, choose(subject, show.language, settings)
    problems += chosen.problems
    item = subject.item
    if chosen.chapters:
        item = replace(
            item, chapters=chosen.chapters, chapters_from=chosen.source, chapters_shown=chosen.shown
        )
    if note is None:
        return item
    bites, complaints = soundbites(note.snips, item.chapters, item)
    problems += complaints
    return replace(item, note=note, soundbites=bites, people=_people(item, note, show))


def _people(item: Item, note: Note, show: Show) -> tuple[Person, ...]:
    """The note's persons that the item lacks. An item's persons replace the channel's, so its hosts come along.

    Source: podcast-namespace docs/tags/person.md.
    """
    if not note.people:
        return ()
    present = {person.name.casefold() for person in item.persons}
    of_channel = {person.name.casefold(): person for person in show.persons}
    new = {
        name: limits.person(_filled(person, of_channel.get(name)))
        for person in note.people
        if (name := person.name.strip().casefold()) and name not in present
    }
    hosts = (host for name, host in of_channel.items() if host.role in HOST_ROLES and name not in new)
    return (*new.values(), *(() if item.persons else hosts)) if new else ()


def _filled(person: Person, known: Person | None) -> Person:
    """The note's person, with the home page and picture that the channel knows of somebody of that name."""
    if known is None:
        return person
    return replace(person, href=person.href or known.href, image=person.image or known.image)
