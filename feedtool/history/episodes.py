"""What is remembered: frozen data, and its form on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedtool.model import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Episode:
    """An episode ever seen: the guid it is served with, and what it is known by (`kind:value`)."""

    guid: str
    keys: tuple[str, ...]
    xml: str = ""
    """Its last <item>, fit to stand in any document, once upstream has it no more; "" while it has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """All episodes in the order they are served in, and what upstream's present bytes need to serve them."""

    episodes: tuple[Episode, ...] = ()
    guids: Mapping[int, str] = field(default_factory=dict)
    """Index of an upstream item → its guid, for those whose own is missing, taken or not the first."""
    body: str = ""
    """SHA-256 of the upstream that `guids` speaks of."""
    problems: tuple[Problem, ...] = ()

    @property
    def vanished(self) -> tuple[Episode, ...]:
        return tuple(episode for episode in self.episodes if episode.xml)


def to_json(history: History) -> dict[str, Any]:
    return {
        "body": history.body,
        "guids": {str(at): guid for at, guid in history.guids.items()},
        "problems": [[problem.level, problem.message] for problem in history.problems],
        "episodes": [[episode.guid, list(episode.keys), episode.xml] for episode in history.episodes],
    }


def from_json(data: Mapping[str, Any]) -> History:
    """Raises LookupError, TypeError or ValueError when it is not what `to_json` wrote."""
    return History(
        body=str(data["body"]),
        guids={int(at): str(guid) for at, guid in data["guids"].items()},
        problems=tuple(
            Problem(level=level, where="upstream", message=text) for level, text in data["problems"]
        ),
        episodes=tuple(
            Episode(guid=guid, keys=tuple(keys_), xml=xml) for guid, keys_, xml in data["episodes"]
        ),
    )
