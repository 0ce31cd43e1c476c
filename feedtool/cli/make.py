"""What is made of shows: `feedtool feed`, `export` and `serve`."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedtool.cli.common import (
    LOCAL,
    base_url_option,
    load,
    offline_option,
    open_publisher,
    root_option,
    say,
    say_problems,
    say_refreshed,
    say_unmatched,
    slug_argument,
    slugs_argument,
    slugs_of,
    verbose_option,
    worst,
)
from feedtool.cli.progress import display
from feedtool.errors import FeedtoolError, WriteError

if TYPE_CHECKING:
    from feedtool.publish import Publisher


@click.command()
@slug_argument
@base_url_option
@root_option
@offline_option
@verbose_option
def feed(slug: str, base_url: str, root: Path, *, offline: bool, verbose: bool) -> None:
    """Print the enriched feed.

    \b
    Examples:
      feedtool feed demo
      feedtool feed demo --base-url https://me.example > feed.xml
    """
    from feedtool import kept  # noqa: PLC0415
    from feedtool.library import Library  # noqa: PLC0415

    with display() as progress:
        progress.doing(f"reading {slug}")
        made = kept.feed(Library(root), slug, base_url or LOCAL, offline=offline)
    status = say_refreshed(slug, made.refreshed) if made.refreshed else 0
    say_problems(slug, made.problems, verbose=verbose)
    say_unmatched(slug, made.strays, made.foreign)
    sys.stdout.buffer.writelines(made.pieces)
    sys.stdout.buffer.flush()
    raise SystemExit(status)


@click.command()
@slugs_argument
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to."
)
@click.option(
    "--prune", is_flag=True, help="Remove what an export made below --out/SLUG and makes no longer."
)
@click.option("--watch", is_flag=True, help="Go on, and write anew what changes, until Ctrl-C.")
@base_url_option
@root_option
@offline_option
@verbose_option
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

    \b
    Examples:
      feedtool export --out site --base-url https://me.example/podcasts
      feedtool export demo --out site --prune --watch
    """
    from feedtool.export import changes  # noqa: PLC0415
    from feedtool.export import export as write_site  # noqa: PLC0415

    shows, statuses = [], [0]
    with display() as progress:
        publisher = open_publisher(root, progress.fetch)
        chosen = slugs_of(publisher, slugs) if slugs else _open(publisher, statuses)
        for slug in progress.each(chosen):
            try:
                loaded, status = load(publisher, slug, offline=offline, verbose=verbose)
                strays, foreign = loaded.enriched.strays, loaded.enriched.foreign
                say_unmatched(
                    slug,
                    ((lost.note.name, lost.reason) for lost in strays),
                    [lost.note.name for lost in foreign],
                )
                shows.append(loaded)
                statuses.append(status)
            except FeedtoolError as error:
                say(f"feedtool: {error}")
                statuses.append(error.exit_code)
    if not (shows or watch) and worst(statuses):
        raise SystemExit(worst(statuses))
    for now in chain((shows,), changes(publisher, chosen, shows, say, offline=offline) if watch else ()):
        with display() as progress:
            progress.doing(f"writing {out}")
            written = write_site(publisher, now, out, base_url or LOCAL, prune=prune, say=say)
        for line in written.unread:
            say(f"feedtool: {line}")
        statuses += [WriteError.exit_code] * bool(written.unread)
        say(f"{out}: {written.new} files written, {written.same} unchanged, {written.pruned} removed")
    raise SystemExit(worst(statuses))


def _open(publisher: Publisher, statuses: list[int]) -> tuple[str, ...]:
    """The shows without a token: files are open to all. Of tokens that can't be read, the exit status is added."""
    from feedtool import tokens  # noqa: PLC0415

    found = []
    for slug in slugs_of(publisher, ()):
        try:
            if tokens.load(publisher.library.root / slug):
                say(f"feedtool: {slug} is private: left out unless you name it")
            else:
                found.append(slug)
        except FeedtoolError as error:
            say(f"feedtool: {error}; {slug} is left out")
            statuses.append(error.exit_code)
    return tuple(found)


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 for all."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen at; 0 for any free one.",
)
@root_option
@offline_option
@verbose_option
def serve(host: str, port: int, root: Path, *, offline: bool, verbose: bool) -> None:
    """Serve every show, refreshing in the background.

    \b
    Examples:
      feedtool serve
      feedtool serve --host 0.0.0.0 --port 8080
    """
    from feedtool.server import run  # noqa: PLC0415

    publisher = open_publisher(root)
    slugs_of(publisher, ())
    run(publisher, host, port, say=say, offline=offline, verbose=verbose)
