"""What each app will show of an item's chapters: one line a rule, with the source that says so.

Rules were read in the apps' own code or help pages, not tried on the apps; where an app has published
nothing, its line says that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from feedtool.checks import chapters_json, psc
from feedtool.checks.tags import moments
from feedtool.checks.view import Node

_TIMES = "times in the description"
_LAST_LATIN = "\u2fff"
_NAMESPACE = "https://github.com/Podcastindex-org/podcast-namespace"


class Mark(NamedTuple):
    """A chapter as an app could show it: `start` in seconds."""

    start: float
    title: str
    listed: bool = True
    """False for `toc: false`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemView:
    """Where chapters can be found. `linked`: there is a podcast:chapters, maybe with its file not at hand."""

    linked: bool = False
    json: tuple[Mark, ...] = ()
    psc: tuple[Mark, ...] = ()
    description: tuple[Mark, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AppView:
    """How many chapters `app` shows, from where (`how`; "" for none), `why`, and the `source` that says so."""

    app: str
    chapters: int
    how: str
    why: str
    source: str = ""


class Rule(NamedTuple):
    """A place where an app looks, what it keeps of the marks there, and why it refuses them ("": not)."""

    how: str
    marks: Callable[[ItemView], tuple[Mark, ...]]
    source: str
    keep: Callable[[tuple[Mark, ...]], tuple[Mark, ...]] = tuple
    refuse: Callable[[tuple[Mark, ...]], str] = lambda _: ""
    note: Callable[[tuple[Mark, ...]], str] = lambda _: ""


class App(NamedTuple):
    """`takes`: the first rule that yields chapters, or the one that yields most (the first of equals)."""

    name: str
    rules: tuple[Rule, ...]
    takes: Literal["first", "longest"] = "first"
    unknown: str = ""
    """Why nothing is said of the app."""


def _listed(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark.listed)


def _with_length(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Pocket Casts leaves out hidden chapters, and those that end where they start."""
    shown = _listed(marks)
    return (*(mark for mark, after in pairwise(shown) if mark.start != after.start), *shown[-1:])


def _timeline(marks: tuple[Mark, ...]) -> str:
    """Apple's and Spotify's conditions for times in a description."""
    if len(marks) < 3:
        return f"{len(marks)} times, at least 3 are asked for"
    if marks[0].start:
        return f"the first time is at {marks[0].start:g} s, 0 is asked for"
    late = next((after for before, after in pairwise(marks) if after.start <= before.start), None)
    return f"the time at {late.start:g} s is out of order" if late else ""


def _advice(marks: tuple[Mark, ...]) -> str:
    """Spotify's advice: titles below 40 characters, chapters of 30 seconds; once also: Latin script."""
    parts = (
        (sum(len(mark.title) >= 40 for mark in marks), "titles of 40 characters or more"),
        (
            sum(after.start - before.start < 30 for before, after in pairwise(marks)),
            "chapters of less than 30 s",
        ),
        (sum(max(mark.title, default="") > _LAST_LATIN for mark in marks), "titles not in Latin script"),
    )
    return ", ".join(f"{what}: {count}" for count, what in parts if count)


_POCKET_CASTS = "https://github.com/Automattic/pocket-casts-android ChapterManagerImpl"
_ANTENNAPOD = "https://github.com/AntennaPod/AntennaPod"
_APPLE = "https://podcasters.apple.com/support/5482"
_SPOTIFY = "https://support.spotify.com/us/podcasters/article/enabling-podcast-chapters/"

APPS: Final = (
    App("Apple Podcasts", (
        Rule("podcast:chapters", lambda item: item.json, _APPLE),
        Rule(_TIMES, lambda item: item.description, _APPLE, refuse=_timeline),
    )),
    App("Spotify", (
        Rule("psc:chapters", lambda item: item.psc, _SPOTIFY, note=_advice),
        Rule(_TIMES, lambda item: item.description, _SPOTIFY, refuse=_timeline, note=_advice),
    )),
    App("Pocket Casts", (
        Rule("podcast:chapters", lambda item: item.json, _POCKET_CASTS, keep=_with_length),
        Rule("psc:chapters", lambda item: item.psc, _POCKET_CASTS, keep=_with_length),
    ), takes="longest"),
    App("AntennaPod", (
        Rule("podcast:chapters", lambda item: item.json, f"{_ANTENNAPOD} PodcastIndexChapterParser"),
        Rule("psc:chapters", lambda item: item.psc, f"{_ANTENNAPOD} SimpleChapters"),
    ), takes="longest"),
    App("Podverse", (
        Rule("podcast:chapters", lambda item: item.json, f"{_NAMESPACE} docs/element-support.md"),
    )),
    App("Overcast", (), unknown="no public word on chapters in feeds; shows those inside the audio file"),
    App("Castro", (), unknown="no public word on chapters in feeds; shows those inside the audio file"),
)  # fmt: skip


def item_view(item: Node, chapters: bytes | None = None) -> ItemView:
    """An item's element, and the bytes of its JSON chapters file where that is at hand."""
    return ItemView(
        linked=bool(item.all("podcast:chapters")),
        json=() if chapters is None else _json(chapters_json.read(chapters).entries),
        psc=tuple(Mark(row.start, row.title) for row in psc.rows(item)),
        description=tuple(Mark(found.start, found.title) for found in moments(item.text("description"))),
    )


def what_apps_show(item: ItemView) -> tuple[AppView, ...]:
    """One line for each of APPS, in order. Chapters in the audio file, preferred by some, are not known."""
    return tuple(_shown(app, item) for app in APPS)


def _json(entries: Iterable[Mapping[str, object]]) -> tuple[Mark, ...]:
    return tuple(
        Mark(
            chapters_json.number(entry.get("startTime"), 0.0),
            str(entry.get("title", "")),
            entry.get("toc") is not False,
        )
        for entry in entries
    )


def _shown(app: App, item: ItemView) -> AppView:
    if app.unknown:
        return AppView(app=app.name, chapters=0, how="", why=app.unknown)
    found = [(rule, rule.marks(item)) for rule in app.rules]
    taken = [(rule, rule.keep(marks)) for rule, marks in found if marks and not rule.refuse(marks)]
    if not taken:
        return AppView(
            app=app.name,
            chapters=0,
            how="",
            why="; ".join(_refusal(rule, marks, item) for rule, marks in found),
        )
    rule, marks = max(taken, key=lambda pair: len(pair[1])) if app.takes == "longest" else taken[0]
    why = f"{app.takes} of {' and '.join(rule.how for rule in app.rules)}" if len(app.rules) > 1 else ""
    return AppView(
        app=app.name,
        chapters=len(marks),
        how=rule.how,
        why="; ".join(filter(None, (why, rule.note(marks)))),
        source=rule.source,
    )


def _refusal(rule: Rule, marks: tuple[Mark, ...], item: ItemView) -> str:
    if not marks and item.linked and rule.how == "podcast:chapters":
        return "podcast:chapters leads to a file that is not at hand"
    return f"{rule.how}: {rule.refuse(marks) if marks else 'none'}"
