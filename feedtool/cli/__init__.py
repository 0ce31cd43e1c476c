"""The command line. Results go to standard output; messages and progress to standard error.

Imports stand where they are used: `feedtool --help` answers without loading a parser or a web framework.
"""

from __future__ import annotations

import gc
import sys
from typing import Any

import click

from feedtool import __version__
from feedtool.cli import add, look, make, streams, token
from feedtool.cli.common import say
from feedtool.errors import FeedtoolError, WriteError

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


class Group(click.Group):
    """Our errors are one line and an exit status, never a traceback."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """What nobody foresaw is the system's to refuse: a disk that is full, a folder that is closed, no memory."""
        streams.prepare()
        try:
            try:
                super().main(*args, **kwargs)
            finally:
                sys.stdout.flush()  # while there is somebody to tell
        except BrokenPipeError:
            streams.abandon(sys.stdout)
            raise SystemExit(0) from None
        except OSError as error:
            streams.abandon(sys.stdout)
            say(f"feedtool: {error.filename or 'standard output'}: {error.strerror or error}")
            raise SystemExit(WriteError.exit_code) from None
        except MemoryError:
            say("feedtool: there is not enough memory")
            raise SystemExit(WriteError.exit_code) from None

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
            streams.abandon(sys.stdout)
            ctx.exit(0)
        except KeyboardInterrupt:
            say("feedtool: interrupted")
            ctx.exit(INTERRUPTED)


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
