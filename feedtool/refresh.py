"""Asking upstream: what comes is kept if it is good, and otherwise the last good copy goes on.

fetch ──> bytes ── a feed? the same show? ──> cache/upstream.xml, cache/history.json ── served ──> Upstream
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from feedtool import history, upstream
from feedtool.chapters import Fetched
from feedtool.errors import FetchError, NotAFeed
from feedtool.fetch import Fetch, Validators, fetch, fetch_public
from feedtool.history import History
from feedtool.library import Copy, Folder
from feedtool.linked import Linked
from feedtool.settings import Settings
from feedtool.upstream import Upstream
from feedtool.upstream.document import every


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """What reaches out, so that tests and tools can put their own in its place."""

    fetch: Fetch = fetch
    """For the address that show.toml names, wherever it is."""
    fetch_public: Fetch = fetch_public
    """For addresses found in what was fetched: public ones only."""
    clock: Callable[[], float] = time.time
    """Seconds since the epoch."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refreshed:
    """How it went to ask upstream."""

    outcome: Literal["taken", "unchanged", "kept"]
    reason: str = ""
    """Why the last good copy was kept."""


def refresh(folder: Folder, settings: Settings, network: Network) -> Refreshed:
    """Ask upstream, if it is not a file.

    Raises `UpstreamError` when upstream can't be taken and nothing was kept before, and `WriteError`.
    """
    if not settings.upstream_is_url:
        return Refreshed(outcome="unchanged")
    kept = present(folder, settings)
    try:
        copy = _ask(settings.upstream, kept, network)
        seen = _merged(folder, settings, kept, copy)
    except (FetchError, NotAFeed) as error:
        if kept is None:
            raise
        return Refreshed(outcome="kept", reason=str(error))
    folder.keep(copy, seen)
    return Refreshed(outcome="unchanged" if kept and copy.body == kept.body else "taken")


def _ask(url: str, kept: Copy | None, network: Network) -> Copy:
    validators = Validators(etag=kept.etag, last_modified=kept.last_modified) if kept else Validators()
    response = network.fetch(url, validators)
    now = network.clock()
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
    before = served(folder, settings, kept)[0] if kept else None
    now = _read(copy, settings)
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
    read = _read(copy, settings)
    seen = _history(folder, settings, read)
    keep = settings.vanished == "keep"
    if seen.guids or (keep and seen.vanished):
        data = history.onto(read.document, seen, keep=keep)
        read = replace(upstream.read(data, read.show.feed_url), problems=read.problems)
    return read, seen


# --- what upstream's feed leads to


def refresh_linked(folder: Folder, settings: Settings, read: Upstream, network: Network) -> None:
    """Ask for the chapters files that the feed links, those that are due."""
    if "upstream" in settings.chapter_sources and (urls := list(_chapter_files(read))):
        Linked(folder.path).refresh(urls, network.fetch_public, network.clock)


def fetched(folder: Folder, settings: Settings, read: Upstream) -> Fetched:
    """What is at hand of it."""
    if "upstream" in settings.chapter_sources and (urls := list(_chapter_files(read))):
        return Fetched(files=Linked(folder.path).files(urls))
    return Fetched()


def _chapter_files(read: Upstream) -> Iterable[str]:
    for item in read.document.items:
        for link in every(item.children, "podcast:chapters"):
            yield link.attributes.get("url", "")


# --- reading


def _read(copy: Copy, settings: Settings) -> Upstream:
    try:
        return upstream.read(copy.body, settings.upstream if settings.upstream_is_url else "", copy.charset)
    except NotAFeed as error:
        raise NotAFeed(f"{settings.upstream}: {error}") from error


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
