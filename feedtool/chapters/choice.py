"""Which chapters an item gets: the first source that has any, what the others add to them, and one at 0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from feedtool import limits, timecode
from feedtool.chapters.found import Found, Subject
from feedtool.chapters.sources import SOURCES
from feedtool.model import Chapter, Item, Problem
from feedtool.settings import Settings

_OPENING = {
    "zh": "开场",
    "en": "Intro",
    "de": "Intro",
    "fr": "Introduction",
    "es": "Introducción",
    "ja": "オープニング",
}
"""Title of the chapter at 0 by the show's language; English for all others."""

_AT_HAND = ("note", "upstream", "audio")
"""Sources that cost nothing to look at when another has won."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    chapters: tuple[Chapter, ...] = ()
    source: str = ""
    shown: bool = False
    """Upstream's show notes list them already."""
    problems: tuple[Problem, ...] = ()


def choose(subject: Subject, language: str, settings: Settings) -> Choice:
    """The item's chapters, in ascending order from 0 on, and all that a person should know of how they came about."""
    where = subject.note.name if subject.note else subject.item.title
    problems: list[Problem] = []
    for at, name in enumerate(settings.chapter_sources):
        found = SOURCES[name](subject)
        problems += found.problems
        if found.elsewhere:
            break
        chapters, late = _within(found.chapters, subject.item)
        problems += late
        if chapters:
            others = _others(subject, settings.chapter_sources[at + 1 :])
            problems += _passed_over(name, chapters, others)
            whole = _from_the_start(_filled(chapters, others), settings.opening or opening(language))
            return Choice(chapters=whole, source=name, shown=found.shown, problems=_at(where, problems))
    return Choice(problems=_at(where, problems))


def _at(where: str, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(replace(problem, where=where) for problem in problems)


def _from_the_start(chapters: tuple[Chapter, ...], title: str) -> tuple[Chapter, ...]:
    """Apple, Spotify and YouTube want a chapter at 0; hardly any timeline has one."""
    return chapters if chapters[0].start == 0 else (Chapter(start=0.0, title=title), *chapters)


def opening(language: str) -> str:
    return _OPENING.get(language.lower()[:2], _OPENING["en"])


# --- the sources that lost


def _others(subject: Subject, names: Sequence[str]) -> Mapping[str, Found]:
    return {name: SOURCES[name](subject) for name in names if name in _AT_HAND}


def _filled(chapters: tuple[Chapter, ...], others: Mapping[str, Found]) -> tuple[Chapter, ...]:
    """Links and pictures that the chosen chapters lack, from others' chapters that start at the same instant."""
    known = {
        chapter.start: chapter
        for found in others.values()
        for chapter in found.chapters
        if chapter.url or chapter.image
    }
    if not known:
        return chapters
    pairs = ((chapter, known.get(chapter.start, chapter)) for chapter in chapters)
    return tuple(
        own._replace(url=own.url or other.url, image=own.image or other.image) for own, other in pairs
    )


def _passed_over(name: str, chapters: Sequence[Chapter], others: Mapping[str, Found]) -> Iterator[Problem]:
    for other, found in others.items():
        if found.chapters or found.elsewhere:
            has = f"{len(found.chapters)} of its own" if found.chapters else "a file of them"
            message = (
                f"{len(chapters)} chapters are taken from the source `{name}`; `{other}` has {has}, not used"
            )
            yield Problem(level="info", message=message)


# --- within the episode


def _within(chapters: Sequence[Chapter], item: Item) -> tuple[tuple[Chapter, ...], list[Problem]]:
    """The chapters that lie within the episode, each later than the one before; and what was left out."""
    duration, last = item.duration or float("inf"), -1.0
    kept, late = [], []
    for chapter in chapters:
        if chapter.url or chapter.image or chapter.start % 1:
            chapter = limits.chapter(chapter)  # noqa: PLW2901 - most have none of it, and there are many
        if chapter.start >= duration:
            late.append(Problem(message=_too_late(chapter, duration)))
        elif chapter.start > last:
            last = chapter.start
            kept.append(chapter)
    return tuple(kept), late


def _too_late(chapter: Chapter, duration: float) -> str:
    start, end = timecode.clock(chapter.start), timecode.clock(duration)
    late = f"“{chapter.title}” starts at {start}, past the episode's end at {end}"
    return f"{late}; left out (advertisements that differ from download to download shift times)"
