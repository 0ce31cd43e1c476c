"""When upstream is asked again: decided by what came of asking so far, and nothing else.

an answer ── fresh for as long as the server says, within bounds ──> due
a failure ── a pause, twice as long each time ─────────────────────> due
          └─ Retry-After, 429, 410: the server asks to be left alone ──> held
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zlib import crc32

_SHORTEST, LONGEST = 15 * 60.0, 6 * 3600.0
"""Seconds between two questions, whatever the server calls fresh."""
_FIRST_PAUSE = 2 * 60.0
_GONE = 7 * 24 * 3600.0
_JITTER = 0.1
"""Of each pause, added: feeds that started together are not to be asked together for ever."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """Times are seconds since the epoch."""

    url: str
    due: float = 0.0
    """From then on upstream is asked without being told to."""
    held: float = 0.0
    """Until then nobody asks: its server said so."""
    failures: int = 0
    """Since the last answer."""
    reason: str = ""
    """What went wrong the last time; "" when nothing did."""
    moved_to: str = ""
    """Where the address has moved for good; "" if it has not."""


def answered(url: str, now: float, *, max_age: float | None = None, moved_to: str = "") -> Schedule:
    """After an answer that `max_age` (seconds) calls fresh."""
    pause = min(max(max_age or 0.0, _SHORTEST), LONGEST)
    return Schedule(url=url, due=now + _spread(pause, url, now), moved_to=moved_to)


def failed(
    before: Schedule, reason: str, now: float, *, retry_after: float | None = None, gone: bool = False
) -> Schedule:
    """After a failure; `retry_after` in seconds."""
    pause = min(_FIRST_PAUSE * 2.0 ** min(before.failures, 16), LONGEST)
    held = now + (_GONE if gone else retry_after or 0.0)
    return replace(
        before,
        due=max(now + _spread(pause, before.url, now), held),
        held=held,
        failures=before.failures + 1,
        reason=reason,
    )


def told(schedule: Schedule) -> str:
    """The reason why upstream is not asked now, for a person."""
    until = datetime.fromtimestamp(schedule.held, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return f"{schedule.reason}; its server is not asked again before {until}"


def _spread(pause: float, url: str, now: float) -> float:
    return pause * (1 + _JITTER * crc32(f"{url} {now}".encode()) / 2**32)
