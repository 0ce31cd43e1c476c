"""What a server answered, and the reading of the headers that say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime

_MOST_WAIT = 8 * 3600.0
"""Seconds; what somebody asks for in excess of it is a mistake."""
# What urllib3 and http.client would refuse or mangle: controls, more than 8 KiB, a leading blank (any of Unicode's).
_SENDABLE = re.compile(r"(?=\S)[\x20-\x7e\x80-\xff]{1,8192}")
_MAX_AGE = re.compile(r'(?:^|[\s,])max-age="?(\d{1,9})', re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[\s,])no-(?:cache|store)(?:$|[\s,])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed?" with: replayed byte for byte (RFC 9110 §13)."""

    etag: str = ""
    last_modified: str = ""

    def conditions(self) -> dict[str, str]:
        """As request headers. What can't stand in a header is dropped: it is replayed as it came or not at all."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if _SENDABLE.fullmatch(value)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """What came: `body` is None when the server said that nothing has changed (304)."""

    url: str
    """Where it came from, after redirects."""
    body: bytes | None
    charset: str = ""
    """As the server names it; "" when it does not."""
    validators: Validators = Validators()
    max_age: float | None = None
    """Seconds for which the server calls the answer fresh (Cache-Control); None when it does not say."""
    moved_to: str = ""
    """Where the address has moved for good, by redirects that all say so (301, 308)."""


Progress = Callable[[int, int | None], None]
"""Told of a body's bytes: how many have come, and how many there will be (None when the server does not say)."""

Headers = Mapping[str, str]
"""Names in any case → values."""


def validators(headers: Headers) -> Validators:
    return Validators(etag=headers.get("ETag", ""), last_modified=headers.get("Last-Modified", ""))


def charset(headers: Headers) -> str:
    message = Message()
    message["Content-Type"] = " ".join(headers.get("Content-Type", "").split())
    return str(message.get_content_charset("") or "")


def length(headers: Headers) -> int | None:
    """Bytes of the body on the wire (RFC 9110 §8.6)."""
    given = headers.get("Content-Length", "").strip()
    return int(given) if re.fullmatch(r"[0-9]{1,18}", given) else None


def max_age(headers: Headers) -> float | None:
    """Seconds (RFC 9111 §5.2.2); 0 where nothing is to be kept."""
    control = headers.get("Cache-Control", "")
    if _NOT_KEPT.search(control):
        return 0.0
    found = _MAX_AGE.search(control)
    return float(found[1]) if found else None


def retry_after(headers: Headers, now: float) -> float | None:
    """Seconds to wait, at most 8 hours (RFC 9110 §10.2.3); None for what is neither seconds nor a date.

    A date counts from the server's own clock, if it shows that, else from `now` (seconds since the epoch).
    """
    given = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,300}", given):
        return min(float(given), _MOST_WAIT)
    until = _date(given)
    if until is None:
        return None
    since = _date(headers.get("Date", ""))
    return min(max(until - (now if since is None else since), 0.0), _MOST_WAIT)


def _date(text: str) -> float | None:
    try:
        date = parsedate_to_datetime(text[:100])
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
