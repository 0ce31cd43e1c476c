"""The data that flows through feedtool: frozen, plain, comparable.

Times are seconds (float), texts are plain text without markup, URLs are absolute. "" and () mean "not given".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Literal, NamedTuple

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something a person should know: what (`message`), and where (a file, a URL, an item's guid; `line` from 1)."""

    level: Level = "warning"
    where: str = ""
    line: int | None = None
    message: str

    @property
    def place(self) -> str:
        """`notes/12.md:7`; without what is not known."""
        return ":".join(str(part) for part in (self.where, self.line) if part)


class Chapter(NamedTuple):
    """A chapter: `title` is the whole line as its author wrote it; `titles.short` makes the one for apps.

    A back catalogue has tens of thousands of them, and a tuple is made in a quarter of a dataclass's time.
    """

    start: float
    title: str
    section: str = ""
    """The heading of the group of chapters that this one belongs to."""
    details: tuple[str, ...] = ()
    """Untimed sub-bullets under the chapter's line."""
    url: str = ""
    """The one link that stands in the chapter's line."""
    image: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    url: str
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody heard in or working on an episode; `role` and `group` are the podcast taxonomy's, in lower case.

    Source: https://github.com/Podcastindex-org/podcast-namespace/blob/main/taxonomy.json
    """

    name: str
    role: str = "host"
    group: str = "cast"
    href: str = ""
    image: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A glossary entry."""

    name: str
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Snip:
    """A moment that the listener clipped: [start, end) in seconds of the episode's audio."""

    start: float
    end: float
    title: str = ""
    """As the listener or Snipd named it; "" when it only says "Untitled"."""
    url: str = ""
    """The share page."""
    quote: str = ""
    transcript: str = ""
    note: str = ""
    """The listener's own words, or Snipd's summary."""
    tags: tuple[str, ...] = ()
    favourite: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What one note says about one episode."""

    name: str
    """The note's file, relative to its folder; with `#2` behind it for the second episode in one file."""
    layout: str
    title: str = ""
    show: str = ""
    source: str = ""
    """The episode's web page."""
    audio: str = ""
    """The audio file that the snips were cut from, without a fragment."""
    guid: str = ""
    published: date | None = None
    """Only the day: exporters make the time of day up."""
    cover: str = ""
    chapters: tuple[Chapter, ...] = ()
    snips: tuple[Snip, ...] = ()
    links: tuple[Link, ...] = ()
    people: tuple[Person, ...] = ()
    glossary: tuple[Term, ...] = ()
    references: tuple[Link, ...] = ()
    """Books and other episodes that the note names."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Enclosure:
    url: str
    length: str = ""
    type: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Soundbite:
    """A moment to highlight: `start` and `duration` in seconds, a title of at most 128 characters."""

    start: float
    duration: float
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """An episode: what upstream says of it, then what `enrich` adds. `index` finds it in upstream's document."""

    index: int
    guid: str = ""
    title: str = ""
    link: str = ""
    enclosure: Enclosure | None = None
    pub_date: str = ""
    itunes_duration: str = ""
    itunes_episode: str = ""
    image: str = ""
    persons: tuple[Person, ...] = ()

    note: Note | None = None
    chapters: tuple[Chapter, ...] = ()
    chapters_from: str = ""
    """The name of the chapter source that was chosen; "" when there are no chapters of ours."""
    chapters_shown: bool = False
    """Upstream's show notes list the chapters already, in a form that apps recognise."""
    soundbites: tuple[Soundbite, ...] = ()
    people: tuple[Person, ...] = ()
    """The persons to add: the note's, and the channel's hosts where this is the item's first person."""

    @property
    def published(self) -> datetime | None:
        """The publication date, aware (a missing zone counts as UTC), or None when it cannot be read."""
        return parse_date(self.pub_date)

    @property
    def duration(self) -> float | None:
        """Seconds, or None when upstream gives none that makes sense."""
        return parse_duration(self.itunes_duration)

    @property
    def enriched(self) -> bool:
        return bool(self.chapters or self.note)

    @property
    def notes_rewritten(self) -> bool:
        """Whether its show notes change: not where only chapters come that upstream's text lists already."""
        return bool(self.note or (self.chapters and not self.chapters_shown))


@dataclass(frozen=True, kw_only=True, slots=True)
class Show:
    """A podcast: the channel as upstream describes it, and its items in upstream's order."""

    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    author: str = ""
    image: str = ""
    feed_url: str = ""
    """Where upstream's feed is at home: the address we fetch, or the one it gives itself."""
    ttl: float = 0.0
    """Seconds for which upstream calls its feed fresh (`<ttl>`); 0 when it does not say."""
    persons: tuple[Person, ...] = ()
    items: tuple[Item, ...] = ()


_DURATION = re.compile(r"[0-9]{1,6}(?::[0-9]{1,6}){0,2}")
_ZONE = re.compile(r"(:\d\d) ?(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d\d))?(?: \([^()]{0,99}\))?$")
"""`+08:00`, `UTC+8`, and what JavaScript prints: `GMT+0800 (China Standard Time)`. email.utils takes them for UTC."""


def parse_date(text: str) -> datetime | None:
    """RFC 2822 as RSS wants it, or nearly so, or ISO 8601 as some write it; aware, None for anything else."""
    nearly = _ZONE.sub(lambda found: f"{found[1]} {found[2]}{int(found[3]):02}{found[4] or '00'}", text)
    try:
        date = parsedate_to_datetime(nearly.replace(" Sept ", " Sep "))
    except ValueError:
        try:
            date = datetime.fromisoformat(text)
        except ValueError:
            return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


@lru_cache(maxsize=1024)  # each item's is asked for again and again
def parse_duration(text: str) -> float | None:
    """itunes:duration, in seconds: `3313`, `55:13`, `1:02:03`; None for anything else, and for 0."""
    if not _DURATION.fullmatch(text.strip()):
        return None
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return float(seconds) or None
