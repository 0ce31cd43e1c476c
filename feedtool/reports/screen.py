"""`feedtool check` and `add` in a terminal: what is wrong first, long lists folded, columns that fit its width.

Where the output is piped, `check.text` and `added.text` say the same line by line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Final

from feedtool.checks import apps
from feedtool.formats import Edition
from feedtool.formats.words import counted
from feedtool.match import Unmatched
from feedtool.model import Level, Problem
from feedtool.publish import Loaded
from feedtool.reports.added import BY_HAND, next_steps
from feedtool.reports.check import AppsView, Report, by_app, counts, reason
from feedtool.reports.drawing import (
    Column,
    Group,
    RenderableType,
    Text,
    folded,
    grid,
    heading,
    indented,
    more,
    name,
    said,
    table,
)

_MOST: Final = 10
"""Rows of a list that are shown unless everything is asked for."""
_MOST_OF_ONE: Final = 3
"""Problems of one file or episode."""
_STYLES: Final[dict[Level, str]] = {"error": "bold red", "warning": "yellow", "info": "dim"}


def check(one: Report, *, verbose: bool) -> Iterator[RenderableType]:
    most = None if verbose else _MOST
    yield from _head(one.loaded)
    yield from _problems(one.problems, verbose=verbose)
    yield from _unmatched(one.loaded.enriched.strays, most)
    if verbose:
        yield from _others(one.loaded)
    yield from _apps(one.apps)
    yield from _episodes(one, most)
    if verbose:
        yield from _reasons(one.apps)
    yield from _matched(one.loaded, most)


def added(loaded: Loaded, edition: Edition) -> Iterator[RenderableType]:
    yield from _head(loaded)
    yield from _unmatched(loaded.enriched.strays, _MOST)
    yield heading("Next")
    yield grid((Text(what, "dim"), said(how)) for what, how in next_steps(loaded, edition))


# --- parts


def _head(loaded: Loaded) -> Iterator[RenderableType]:
    yield Text.assemble((loaded.enriched.show.title or loaded.slug, "bold"), (f"  {loaded.slug}", "dim"))
    yield grid((Text(what, "dim"), said(count)) for what, count in counts(loaded))


def _problems(problems: Sequence[Problem], *, verbose: bool) -> Iterator[RenderableType]:
    """By level, then by place: the worst first."""
    told = [problem for problem in problems if verbose or problem.level != "info"]
    yield heading("Problems")
    levels = list(_STYLES)
    places = groupby(
        sorted(told, key=lambda problem: (levels.index(problem.level), problem.where)),
        key=lambda problem: (problem.level, problem.where),
    )
    rows = [_place(level, where, list(found), verbose=verbose) for (level, where), found in places]
    yield from folded(rows, None if verbose else _MOST)
    if not told:
        yield Text("  nothing is wrong", "green")
    if hidden := len(problems) - len(told):
        yield Text(f"  {counted(hidden, '{} remark|{} remarks')} more with -v", "dim")


def _place(level: Level, where: str, found: Sequence[Problem], *, verbose: bool) -> RenderableType:
    lines = [said(f"{problem.line}: " * bool(problem.line) + problem.message) for problem in found]
    told = (said(where or "the feed", "bold"), *folded(lines, None if verbose else _MOST_OF_ONE))
    kind = "remark" if level == "info" else level
    return grid([(Text(f"{kind:7}", _STYLES[level]), Group(*told))])


def _unmatched(strays: Sequence[Unmatched], most: int | None) -> Iterator[RenderableType]:
    if strays:
        yield heading("Notes without an episode")
        yield from folded([_lost(stray) for stray in strays], most)
        yield indented(said(BY_HAND, "dim"))


def _lost(stray: Unmatched) -> RenderableType:
    nearest = (name(f"nearest: {item.title}", "dim") for item in stray.candidates)
    return indented(said(stray.note.name, "bold"), said(stray.reason), *nearest)


def _others(loaded: Loaded) -> Iterator[RenderableType]:
    if others := loaded.enriched.foreign:
        yield heading("Notes of other shows")
        yield grid(
            ((name(lost.note.name), said(lost.reason, "dim")) for lost in others), Column(ratio=1), Column()
        )


def _matched(loaded: Loaded, most: int | None) -> Iterator[RenderableType]:
    matched = loaded.enriched.matched
    if not matched:
        return
    yield heading("Notes and their episodes")
    rows = ((name(found.note.name), name(found.item.title), Text(found.evidence, "dim")) for found in matched)
    yield grid(islice(rows, most), Column(ratio=1), Column(ratio=1), Column(no_wrap=True))
    yield from more(len(matched), most)


# --- apps


def _apps(episodes: Sequence[AppsView]) -> Iterator[RenderableType]:
    if not episodes:
        return
    yield heading("What apps show")
    yield grid(_app_rows(episodes))


def _app_rows(episodes: Sequence[AppsView]) -> Iterator[Sequence[RenderableType]]:
    for app, shown, ways in by_app(episodes):
        how_many = "unknown" if app.unknown else f"chapters in {shown} of {len(episodes)} episodes"
        style = "dim" if app.unknown else "green" if shown == len(episodes) else "yellow"
        yield Text(app.name), Text(how_many, style), said(ways, "dim")


def _episodes(one: Report, most: int | None) -> Iterator[RenderableType]:
    """How many chapters each app shows of each episode."""
    if not one.apps:
        return
    known = [at for at, app in enumerate(apps.APPS) if not app.unknown]
    rows = (
        (name(episode.title), *(_number(episode, at) for at in known)) for episode in islice(one.apps, most)
    )
    yield Text()
    yield table(rows, Column("Chapters by episode", ratio=1), *(_numbers(apps.APPS[at].name) for at in known))
    yield from more(len(one.apps), most)


def _numbers(app: str) -> Column:
    words = app.split()
    return Column("\n".join(words), justify="right", min_width=max(map(len, words)))


def _number(episode: AppsView, at: int) -> Text:
    chapters = episode.apps[at].chapters
    fewer = chapters < max(view.chapters for view in episode.apps)
    return Text(str(chapters or "–"), "yellow" if fewer else "green")


def _reasons(episodes: Sequence[AppsView]) -> Iterator[RenderableType]:
    for episode in episodes:
        yield heading(episode.title)
        yield grid(
            (Text(view.app), Text(str(view.chapters)), said(reason(view), "dim")) for view in episode.apps
        )
