"""The one door to the network: a GET, bounded in time and size, conditional where there is something to compare.

The address that show.toml names may be anywhere, at home or on this machine. Every other one (redirects
to another origin, addresses found in feeds) is asked only when it is public.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from feedtool import __version__
from feedtool.errors import FetchError

if TYPE_CHECKING:
    import requests

    from feedtool.fetch.transport import Resolve

USER_AGENT = f"feedtool/{__version__} (+https://pypi.org/project/feedtool/)"
_ACCEPT = "application/rss+xml, application/xml;q=0.9, application/json+chapters;q=0.9, */*;q=0.5"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADER = re.compile(r"[\x20-\x7e\x80-\xff]{1,8192}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Seconds and bytes."""

    connect: float = 5.0
    read: float = 10.0
    total: float = 20.0
    """From the name's resolution to the last byte, over all redirects."""
    bytes: int = 32 * 1024 * 1024
    """On the wire, and again unpacked."""
    redirects: int = 5


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


def fetch(url: str, validators: Validators = Validators(), limits: Limits = Limits()) -> Response:
    """GET the address that a person configured. Raises `FetchError` for everything but 200, and 304 if asked for."""
    return _fetch(url, validators, limits, trusted=_origin(url))


def fetch_public(
    url: str, validators: Validators = Validators(), limits: Limits = Limits(bytes=1024 * 1024)
) -> Response:
    """GET an address that was found in a feed: only where it is public."""
    return _fetch(url, validators, limits, trusted=None)


def _fetch(
    url: str, validators: Validators, limits: Limits, *, trusted: object, resolve: Resolve | None = None
) -> Response:
    import requests  # noqa: PLC0415 - 85 ms that commands without network need not pay
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    from feedtool.fetch import body, transport  # noqa: PLC0415

    with transport.Deadline(limits.total) as deadline:

        def get(address: str, headers: dict[str, str]) -> requests.Response:
            public_only = _origin(address) != trusted
            with transport.session(
                deadline, public_only=public_only, resolve=resolve or transport.resolve
            ) as session:
                return session.get(
                    address,
                    headers=headers,
                    timeout=(limits.connect, limits.read),
                    stream=True,
                    allow_redirects=False,
                )

        try:
            try:
                answer = _get(url, get, validators, limits, "gzip")
            except body.WrongCoding:
                answer = _get(url, get, validators, limits, "identity")
            # A connection that the deadline shut looks like the end of a body without a length.
            if deadline.passed:
                raise TimeoutError
            return answer
        except FetchError:
            if not deadline.passed:
                raise
            raise FetchError(_late(url, limits)) from None
        except (
            requests.RequestException,
            HTTPError,
            body.Broken,
            ValueError,
            OSError,
            AttributeError,
        ) as error:
            raise FetchError(_late(url, limits) if deadline.passed else f"{url}: {_reason(error)}") from error


def _late(url: str, limits: Limits) -> str:
    return f"{url}: not complete after {limits.total:.0f} s"


def _get(
    url: str,
    get: Callable[[str, dict[str, str]], requests.Response],
    validators: Validators,
    limits: Limits,
    coding: str,
) -> Response:
    """Follow redirects to an answer, and take it."""
    conditions = _conditions(validators)
    address = url
    for _ in range(limits.redirects + 1):
        own = conditions if _origin(address) == _origin(url) else {}
        headers = {"User-Agent": USER_AGENT, "Accept": _ACCEPT, "Accept-Encoding": coding, **own}
        with get(address, headers) as response:
            if response.status_code not in _REDIRECTS:
                return _taken(url, response, limits, conditional=bool(own))
            address = _next(url, address, response.headers.get("Location", ""))
    raise FetchError(f"{url}: more than {limits.redirects} redirects")


def _conditions(validators: Validators) -> dict[str, str]:
    """What can't stand in a header is dropped, never mended: a validator is replayed as it came or not at all."""
    named = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in named.items() if _HEADER.fullmatch(value)}


def _next(url: str, address: str, location: str) -> str:
    following = urljoin(address, location)
    if not location or urlsplit(following).scheme not in ("http", "https"):
        raise FetchError(f"{url}: redirected to {location[:200]!r}, which is no web address")
    if urlsplit(address).scheme == "https" and urlsplit(following).scheme == "http":
        raise FetchError(f"{url}: redirected from https to http, which is not followed")
    return following


def _taken(url: str, response: requests.Response, limits: Limits, *, conditional: bool) -> Response:
    from feedtool.fetch import body  # noqa: PLC0415

    if response.status_code == 304 and conditional:
        return Response(url=response.url, body=None)
    # raise_for_status lets 204, 206 and a 304 nobody asked for pass.
    if response.status_code != 200:
        raise FetchError(f"{url}: the server answered {response.status_code} {response.reason}; expected 200")
    headers = response.headers
    length = headers.get("Content-Length", "")
    if length.isdigit() and int(length) > limits.bytes:
        raise FetchError(f"{url}: {int(length) // 2**20} MiB; at most {limits.bytes // 2**20} are taken")
    data = body.read(response.raw, headers.get("Content-Encoding", ""), limits.bytes)
    validators = Validators(etag=headers.get("ETag", ""), last_modified=headers.get("Last-Modified", ""))
    return Response(
        url=response.url, body=data, charset=_charset(headers.get("Content-Type", "")), validators=validators
    )


def _origin(url: str) -> object:
    """Scheme, host and port (RFC 6454); something that equals nothing for what is no address."""
    try:
        parts = urlsplit(url)
        return (parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme))
    except ValueError:
        return object()


def _charset(content_type: str) -> str:
    message = Message()
    message["Content-Type"] = " ".join(content_type.split())
    return str(message.get_content_charset("") or "")


def _reason(error: Exception) -> str:
    """The innermost cause of a chain of wrappers: "Connection refused" rather than its five layers."""
    cause: BaseException = error
    while (inner := cause.__cause__ or cause.__context__) is not None:
        cause = inner
    return getattr(cause, "strerror", None) or str(cause) or type(error).__name__
