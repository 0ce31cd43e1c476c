"""PodNotes, the podcast player in Obsidian: `- [00:12:44](obsidian://podnotes?episodeName=…&time=764) my thought`.

Notes follow the listener's own template, so it is these links that they are known by. A link names the episode as the
feed does, and the time to a fraction of a second; the words around it may be anything.
Source: https://github.com/chhoumann/PodNotes/tree/master/docs/docs (templates, timestamps)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import parse_qs

from feedtool.model import Note, Snip
from feedtool.notes import episode, metadata, moments, own, sections, snips
from feedtool.notes.frontmatter import Metadata
from feedtool.notes.source import Source

NAME = "podnotes"

_SCHEME = "obsidian://podnotes"
_LINK = r"\[[^\[\]\n]{1,80}\]\(obsidian://podnotes/?\?(?P<query>(?:[^\s()<>]|\([^\s()<>]{0,300}\)){1,4000})\)"
_LINKS = re.compile(_LINK)
_CAPTURE = re.compile(  # a line with a link, and the lines below it that are further in
    r"^(?P<indent>[ \t]{0,12})(?:[-*+>][ \t]{1,4})?(?:\[[ xX]\][ \t])?"
    rf"(?P<before>[^\[\n]{{0,500}}){_LINK}(?P<behind>[^\n]*)"
    r"(?P<below>(?:\n(?P=indent)[ \t]{1,40}\S[^\n]*){0,200})",
    re.MULTILINE,
)
_AROUND = " \t|*_"
"""What a template or a table has between a link and the words beside it."""
_PAGE = re.compile(rf"{_LINK}\n\s{{1,8}}(?P<page>https?://[^\s<>]{{1,2000}})\n")
_UNLINKED = re.compile(r"^- \d\d:\d\d:\d\d\b", re.MULTILINE)
_HINT = (
    "lines that begin with a time without a link may be the publisher's and are not read: let PodNotes write"
    " links (timestamp format `- {{linktime}} `), or put your lines below a heading ## Snips"
)


def detect(source: Source) -> bool:
    """Whether all links to PodNotes are to one episode, and the note is about that; a diary has such links, too."""
    if _SCHEME not in source.body:
        return False
    names = _episodes(source.body)
    if len(names) != 1:
        return False
    title = sections.title(source.body) or metadata.text(source.metadata, "title")
    return title in names or bool(metadata.text(_listed(source), "show"))


def read(source: Source) -> tuple[Note, ...]:
    """One note: a file is an episode.

    The publisher's description is copied into it by the default template, below no heading: the feed has that anyway.
    """
    body = _CAPTURE.sub(_emptied, source.body)
    parts = sections.split(body, source.line)
    captured = snips.Snips(snips=tuple(_captured(source.body)))
    clipped = [captured, *(own.clipped(part, source.name) for part in parts if part.kind == "snips")]
    note = episode.note(source, NAME, _fields(source), parts, snips.joined(clipped, source.name))
    if note.snips or note.chapters or not (unlinked := _UNLINKED.search(body)):
        return (note,)
    line = source.line + body.count("\n", 0, unlinked.start())
    return (episode.complaining(note, line, _HINT),)


def _emptied(match: re.Match[str]) -> str:
    """A captured moment's lines without words: no section reads them again, and all other lines keep their number."""
    return "\n" * match[0].count("\n") if _times(match) else match[0]


def _listed(source: Source) -> Metadata:
    """The front matter, and the list that the plugin's users had before there was any."""
    parts = sections.split(source.body, source.line)
    listed = metadata.listed("\n".join(part.text for part in parts if part.kind == "metadata"))
    return {**listed, **source.metadata}


def _fields(source: Source) -> Metadata:
    """The default template has the day of publication as `date`, and the episode's page below the first link."""
    fields = {**_listed(source), "title": tuple(_episodes(source.body))}
    if fields.get("type") == ("podcastEpisode",):
        fields = {"published": fields.get("date", ()), **fields}
    if not metadata.url(fields, "source") and (page := _PAGE.search(source.body)):
        fields["source"] = (page["page"],)
    return fields


def _episodes(body: str) -> set[str]:
    """The names of the episodes that links lead to."""
    return {name for link in _LINKS.finditer(body) for name in _query(link["query"]).get("episodeName", ())}


def _captured(body: str) -> Iterator[Snip]:
    """The moments in lines with a link, each named by the words beside it."""
    for match in _CAPTURE.finditer(body):
        if times := _times(match):
            beside = (match["before"].strip(_AROUND), match["behind"].lstrip(_AROUND).rstrip(" |"))
            words = " ".join(part for part in beside if any(map(str.isalnum, part)))
            if found := moments.snip(*times, words, match["below"]):
                yield found


def _times(match: re.Match[str]) -> tuple[str, str] | None:
    """Begin and end of a captured moment, seconds as texts; None for a link to the episode as a whole."""
    query = _query(match["query"])
    times = query.get("time")
    return (times[0], query.get("endTime", times)[0]) if times else None


@lru_cache(maxsize=256)  # asked of each link three times
def _query(text: str) -> dict[str, list[str]]:
    return parse_qs(text)
