"""The command line. Results go to standard output; messages and progress to standard error.

Imports stand where they are used: `feedtool --help` answers without loading a parser or a web framework.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool import __version__
from feedtool.errors import FeedtoolError, SettingsError

if TYPE_CHECKING:
    from feedtool.publish import Loaded, Publisher

KEPT = 75
"""Exit status: upstream could not be taken and the last good copy was used (sysexits.h: EX_TEMPFAIL)."""


class Group(click.Group):
    """Our errors are one line and an exit status, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FeedtoolError as error:
            say(f"feedtool: {error}")
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # `feedtool feed … | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


def say(message: str) -> None:
    click.echo(message, err=True)


def _root_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--root",
        type=click.Path(path_type=Path, file_okay=False),
        default="feeds",
        envvar="FEEDTOOL_FEEDS",
        show_default=True,
        help="The folder that holds the shows.",
        show_envvar=True,
    )(function)


def _offline_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--offline", is_flag=True, help="Use the last good copy; ask nobody.")(function)


def _verbose_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("-v", "--verbose", is_flag=True, help="Say more on standard error.")(function)


def _files_argument(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.argument(
        "files",
        nargs=-1,
        required=True,
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE...",
    )(function)


def _base_url_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--base-url",
        default="",
        metavar="URL",
        help="The site's public address, if show.toml has no public_url.  [default: http://localhost:8000]",
    )(function)


_LOCAL = "http://localhost:8000"


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """A podcast feed, enriched with the chapters, snips, links and people that your notes know."""


# --- shared steps


def _publisher(root: Path) -> Publisher:
    from feedtool.library import Library  # noqa: PLC0415
    from feedtool.publish import Publisher  # noqa: PLC0415

    return Publisher(Library(root))


def _load(publisher: Publisher, slug: str, *, offline: bool, verbose: bool = False) -> tuple[Loaded, int]:
    """The show, refreshed unless offline, and the exit status that this deserves."""
    refreshed = publisher.refresh(slug, offline=offline)
    if refreshed.outcome == "kept":
        say(f"feedtool: {slug}: {refreshed.reason}; the last good copy is used")
    if refreshed.moved_to:
        say(
            f'feedtool: {slug}: upstream has moved for good: put `upstream = "{refreshed.moved_to}"` in show.toml'
        )
    loaded = publisher.load(slug)
    for problem in (
        loaded.problems if verbose else [problem for problem in loaded.problems if problem.level != "info"]
    ):
        say(f"{slug}: {_line(problem)}")
    return loaded, KEPT if refreshed.outcome == "kept" else 0


def _say_unmatched(loaded: Loaded) -> None:
    for lost in loaded.enriched.strays:
        say(f"{loaded.slug}: warning: {lost.note.name}: belongs to no episode: {lost.reason}")


def _line(problem: Any) -> str:
    place = ":".join(str(part) for part in (problem.where, problem.line) if part)
    return f"{problem.level}: {place}: {problem.message}" if place else f"{problem.level}: {problem.message}"


def _slugs(publisher: Publisher, slugs: Iterable[str]) -> tuple[str, ...]:
    chosen = tuple(slugs) or publisher.library.slugs()
    if not chosen:
        raise SettingsError(
            f"there is no show in {publisher.library.root}/; make one with `feedtool add SLUG URL`"
        )
    return chosen


# --- commands


@main.command()
@click.argument("words", nargs=-1, required=True, metavar="[SLUG] UPSTREAM")
@click.option(
    "--notes", multiple=True, metavar="PATH", help="A folder or glob of notes; may be given several times."
)
@_root_option
@_verbose_option
def add(words: tuple[str, ...], notes: tuple[str, ...], root: Path, *, verbose: bool) -> None:
    """Add a show: find its feed, make its show.toml, report which notes match.

    UPSTREAM is the feed's address, the show's web page, its link in Apple Podcasts, or a file.
    Without SLUG one is made of the show's title.

    Example: feedtool add latetalk https://feeds.fireside.fm/latetalk/rss --notes ~/Vault/Snipd
    """
    from feedtool.files import write  # noqa: PLC0415
    from feedtool.library import SLUG  # noqa: PLC0415
    from feedtool.reports import added  # noqa: PLC0415
    from feedtool.settings import parse, template  # noqa: PLC0415

    *named, pasted = words
    if len(named) > 1:
        raise SettingsError(f"add takes [SLUG] UPSTREAM, not {len(words)} words; put quotes around blanks")
    publisher = _publisher(root)
    slug, upstream = _found(publisher, named[0] if named else "", pasted)
    if not SLUG.fullmatch(slug):
        raise SettingsError(f"the slug {slug!r} can't be part of a URL; expected a-z, 0-9 and - only")
    path = root / slug / "show.toml"
    if path.exists():
        raise SettingsError(f"{path} is there already; edit it, or choose another slug")
    text = template(upstream, [_absolute(note) for note in notes])
    parse(text, path)
    write(path, text.encode())
    try:
        loaded, status = _load(publisher, slug, offline=False, verbose=verbose)
    except FeedtoolError:
        path.unlink()
        raise
    click.echo(added.text(loaded, publisher.edition(loaded, _LOCAL)))
    raise SystemExit(status)


def _found(publisher: Publisher, slug: str, pasted: str) -> tuple[str, str]:
    """The slug and the upstream for show.toml."""
    from feedtool import discover  # noqa: PLC0415

    if "://" not in pasted and not pasted.startswith(discover.SCHEMES):
        slug = slug or discover.slug(discover.title(Path(pasted)), "", publisher.library.slugs())
        return slug, _absolute(pasted)
    say(f"asking {pasted}")
    feed = discover.discover(pasted, publisher.network.fetch)
    if feed.how:
        say(f"the feed is {feed.url}, found {feed.how}")
    return slug or discover.slug(feed.title, feed.url, publisher.library.slugs()), feed.url


def _absolute(note: str) -> str:
    """Paths on the command line are relative to where the person stands, in show.toml to show.toml."""
    return note if note.startswith("~") else str(Path(note).absolute())


@main.command()
@click.argument("slug")
@_base_url_option
@_root_option
@_offline_option
@_verbose_option
def feed(slug: str, base_url: str, root: Path, *, offline: bool, verbose: bool) -> None:
    """Print the enriched feed.

    Example: feedtool feed demo --base-url https://me.example > feed.xml
    """
    from feedtool.formats import rss  # noqa: PLC0415

    publisher = _publisher(root)
    loaded, status = _load(publisher, slug, offline=offline, verbose=verbose)
    _say_unmatched(loaded)
    sys.stdout.buffer.writelines(rss.written(publisher.edition(loaded, base_url or _LOCAL)))
    sys.stdout.buffer.flush()
    raise SystemExit(status)


@main.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to."
)
@click.option("--prune", is_flag=True, help="Remove files below --out/SLUG that are no longer made.")
@click.option("--watch", is_flag=True, help="Go on, and write anew what changes, until Ctrl-C.")
@_base_url_option
@_root_option
@_offline_option
@_verbose_option
def export(
    slugs: tuple[str, ...],
    out: Path,
    base_url: str,
    root: Path,
    *,
    prune: bool,
    watch: bool,
    offline: bool,
    verbose: bool,
) -> None:
    """Write the static site: the same bytes that the server gives.

    Example: feedtool export --out site --base-url https://me.example/podcasts
    """
    from feedtool.export import changes  # noqa: PLC0415
    from feedtool.export import export as write_site  # noqa: PLC0415

    publisher = _publisher(root)
    chosen = slugs or tuple(_open(publisher, _slugs(publisher, ())))
    shows, statuses = [], [0]
    for slug in chosen:
        try:
            loaded, status = _load(publisher, slug, offline=offline, verbose=verbose)
            _say_unmatched(loaded)
            shows.append(loaded)
            statuses.append(status)
        except FeedtoolError as error:
            say(f"feedtool: {error}")
            statuses.append(error.exit_code)
    for now in chain((shows,), changes(publisher, chosen, shows, say, offline=offline) if watch else ()):
        written = write_site(publisher, now, out, base_url or _LOCAL, prune=prune)
        say(f"{out}: {written.new} files written, {written.same} unchanged, {written.pruned} removed")
    raise SystemExit(_worst(statuses))


def _open(publisher: Publisher, slugs: Iterable[str]) -> Iterator[str]:
    """The shows without a token: files are open to all."""
    from feedtool import tokens  # noqa: PLC0415

    for slug in slugs:
        if tokens.load(publisher.library.root / slug):
            say(f"feedtool: {slug} is private: left out unless you name it")
        else:
            yield slug


def _worst(statuses: Iterable[int]) -> int:
    """The exit status of several shows: wrong configuration tells most, then nothing to serve, then an old copy."""
    order = (2, 74, 69, KEPT, 1, 0)
    return min(statuses, key=order.index)


@main.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 for all."
)
@click.option("--port", default=8000, show_default=True, help="The port to listen at; 0 for any free one.")
@_root_option
@_verbose_option
def serve(host: str, port: int, root: Path, *, verbose: bool) -> None:
    """Serve every show, refreshing in the background.

    Example: feedtool serve --host 0.0.0.0 --port 8000
    """
    from feedtool.server import run  # noqa: PLC0415

    publisher = _publisher(root)
    _slugs(publisher, ())
    run(publisher, host, port, say=say, verbose=verbose)


@main.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@_root_option
@_offline_option
@_verbose_option
def check(slugs: tuple[str, ...], root: Path, *, as_json: bool, offline: bool, verbose: bool) -> None:
    """Report what matched and why, what did not, what each app will show, and what is wrong.

    Example: feedtool check latetalk
    """
    from feedtool.reports import check as report  # noqa: PLC0415

    publisher = _publisher(root)
    reports = []
    for slug in _slugs(publisher, slugs):
        refreshed = publisher.refresh(slug, offline=offline)
        loaded = publisher.load(slug)
        reports.append(report.report(loaded, publisher.edition(loaded, _LOCAL), refreshed))
    click.echo(
        report.to_json(reports)
        if as_json
        else "\n\n".join(report.text(one, verbose=verbose) for one in reports)
    )
    raise SystemExit(0 if all(one.clean for one in reports) else 1)


@main.command()
@_files_argument
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, one line a note.")
def note(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Show what is read from notes.

    Example: feedtool note feeds/demo/notes/*.md
    """
    from feedtool.reports import reading  # noqa: PLC0415

    for file in files:
        for row in reading.notes_of(file):
            click.echo(reading.to_line(row) if as_json else reading.note_text(row))


@main.command()
@_files_argument
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, one line a file.")
@click.option(
    "--to",
    "kind",
    type=click.Choice(["json", "psc", "text", "vtt"]),
    default="text",
    show_default=True,
    help="The form to convert the chapters to.",
)
def chapters(files: tuple[Path, ...], kind: str, *, as_json: bool) -> None:
    """Find the timeline in show notes (plain text, Markdown or HTML), and convert it.

    Example: feedtool chapters --to json shownotes.html
    """
    from feedtool.reports import reading  # noqa: PLC0415

    for file in files:
        row, found = reading.chapters_of(file)
        click.echo(reading.to_line(row) if as_json else reading.CONVERTERS[kind](found.chapters), nl=as_json)


@main.command()
@click.argument("slug")
@_root_option
@_offline_option
@_verbose_option
def diff(slug: str, root: Path, *, offline: bool, verbose: bool) -> None:
    """Show what the enriched feed adds to, changes in and drops from upstream.

    Example: feedtool diff demo
    """
    from feedtool.reports import diff as report  # noqa: PLC0415

    publisher = _publisher(root)
    loaded, status = _load(publisher, slug, offline=offline, verbose=verbose)
    click.echo(report.text(publisher.edition(loaded, _LOCAL)))
    raise SystemExit(status)


@main.group()
def token() -> None:
    """Make a show private: it answers only at addresses that hold one of its tokens.

    Example: feedtool token add latetalk phone
    """


@token.command("add")
@click.argument("slug")
@click.argument("name")
@_root_option
def token_add(slug: str, name: str, root: Path) -> None:
    """Make a token and print it, once: only its hash is kept.

    Example: feedtool token add latetalk phone
    """
    from feedtool import tokens  # noqa: PLC0415

    folder = _publisher(root).library.folder(slug)
    base_url = folder.settings().public_url or _LOCAL
    kept, new = tokens.load(folder.path).with_new(name)
    tokens.keep(folder.path, kept)
    click.echo(new)
    say(f"The feed for {name}, shown only now: {base_url}/{slug}/{new}/feed.xml")


@token.command("list")
@click.argument("slug")
@_root_option
def token_list(slug: str, root: Path) -> None:
    """Print the names of a show's tokens.

    Example: feedtool token list latetalk
    """
    from feedtool import tokens  # noqa: PLC0415

    names = tokens.load(_publisher(root).library.folder(slug).path).hashes
    for name in names:
        click.echo(name)
    if not names:
        say(f"{slug} has no token: it is open to all")


@token.command("revoke")
@click.argument("slug")
@click.argument("name")
@_root_option
def token_revoke(slug: str, name: str, root: Path) -> None:
    """Take a token back: its addresses answer no more.

    Example: feedtool token revoke latetalk phone
    """
    from feedtool import tokens  # noqa: PLC0415

    folder = _publisher(root).library.folder(slug)
    kept = tokens.load(folder.path).without(name)
    tokens.keep(folder.path, kept)
    if not kept:
        say(f"{slug} has no token any more: it is open to all")
