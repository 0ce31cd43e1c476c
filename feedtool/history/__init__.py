"""Episodes once seen: each keeps the guid that it was first served with, and stays when upstream forgets it.

    history + new upstream ── merge ──> history' ── onto(document) ──> the document that is served from

An episode is recognised from one fetch to the next by its guid, else its audio file, its link, its title and
day: hosts change any of them, moves change several. A key that two episodes share tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from feedtool.errors import NotAFeed
from feedtool.history.documents import alone, onto
from feedtool.history.episodes import Episode, History, from_json, to_json
from feedtool.history.identity import keys, named, recognised
from feedtool.model import Level, Problem
from feedtool.upstream import Upstream

__all__ = ["Episode", "History", "digest", "from_json", "identified", "merge", "onto", "to_json"]


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def merge(history: History, before: Upstream | None, now: Upstream) -> History:
    """The history with a new upstream in it; `before` is the document that was served from until now.

    Raises `NotAFeed` when the new one has no episode, or none of those known: not the same show any more.
    """
    items = now.show.items
    known = history.episodes
    if known and not items:
        raise NotAFeed("it has no episodes any more")
    of_items = [keys(item) for item in items]
    same = recognised([episode.keys for episode in known], of_items)
    if known and not same:
        raise NotAFeed(
            "it has no episode in common with the show that was here: another show, or a parked address"
        )
    episodes = named(known, items, of_items, same)
    stays = set(same.values())
    gone = [episode for at, episode in enumerate(known) if at not in stays]
    kept = _with_xml(gone, before)
    return History(
        episodes=(*episodes, *kept),
        guids={at: episode.guid for at, episode in enumerate(episodes) if episode.guid != items[at].guid},
        body=digest(now.document.data),
        problems=tuple(_told(len(known), sum(new is not old for old, new in zip(gone, kept, strict=True)))),
    )


def _with_xml(gone: Sequence[Episode], before: Upstream | None) -> list[Episode]:
    """Episodes that upstream has forgotten, each with its item from the document served before."""
    items = {item.guid: before.document.items[item.index] for item in before.show.items} if before else {}
    return [
        replace(episode, xml=alone(before.document, items[episode.guid]))
        if before and not episode.xml and episode.guid in items
        else episode
        for episode in gone
    ]


def _told(known: int, gone: int) -> Iterator[Problem]:
    """What a person should know of episodes that upstream has newly forgotten."""
    if gone:
        level: Level = "warning" if 2 * gone > known else "info"
        message = f"upstream has {gone} of {known} episodes no more; they are kept"
        yield Problem(level=level, where="upstream", message=message)


def identified(now: Upstream) -> History:
    """For a feed without a history: guids for the items whose own is missing, or another's."""
    guids = [item.guid for item in now.show.items]
    if all(guids) and len(set(guids)) == len(guids):
        return History()
    return merge(History(), None, now)
