"""Recognising an episode from one fetch to the next, and naming one that has no name of its own."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from uuid import NAMESPACE_URL, uuid5

from feedtool.history.episodes import Episode
from feedtool.match.keys import audio_key, link_key, plain_key
from feedtool.model import Item

_MOST_KEYS = 16
"""How many an episode is known by: a host that changes its guids each day must not fill the disk."""


def keys(item: Item) -> tuple[str, ...]:
    """What an item is known by, the surest first."""
    published = item.published
    found = {
        "guid": item.guid,
        "audio": audio_key(item.enclosure.url) if item.enclosure else "",
        "link": link_key(item.link),
        "title": f"{plain_key(item.title)} {published.date()}" if item.title and published else "",
    }
    return tuple(f"{kind}:{value}" for kind, value in found.items() if value)


def recognised(known: Sequence[Sequence[str]], items: Sequence[Sequence[str]]) -> dict[int, int]:
    """Index of an item → index of the known episode that it is; by the surest kind of key first."""
    same: dict[int, int] = {}
    for kind in ("guid:", "audio:", "link:", "title:"):
        taken = set(same.values())
        free = _single(known, kind, taken)
        wanted = _single(items, kind, same)
        same |= {at: free[key] for key, at in wanted.items() if key in free}
    return same


def _single(owners: Sequence[Sequence[str]], kind: str, without: Container[int]) -> dict[str, int]:
    """key → index of its owner, for the keys of a kind that only one has."""
    found: dict[str, int | None] = {}
    for at, keys_ in enumerate(owners):
        for key in keys_ if at not in without else ():
            if key.startswith(kind):
                found[key] = None if key in found else at
    return {key: at for key, at in found.items() if at is not None}


def named(
    known: Sequence[Episode],
    items: Sequence[Item],
    of_items: Sequence[Sequence[str]],
    same: Mapping[int, int],
) -> list[Episode]:
    """An episode an item: under the guid first served, or its own, or one made of what identifies it."""
    used = {episode.guid for episode in known}
    episodes = []
    for at, item in enumerate(items):
        if at in same:
            episode = known[same[at]]
            names = dict.fromkeys((*of_items[at], *episode.keys))
            episodes.append(Episode(guid=episode.guid, keys=tuple(names)[:_MOST_KEYS]))
        else:
            guid = item.guid if item.guid and item.guid not in used else _made(item, of_items[at], used)
            used.add(guid)
            episodes.append(Episode(guid=guid, keys=tuple(of_items[at])))
    return episodes


def _made(item: Item, known_by: Sequence[str], used: Container[str]) -> str:
    """A guid of what identifies an item beside its guid; the same at every run."""
    names = [key for key in known_by if not key.startswith("guid:")] or [item.title or item.pub_date]
    return next(guid for count in range(len(names) * 1000) if (guid := _uuid(names, count)) not in used)


def _uuid(names: Sequence[str], count: int) -> str:
    return str(uuid5(NAMESPACE_URL, names[0] + f"#{count}" * bool(count)))
