"""Readwise's export of highlights in Snipd, Airr and other apps: `- Text ([Time 0:12:44](link))`.

Readwise knows where a highlight begins and not where it ends, so its snips end where they begin.
Source: https://docs.readwise.io/readwise/docs/exporting-highlights
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from feedtool import timecode
from feedtool.model import Note, Problem, Snip
from feedtool.notes import episode, metadata, passages, sections, snips
from feedtool.notes.source import Source

NAME = "readwise"

_TIME = re.compile(r"\(\[Time\s([\d:]{1,12})\]\((https?://[^\s()]{1,500})\)\)")
_BULLET = re.compile(r"\n[*-] ")
_REMARK = re.compile(r"\n[ \t]{1,8}[*-] \*{0,2}(Note|Tags):\*{0,2}[ \t]*([^\n]*)")
_PART = re.compile(r"(?:^|\n)[ \t]*(Summary|Transcript|Quote):[ \t]*(?=\n)")
_TAG = re.compile(r"#?\[\[([^\[\]]+)\]\]|#?([^\s,#]+)")


def detect(source: Source) -> bool:
    """Readwise's list of metadata, and a podcast's times or its category."""
    titled = (
        "full title" in source.metadata or "- Full Title:" in source.body or "* Full Title:" in source.body
    )
    return titled and (_TIME.search(source.body) is not None or _is_podcast(source))


def _is_podcast(source: Source) -> bool:
    fields = {**source.metadata, **metadata.listed(source.body[:4000])}
    return "podcast" in " ".join(fields.get("category", ())).lower()


def read(source: Source) -> tuple[Note, ...]:
    """One note: a file is an episode."""
    parts = sections.split(source.body, source.line)
    listed = metadata.listed("\n".join(part.text for part in parts if part.kind == "metadata"))
    fields = {**source.metadata, **listed}
    highlights = [_highlight(text, line, source.name) for text, line in _highlights(source)]
    fields["show"] = fields.get("author", ())
    return (episode.with_snips(source, NAME, fields, (), snips.joined(highlights, source.name)),)


def _highlights(source: Source) -> Iterator[tuple[str, int]]:
    """Each bullet with its line in the file, below the first heading for highlights and further ones."""
    for heading in sections.headings(source.body):
        if sections.KINDS.get(sections.words(heading.title)) == "snips":
            starts = [match.start() + 1 for match in _BULLET.finditer(source.body, heading.end)]
            line, counted = source.line, 0
            for start, stop in zip(starts, [*starts[1:], len(source.body)], strict=bool(starts)):
                line, counted = line + source.body.count("\n", counted, start), start
                yield source.body[start:stop], line
            return


def _highlight(text: str, line: int, name: str) -> snips.Snips:
    time = _TIME.search(text)
    start = _start(time)
    if time is None or start is None:
        message = "the highlight has no time and is left out; expected ([Time 0:12:44](link)) at its end"
        return snips.Snips(problems=(Problem(where=name, line=line, message=message),))
    remarks = dict(_REMARK.findall(text, time.end()))
    said = _said(text[2 : time.start()], start)
    note = "\n".join(filter(None, (passages.lines(remarks.get("Note", "")), said.note)))
    tags = tuple(match[1] or match[2] for match in _TAG.finditer(remarks.get("Tags", "")))
    return snips.Snips(snips=(replace(said, url=time[2], note=note, tags=tags),))


def _start(time: re.Match[str] | None) -> float | None:
    try:
        return timecode.parse(time[1]) if time else None
    except ValueError:
        return None


def _said(text: str, start: float) -> Snip:
    """A highlight's title, quote, transcript, summary; without `Summary:` or `Transcript:` all is quote."""
    lead, *named = _PART.split(text)
    lead = passages.lines(lead)
    if not named:
        return Snip(start=start, end=start, quote=lead)
    parts = {name: passages.lines(part) for name, part in zip(named[::2], named[1::2], strict=True)}
    title, note = ("", lead) if "\n" in lead else (lead, "")
    return Snip(
        start=start,
        end=start,
        title=title,
        quote=parts.get("Quote", ""),
        transcript=parts.get("Transcript", ""),
        note="\n".join(filter(None, (parts.get("Summary", ""), note))),
    )
