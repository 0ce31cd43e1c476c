"""A GET from the first address to the last byte: redirects by hand, statuses, and errors that a person can read."""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from http.client import BadStatusLine, HTTPException, IncompleteRead
from urllib.parse import urljoin

import requests
from requests.models import REDIRECT_STATI
from requests.utils import get_auth_from_url

from feedtool import __version__
from feedtool.errors import FetchError
from feedtool.fetch import answer, body, transport
from feedtool.fetch.addresses import Resolve, is_public
from feedtool.fetch.answer import Progress, Response, Validators
from feedtool.fetch.deadline import Deadline, Limits

# One connection for one question: with it closed, what follows the body shows (see WholeResponse).
_ALWAYS = {
    "User-Agent": f"feedtool/{__version__} (+https://pypi.org/project/feedtool/)",
    "Connection": "close",
}
_PERMANENT = frozenset({301, 308})
_HINTS = {401: ", it wants a user name and a password", 410: ", it is gone for good"}
_PAUSES = {429: 600.0}
"""Seconds that a status asks to wait when it does not say for how long."""
_TELLING = (FetchError, HTTPException)
"""Whose own causes say less."""
_PASSWORD = re.compile(r"//[^\s/@]{1,1000}@")


@dataclass(frozen=True, kw_only=True, slots=True)
class Guard:
    """What all requests for one thing are held to."""

    limits: Limits
    resolve: Resolve
    trusted: str
    """The URL whose origin may be anywhere; "" if none may."""
    public: Callable[[str], bool] = is_public
    """Which addresses all others may lead to."""
    progress: Progress | None = None

    def allows(self, url: str) -> Callable[[str], bool]:
        """Which addresses the host of a URL may have."""
        trusted = self.trusted and transport.origin(url) == transport.origin(self.trusted)
        return _anywhere if trusted else self.public


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What stood at the end of the redirects; its body is still to be read."""

    response: requests.Response
    redirected: bool
    permanently: bool
    """No redirect on the way was a temporary one."""
    conditional: bool
    """Validators were sent to who gave this answer."""


def fetch(url: str, validators: Validators, accept: str, max_bytes: int, guard: Guard) -> Response:
    """GET. Raises `FetchError`."""
    with closing(Deadline(guard.limits.total)) as deadline, explained(url, deadline):

        def attempt(codings: str) -> Response:
            headers = {"Accept": accept, "Accept-Encoding": codings}
            found = ask(url, headers, validators.conditions(), guard, deadline)
            return _taken(found, max_bytes, guard.progress)

        try:
            return attempt(body.ACCEPTED)
        except body.WrongCoding:
            return attempt("identity")


def ask(
    url: str, headers: Mapping[str, str], conditions: Mapping[str, str], guard: Guard, deadline: Deadline
) -> Answer:
    """Follow redirects to an answer. `conditions` and the URL's password go to its own origin only.

    What goes wrong in here is for `explained`.
    """
    address, permanently = url, True
    for redirects in range(guard.limits.redirects + 1):
        at_home = transport.origin(address) == transport.origin(url)
        own = conditions if at_home else {}
        auth = _password(url) if at_home else None
        prepared = requests.Request("GET", address, {**_ALWAYS, **headers, **own}, auth=auth).prepare()
        response = transport.send(prepared, deadline, guard.limits, guard.resolve, guard.allows(address))
        if response.status_code not in REDIRECT_STATI:
            return Answer(
                response=response,
                redirected=redirects > 0,
                permanently=permanently,
                conditional=bool(own),
            )
        response.close()
        permanently &= response.status_code in _PERMANENT
        address = _next(address, response)
    raise FetchError(f"more than {guard.limits.redirects} redirects")


def _anywhere(_: str) -> bool:
    return True


def _password(url: str) -> tuple[str, str] | None:
    given = get_auth_from_url(url)
    return given if any(given) else None


def _next(address: str, response: requests.Response) -> str:
    location = requests.Session().get_redirect_target(response)
    if not location:
        raise FetchError(f"the server answered {response.status_code}, a redirect that says not where to")
    following = urljoin(address, location)
    if (transport.origin(address)[0], transport.origin(following)[0]) == ("https", "http"):
        raise FetchError("redirected from https to http, which is not followed")
    return following


def _taken(found: Answer, max_bytes: int, progress: Progress | None) -> Response:
    with found.response as response:
        headers = response.headers
        result = Response(
            url=response.url,
            body=None,
            max_age=answer.max_age(headers),
            moved_to=response.url if found.redirected and found.permanently else "",
        )
        if response.status_code == 304 and found.conditional:
            return result
        # raise_for_status lets 204, 206 and a 304 nobody asked for pass.
        if response.status_code != 200:
            raise refusal(found)
        expected = answer.length(headers)
        if expected and expected > max_bytes:
            raise FetchError(f"{body.mebibytes(expected)}; at most {body.mebibytes(max_bytes)} are taken")
        return replace(
            result,
            body=body.read(
                response.raw,
                headers.get("Content-Encoding", ""),
                max_bytes,
                come=lambda size: progress and progress(size, expected),
            ),
            charset=answer.charset(headers),
            validators=answer.validators(headers),
        )


def refusal(found: Answer, expected: int = 200) -> FetchError:
    """What there is to say of an answer that is not the expected one."""
    response = found.response
    status, headers = response.status_code, response.headers
    hint = ", its bot challenge stands in the way" if "cf-mitigated" in headers else _HINTS.get(status, "")
    return FetchError(
        f"the server answered {status} {response.reason}{hint}; expected {expected}",
        retry_after=answer.retry_after(headers, time.time()) or _PAUSES.get(status),
        gone=status == 410 and found.permanently,
        missing=status in (404, 410),
    )


@contextmanager
def explained(url: str, deadline: Deadline) -> Iterator[None]:
    """Whatever goes wrong inside, as a `FetchError` of one line that begins with the URL (without its password)."""
    try:
        yield
        if deadline.passed:  # a body without a length seems complete when its connection is shut down
            raise TimeoutError
    except Exception as error:  # requests lets many kinds pass, ValueError for odd URLs among them
        reason = f"not complete after {deadline.seconds:g} s" if deadline.passed else _reason(error)
        raise FetchError(
            "".join(c if c.isprintable() else " " for c in _PASSWORD.sub("//", f"{url}: {reason}")),
            retry_after=getattr(error, "retry_after", None),
            gone=getattr(error, "gone", False),
            missing=getattr(error, "missing", False),
        ) from error


def _reason(error: BaseException) -> str:
    """The innermost cause of a chain of wrappers: "Connection refused" rather than its five layers."""
    while not isinstance(error, _TELLING) and (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted: {error.verify_message}"
    if isinstance(error, BadStatusLine) and not isinstance(error, ConnectionError):
        return f"what came is no HTTP: {str(error)[:60]!r}"
    if isinstance(error, IncompleteRead):
        return f"the answer breaks off: {str(error).removeprefix('IncompleteRead(').removesuffix(')')}"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__)[:300]
