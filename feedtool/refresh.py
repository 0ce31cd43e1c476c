"""Asking upstream: what comes is kept if it is good, and otherwise the last good copy goes on.

fetch ──> bytes ── a feed? the same show? ──> cache/upstream.xml, cache/history.json ── served ──> Upstream
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from feedtool import history, schedule, upstream
from feedtool.errors import FetchError, NotAFeed, WriteError
from feedtool.fetch import Fetch, Response, Validators, fetch, fetch_public, open_remote
from feedtool.history import History
from feedtool.library import Copy, Folder
from feedtool.schedule import Schedule
from feedtool.settings import Settings
from feedtool.upstream import Upstream

if TYPE_CHECKING:
    from feedtool.fetch.remote import RemoteFile


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """What reaches out, so that tests and tools can put their own in its place."""

    fetch: Fetch = fetch
    """For the address that show.toml names, wherever it is."""
    fetch_public: Fetch = fetch_public
    """For addresses found in what was fetched: public ones only."""
    open_remote: Callable[..., RemoteFile] = open_remote
    """For files that only a part of is needed."""
    clock: Callable[[], float] = time.time
    """Seconds since the epoch."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refreshed:
    """How it went to ask upstream."""

    outcome: Literal["taken", "unchanged", "kept"]
    reason: str = ""
    """Why the last good copy was kept."""
    moved_to: str = ""
    """Where upstream has moved for good, which show.toml does not know."""


_TURN = 25.0
"""Seconds to wait for another process that asks the same upstream: a little more than a transfer may take."""


def refresh(folder: Folder, settings: Settings, network: Network, *, only_due: bool = False) -> Refreshed:
    """Ask upstream, if it is not a file; with `only_due`, if it is time to, and nobody else does.

    A server that asked to be left alone (Retry-After, 410) is not asked before its time. Raises
    `UpstreamError` when upstream can't be taken and nothing was kept before, and `WriteError`.
    """
    if not settings.upstream_is_url:
        return Refreshed(outcome="unchanged")
    before = present(folder, settings) if only_due else None
    with folder.asking(0.0 if before else _TURN) as our_turn:
        # Whoever took `before`'s place in between planned the next question, too: then nothing is due.
        plan, kept = folder.schedule(settings.upstream), before or present(folder, settings)
        is_time = network.clock() >= plan.due or (kept is not None and _is_damaged(kept, settings))
        if only_due and kept and not (our_turn and is_time):
            return Refreshed(outcome="unchanged", moved_to=plan.moved_to)
        try:
            if network.clock() < _until(plan, only_due=only_due):
                raise FetchError(schedule.told(plan))
            return _refresh(folder, settings, kept, plan, network)
        except (FetchError, NotAFeed) as error:
            if kept is None:
                raise
            return Refreshed(outcome="kept", reason=str(error), moved_to=plan.moved_to)


def _is_damaged(kept: Copy, settings: Settings) -> bool:
    """Whether a disk or a person spoilt the copy: then there is nothing to serve until upstream is asked."""
    if kept.url:  # its digest was right
        return False
    try:
        _read(kept, settings, "")
    except NotAFeed:
        return True
    return False


def _until(plan: Schedule, *, only_due: bool) -> float:
    """When upstream may be asked; a person who asks only waits for what its server wants."""
    return plan.due if only_due and plan.failures else plan.held


def _refresh(
    folder: Folder, settings: Settings, kept: Copy | None, plan: Schedule, network: Network
) -> Refreshed:
    now = network.clock()
    try:
        response = network.fetch(settings.upstream, _validators(kept))
        copy = _copied(settings.upstream, response, kept, now)
        seen = _merged(folder, settings, kept, copy)
    except (FetchError, NotAFeed) as error:
        failed = schedule.failed(
            plan,
            str(error),
            now,
            retry_after=error.retry_after if isinstance(error, FetchError) else None,
            gone=isinstance(error, FetchError) and error.gone,
        )
        with suppress(WriteError):  # what went wrong first is what to tell
            folder.keep_schedule(failed)
        raise
    folder.keep(copy, seen)
    moved_to = "" if response.moved_to == settings.upstream else response.moved_to
    folder.keep_schedule(
        schedule.answered(settings.upstream, now, max_age=response.max_age, moved_to=moved_to)
    )
    return Refreshed(outcome="unchanged" if kept and copy.body == kept.body else "taken", moved_to=moved_to)


def _validators(kept: Copy | None) -> Validators:
    return Validators(etag=kept.etag, last_modified=kept.last_modified) if kept else Validators()


def _copied(url: str, response: Response, kept: Copy | None, now: float) -> Copy:
    if response.body is None and kept:
        return replace(kept, fetched=now)
    body = response.body or b""
    return Copy(
        body=body,
        url=url,
        charset=response.charset,
        etag=response.validators.etag,
        last_modified=response.validators.last_modified,
        fetched=now,
        changed=kept.changed if kept and kept.body == body else now,
    )


def _merged(folder: Folder, settings: Settings, kept: Copy | None, copy: Copy) -> History:
    """The record of all episodes with a newly fetched copy in it; raises `NotAFeed` when that can't be one."""
    seen = folder.history() if kept else History()
    if kept and copy.body == kept.body and seen.body:
        return seen
    before = None
    if kept:
        with suppress(NotAFeed):  # a disk spoilt it; what comes now is none the worse for that
            before = served(folder, settings, kept)[0]
    now = _read(copy, settings, settings.upstream)
    try:
        return history.merge(seen, before, now)
    except NotAFeed as error:
        raise NotAFeed(f"{settings.upstream}: {error}") from error


# --- what there is


def present(folder: Folder, settings: Settings) -> Copy | None:
    """The file that show.toml names, or the last good copy of the feed that it names; None if there is none yet."""
    if not settings.upstream_is_url:
        return folder.local_upstream(settings)
    copy = folder.copy()
    return copy if copy and copy.url in ("", settings.upstream) else None


def served(folder: Folder, settings: Settings, copy: Copy) -> tuple[Upstream, History]:
    """Upstream with its history: every episode ever seen, each under the guid first served."""
    where = f"{folder.copy_path}, the last copy of {settings.upstream}"
    read = _read(copy, settings, where if settings.upstream_is_url else str(folder.path / settings.upstream))
    seen = _history(folder, settings, read)
    keep = settings.vanished == "keep"
    if seen.guids or (keep and seen.vanished):
        data = history.onto(read.document, seen, keep=keep)
        read = replace(upstream.read(data, read.show.feed_url), problems=read.problems)
    return read, seen


# --- reading


def _read(copy: Copy, settings: Settings, where: str) -> Upstream:
    """Raises `NotAFeed`, which says where the bytes are."""
    try:
        return upstream.read(copy.body, settings.upstream if settings.upstream_is_url else "", copy.charset)
    except NotAFeed as error:
        raise NotAFeed(f"{where}: {error}") from error


def _history(folder: Folder, settings: Settings, read: Upstream) -> History:
    """The record that goes with an upstream; made anew where it speaks of another (a crash between two writes)."""
    if not settings.upstream_is_url:
        return history.identified(read)
    seen = folder.history()
    if seen.body == history.digest(read.document.data):
        return seen
    try:
        return history.merge(seen, None, read)
    except NotAFeed:
        return history.identified(read)
