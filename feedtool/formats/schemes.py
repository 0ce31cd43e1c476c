"""URL schemes: which are the web's, and which run something or read what is on the listener's machine."""

from __future__ import annotations

import re

UNSAFE = r"(?:[a-z]{0,9}script|data|file|filesystem|blob|jar|view-source|feed|about)"
"""A pattern of those that run or read. Others (ipfs:, magnet:, nostr:) mean something to some apps."""
WEB = frozenset({"http", "https"})

_UNSAFE = re.compile(UNSAFE)
_IGNORED = re.compile("[\0-\x20]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)")


def scheme(address: str) -> str:
    """An address's scheme in lower case, "" without one. White space and controls do not count (WHATWG URL §4.4)."""
    found = _SCHEME.match(_IGNORED.sub("", address).lower())
    return found[0] if found else ""


def unsafe(address: str) -> bool:
    """Whether an address runs, or reads what is on the listener's machine."""
    return _UNSAFE.fullmatch(scheme(address)) is not None
