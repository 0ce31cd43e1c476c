"""Show + notes → Show: decides what each item gets, and reports each choice that a person may want to know.

Pure data in and out; what becomes of it in the feed is the formats' business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from feedtool import limits
from feedtool.chapters import SOURCES, Subject
from feedtool.match import Match, Unmatched, match
from feedtool.model import Chapter, Item, Note, Person, Problem, Show
from feedtool.settings import Settings
from feedtool.soundbites import soundbites
from feedtool.upstream import Upstream

T = TypeVar("T")

_OPENING = {
    "zh": "开场",
    "en": "Intro",
    "de": "Intro",
    "fr": "Introduction",
    "es": "Introducción",
    "ja": "オープニング",
}
"""Title of the chapter at 0 by the show's language; English for all others."""

HOST_ROLES = frozenset({"host", "co-host", "guest host"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Enriched:
    show: Show
    matched: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    problems: tuple[Problem, ...]


def enrich(upstream: Upstream, notes: Iterable[Note], settings: Settings) -> Enriched:
    """Match the notes, and give every item its chapters, soundbites and persons."""
    show = upstream.show
    matched, unmatched = match(show, notes)
    problems: list[Problem] = []
    by_item = _by_item(matched, problems)
    items = [
        _item(
            Subject(item=item, note=by_item.get(item.index), document=upstream.document),
            show,
            settings,
            problems,
        )
        for item in show.items
    ]
    return Enriched(
        show=replace(show, items=tuple(items)), matched=matched, unmatched=unmatched, problems=tuple(problems)
    )


def _by_item(matched: Sequence[Match], problems: list[Problem]) -> dict[int, Note]:
    by_item: dict[int, Note] = {}
    for found in matched:
        index = found.item.index
        if index in by_item:
            message = (
                f"“{found.item.title}” has two notes; {by_item[index].name} comes first, this one adds to it"
            )
            problems.append(Problem(level="info", where=found.note.name, message=message))
            by_item[index] = combined(by_item[index], found.note)
        else:
            by_item[index] = found.note
    return by_item


def combined(one: Note, other: Note) -> Note:
    """Two notes on one episode as one: `one` is believed first, `other` fills gaps and adds snips, links, people."""
    return replace(
        one,
        cover=one.cover or other.cover,
        show_notes=one.show_notes or other.show_notes,
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
    note = subject.note
    item = _with_chapters(subject, show, settings, problems)
    if note is None:
        return item
    bites, complaints = soundbites(note.snips, item.chapters, item)
    problems += complaints
    return replace(item, note=note, soundbites=bites, people=_people(item, note, show))


def _with_chapters(subject: Subject, show: Show, settings: Settings, problems: list[Problem]) -> Item:
    """The item with the chapters of the first source that has any, and with one at 0."""
    where = subject.note.name if subject.note else subject.item.title
    for name in settings.chapter_sources:
        found = SOURCES[name](subject)
        problems += (replace(problem, where=where) for problem in found.problems)
        if found.elsewhere:
            break
        if chapters := tuple(_within(found.chapters, subject.item, where, problems)):
            if chapters[0].start > 0:
                title = settings.opening or opening(show.language)
                chapters = (Chapter(start=0.0, title=title), *chapters)
            return replace(subject.item, chapters=chapters, chapters_from=name, chapters_shown=found.shown)
    return subject.item


def opening(language: str) -> str:
    return _OPENING.get(language.lower()[:2], _OPENING["en"])


def _within(
    chapters: Sequence[Chapter], item: Item, where: str, problems: list[Problem]
) -> Iterable[Chapter]:
    """The chapters that lie within the episode, each later than the one before."""
    duration, last = item.duration or float("inf"), -1.0
    for chapter in map(limits.chapter, chapters):
        if chapter.start >= duration:
            problems.append(Problem(where=where, message=_too_late(chapter, duration)))
        elif chapter.start > last:
            last = chapter.start
            yield chapter


def _too_late(chapter: Chapter, duration: float) -> str:
    late = f"“{chapter.title}” starts at {chapter.start:.0f} s, past the episode's end at {duration:.0f} s"
    return f"{late}; left out (advertisements that differ from download to download shift times)"


def _people(item: Item, note: Note | None, show: Show) -> tuple[Person, ...]:
    """The note's persons that the item lacks. An item's persons replace the channel's, so its hosts come along.

    Source: podcast-namespace docs/tags/person.md.
    """
    if not note or not note.people:
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
