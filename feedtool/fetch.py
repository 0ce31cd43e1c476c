"""The one door to the network: one GET, bounded in time and size, conditional where there is something to compare.

requests' timeouts are per read ("not a time limit on the entire response", its docs say), so the body is
read in pieces against a deadline and a size cap, and redirects are few.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING

from feedtool import __version__
from feedtool.errors import FetchError

if TYPE_CHECKING:
    import requests

USER_AGENT = f"feedtool/{__version__} (+https://pypi.org/project/feedtool/)"
CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS = 5.0, 10.0, 20.0
MAX_BYTES = 32 * 1024 * 1024
MAX_REDIRECTS = 5
_PIECE = 64 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed?" with: replayed byte for byte (RFC 9110 §13)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """What came: `body` is None when the server said that nothing has changed (304)."""

    url: str
    body: bytes | None
    charset: str = ""
    validators: Validators = Validators()


Fetch = Callable[[str, Validators], Response]
"""The shape of `fetch`, so that tests and tools can put their own in its place."""


def fetch(url: str, validators: Validators = Validators()) -> Response:
    """GET a URL. Raises `FetchError` for everything but 200, and 304 where a validator was sent."""
    import requests  # noqa: PLC0415 - 85 ms that commands without network need not pay

    deadline = time.monotonic() + TOTAL_SECONDS
    headers = {"User-Agent": USER_AGENT, "Accept": "application/rss+xml, application/xml;q=0.9, */*;q=0.5"}
    conditions = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    headers |= {name: value for name, value in conditions.items() if value}
    with requests.Session() as session:
        session.max_redirects = MAX_REDIRECTS
        session.trust_env = False  # no .netrc passwords for whatever host a feed redirects to
        try:
            with session.get(
                url, headers=headers, timeout=(CONNECT_SECONDS, READ_SECONDS), stream=True
            ) as response:
                return _read(
                    response, url, deadline, conditional=bool(validators.etag or validators.last_modified)
                )
        except requests.RequestException as error:
            raise FetchError(f"{url}: {_reason(error)}") from error


def _read(response: requests.Response, url: str, deadline: float, *, conditional: bool) -> Response:
    if response.status_code == 304 and conditional:
        return Response(url=response.url, body=None)
    # raise_for_status lets 204, 206 and a 304 nobody asked for pass.
    if response.status_code != 200:
        raise FetchError(f"{url}: the server answered {response.status_code} {response.reason}; expected 200")
    body = bytearray()
    for piece in response.iter_content(_PIECE):
        body += piece
        if len(body) > MAX_BYTES:
            raise FetchError(f"{url}: more than {MAX_BYTES // 2**20} MiB; that is no feed")
        if time.monotonic() > deadline:
            raise FetchError(f"{url}: not complete after {TOTAL_SECONDS:.0f} s")
    headers = response.headers
    validators = Validators(etag=headers.get("ETag", ""), last_modified=headers.get("Last-Modified", ""))
    return Response(
        url=response.url,
        body=bytes(body),
        charset=_charset(headers.get("Content-Type", "")),
        validators=validators,
    )


def _charset(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = content_type
    return str(message.get_content_charset("") or "")


def _reason(error: Exception) -> str:
    """The innermost cause of a chain of wrappers: "Connection refused" rather than its five layers."""
    cause: BaseException = error
    while (inner := cause.__cause__ or cause.__context__) is not None:
        cause = inner
    return getattr(cause, "strerror", None) or str(cause) or type(error).__name__
