"""What attributes and texts may hold, and how it is written: datatypes, as constants and from factories."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from email.utils import format_datetime
from typing import Any, Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Datatype:
    """`write` gives a value as text, or None if it is not what is `expected` (words for the error)."""

    expected: str
    write: Callable[[Any], str | None]


def text(most: int | None = None, *, least: int = 1) -> Datatype:
    """Text of `least` to `most` characters, without surrounding white space."""
    limit = math.inf if most is None else most

    def write(value: str) -> str | None:
        value = value.strip()
        return value if least <= len(value) <= limit else None

    expected = "text" if most is None else f"at most {most} characters"
    return Datatype(expected=f"{expected}, not blank" if least else expected, write=write)


def matching(pattern: str, expected: str) -> Datatype:
    """Text that all of `pattern` (a regular expression) matches."""
    match = re.compile(pattern).fullmatch
    return Datatype(expected=expected, write=lambda value: value if match(value) else None)


def one_of(names: Iterable[str], expected: str = "") -> Datatype:
    """One of `names`, whatever its case; written as it stands in `names`."""
    known = {name.lower(): name for name in names}
    return Datatype(
        expected=expected or "one of " + ", ".join(known.values()),
        write=lambda value: known.get(value.strip().lower()),
    )


def integer(least: int, most: int | None = None) -> Datatype:
    """A whole number of at least `least`, at most `most`."""
    limit = math.inf if most is None else most
    bounds = f"of at least {least}" if most is None else f"from {least} to {most}"
    return Datatype(
        expected=f"a whole number {bounds}",
        write=lambda value: str(int(value)) if isinstance(value, int) and least <= value <= limit else None,
    )


def milliseconds(seconds: float) -> int | None:
    """Seconds as whole milliseconds; None when they are negative or not finite."""
    total = seconds * 1000
    return round(total) if 0 <= total < math.inf else None


def _seconds(value: float) -> str | None:
    """`71`, `71.5`, `0.001`: no exponent and no binary noise, as an XML decimal wants it."""
    whole = milliseconds(value)
    return None if whole is None else f"{whole // 1000}.{whole % 1000:03d}".rstrip("0").rstrip(".")


def _decimal(value: float | str | Decimal) -> str | None:
    number = Decimal(str(value))
    return format(number, "f") if number.is_finite() and number >= 0 else None


def _moment(value: datetime) -> str | None:
    return value.isoformat() if value.tzinfo else None


def _day_or_moment(value: date) -> str | None:
    return _moment(value) if isinstance(value, datetime) else value.isoformat()


URL: Final = matching(r"(?i:https?)://[^\s/?#]\S*", "an absolute http or https URL without white space")
URI: Final = matching(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", "an absolute URI without white space")
TOKEN: Final = matching(r"\S+", "a word without white space")
EMAIL: Final = matching(r"[^\s@]+@[^\s@]+", "an e-mail address")
MEDIA_TYPE: Final = matching(
    r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(?:;[^\r\n]+)?", "a media type such as audio/mpeg"
)
LANGUAGE: Final = matching(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", "a language tag such as zh-CN")
UUID: Final = matching(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a UUID")
UUID5: Final = matching(
    r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", "a UUIDv5 in lower case"
)
COUNTRY: Final = matching(r"[A-Za-z]{2}", "a country code of ISO 3166-1 such as cn")
GEO_URI: Final = matching(  # RFC 5870
    r"geo:-?[0-9]+(?:\.[0-9]+)?(?:,-?[0-9]+(?:\.[0-9]+)?){1,2}(?:;[^\s;]+)*",
    "a geo URI such as geo:31.23,121.47",
)
OSM_ID: Final = matching(r"[NWR][0-9]+(?:#[0-9]+)?", "an OpenStreetMap type and id such as R913067")
ASPECT_RATIO: Final = matching(
    r"[0-9]+(?:\.[0-9]+)?(?: ?/ ?[0-9]+(?:\.[0-9]+)?)?", "an aspect ratio as in CSS, such as 16/9"
)
SRCSET: Final = matching(
    r"https?://[^\s,]+ [0-9]+w(?:, https?://[^\s,]+ [0-9]+w)*",
    "absolute http or https URLs and their widths in pixels",
)
RRULE: Final = matching(  # RFC 5545 section 3.3.10
    r"(?:[A-Z]+=[^\s;=]+;)*FREQ=(?:SECOND|MINUTE|HOUR|DAI|WEEK|MONTH|YEAR)LY(?:;[A-Z]+=[^\s;=]+)*",
    "a recurrence rule such as FREQ=WEEKLY;BYDAY=MO",
)
BOOLEAN: Final = Datatype(expected="true or false", write=lambda value: "true" if value else "false")
YES_NO: Final = Datatype(expected="yes or no", write=lambda value: "yes" if value else "no")
DECIMAL: Final = Datatype(expected="a finite decimal of at least 0", write=_decimal)
SECONDS: Final = Datatype(expected="seconds, finite and at least 0", write=_seconds)
DURATION: Final = Datatype(
    expected="seconds, finite and above 0",
    write=lambda value: _seconds(value) if milliseconds(value) else None,
)
MAIL_DATE: Final = Datatype(
    expected="a datetime with a time zone",
    write=lambda value: format_datetime(value) if value.tzinfo else None,
)
MOMENT: Final = Datatype(expected="a datetime with a time zone", write=_moment)
DAY_OR_MOMENT: Final = Datatype(expected="a date, or a datetime with a time zone", write=_day_or_moment)
