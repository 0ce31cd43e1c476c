"""The pages as a WSGI application: a request chooses among prepared answers, and Flask gets what is no page.

Flask's own dispatch costs more than all of this. What goes wrong is a line in the log without the path: the path of a
private feed is its key.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from feedtool.errors import FeedtoolError
from feedtool.serving import answers, language
from feedtool.serving.answers import Answer
from feedtool.serving.resource import ALWAYS, SHARED
from feedtool.serving.shelves import Shelves

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
_METHODS = "GET, HEAD, OPTIONS"
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_.-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?")
_LONGEST_HOST = 300
_PORTS = {"http": ":80", "https": ":443"}


_PREFLIGHT = Answer(
    "204 No Content",
    (
        ("Allow", _METHODS),
        *SHARED,
        ("Access-Control-Allow-Methods", _METHODS),
        ("Access-Control-Allow-Headers", "If-Modified-Since, If-None-Match, Range"),
        ("Access-Control-Max-Age", "86400"),
        *ALWAYS,
    ),
)
"""What a script on another page may ask: https://fetch.spec.whatwg.org/#cors-preflight-fetch"""
_BAD_HOST = answers.plain("400 Bad Request", "The Host header is no host.")
_REFUSED = answers.plain("405 Method Not Allowed", "This can only be read.", ("Allow", _METHODS))


class Site:
    """Answers for the pages of `shelves`, and passes to `others` whatever is none."""

    def __init__(self, shelves: Shelves, others: WSGIApplication) -> None:
        self._shelves = shelves
        self._others = others

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            answer = self._answer(environ)
            if answer is None:
                return self._others(environ, start_response)
        except FeedtoolError as error:
            _log.warning("%s", error)
            answer = answers.refusal(answers.UNAVAILABLE, environ)
        except Exception:
            _log.exception("an answer could not be made")
            answer = answers.refusal(answers.OUR_FAULT, environ)
        start_response(answer.status, list(answer.headers))
        return () if environ["REQUEST_METHOD"] == "HEAD" else answer.body

    def _answer(self, environ: WSGIEnvironment) -> Answer | None:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return _PREFLIGHT if method == "OPTIONS" else _REFUSED
        base_url = _base_url(environ)
        if base_url is None:
            return _BAD_HOST
        try:
            path = environ.get("PATH_INFO", "").encode("latin-1").decode()
        except UnicodeError:
            return answers.refusal(answers.NOT_FOUND, environ)
        return self._page(path.removeprefix("/"), base_url, environ)

    def _page(self, path: str, base_url: str, environ: WSGIEnvironment) -> Answer | None:
        resource = self._shelves.page(
            path + "index.html" if path.endswith("/") or not path else path,
            base_url,
            language.choose(environ.get("HTTP_ACCEPT_LANGUAGE", "")),
        )
        if resource is None:
            return None
        variant = resource.accepted(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if variant.is_known_to(environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")):
            return Answer("304 Not Modified", variant.headers_unchanged)
        return Answer("200 OK", variant.headers, variant.body)


def _base_url(environ: WSGIEnvironment) -> str | None:
    """The address that the client reached the site at; None when what it says can't be one."""
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    if len(host) > _LONGEST_HOST:
        return None
    return _checked_base_url(environ["wsgi.url_scheme"], host, environ.get("SCRIPT_NAME", ""))


@lru_cache(maxsize=256)
def _checked_base_url(scheme: str, host: str, script_name: str) -> str | None:
    """It goes into feeds and pages: a name or an address and a port, nothing else."""
    host = host.lower()
    if scheme not in _PORTS or not _HOST.fullmatch(host):
        return None
    return (
        f"{scheme}://{host.removesuffix(_PORTS[scheme])}{quote(script_name.rstrip('/'), encoding='latin-1')}"
    )
