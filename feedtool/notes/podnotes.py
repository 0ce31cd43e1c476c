"""PodNotes, the podcast player in Obsidian: `- [00:12:44](obsidian://podnotes?episodeName=…&time=764) my thought`.

Notes follow the listener's own template, so they are known by these links. A link names the episode as the feed
does, and the time to the fraction of a second; text and time formats are anybody's.
Source: https://github.com/chhoumann/PodNotes/tree/master/docs/docs (templates, timestamps)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from urllib.parse import parse_qs

from feedtool.model import Note, Problem, Snip
from feedtool.notes import episode, metadata, moments, own, sections, snips
from feedtool.notes.frontmatter import Metadata
from feedtool.notes.source import Source

NAME = "podnotes"

_SCHEME = "obsidian://podnotes"
_LINK = r"\[([^\[\]\n]{1,80})\]\(obsidian://podnotes/?\?((?:[^\s()<>]|\([^\s()<>]{0,300}\)){1,4000})\)"
_LINKS = re.compile(_LINK)
_CAPTURE = re.compile(
    r"^([ \t]{0,12})(?:[-*+>][ \t]{1,4})?(?:\[[ xX]\][ \t])?"
    rf"([^\[\n]{{0,500}}){_LINK}([^\n]*)((?:\n\1[ \t]{{1,40}}\S[^\n]*){{0,200}})",
    re.MULTILINE,
)
_AROUND = " \t|*_"
"""What a template or a table has between a link and the words beside it."""
_PAGE = re.compile(rf"{_LINK}\n\s{{1,8}}(https?://[^\s<>]{{1,2000}})\n")
_UNLINKED = re.compile(r"^- \d\d:\d\d:\d\d\b", re.MULTILINE)
_HINT = (
    "lines that begin with a time without a link may be the publisher's and are not read: let PodNotes write"
    " links (timestamp format `- {{linktime}} `), or put your lines below a heading ## Snips"
)


def detect(source: Source) -> bool:
    """Whether the note is about one episode, and its links to PodNotes are all to that; a diary has such links, too."""
    if _SCHEME not in source.body:
        return False
    names = _episodes(source.body)
    return len(names) == 1 and (bool(metadata.text(_listed(source), "show")) or _titles(source) == names)


def read(source: Source) -> tuple[Note, ...]:
    """One note: a file is an episode.

    The publisher's description is copied into it by the default template, below no heading: the feed has that anyway.
    """
    body = _CAPTURE.sub(lambda match: "\n" * match[0].count("\n") if _times(match) else match[0], source.body)
    parts = sections.split(body, source.line)
    captured = snips.Snips(snips=tuple(_captured(source.body)))
    clipped = [captured, *(own.clipped(part, source.name) for part in parts if part.kind == "snips")]
    note = episode.with_snips(source, NAME, _fields(source), parts, snips.joined(clipped, source.name))
    if note.snips or note.chapters or not (line := _UNLINKED.search(body)):
        return (note,)
    place = source.line + body.count("\n", 0, line.start())
    return (replace(note, problems=(*note.problems, Problem(where=source.name, line=place, message=_HINT))),)


def _listed(source: Source) -> Metadata:
    """The front matter, and the list that the plugin's users had before there was any."""
    parts = sections.split(source.body, source.line)
    listed = metadata.listed("\n".join(part.text for part in parts if part.kind == "metadata"))
    return {**listed, **source.metadata}


def _titles(source: Source) -> set[str]:
    return {sections.title(source.body) or metadata.text(source.metadata, "title")}


def _fields(source: Source) -> Metadata:
    """The default template has the day of publication as `date`, and the episode's page below the first link."""
    fields = {**_listed(source), "title": tuple(_episodes(source.body))}
    if fields.get("type") == ("podcastEpisode",):
        fields = {"published": fields.get("date", ()), **fields}
    if not metadata.url(fields, "source") and (page := _PAGE.search(source.body)):
        fields["source"] = (page[3],)
    return fields


def _episodes(body: str) -> set[str]:
    return {name for link in _LINKS.finditer(body) for name in _query(link[2]).get("episodeName", ())}


def _captured(body: str) -> Iterator[Snip]:
    """The moments in lines with a link, named by the words beside it, with the lines below that are further in."""
    for match in _CAPTURE.finditer(body):
        if times := _times(match):
            beside = (match[2].strip(_AROUND), match[5].lstrip(_AROUND).rstrip(" |"))
            words = " ".join(part for part in beside if any(map(str.isalnum, part)))
            found = moments.snip(*times, words, match[6])
            if found:
                yield found


def _times(match: re.Match[str]) -> tuple[str, str] | None:
    """Begin and end of a captured moment, in seconds; None for a link to the episode as a whole."""
    query = _query(match[4])
    times = query.get("time")
    return (times[0], query.get("endTime", times)[0]) if times else None


@lru_cache(maxsize=256)  # asked of each link three times
def _query(text: str) -> dict[str, list[str]]:
    return parse_qs(text)
