"""`feedtool add`: what a new show got, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from feedtool.formats import Edition
from feedtool.publish import Loaded
from feedtool.reports import check

_MOST = 10
"""Notes without a match that are listed; `feedtool check` lists them all."""


def text(loaded: Loaded, edition: Edition) -> str:
    return "\n".join((check.summary(loaded), *_unmatched(loaded), *_next(loaded, edition)))


def _unmatched(loaded: Loaded) -> Iterator[str]:
    lost = loaded.enriched.strays
    for note in lost[:_MOST]:
        yield from check.no_match(note)
    if lost:
        yield "            to join one by hand, put `source: ` and the episode's web address into its front matter"
    if len(lost) > _MOST:
        yield f"            and {len(lost) - _MOST} more: feedtool check {loaded.slug}"


def _next(loaded: Loaded, edition: Edition) -> Iterator[str]:
    show = f"{edition.base_url}/{loaded.slug}"
    yield ""
    if not loaded.notes:
        yield "no notes yet: put them into notes/ beside its show.toml, or name their folder in there"
    yield "serve      feedtool serve"
    yield f"look       {show}/"
    yield f"subscribe  {edition.feed_url}"
