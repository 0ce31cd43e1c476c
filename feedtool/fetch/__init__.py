"""The one door to the network: a GET, bounded in time and size, conditional where there is something to compare.

The address that show.toml names may be anywhere, at home or on this machine. Every other one (a redirect
to another origin, an address found in a feed) is asked only when it is public.

    fetch, fetch_public ── client: redirects, statuses ── transport: connections that are checked and watched
                              │                               addresses: which ones are public
    open_remote ── remote ────┘                               deadline: the clock that ends them
                              answer: headers, read           body: unpacked, and whole or not at all
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from feedtool.fetch.addresses import Resolve, resolve
from feedtool.fetch.answer import Progress, Response, Validators
from feedtool.fetch.deadline import Limits

if TYPE_CHECKING:
    from feedtool.fetch.remote import RemoteFile

__all__ = ["Fetch", "Limits", "Progress", "Response", "Validators", "fetch", "fetch_public", "open_remote"]

Fetch = Callable[[str, Validators], Response]
"""The shape of `fetch`, so that tests and tools can put their own in its place."""

_FEED = "application/rss+xml, application/xml;q=0.9, */*;q=0.5"
_CHAPTERS = "application/json+chapters, application/json;q=0.9, */*;q=0.5"
_MIB = 1024 * 1024


def fetch(  # noqa: PLR0913
    url: str,
    validators: Validators = Validators(),
    *,
    max_bytes: int = 32 * _MIB,
    limits: Limits = Limits(),
    resolve: Resolve = resolve,
    progress: Progress | None = None,
) -> Response:
    """GET the address that a person configured.

    `max_bytes` counts twice: on the wire, and unpacked. Raises `FetchError` for everything but 200, and
    304 where a validator was sent.
    """
    return fetch_public(
        url,
        validators,
        accept=_FEED,
        max_bytes=max_bytes,
        trusted=url,
        limits=limits,
        resolve=resolve,
        progress=progress,
    )


def fetch_public(  # noqa: PLR0913
    url: str,
    validators: Validators = Validators(),
    *,
    accept: str = _CHAPTERS,
    max_bytes: int = _MIB,
    trusted: str = "",
    limits: Limits = Limits(),
    resolve: Resolve = resolve,
    progress: Progress | None = None,
) -> Response:
    """GET an address that was found in a feed: only where it is public, or has the origin of `trusted`.

    Otherwise as `fetch`.
    """
    from feedtool.fetch import client  # noqa: PLC0415 - 85 ms that commands without network need not pay

    guard = client.Guard(limits=limits, resolve=resolve, trusted=trusted, progress=progress)
    return client.fetch(url, validators, accept, max_bytes, guard)


def open_remote(
    url: str,
    *,
    max_bytes: int = 4 * _MIB,
    trusted: str = "",
    limits: Limits = Limits(),
) -> RemoteFile:
    """A file on a server, to be read and sought in: only what is read is transferred (Range requests).

    Close it, or use `with`. Nothing is asked before the first read. Reads and seeks raise `FetchError` for
    whatever goes wrong, also once they would need more than `max_bytes`, or more time than
    `limits.total` from here on. Which addresses are asked: as `fetch_public`.
    """
    from feedtool.fetch import client, remote  # noqa: PLC0415

    return remote.open_remote(url, max_bytes, client.Guard(limits=limits, resolve=resolve, trusted=trusted))
