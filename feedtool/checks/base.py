"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

Level = Literal["MUST", "SHOULD"]
T = TypeVar("T")


class Fault(NamedTuple):
    """What a check's function yields: `where` is an item's guid or title, or "channel"."""

    where: str
    message: str
    ours: bool = False
    """feedtool promises to mend or to write this, so upstream having it too is no excuse."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A check that failed. `upstream`: the same is wrong in upstream's own document, and not ours to mend."""

    check: int
    level: Level
    where: str
    message: str
    upstream: bool = False


@dataclass(frozen=True, slots=True)
class Check(Generic[T]):
    """One line of the table: MUST breaks a specification or an app, SHOULD is advice or one platform's limit.

    `text` says in a few words what must hold, and in brackets who says so.
    """

    number: int
    level: Level
    text: str
    run: Callable[[T], Iterable[Fault]]


def quote(text: str, limit: int = 60) -> str:
    """`text` as a message shows it: on one line, in quotation marks, cut at `limit` characters."""
    line = " ".join(text[: 4 * limit].split())
    return f'"{line}"' if len(line) <= limit else f'"{line[: limit - 1]}…"'
