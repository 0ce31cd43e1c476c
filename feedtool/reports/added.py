"""`feedtool add`: what a new show got, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from feedtool.formats import Edition
from feedtool.formats.words import counted
from feedtool.publish import Loaded
from feedtool.reports import check

_MOST = 10
"""Notes without a match that are listed; `feedtool check` lists them all."""
BY_HAND = "to join one by hand, put `source: ` and the episode's web address into its front matter"


def text(loaded: Loaded, edition: Edition) -> str:
    steps = (f"{what:10} {how}" for what, how in next_steps(loaded, edition))
    return "\n".join((check.summary(loaded), *_unmatched(loaded), "", *steps))


def _unmatched(loaded: Loaded) -> Iterator[str]:
    lost = loaded.enriched.strays
    for note in lost[:_MOST]:
        yield from check.no_match(note)
    if lost:
        yield f"            {BY_HAND}"
    if len(lost) > _MOST:
        yield f"            and {len(lost) - _MOST} more: feedtool check {loaded.slug}"


def next_steps(loaded: Loaded, edition: Edition) -> Iterator[tuple[str, str]]:
    """What to do, and how."""
    if not loaded.notes:
        yield "notes", "none yet: put them into notes/ beside its show.toml, or name their folder in there"
    if problems := sum(problem.level != "info" for problem in loaded.problems):
        yield (
            "check",
            f"feedtool check {loaded.slug}   ({counted(problems, '{} problem|{} problems')})",
        )
    yield "serve", "feedtool serve"
    yield "look", edition.url(f"{loaded.slug}/")
    yield "subscribe", edition.feed_url
