"""A note of one episode, put together from its metadata and its sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from feedtool.model import Chapter, Link, Note, Problem
from feedtool.notes import metadata, sections, snips
from feedtool.notes.frontmatter import Metadata
from feedtool.notes.sections import Section
from feedtool.notes.source import Source
from feedtool.shownotes import glossary, links, people, timeline

Texts = Sequence[tuple[Section, str]]
"""Sections with their plain lines."""


def note(source: Source, layout: str, fields: Metadata, parts: Sequence[Section]) -> Note:
    """What `parts` of `source` say about the episode that `fields` name."""
    found = named(source, layout, fields)
    texts = [(part, sections.shown(part.text)) for part in parts if part.kind != "snips"]
    shown = _of(texts, "shownotes")
    chapters, problems = _chapters(texts, source.name)
    found = replace(
        found,
        show_notes=shown.strip(),
        chapters=chapters,
        links=_links((shown, _of(texts, "links"))),
        people=found.people + people.read(shown + _titled(texts, "people")),
        glossary=glossary.read(shown + _titled(texts, "glossary")),
        references=found.references + links.read(_of(texts, "references")),
        problems=found.problems + problems,
    )
    return with_snips(
        found, [snips.read(part.text, part.line, source.name) for part in parts if part.kind == "snips"]
    )


def named(source: Source, layout: str, fields: Metadata) -> Note:
    """A note with the metadata only."""
    problems = source.problems
    try:
        published = metadata.published(fields)
    except ValueError as error:
        published = None
        problems += (Problem(where=source.name, message=f"the date of publication is ignored: {error}"),)
    return Note(
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
        problems=problems,
    )


def with_snips(found: Note, clipped: Sequence[snips.Snips]) -> Note:
    """`found` with the snips in `clipped`, the audio they were cut from, and the links in their notes."""
    audio = list(dict.fromkeys(address for part in clipped for address in part.audio))
    problems = [problem for part in clipped for problem in part.problems]
    if len({address.partition("?")[0] for address in audio}) > 1:
        problems.append(Problem(where=found.name, message=f"its snips are cut from {len(audio)} audio files"))
    clips = tuple(snip for part in clipped for snip in part.snips)
    more = _links([snip.note for snip in clips if "http" in snip.note])
    return replace(
        found,
        snips=clips,
        audio=found.audio or next(iter(audio), ""),
        links=found.links
        + tuple(link for link in more if link.url not in {other.url for other in found.links}),
        problems=(*found.problems, *problems),
    )


def _of(texts: Texts, kind: str) -> str:
    return "\n".join(text for part, text in texts if part.kind == kind)


def _titled(texts: Texts, kind: str) -> str:
    """The sections of `kind` under their headings, as the readers of show notes expect them: `嘉宾：`."""
    return "".join(f"\n{sections.words(part.title)}：\n{text}" for part, text in texts if part.kind == kind)


def _chapters(texts: Texts, name: str) -> tuple[tuple[Chapter, ...], tuple[Problem, ...]]:
    """The timeline in a section of its own, else in the show notes."""
    problems: list[Problem] = []
    for kind in ("chapters", "shownotes"):
        for part, text in texts:
            if part.kind == kind:
                found = timeline.read(text)
                problems.extend(_placed(problem, part, name) for problem in found.problems)
                if found.chapters:
                    return found.chapters, tuple(problems)
    return (), tuple(problems)


def _placed(problem: Problem, part: Section, name: str) -> Problem:
    """`problem`, whose line counts from 1 in the section's plain lines, with the file's line."""
    line = part.line + sections.line_of(part.text, (problem.line or 1) - 1)
    return replace(problem, where=name, line=line)


def _links(texts: Sequence[str]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for text in texts:
        for link in links.read(text) if text else ():
            found.setdefault(link.url, link)
    return tuple(found.values())
