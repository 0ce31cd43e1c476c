"""Which note belongs to which item: by evidence, never by guess.

The evidences are tried in the order of the table `EVIDENCES`. One that points to a single item settles it;
one that points to several narrows the search, and what stays ambiguous attaches to nothing and is reported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote, urlsplit

from feedtool.model import Item, Note, Show

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
# "102: …", "#12 …", "EP12｜…", "Vol. 5 …", "第 102 期…", "S2E5 …" is not: a season makes the number ambiguous.
_NUMBER = re.compile(
    r"^\W{0,3}(?:(?:ep(?:isode)?|vol|no|e)\W{0,2})?第?\s{0,2}(\d{1,5})\s{0,2}[期集话]?(?=[\W_]|$)",
    re.IGNORECASE,
)
_NEAREST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    note: Note
    item: Item
    evidence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unmatched:
    note: Note
    reason: str
    candidates: tuple[Item, ...] = ()
    """The items that come nearest, best first."""
    other_show: bool = False
    """The note names another show: nothing that a person has to look into."""


def match(show: Show, notes: Iterable[Note]) -> tuple[tuple[Match, ...], tuple[Unmatched, ...]]:
    index = _Index(show.items)
    matched: list[Match] = []
    unmatched: list[Unmatched] = []
    for note in notes:
        outcome = _match(note, show, index)
        matched.append(outcome) if isinstance(outcome, Match) else unmatched.append(outcome)
    return tuple(matched), tuple(unmatched)


def _match(note: Note, show: Show, index: _Index) -> Match | Unmatched:
    foreign = _names_another_show(note, show)
    narrowed: Sequence[Item] | None = None
    for evidence in EVIDENCES:
        if evidence.weak and foreign:
            continue
        found = index.find(evidence, note)
        if narrowed is not None:
            found = [item for item in found if item in narrowed]
        if len(found) == 1:
            return Match(note=note, item=found[0], evidence=evidence.name)
        narrowed = found or narrowed
    if foreign and not narrowed:
        return Unmatched(note=note, reason=f"it is about another show, “{note.show}”", other_show=True)
    if narrowed:
        reason = f"it fits {len(narrowed)} items alike; name one by `guid` or `source`"
        return Unmatched(note=note, reason=reason, candidates=tuple(narrowed[:_NEAREST]))
    return Unmatched(note=note, reason=_why_none(note), candidates=_nearest(note, show.items))


def _names_another_show(note: Note, show: Show) -> bool:
    return bool(note.show and show.title) and plain_key(note.show) != plain_key(show.title)


def _why_none(note: Note) -> str:
    looked = [
        f"{name} {value}"
        for name, value in (("audio", note.audio), ("source", note.source), ("title", note.title))
        if value
    ]
    return (
        "no item has its " + ", or its ".join(looked)
        if looked
        else "it names no episode: no audio, source or title"
    )


# --- keys: two values with the same key are the same thing


def plain_key(text: str) -> str:
    """Letters and digits only, in one width and case: titles differ in punctuation from export to export."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def number_and_rest(title: str) -> tuple[int | None, str]:
    """("102: DeepSeek …") → (102, "deepseek…"); without an episode number (None, whole title as a key)."""
    found = _NUMBER.match(title)
    return (int(found[1]), plain_key(title[found.end() :])) if found else (None, plain_key(title))


def uuid_of(url: str) -> str:
    """The last UUID in a URL's path, in lower case, or ""."""
    found = _UUID.findall(urlsplit_path(url))
    return found[-1].lower() if found else ""


def link_key(url: str) -> str:
    """A page's address without what varies: scheme, www, letter case of the host, trailing slash, fragment."""
    parts = _split(url)
    host = parts.netloc.lower().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return host + unquote(parts.path).rstrip("/") + query if host else ""


def audio_key(url: str) -> str:
    """An audio file's address without query and tracking prefix (`chtbl.com/track/X/host/file` → `host/file`)."""
    parts = _split(url)
    segments = [parts.netloc.lower(), *parts.path.split("/")[1:]]
    hosts = [at for at, segment in enumerate(segments[:-1]) if "." in segment]
    return "/".join(segments[hosts[-1] :]) if hosts and segments[-1] else ""


def _split(url: str) -> _Parts:
    try:
        return _Parts(*urlsplit(url.strip())[1:4])
    except ValueError:  # "http://[/x": an address that is none has no key
        return _Parts()


@dataclass(frozen=True, slots=True)
class _Parts:
    netloc: str = ""
    path: str = ""
    query: str = ""


def urlsplit_path(url: str) -> str:
    return _split(url).path


# --- evidences


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Two ways to the same key: a note and an item that have one in common belong together."""

    name: str
    of_note: Callable[[Note], Iterable[Hashable]]
    of_item: Callable[[Item], Iterable[Hashable]]
    weak: bool = False
    """Two shows may have it in common, so it does not count when the note names another show."""


def _present(*keys: Hashable) -> Iterable[Hashable]:
    return (key for key in keys if key)


def _enclosure_url(item: Item) -> str:
    return item.enclosure.url if item.enclosure else ""


def _numbered(title: str, number: str = "") -> Iterable[Hashable]:
    found, rest = number_and_rest(title)
    if found is None and number.isascii() and number.isdigit():
        found = int(number)
    return [(found, rest)] if found is not None and rest else ()


def _note_days(note: Note) -> Iterable[Hashable]:
    """The note's day and its neighbours: the day depends on the time zone of whoever wrote it down."""
    if not note.published or not note.title:
        return ()
    return [(number_and_rest(note.title)[1], note.published + timedelta(days=shift)) for shift in (0, -1, 1)]


def _item_day(item: Item) -> Iterable[Hashable]:
    published = item.published
    return [(number_and_rest(item.title)[1], published.date())] if published and item.title else ()


EVIDENCES = (
    Evidence(
        name="guid",
        of_note=lambda note: _present(note.guid),
        of_item=lambda item: _present(item.guid),
    ),
    Evidence(
        name="audio UUID = guid",
        of_note=lambda note: _present(uuid_of(note.audio)),
        of_item=lambda item: _present(item.guid.lower(), uuid_of(_enclosure_url(item))),
    ),
    Evidence(
        name="audio file = enclosure",
        of_note=lambda note: _present(audio_key(note.audio)),
        of_item=lambda item: _present(audio_key(_enclosure_url(item))),
    ),
    Evidence(
        name="source = link",
        of_note=lambda note: _present(link_key(note.source)),
        of_item=lambda item: _present(link_key(item.link)),
    ),
    Evidence(
        name="episode number and title",
        of_note=lambda note: _numbered(note.title),
        of_item=lambda item: _numbered(item.title, item.itunes_episode),
        weak=True,
    ),
    Evidence(name="title and date", of_note=_note_days, of_item=_item_day, weak=True),
)
"""In order of precedence. The guid comes first where a person wrote it; exporters do not know it."""


class _Index:
    """Items by their keys, one table an evidence, made when the first note needs it."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._tables: dict[str, dict[Hashable, list[Item]]] = {}

    def find(self, evidence: Evidence, note: Note) -> list[Item]:
        keys = list(evidence.of_note(note))
        if not keys:
            return []
        table = self._tables.get(evidence.name) or self._tables.setdefault(
            evidence.name, self._table(evidence)
        )
        found = {item.index: item for key in keys for item in table.get(key, ())}
        return list(found.values())

    def _table(self, evidence: Evidence) -> dict[Hashable, list[Item]]:
        table: dict[Hashable, list[Item]] = {}
        for item in self._items:
            for key in set(evidence.of_item(item)):
                table.setdefault(key, []).append(item)
        return table


# --- candidates for a person to look at


def _nearest(note: Note, items: Sequence[Item]) -> tuple[Item, ...]:
    wanted = _pairs(note.title)
    if not wanted:
        return ()
    scored = ((_likeness(wanted, _pairs(item.title)), -item.index, item) for item in items)
    best = sorted((score for score in scored if score[0] > 0.2), key=lambda score: score[:2], reverse=True)
    return tuple(item for _, _, item in best[:_NEAREST])


def _pairs(title: str) -> frozenset[str]:
    """Pairs of neighbouring letters, which work for Chinese as for English."""
    key = plain_key(title)
    return frozenset(key[at : at + 2] for at in range(len(key) - 1))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
