"""What a person looks at: `feedtool check` and `diff` for shows, `note` and `chapters` for files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from feedtool.cli.common import (
    LOCAL,
    files_argument,
    load,
    offline_option,
    open_publisher,
    root_option,
    say,
    slug_argument,
    slugs_argument,
    slugs_of,
    verbose_option,
    worst,
)
from feedtool.cli.progress import display
from feedtool.errors import FeedtoolError


@click.command()
@slugs_argument
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@root_option
@offline_option
@verbose_option
def check(slugs: tuple[str, ...], root: Path, *, as_json: bool, offline: bool, verbose: bool) -> None:
    """Report what matched, what apps will show, and what is wrong.

    With each match comes its evidence, with each note that has none the reason. In a terminal the worst comes
    first, and long lists are cut; -v shows all, and why each app shows what it shows.

    \b
    Examples:
      feedtool check
      feedtool check latetalk -v
      feedtool check --json --offline
    """
    from feedtool.reports import check as report  # noqa: PLC0415

    reports, statuses = [], [0]
    with display() as progress:
        publisher = open_publisher(root, progress.fetch)
        for slug in progress.each(slugs_of(publisher, slugs)):
            try:
                refreshed = publisher.refresh(slug, offline=offline)
                loaded = publisher.load(slug)
            except FeedtoolError as error:
                say(f"feedtool: {error}")
                statuses.append(error.exit_code)
                continue
            reports.append(report.report(loaded, publisher.edition(loaded, LOCAL), refreshed))
            statuses.append(0 if reports[-1].clean else 1)
    if as_json:
        click.echo(report.to_json(reports))
    elif reports and sys.stdout.isatty():
        from feedtool.reports import drawing, screen  # noqa: PLC0415

        drawing.show(part for one in reports for part in (*screen.check(one, verbose=verbose), ""))
    elif reports:
        click.echo("\n\n".join(report.text(one, verbose=verbose) for one in reports))
    raise SystemExit(worst(statuses))


@click.command()
@slug_argument
@root_option
@offline_option
@verbose_option
def diff(slug: str, root: Path, *, offline: bool, verbose: bool) -> None:
    """Show what our feed adds to, changes in and drops from upstream.

    With -v also of each episode that is only repaired.

    Example: feedtool diff demo
    """
    from feedtool.reports import diff as report  # noqa: PLC0415

    with display() as progress:
        publisher = open_publisher(root, progress.fetch)
        progress.doing(f"reading {slug}")
        loaded, status = load(publisher, slug, offline=offline, verbose=verbose)
    click.echo(report.text(publisher.edition(loaded, LOCAL), verbose=verbose))
    raise SystemExit(status)


@click.command()
@files_argument
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, one line a note.")
def note(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Show what is read from notes.

    \b
    Examples:
      feedtool note feeds/demo/notes/*.md
      feedtool note --json ~/Vault/Snipd/*.md | jq .title
    """
    from feedtool.reports import reading  # noqa: PLC0415

    for file in files:
        for row in reading.notes_of(file):
            click.echo(reading.to_line(row) if as_json else reading.note_text(row))


@click.command()
@files_argument
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
    """Find the timeline in show notes, and convert it.

    FILE is plain text, Markdown or HTML.

    \b
    Examples:
      feedtool chapters shownotes.txt
      feedtool chapters --to json shownotes.html > chapters.json
    """
    from feedtool.reports import reading  # noqa: PLC0415

    for file in files:
        row, found = reading.chapters_of(file)
        if as_json:
            click.echo(reading.to_line(row))
            continue
        text = reading.CONVERTERS[kind](found.chapters)
        click.echo(text, nl=bool(text) and not text.endswith("\n"))
        for line in reading.complaints(str(file), found):
            say(line)
