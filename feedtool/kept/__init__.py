"""The feed as a command prints it, and what one process leaves for the next: cache/feed.body and feed.state.

    nothing changed ── stamps ──────────────────────> the bytes that are kept
    notes changed ──── stamps, renew ───────────────> the same, the items of those notes made again
    anything else ──── publish, from nothing ───────> all bytes, and a note of what they were made of

What is kept says of itself what it was made of: this program, the settings, upstream, every note. So it can be
old, damaged or gone at the cost of time only; and where it cannot be written, nothing else changes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feedtool.kept import again
from feedtool.kept.container import Unusable
from feedtool.kept.ground import Place
from feedtool.kept.outgoing import Feed
from feedtool.library import Library

if TYPE_CHECKING:
    from feedtool.refresh import Network

__all__ = ["Feed", "feed"]


def feed(
    library: Library, slug: str, base_url: str, *, offline: bool = False, network: Network | None = None
) -> Feed:
    """The show's feed at `public_url` of its settings, else `base_url`; upstream is asked first, unless `offline`.

    Raises what `Publisher.refresh` and `Publisher.load` raise.
    """
    folder = library.folder(slug)
    settings = folder.settings()
    place = Place(
        folder=folder,
        settings=settings,
        base_url=(settings.public_url or base_url).rstrip("/"),
        offline=offline,
    )
    refreshed = None
    if settings.upstream_is_url and not offline:
        from feedtool.refresh import Network, refresh  # noqa: PLC0415 - a look at dates needs no HTTP

        refreshed = refresh(folder, settings, network or Network())
    try:
        made = again.feed(place, network)
    except Unusable:
        from feedtool.kept import afresh  # noqa: PLC0415 - all that builds a feed

        made = afresh.feed(library, place, network)
    return replace(made, refreshed=refreshed)
