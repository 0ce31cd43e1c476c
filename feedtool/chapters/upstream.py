"""Chapters that upstream has already: Podlove Simple Chapters inline, or the JSON file that its feed links."""

from __future__ import annotations

from feedtool import limits, timecode
from feedtool.chapters import json_file
from feedtool.chapters.found import Found, Subject
from feedtool.model import Chapter, Problem
from feedtool.upstream.document import Element, every, first


def find(subject: Subject) -> Found:
    """The inline chapters, else the linked file's; `elsewhere` where that is linked but not at hand."""
    children = subject.element.children
    inline = first(children, "psc:chapters")
    linked = first(children, "podcast:chapters")
    chapters = tuple(filter(None, map(_chapter, every(inline.children, "psc:chapter")))) if inline else ()
    if chapters or not linked:
        return Found(chapters=tuple(sorted(chapters, key=lambda chapter: chapter.start)))
    return _linked(subject, linked.attributes.get("url", ""))


def _linked(subject: Subject, url: str) -> Found:
    """The file's chapters, where it was fetched; where it was not yet, upstream's link stays as it is."""
    data = subject.fetched.files.get(url)
    if data is None:
        return Found(elsewhere=True)
    try:
        return Found(chapters=json_file.read(data))
    except ValueError as error:
        return Found(problems=(Problem(where=url, message=f"upstream's chapters file: {error}"),))


def _chapter(element: Element) -> Chapter | None:
    attributes = element.attributes
    title = attributes.get("title", "").strip()
    start = _play_time(attributes.get("start", ""))
    if start is None or not title:
        return None
    url, image = (limits.url(attributes.get(name, "")) for name in ("href", "image"))
    return Chapter(start=start, title=title, url=url, image=image)


def _play_time(text: str) -> float | None:
    """Normal Play Time in seconds: `37`, `7:48`, `05:12:03.5` (podlove-simple-chapters.md), else None."""
    clock, _, fraction = text.strip().partition(".")
    try:
        seconds = timecode.parse(clock) if ":" in clock else float(int(clock))
        return seconds + (float(f"0.{fraction}") if fraction else 0.0)
    except ValueError:
        return None
