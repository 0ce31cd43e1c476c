"""Checks 19-27: the items' RSS and iTunes elements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from feedtool.checks import changes
from feedtool.checks.base import Fault, quote
from feedtool.checks.view import Node, Output, qualified

_ONCE = (
    "title", "link", "guid", "pubDate", "description", "content:encoded", "enclosure",
    "podcast:chapters", "psc:chapters",
)  # fmt: skip
_ENCLOSURE = ("url", "length", "type")
_MEDIA_TYPES = frozenset({
    "audio/mpeg", "audio/x-m4a", "audio/m4a", "video/mp4", "video/quicktime", "video/x-m4v",
    "video/m4v", "application/pdf",
})  # fmt: skip
_AUDIO_URL = re.compile(r"https?://[^\s/#?]{1,255}[^\s#]*")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DATE = re.compile(
    rf"(?:({'|'.join(_DAYS)}), )?\d{{1,2}} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{{4}} "
    r"\d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{1,4})"
)
_DURATION = re.compile(r"\d{1,9}(:[0-5]\d(:[0-5]\d)?)?")
_POSITIVE = re.compile(r"0{0,9}[1-9]\d{0,9}")


def counts(output: Output) -> Iterator[Fault]:
    for item in output.feed.items:
        if not item.text("title") and not item.text("description"):
            yield Fault(item.where, "has neither a title nor a description, expected one of them")
        for name in _ONCE:
            if len(item.all(name)) > 1:
                yield Fault(item.where, f"has {len(item.all(name))} {name}, expected one at most")


def guids(output: Output) -> Iterator[Fault]:
    """Compared with upstream's guid, or the one that the episode keeps. Where upstream has none, ours may."""
    seen = Counter(item.text("guid") for item in output.feed.items)
    for item, theirs in output.pairs:
        raw, value = "".join(item.texts("guid")[:1]), item.text("guid")
        if not value:
            yield Fault(item.where, "has no guid, expected one")
        elif raw != value:
            yield Fault(item.where, f"guid has white space around {quote(value)}, expected none")
        elif seen[value] > 1:
            yield Fault(item.where, f"guid is that of {seen[value]} items, expected one of its own")
        if value and not _is_url(value) and item.attribute("guid", "isPermaLink") != "false":
            yield Fault(item.where, 'guid is no URL, expected isPermaLink="false"')
        given = theirs.text("guid") if theirs else ""
        if given and value != (expected := output.guids.get(given, given)):
            yield Fault(item.where, f"guid is {quote(value)}, expected upstream's {quote(expected)}")


def enclosures(output: Output) -> Iterator[Fault]:
    """An item without enclosure is upstream's right; the type may be repaired."""
    for item, theirs in output.pairs:
        ours = _enclosure(item)
        if item.all("enclosure"):
            yield from _enclosure_faults(item, *ours)
        if theirs is not None and not _same_enclosure(ours, _enclosure(theirs)):
            found, expected = quote(" ".join(ours), 120), quote(" ".join(_enclosure(theirs)), 120)
            yield Fault(item.where, f"enclosure is {found}, expected upstream's {expected}")


def distinct(output: Output) -> Iterator[Fault]:
    """Fragments do not count. 16 keeps upstream's items; what is more must play something else."""
    played = Counter(_audio(item) for item in output.feed.items if item.all("enclosure"))
    for item, theirs in output.pairs:
        if played[_audio(item)] > 1:
            yield Fault(
                item.where, f"enclosure {quote(_audio(item))} is also another item's, expected its own"
            )
        elif output.upstream and theirs is None and not _audio(item):
            yield Fault(
                item.where, "is no item of upstream's and has no enclosure, expected upstream's items only"
            )


def media_types(output: Output) -> Iterator[Fault]:
    for item in output.feed.items:
        found = item.attribute("enclosure", "type")
        if found and found not in _MEDIA_TYPES:
            message = f"enclosure type is {quote(found)}, expected one that Apple lists, like audio/mpeg"
            yield Fault(item.where, message, ours=found.lower() in changes.MEDIA_TYPES)


def dates(output: Output) -> Iterator[Fault]:
    """An item without pubDate is upstream's right."""
    for item, theirs in output.pairs:
        for value in item.texts("pubDate"):
            if problem := _date_problem(value.strip()):
                yield Fault(item.where, f"pubDate is {quote(value)}, expected {problem}")
        ours, expected = item.text("pubDate"), theirs.text("pubDate") if theirs else ""
        if theirs and ours != expected and (instant(ours) is None or instant(ours) != instant(expected)):
            yield Fault(item.where, f"pubDate is {quote(ours)}, expected upstream's {quote(expected)}")


def numbers(output: Output) -> Iterator[Fault]:
    for item in output.feed.items:
        if (value := item.text("itunes:duration")) and not _DURATION.fullmatch(value):
            yield Fault(item.where, f"itunes:duration is {quote(value)}, expected seconds or H:MM:SS")
        for name in ("itunes:episode", "itunes:season"):
            if (value := item.text(name)) and not _POSITIVE.fullmatch(value):
                yield Fault(item.where, f"{name} is {quote(value)}, expected a whole number from 1")


def description_first(output: Output) -> Iterator[Fault]:
    """The feed validator's rule: some apps keep the last of the two."""
    for item in output.feed.items:
        names = [qualified(child.tag) for child in item.element.iterchildren("*")]
        if "content:encoded" in names and "description" in names[names.index("content:encoded") :]:
            yield Fault(item.where, "description stands behind content:encoded, expected it before")


def instant(value: str) -> datetime | None:
    """An RFC 2822 date as a moment in UTC; None if it is none. `-0000` is UTC."""
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _date_problem(value: str) -> str:
    match = _DATE.fullmatch(value)
    if match is None or instant(value) is None:
        return "a date like Tue, 25 Feb 2025 09:00:00 +0800"
    right = _DAYS[parsedate_to_datetime(value).weekday()]
    return f"{right}, the date's day" if match[1] and match[1] != right else ""


def _enclosure(item: Node) -> tuple[str, ...]:
    url, length, media_type = (item.attribute("enclosure", key) for key in _ENCLOSURE)
    return url, length, changes.MEDIA_TYPES.get(media_type.lower(), media_type)


def _same_enclosure(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return ours[1:] == theirs[1:] and changes.resolves(ours[0], theirs[0])


def _enclosure_faults(item: Node, url: str, length: str, media_type: str) -> Iterator[Fault]:
    if not _AUDIO_URL.fullmatch(url):
        yield Fault(item.where, f"enclosure url is {quote(url)}, expected an absolute http(s) URL without #")
    if not (length.isascii() and length.isdigit()):
        yield Fault(item.where, f"enclosure length is {quote(length)}, expected bytes, 0 if unknown")
    if not media_type.strip():
        yield Fault(item.where, "enclosure has no type, expected one like audio/mpeg")


def _audio(item: Node) -> str:
    return item.attribute("enclosure", "url").partition("#")[0]


def _is_url(value: str) -> bool:
    return value.startswith(("http://", "https://"))
