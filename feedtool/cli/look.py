"""What a person looks at: `feedtool check` and `diff` for shows, `note` and `chapters` for files."""

from __future__ import annotations

from pathlib import Path

import click

from feedtool.cli.common import (
    LOCAL,
    files_argument,
    load,
    offline_option,
    open_publisher,
    root_option,
    slugs_of,
    verbose_option,
)


@click.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@root_option
@offline_option
@verbose_option
def check(slugs: tuple[str, ...], root: Path, *, as_json: bool, offline: bool, verbose: bool) -> None:
    """Report what matched and why, what did not, what each app will show, and what is wrong.

    Example: feedtool check latetalk
    """
    from feedtool.reports import check as report  # noqa: PLC0415

    publisher = open_publisher(root)
    reports = []
    for slug in slugs_of(publisher, slugs):
        refreshed = publisher.refresh(slug, offline=offline)
        loaded = publisher.load(slug)
        reports.append(report.report(loaded, publisher.edition(loaded, LOCAL), refreshed))
    click.echo(
        report.to_json(reports)
        if as_json
        else "\n\n".join(report.text(one, verbose=verbose) for one in reports)
    )
    raise SystemExit(0 if all(one.clean for one in reports) else 1)


@click.command()
@click.argument("slug")
@root_option
@offline_option
@verbose_option
def diff(slug: str, root: Path, *, offline: bool, verbose: bool) -> None:
    """Show what the enriched feed adds to, changes in and drops from upstream; with -v also of each repaired episode.

    Example: feedtool diff demo
    """
    from feedtool.reports import diff as report  # noqa: PLC0415

    publisher = open_publisher(root)
    loaded, status = load(publisher, slug, offline=offline, verbose=verbose)
    click.echo(report.text(publisher.edition(loaded, LOCAL), verbose=verbose))
    raise SystemExit(status)


@click.command()
@files_argument
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, one line a note.")
def note(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Show what is read from notes.

    Example: feedtool note feeds/demo/notes/*.md
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
    """Find the timeline in show notes (plain text, Markdown or HTML), and convert it.

    Example: feedtool chapters --to json shownotes.html
    """
    from feedtool.reports import reading  # noqa: PLC0415

    for file in files:
        row, found = reading.chapters_of(file)
        click.echo(reading.to_line(row) if as_json else reading.CONVERTERS[kind](found.chapters), nl=as_json)
