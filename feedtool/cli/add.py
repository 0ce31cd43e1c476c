"""`feedtool add`: from what a person pastes to a show."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedtool.cli.common import (
    LOCAL,
    open_publisher,
    refreshed,
    root_option,
    say,
    say_problems,
    verbose_option,
)
from feedtool.cli.progress import display
from feedtool.errors import SettingsError

if TYPE_CHECKING:
    from feedtool.fetch import Fetch
    from feedtool.formats import Edition
    from feedtool.publish import Loaded


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[SLUG] UPSTREAM")
@click.option(
    "--notes", multiple=True, metavar="PATH", help="A folder or glob of notes; may be given several times."
)
@root_option
@verbose_option
def add(words: tuple[str, ...], notes: tuple[str, ...], root: Path, *, verbose: bool) -> None:
    """Add a show: find its feed, write its settings, match the notes.

    UPSTREAM is the feed's address, the show's web page, its link in Apple Podcasts, or a file.
    Without SLUG one is made of the show's title.

    \b
    Examples:
      feedtool add https://feeds.fireside.fm/latetalk/rss --notes ~/Vault/Snipd
      feedtool add latetalk https://podcasts.apple.com/cn/podcast/id1234567890
      feedtool add my-show https://my-show.example --notes notes --notes more
    """
    *named, pasted = words
    if len(named) > 1:
        raise SettingsError(f"add takes [SLUG] UPSTREAM, not {len(words)} words; put quotes around blanks")
    if not all(word.strip() for word in (*words, *notes)):
        raise SettingsError("a word of it is empty; expected [SLUG] UPSTREAM, and a PATH behind each --notes")
    places = _places(notes)
    with display() as progress:
        slug, upstream, fetch = _found(root, named[0] if named else "", pasted, progress.fetch)
        path = _written(root, slug, upstream, places)
        progress.doing("reading notes")
        publisher = open_publisher(root, fetch)
        try:
            loaded, status = refreshed(publisher, slug, offline=False)
        except BaseException:  # also Ctrl-C: the next try is to find nothing in its way
            _removed(path)
            raise
    say(f"{path} is made")
    if verbose:
        say_problems(slug, loaded.problems, verbose=True)
    _tell(loaded, publisher.edition(loaded, LOCAL))
    raise SystemExit(status)


def _found(root: Path, slug: str, pasted: str, fetch: Fetch) -> tuple[str, str, Fetch]:
    """The slug and the upstream for show.toml, and what fetches it without asking twice."""
    from feedtool import discover  # noqa: PLC0415
    from feedtool.files import expanded  # noqa: PLC0415
    from feedtool.library import Library  # noqa: PLC0415

    taken = Library(root).slugs()
    if "://" not in pasted and not pasted.lower().startswith(discover.SCHEMES):
        file = expanded(pasted)
        title = discover.title(file)
        return slug or discover.slug(title, "", taken), _absolute(str(file)), fetch
    feed = discover.discover(pasted, fetch)
    if feed.how:
        say(f"the feed is {feed.url}, found {feed.how}")
    return slug or discover.slug(feed.title, feed.url, taken), feed.url, feed.then(fetch)


def _places(notes: Iterable[str]) -> list[str]:
    """Where the notes are, absolute. Raises `SettingsError` for what is not there, and no glob of what may come."""
    from feedtool.files import expanded  # noqa: PLC0415

    places = [_absolute(note) for note in notes]
    for place in places:
        if not expanded(place).exists() and not any(mark in place for mark in "*?["):
            raise SettingsError(f"there is no {place}; --notes takes a folder, a file or a glob of Markdown")
    return places


def _written(root: Path, slug: str, upstream: str, notes: list[str]) -> Path:
    """The new show.toml, with a folder for notes beside it if none was named.

    Raises `SettingsError`, and `WriteError`.
    """
    from feedtool.files import write  # noqa: PLC0415
    from feedtool.library import NO_SLUG, SLUG  # noqa: PLC0415
    from feedtool.settings import parse, template  # noqa: PLC0415

    if not SLUG.fullmatch(slug):
        raise SettingsError(NO_SLUG.format(slug))
    path = root / slug / "show.toml"
    if os.path.lexists(path):
        raise SettingsError(f"{path} is there already; name your notes in it, or choose another slug")
    text = template(upstream, notes)
    parse(text, path)
    try:
        write(path, text.encode())
    except BaseException:
        _removed(path)
        raise
    if not notes:
        with suppress(OSError):  # a convenience: what lacks is told with the show
            path.with_name("notes").mkdir()
    return path


def _removed(path: Path) -> None:
    """What was made of a show that is to be none: its show.toml, and the folders that are empty without it."""
    for remove in (path.unlink, path.with_name("notes").rmdir, path.parent.rmdir):
        with suppress(OSError):
            remove()


def _tell(loaded: Loaded, edition: Edition) -> None:
    if sys.stdout.isatty():
        from feedtool.reports import drawing, screen  # noqa: PLC0415

        drawing.show(screen.added(loaded, edition))
    else:
        from feedtool.reports import added  # noqa: PLC0415

        click.echo(added.text(loaded, edition))


def _absolute(note: str) -> str:
    """Paths on the command line are relative to where the person stands, in show.toml to show.toml."""
    try:
        return note if note.startswith("~") else str(Path(note).absolute())
    except FileNotFoundError as error:
        raise SettingsError("the folder that you are in is gone; cd to one that is there") from error
