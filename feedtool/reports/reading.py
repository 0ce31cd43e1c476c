"""`feedtool note` and `feedtool chapters`: what is read from files, before any show comes into it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from feedtool import markup, notes, timecode
from feedtool.errors import NoteError
from feedtool.formats import chapters_json
from feedtool.model import Chapter, Note, Problem
from feedtool.namespaces import PodloveEntryExtension, children
from feedtool.notes.source import decoded, with_line_feeds
from feedtool.shownotes import timeline, titles
from feedtool.shownotes.timeline import Timeline
from feedtool.vault.names import printable

_MOST = 10
"""Complaints about a text that are told."""


def to_line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _filled(**row: Any) -> dict[str, Any]:
    """Without what is not given."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in row.items()
        if value not in ("", (), None, False)
    }


# --- notes


def notes_of(file: Path) -> Iterator[dict[str, Any]]:
    """A row a note (contract: `feedtool note --json`); a file that can't be read gives one with a problem."""
    try:
        for note in notes.read(file.read_bytes(), str(file)):
            yield _note_row(note)
    except NoteError as error:
        yield _empty_row(str(file), str(error))


def _empty_row(file: str, message: str) -> dict[str, Any]:
    row = dict.fromkeys(("layout", "title", "source", "audio", "published"), "") | dict.fromkeys(
        ("chapters", "snips", "links", "people"), ()
    )
    return {"file": file, **row, "problems": [{"line": None, "message": message}]}


def _note_row(note: Note) -> dict[str, Any]:
    return {
        "file": note.name,
        "layout": note.layout,
        "title": note.title,
        "source": note.source,
        "audio": note.audio,
        "published": note.published.isoformat() if note.published else "",
        "chapters": [
            {"start": chapter.start, "title": chapter.title} | _more(chapter) for chapter in note.chapters
        ],
        "snips": [
            {"start": snip.start, "end": snip.end, "title": snip.title, "url": snip.url}
            | _filled(
                quote=snip.quote,
                transcript=snip.transcript,
                note=snip.note,
                tags=snip.tags,
                favourite=snip.favourite,
            )
            for snip in note.snips
        ],
        "links": [{"url": link.url, "label": link.label} for link in note.links],
        "people": [
            {"name": person.name, "role": person.role} | _filled(href=person.href, about=person.about)
            for person in note.people
        ],
        "glossary": [{"name": term.name, "meaning": term.meaning} for term in note.glossary],
        "problems": _problems(note.problems),
    }


def _more(chapter: Chapter) -> dict[str, Any]:
    full = "\n".join((chapter.title, *chapter.details)) if chapter.details else ""
    return _filled(full_title=full, section=chapter.section, url=chapter.url)


def _problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [{"line": problem.line, "message": problem.message} for problem in problems]


def note_text(row: dict[str, Any]) -> str:
    """A note for people: what it is, and each thing that was found in it."""
    lines = [
        f"{printable(row['file'])}: {row['title'] or 'no title'}",
        f"  layout    {row['layout'] or 'none'}",
    ]
    lines += [f"  {name:9} {row[name]}" for name in ("source", "audio", "published") if row[name]]
    for chapter in row["chapters"]:
        lines.append(f"  chapter   {timecode.clock(chapter['start'])} {chapter['title']}")
    for snip in row["snips"]:
        lines.append(f"  snip      {timecode.span(snip['start'], snip['end'])} {snip['title']}".rstrip())
    for person in row["people"]:
        lines.append(f"  person    {person['name']} ({person['role']})")
    for link in row["links"]:
        lines.append(f"  link      {link['label'] or '-'}: {link['url']}")
    for term in row.get("glossary", ()):
        lines.append(f"  term      {term['name']}: {term['meaning']}")
    for problem in row["problems"]:
        lines.append(
            f"  problem   {'line ' + str(problem['line']) + ': ' if problem['line'] else ''}{problem['message']}"
        )
    return "\n".join(lines)


# --- chapters


def chapters_of(file: Path) -> tuple[dict[str, Any], Timeline]:
    """(the row of `feedtool chapters --json`, the timeline itself)."""
    try:
        text, wrong = decoded(file.read_bytes())
    except NoteError as error:
        text, wrong = "", ((1, str(error)),)
    found = timeline.read(markup.to_text(with_line_feeds(text)))
    of_file = (Problem(line=line, message=message) for line, message in wrong)
    found = replace(found, problems=(*of_file, *found.problems))
    chapters = [{"start": chapter.start, "title": chapter.title} for chapter in found.chapters]
    return {"file": str(file), "chapters": chapters, "problems": _problems(found.problems)}, found


def complaints(file: str, found: Timeline) -> Iterator[str]:
    """Why there is no timeline, or what is wrong with the one that there is."""
    file = printable(file)
    if not found.chapters:
        yield f"{file}: no timeline is found in it; what is in a note, `feedtool note` tells"
    told = [problem for problem in found.problems if problem.level != "info" or not found.chapters]
    for problem in told[:_MOST]:
        yield f"{file}:{problem.line}: {problem.message}"
    if len(told) > _MOST:
        yield f"{file}: and {len(told) - _MOST} more"


def _text(chapters: tuple[Chapter, ...]) -> str:
    return "".join(f"{timecode.clock(chapter.start)} {chapter.title}\n" for chapter in chapters)


def _psc(chapters: tuple[Chapter, ...]) -> str:
    extension = PodloveEntryExtension()
    for chapter in chapters:
        extension.chapter(chapter.start, titles.short(chapter.title), href=chapter.url)
    return children(extension, declare=("psc",)).decode() + "\n"


def _vtt(chapters: tuple[Chapter, ...]) -> str:
    """WebVTT chapters (w3c/webvtt §4.2): each ends where the next one begins, the last after a minute."""
    ends = (*(chapter.start for chapter in chapters[1:]), chapters[-1].start + 60) if chapters else ()
    cues = (
        f"\n{timecode.npt(chapter.start)} --> {timecode.npt(end)}\n{titles.short(chapter.title).replace('-->', '→')}\n"
        for chapter, end in zip(chapters, ends, strict=True)
    )
    return "WEBVTT\n" + "".join(cues)


CONVERTERS = {
    "json": lambda chapters: chapters_json.render(chapters).decode(),
    "psc": _psc,
    "text": _text,
    "vtt": _vtt,
}
"""The forms that `feedtool chapters --to` writes."""
