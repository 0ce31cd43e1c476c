"""What ties a note to an item, in order of precedence: one line in `EVIDENCES` each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from feedtool.match.keys import audio_key, host_of, link_key, number_and_rest, uuid_of
from feedtool.model import Item, Note


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


class Index:
    """Items by their keys, a table for each evidence, made when the first note needs it."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._tables: dict[str, dict[Hashable, list[Item]]] = {}

    def find(self, evidence: Evidence, note: Note) -> list[Item]:
        """The items that have a key in common with the note, each once."""
        keys = list(evidence.of_note(note))
        if not keys:
            return []
        if evidence.name not in self._tables:
            self._tables[evidence.name] = self._table(evidence)
        table = self._tables[evidence.name]
        found = {item.index: item for key in keys for item in table.get(key, ())}
        return list(found.values())

    def elsewhere(self, note: Note) -> bool:
        """Whether all addresses that a note gives are on hosts that no item has anything on."""
        hosts = {host for address in (note.audio, note.source) if (host := host_of(address))}
        return bool(hosts) and hosts.isdisjoint(self._hosts)

    @cached_property
    def _hosts(self) -> frozenset[str]:
        return frozenset(host_of(url) for item in self._items for url in (item.link, _enclosure_url(item)))

    def _table(self, evidence: Evidence) -> dict[Hashable, list[Item]]:
        table: dict[Hashable, list[Item]] = {}
        for item in self._items:
            for key in set(evidence.of_item(item)):
                table.setdefault(key, []).append(item)
        return table
