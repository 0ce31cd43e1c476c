"""`feedtool add`: from what a person pastes to a show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedtool.cli.common import LOCAL, load, open_publisher, root_option, say, verbose_option
from feedtool.errors import FeedtoolError, SettingsError

if TYPE_CHECKING:
    from feedtool.publish import Publisher


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[SLUG] UPSTREAM")
@click.option(
    "--notes", multiple=True, metavar="PATH", help="A folder or glob of notes; may be given several times."
)
@root_option
@verbose_option
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
    publisher = open_publisher(root)
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
        loaded, status = load(publisher, slug, offline=False, verbose=verbose)
    except FeedtoolError:
        path.unlink()
        raise
    click.echo(added.text(loaded, publisher.edition(loaded, LOCAL)))
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
