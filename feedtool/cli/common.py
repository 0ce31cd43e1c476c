"""What several commands share: their options, and their first steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.errors import SettingsError

if TYPE_CHECKING:
    from feedtool.model import Problem
    from feedtool.publish import Loaded, Publisher
    from feedtool.refresh import Refreshed

KEPT = 75
"""Exit status: upstream could not be taken and the last good copy was used (sysexits.h: EX_TEMPFAIL)."""
LOCAL = "http://localhost:8000"
"""Where `feedtool serve` is, unless told otherwise."""


def say(message: str) -> None:
    click.echo(message, err=True)


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


def files_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument(
        "files",
        nargs=-1,
        required=True,
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE...",
    )(function)


def base_url_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--base-url",
        default="",
        metavar="URL",
        help="The site's public address, if show.toml has no public_url.  [default: http://localhost:8000]",
    )(function)


def open_publisher(root: Path) -> Publisher:
    from feedtool.library import Library  # noqa: PLC0415
    from feedtool.publish import Publisher  # noqa: PLC0415

    return Publisher(Library(root))


def load(publisher: Publisher, slug: str, *, offline: bool, verbose: bool = False) -> tuple[Loaded, int]:
    """The show, refreshed unless offline, and the exit status that this deserves."""
    refreshed = publisher.refresh(slug, offline=offline)
    status = say_refreshed(slug, refreshed)
    loaded = publisher.load(slug)
    say_problems(slug, loaded.problems, verbose=verbose)
    return loaded, status


def say_refreshed(slug: str, refreshed: Refreshed) -> int:
    """Say how it went to ask upstream; the exit status that this deserves."""
    if refreshed.outcome == "kept":
        say(f"feedtool: {slug}: {refreshed.reason}; the last good copy is used")
    if refreshed.moved_to:
        say(
            f'feedtool: {slug}: upstream has moved for good: put `upstream = "{refreshed.moved_to}"` in show.toml'
        )
    return KEPT if refreshed.outcome == "kept" else 0


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
    place = ":".join(str(part) for part in (problem.where, problem.line) if part)
    return f"{problem.level}: {place}: {problem.message}" if place else f"{problem.level}: {problem.message}"


def slugs_of(publisher: Publisher, slugs: Iterable[str]) -> tuple[str, ...]:
    chosen = tuple(slugs) or publisher.library.slugs()
    if not chosen:
        raise SettingsError(
            f"there is no show in {publisher.library.root}/; make one with `feedtool add SLUG URL`"
        )
    return chosen
