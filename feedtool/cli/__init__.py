"""The command line. Results go to standard output; messages and progress to standard error.

Imports stand where they are used: `feedtool --help` answers without loading a parser or a web framework.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

import click

from feedtool import __version__
from feedtool.cli import add, look, make, token
from feedtool.cli.common import say
from feedtool.errors import FeedtoolError


class Group(click.Group):
    """Our errors are one line and an exit status, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        gc.set_threshold(
            100_000, 50, 50
        )  # a show stays as it is once it is read: there is little to find in it
        try:
            return super().invoke(ctx)
        except FeedtoolError as error:
            say(f"feedtool: {error}")
            ctx.exit(error.exit_code)
        except BrokenPipeError:  # `feedtool feed … | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """A podcast feed, enriched with the chapters, snips, links and people that your notes know.

    \b
    Examples:
      feedtool serve      the demo, and the shows that you have
      feedtool add https://feeds.fireside.fm/latetalk/rss --notes ~/Vault/Snipd
    """


COMMANDS = (
    add.add,
    make.feed,
    make.export,
    make.serve,
    look.check,
    look.note,
    look.chapters,
    look.diff,
    token.token,
)
for command in COMMANDS:
    main.add_command(command)
