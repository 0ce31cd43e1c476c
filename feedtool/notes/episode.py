"""A note of one episode, put together from its metadata and its sections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from feedtool.model import Chapter, Link, Note, Person, Problem
from feedtool.notes import metadata, sections, snips
from feedtool.notes.frontmatter import Metadata
from feedtool.notes.sections import Section
from feedtool.notes.source import Source
from feedtool.shownotes import glossary, homes, links, people, timeline

Texts = Mapping[str, Sequence[tuple[Section, str]]]
"""For each kind of section those that are there, with their plain lines."""

MAX_PROBLEMS = 50
"""So many problems of a note are reported one by one; of more, only their number."""

_NAMELESS = "it names no source (the episode's web page), audio or guid to know the episode by"


def note(
    source: Source,
    layout: str,
    fields: Metadata,
    parts: Sequence[Section],
    clipped: snips.Snips | None = None,
) -> Note:
    """What `parts` of `source` say about the episode that `fields` name.

    `clipped` are its snips, where the layout has a way of its own to read them.
    """
    if clipped is None:
        in_parts = [snips.read(part.text, part.line, source.name) for part in parts if part.kind == "snips"]
        clipped = snips.joined(in_parts, source.name)
    texts = _texts(parts)
    shown = _of(texts, "shownotes")
    page, guid = metadata.url(fields, "source"), metadata.text(fields, "guid")
    audio = metadata.url(fields, "audio").partition("#")[0]
    published, undated = _published(fields, source.name)
    unnamed = () if page or audio or guid else (Problem(where=source.name, message=_NAMELESS),)
    chapters, unsure = _chapters(texts, source.name)
    heard = metadata.people(fields) + people.read(shown + _titled(texts, "people"))
    own_words = [snip.note for snip in clipped.snips]
    return Note(
        name=source.name,
        layout=layout,
        title=metadata.text(fields, "title") or sections.title(source.body),
        show=metadata.text(fields, "show"),
        source=page,
        audio=audio or next(iter(clipped.audio), ""),
        guid=guid,
        published=published,
        cover=metadata.cover(fields, source.body),
        chapters=chapters,
        snips=clipped.snips,
        links=_named(_links([shown, _of(texts, "chapters"), _of(texts, "links"), *own_words]), heard),
        people=heard,
        glossary=glossary.read(shown + _titled(texts, "glossary", "附录")),
        references=metadata.references(fields) + links.read(_of(texts, "references")),
        problems=_first_few((*source.problems, *undated, *unnamed, *unsure, *clipped.problems), source.name),
    )


def complaining(note: Note, line: int, message: str) -> Note:
    """A note with one more problem, at a line of its file."""
    return replace(note, problems=(*note.problems, Problem(where=note.name, line=line, message=message)))


def _texts(parts: Sequence[Section]) -> Texts:
    texts = defaultdict(list)
    for part in parts:
        if part.kind not in {"metadata", "snips"}:
            texts[part.kind].append((part, sections.shown(part.text)))
    return texts


def _of(texts: Texts, kind: str) -> str:
    return "\n".join(text for _, text in texts.get(kind, ()))


def _titled(texts: Texts, kind: str, title: str = "") -> str:
    """The sections of a kind, under `title` or their own headings, as show notes write them: `嘉宾：`, `附录：`."""
    return "".join(f"\n{title or part.title}：\n{text}" for part, text in texts.get(kind, ()))


def _published(fields: Metadata, name: str) -> tuple[date | None, tuple[Problem, ...]]:
    try:
        return metadata.published(fields), ()
    except ValueError as error:
        return None, (Problem(where=name, message=f"the date of publication is ignored: {error}"),)


def _chapters(texts: Texts, name: str) -> tuple[tuple[Chapter, ...], tuple[Problem, ...]]:
    """The timeline in a section of its own, else in the show notes."""
    problems: list[Problem] = []
    for kind in ("chapters", "shownotes"):
        for part, text in texts.get(kind, ()):
            found = timeline.read(text)
            problems.extend(_placed(found.problems, part, name))
            if found.chapters:
                return found.chapters, tuple(problems)
    return (), tuple(problems)


def _placed(problems: Sequence[Problem], part: Section, name: str) -> Iterator[Problem]:
    """`problems`, whose lines count from 1 in the section's text, with the file's lines."""
    lines = sections.lines_of(part) if problems else [part.line]
    for problem in problems:
        yield replace(problem, where=name, line=lines[min(problem.line or 1, len(lines)) - 1])


def _links(texts: Sequence[str]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for text in texts:
        for link in links.read(text) if "http" in text else ():
            found.setdefault(link.url, link)
    return tuple(found.values())


def _named(found: tuple[Link, ...], heard: Sequence[Person]) -> tuple[Link, ...]:
    """The links; a label that is only `主页` says whose page it is: `小红 · 主页`."""
    owners = {person.href: person.name for person in heard if person.href}
    return tuple(
        replace(link, label=f"{owners[link.url]} · {link.label}")
        if link.url in owners and homes.is_home(link.label)
        else link
        for link in found
    )


def _first_few(problems: tuple[Problem, ...], name: str) -> tuple[Problem, ...]:
    more = len(problems) - MAX_PROBLEMS
    if more <= 0:
        return problems
    return (*problems[:MAX_PROBLEMS], Problem(where=name, message=f"it has {more} problems more"))
