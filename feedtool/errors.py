"""Everything that can go wrong, as one tree.

    FeedtoolError           exit  says
    ├── SettingsError          2  show.toml or a command's words are wrong: file, key, what was expected
    ├── UpstreamError         69  nothing to serve: upstream could not be taken and there is no good copy yet
    │   ├── FetchError        69  upstream did not answer as a feed host does: URL, what came instead
    │   └── NotAFeed          69  upstream answered, but what came is no feed: what it is instead
    ├── NoteError              -  one note cannot be read: it is reported, the other notes and the feed go on
    │   └── NotANote           -  a Markdown file that is about no podcast episode: in a vault, most are
    └── WriteError            74  a file of ours cannot be written: path, the system's reason

Messages are for people: what is wrong, where, what to do. The exit statuses are sysexits.h's.
"""

from __future__ import annotations


class FeedtoolError(Exception):
    """Base of all errors that feedtool raises on purpose; `str()` is one line for a person."""

    exit_code = 1


class SettingsError(FeedtoolError):
    """The configuration or the use of a command is wrong; the person has to mend it."""

    exit_code = 2


class UpstreamError(FeedtoolError):
    """Upstream could not be taken, and no good copy is there to go on with."""

    exit_code = 69


class FetchError(UpstreamError):
    """The transfer failed: no connection, too slow, too large, or an HTTP status other than 200 and 304."""

    def __init__(
        self, message: str, *, retry_after: float | None = None, gone: bool = False, missing: bool = False
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds that the server asks to wait (Retry-After); None when it does not say."""
        self.gone = gone
        """The server said that the address is gone for good (410): there is no point in asking often."""
        self.missing = missing
        """The server answered that there is nothing at the address (404, 410), rather than failing to answer."""


class NotAFeed(UpstreamError):
    """The bytes are no feed that can be read: an HTML page, an empty or cut document, …"""


class NoteError(FeedtoolError):
    """A note cannot be read. Costs this note only."""


class NotANote(NoteError):
    """The file is text, but about no podcast episode that a layout knows."""


class WriteError(FeedtoolError):
    """A file of ours cannot be written; what was there before is still whole."""

    exit_code = 74
