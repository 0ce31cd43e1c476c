"""`feedtool token`: who may hear a private show."""

from __future__ import annotations

from pathlib import Path

import click

from feedtool.cli.common import LOCAL, open_publisher, root_option, say, slug_argument
from feedtool.errors import SettingsError


@click.group()
def token() -> None:
    """Make a show private: it answers only to its tokens.

    A token is a part of the feed's address; one for each app or person.

    Example: feedtool token add latetalk phone
    """


@token.command("add")
@slug_argument
@click.argument("name")
@root_option
def token_add(slug: str, name: str, root: Path) -> None:
    """Make a token and print it, once: only its hash is kept.

    Example: feedtool token add latetalk phone
    """
    from feedtool import tokens  # noqa: PLC0415

    folder = open_publisher(root).library.folder(slug)
    base_url = folder.settings().public_url or LOCAL
    with tokens.changing(folder.path) as known:
        kept, new = known.with_new(name)
        tokens.keep(folder.path, kept)
    click.echo(new)
    say(f"The feed for {name}, shown only now: {base_url}/{slug}/{new}/feed.xml")


@token.command("list")
@slug_argument
@root_option
def token_list(slug: str, root: Path) -> None:
    """Print the names of a show's tokens.

    Example: feedtool token list latetalk
    """
    from feedtool import tokens  # noqa: PLC0415

    names = tokens.load(open_publisher(root).library.folder(slug).path).hashes
    for name in names:
        click.echo(name)
    if not names:
        say(f"{slug} has no token: it is open to all")


@token.command("revoke")
@slug_argument
@click.argument("name")
@click.option("--open", "to_all", is_flag=True, help="Open the show to all, if this is its last token.")
@root_option
def token_revoke(slug: str, name: str, root: Path, *, to_all: bool) -> None:
    """Take a token back: its addresses answer no more.

    Example: feedtool token revoke latetalk phone
    """
    from feedtool import tokens  # noqa: PLC0415

    folder = open_publisher(root).library.folder(slug)
    with tokens.changing(folder.path) as known:
        kept = known.without(name)
        if not kept and not to_all:
            raise SettingsError(
                f"{name!r} is the last token of {slug}: without any, the show is open to all;"
                " add another token first, or say --open"
            )
        tokens.keep(folder.path, kept)
    if not kept:
        say(f"{slug} has no token any more: it is open to all")
