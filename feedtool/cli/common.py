"""What several commands share: their options, and their first steps."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.errors import SettingsError

if TYPE_CHECKING:
    from feedtool.fetch import Fetch
    from feedtool.model import Problem
    from feedtool.publish import Loaded, Publisher
    from feedtool.refresh import Refreshed

KEPT = 75
"""Exit status: upstream could not be taken and the last good copy was used (sysexits.h: EX_TEMPFAIL)."""
LOCAL = "http://localhost:8000"
"""Where `feedtool serve` is, unless told otherwise."""


def say(message: str) -> None:
    """On standard error as it is at the moment: above the progress, if some is shown.

    `click.echo` would keep to the stream that it found first, and write into the progress. Where nobody can be told,
    the work goes on.
    """
    with suppress(OSError):
        sys.stderr.write(f"{message}\n")
        sys.stderr.flush()


def worst(statuses: Iterable[int]) -> int:
    """The exit status of several shows: wrong configuration tells most, then nothing to serve, then an old copy."""
    order = (2, 74, 69, KEPT, 1, 0)
    return min(statuses, key=order.index)


def root_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--root",
        type=click.Path(path_type=Path, file_okay=False),
        default="feeds",
        envvar="FEEDTOOL_FEEDS",
        show_default=True,
        help="The folder that holds the shows.",
        show_envvar=True,
    )(function)


def offline_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--offline", is_flag=True, help="Use the last good copy; ask nobody.")(function)


def verbose_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("-v", "--verbose", is_flag=True, help="Say more on standard error.")(function)


def slug_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("slug", shell_complete=_shows)(function)


def slugs_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument("slugs", nargs=-1, metavar="[SLUG]...", shell_complete=_shows)(function)


def _shows(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """The shows that the shell may complete a word to."""
    from feedtool.library import Library  # noqa: PLC0415

    root = context.params.get("root") or Path("feeds")
    return [slug for slug in Library(root).slugs() if slug.startswith(begun)]


def files_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument(
        "files",
        nargs=-1,
        required=True,
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE...",
    )(function)


def _base_url(_: click.Context, __: click.Parameter, given: str) -> str:
    from feedtool.settings import base_url  # noqa: PLC0415

    return base_url(given)


def base_url_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--base-url",
        default="",
        metavar="URL",
        callback=_base_url,
        help="The site's public address, if show.toml has no public_url.  [default: http://localhost:8000]",
    )(function)


def open_publisher(root: Path, fetch: Fetch | None = None) -> Publisher:
    from feedtool.library import Library  # noqa: PLC0415
    from feedtool.publish import Publisher  # noqa: PLC0415
    from feedtool.refresh import Network  # noqa: PLC0415

    return Publisher(Library(root), Network(fetch=fetch) if fetch else Network())


def load(publisher: Publisher, slug: str, *, offline: bool, verbose: bool = False) -> tuple[Loaded, int]:
    """As `refreshed`, with what is wrong said on standard error."""
    loaded, status = refreshed(publisher, slug, offline=offline)
    say_problems(slug, loaded.problems, verbose=verbose)
    return loaded, status


def refreshed(publisher: Publisher, slug: str, *, offline: bool) -> tuple[Loaded, int]:
    """The show, refreshed unless offline, and the exit status that this deserves."""
    asked = publisher.refresh(slug, offline=offline)
    status = say_refreshed(slug, asked)
    return publisher.load(slug), status


def say_refreshed(slug: str, asked: Refreshed) -> int:
    """Say how it went to ask upstream; the exit status that this deserves."""
    if asked.outcome == "kept":
        say(f"feedtool: {slug}: {asked.reason}; the last good copy is used")
    if asked.moved_to:
        say(
            f'feedtool: {slug}: upstream has moved for good: put `upstream = "{asked.moved_to}"` in show.toml'
        )
    return KEPT if asked.outcome == "kept" else 0


def say_problems(slug: str, problems: Iterable[Problem], *, verbose: bool) -> None:
    for problem in problems:
        if verbose or problem.level != "info":
            say(f"{slug}: {_line(problem)}")


_NAMED = 3


def say_unmatched(slug: str, strays: Iterable[tuple[str, str]], foreign: Sequence[str]) -> None:
    """`strays` are the names of notes, each with the reason; `foreign` those of notes of other shows."""
    for name, reason in strays:
        say(f"{slug}: warning: {name}: belongs to no episode: {reason}")
    if foreign:
        more = f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else ""
        say(f"{slug}: of other shows: {', '.join(foreign[:_NAMED])}{more}")


def _line(problem: Problem) -> str:
    return ": ".join(filter(None, (problem.level, problem.place, problem.message)))


def slugs_of(publisher: Publisher, slugs: Iterable[str]) -> tuple[str, ...]:
    from feedtool.library import NO_SLUG  # noqa: PLC0415

    chosen = tuple(dict.fromkeys(slugs)) or publisher.library.slugs()
    if not slugs:
        for name in publisher.library.misnamed():
            say(f"feedtool: {publisher.library.root / name}: {NO_SLUG.format(name)}; it is left out")
    if not chosen:
        raise SettingsError(
            f"there is no show in {publisher.library.root}/; make one with `feedtool add SLUG URL`"
        )
    return chosen
