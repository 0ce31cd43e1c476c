"""The interface language that a browser asks for (RFC 9110 §12.5.4)."""

from __future__ import annotations

from functools import lru_cache

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from feedtool.settings import LANGUAGES

_LONGEST_HEADER = 256


def choose(accept_language: str) -> str:
    """The first of our languages in an Accept-Language header; "" where none is: the page's own is as good as any."""
    if not accept_language or len(accept_language) > _LONGEST_HEADER:
        return ""
    return _choose(accept_language)


@lru_cache(maxsize=256)
def _choose(accept_language: str) -> str:
    wanted = (tag for tag, quality in parse_accept_header(accept_language, Accept) if quality > 0)
    primary = (tag.lower().partition("-")[0] for tag in wanted)
    return next((language for language in primary if language in LANGUAGES), "")
