"""Chapters that upstream's feed has already: Podlove Simple Chapters inline, or a link to a JSON file."""

from __future__ import annotations

from feedtool import timecode
from feedtool.chapters.found import Found, Subject
from feedtool.model import Chapter
from feedtool.upstream.document import Element, every, first


def find(subject: Subject) -> Found:
    children = subject.element.children
    inline = first(children, "psc:chapters")
    chapters = tuple(filter(None, map(_chapter, every(inline.children, "psc:chapter")))) if inline else ()
    if chapters:
        return Found(chapters=tuple(sorted(chapters, key=lambda chapter: chapter.start)))
    return Found(elsewhere=first(children, "podcast:chapters") is not None)


def _chapter(element: Element) -> Chapter | None:
    attributes = element.attributes
    title = attributes.get("title", "").strip()
    start = npt(attributes.get("start", ""))
    if start is None or not title:
        return None
    return Chapter(
        start=start, title=title, url=attributes.get("href", ""), image=attributes.get("image", "")
    )


def npt(text: str) -> float | None:
    """Normal Play Time in seconds: `37`, `7:48`, `05:12:03.5` (podlove-simple-chapters.md), else None."""
    clock, _, fraction = text.strip().partition(".")
    try:
        seconds = timecode.parse(clock) if ":" in clock else float(int(clock))
        return seconds + (float(f"0.{fraction}") if fraction else 0.0)
    except ValueError:
        return None
