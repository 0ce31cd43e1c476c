"""Answers that are no page of a show: one plain sentence to programs, a small page to browsers.

Nothing of the request comes back in them but how deep its path is, which the page needs to find its style sheet.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from feedtool.formats import pages
from feedtool.serving import language
from feedtool.serving.blocks import Blocks
from feedtool.serving.resource import ALWAYS, NOINDEX, PAGE_POLICY, Headers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from feedtool.formats.words import Refusal

_DEEPEST = 8
"""Folders; no address of ours is as deep."""


class Answer(NamedTuple):
    status: str
    headers: Headers
    body: Blocks = ()


class Trouble(NamedTuple):
    """What there is no page for."""

    status: str
    sentence: str
    page: Refusal
    headers: Headers = ()


NOT_FOUND = Trouble("404 Not Found", "There is nothing here.", "not found")
UNAVAILABLE = Trouble(
    "503 Service Unavailable",
    "This show can't be served right now.",
    "unavailable",
    (("Retry-After", "120"),),
)
OUR_FAULT = Trouble("500 Internal Server Error", "That went wrong; the log says what.", "our fault")


def plain(status: str, sentence: str, *headers: tuple[str, str]) -> Answer:
    return _answer(status, "text/plain", f"{sentence}\n".encode(), headers)


def refusal(trouble: Trouble, environ: WSGIEnvironment) -> Answer:
    """What a request gets in place of a page."""
    depth = environ.get("PATH_INFO", "").removeprefix("/").count("/")
    if "text/html" not in environ.get("HTTP_ACCEPT", "") or depth > _DEEPEST:
        return plain(trouble.status, trouble.sentence, *trouble.headers)
    return _page(trouble, language.choose(environ.get("HTTP_ACCEPT_LANGUAGE", "")), depth)


@lru_cache(maxsize=64)
def _page(trouble: Trouble, language: str, depth: int) -> Answer:
    body = pages.refusal(trouble.page, language, "../" * depth)
    return _answer(
        trouble.status,
        "text/html",
        body,
        (("Content-Security-Policy", PAGE_POLICY), NOINDEX, *trouble.headers),
    )


def _answer(status: str, media_type: str, body: bytes, headers: Headers) -> Answer:
    about = (
        ("Content-Type", f"{media_type}; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Vary", "Accept, Accept-Language"),
    )
    return Answer(status, (*about, *headers, *ALWAYS), (body,))
