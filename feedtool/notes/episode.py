"""A note of one episode, put together from its metadata and its sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from feedtool.model import Chapter, Link, Note, Problem
from feedtool.notes import metadata, sections, snips
from feedtool.notes.frontmatter import Metadata
from feedtool.notes.sections import Section
from feedtool.notes.source import Source
from feedtool.shownotes import glossary, links, people, timeline

Texts = Sequence[tuple[Section, str]]
"""Sections with their plain lines."""

MAX_PROBLEMS = 50
"""So many problems of a note are reported one by one."""


def note(source: Source, layout: str, fields: Metadata, parts: Sequence[Section]) -> Note:
    """What `parts` of `source` say about the episode that `fields` name."""
    found = named(source, layout, fields)
    texts = [(part, sections.shown(part.text)) for part in parts if part.kind != "snips"]
    shown = _of(texts, "shownotes")
    chapters, problems = _chapters(texts, source.name)
    found = replace(
        found,
        chapters=chapters,
        links=_links((shown, _of(texts, "chapters"), _of(texts, "links"))),
        people=found.people + people.read(shown + _titled(texts, "people")),
        glossary=glossary.read(shown + _titled(texts, "glossary", "附录")),
        references=found.references + links.read(_of(texts, "references")),
        problems=found.problems + problems,
    )
    clipped = [snips.read(part.text, part.line, source.name) for part in parts if part.kind == "snips"]
    return with_snips(found, clipped)


def named(source: Source, layout: str, fields: Metadata) -> Note:
    """A note with the metadata only."""
    published, problems = _published(fields, source.name)
    found = Note(
        name=source.name,
        layout=layout,
        title=metadata.text(fields, "title") or sections.title(source.body),
        show=metadata.text(fields, "show"),
        source=metadata.url(fields, "source"),
        audio=metadata.url(fields, "audio").partition("#")[0],
        guid=metadata.text(fields, "guid"),
        published=published,
        cover=metadata.cover(fields, source.body),
        people=metadata.people(fields),
        references=metadata.references(fields),
        problems=source.problems + problems,
    )
    if found.source or found.audio or found.guid:
        return found
    message = "it names no source (the episode's web page), audio or guid to know the episode by"
    return replace(found, problems=(*found.problems, Problem(where=source.name, message=message)))


def _published(fields: Metadata, name: str) -> tuple[date | None, tuple[Problem, ...]]:
    try:
        return metadata.published(fields), ()
    except ValueError as error:
        return None, (Problem(where=name, message=f"the date of publication is ignored: {error}"),)


def with_snips(found: Note, clipped: Sequence[snips.Snips]) -> Note:
    """`found` with the snips in `clipped`, the audio they were cut from, and the links in their notes."""
    audio = list(dict.fromkeys(address for part in clipped for address in part.audio))
    problems = [*found.problems, *(problem for part in clipped for problem in part.problems)]
    if len({address.partition("?")[0] for address in audio}) > 1:
        problems.append(Problem(where=found.name, message=f"its snips are cut from {len(audio)} audio files"))
    clips = tuple(snip for part in clipped for snip in part.snips)
    known = {link.url for link in found.links}
    more = tuple(link for link in _links([snip.note for snip in clips]) if link.url not in known)
    return replace(
        found,
        snips=clips,
        audio=found.audio or next(iter(audio), ""),
        links=found.links + more,
        problems=_few(problems, found.name),
    )


def _few(problems: Sequence[Problem], name: str) -> tuple[Problem, ...]:
    more = len(problems) - MAX_PROBLEMS
    if more <= 0:
        return tuple(problems)
    return (*problems[:MAX_PROBLEMS], Problem(where=name, message=f"it has {more} problems more"))


def _of(texts: Texts, kind: str) -> str:
    return "\n".join(text for part, text in texts if part.kind == kind)


def _titled(texts: Texts, kind: str, title: str = "") -> str:
    """The sections of `kind` under their own headings or `title`, as show notes have them: `嘉宾：`, `附录：`."""
    return "".join(f"\n{title or part.title}：\n{text}" for part, text in texts if part.kind == kind)


def _chapters(texts: Texts, name: str) -> tuple[tuple[Chapter, ...], tuple[Problem, ...]]:
    """The timeline in a section of its own, else in the show notes."""
    problems: list[Problem] = []
    for kind in ("chapters", "shownotes"):
        for part, text in texts:
            if part.kind == kind:
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
