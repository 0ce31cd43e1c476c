"""Checks 38-46, 49 and 50: podcast: elements and the credit in items."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from feedtool.checks import changes
from feedtool.checks.base import Fault, quote
from feedtool.checks.lossless import enriched
from feedtool.checks.tags import seconds
from feedtool.checks.view import Node, Output, text
from feedtool.namespaces.vocabularies import GROUPS, ROLES, TRANSCRIPTS

_URL = re.compile(r"(https?)://[^\s/]{1,255}(?:/\S*)?")
_DECIMAL = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{8,128}(?![0-9a-f])")
_DURATION = re.compile(r"\d{1,9}(:\d\d){0,2}")
_CHANNEL_ONLY = ("podcast:remoteItem", "podcast:locked", "podcast:guid")


def chapters_link(output: Output) -> Iterator[Fault]:
    """http passes where the feed is served by http. That a URL answers is known where files are given."""
    for item, element in _each(output, "podcast:chapters"):
        url, media_type = element.get("url") or "", element.get("type") or ""
        match = _URL.fullmatch(url)
        if not (match and url.isascii() and (match[1] == "https" or output.url.startswith("http:"))):
            yield Fault(item.where, f"podcast:chapters url is {quote(url)}, expected an https URL in ASCII")
        elif output.chapters and url not in output.chapters and _ours(url, output):
            yield Fault(
                item.where, f"podcast:chapters url {quote(url)} is no file of ours, expected one that answers"
            )
        if media_type != "application/json+chapters":
            message = f"podcast:chapters type is {quote(media_type)}, expected application/json+chapters"
            yield Fault(item.where, message)


def chapters_hash(output: Output) -> Iterator[Fault]:
    """Only files that are at hand: apps keep what they once fetched from a URL."""
    for item, element in _each(output, "podcast:chapters"):
        url = element.get("url") or ""
        if url in output.chapters and not _names(url, output.chapters[url]):
            yield Fault(
                item.where, f"podcast:chapters url {quote(url)} has no hash of the file, expected one in it"
            )


def soundbites(output: Output) -> Iterator[Fault]:
    """The end is compared with itunes:duration where that is given."""
    for item, element in _each(output, "podcast:soundbite"):
        start, length = (_decimal(element.get(key) or "") for key in ("startTime", "duration"))
        if start is None or length is None or length <= 0:
            shown = f"startTime={element.get('startTime')} duration={element.get('duration')}"
            yield Fault(item.where, f"podcast:soundbite has {shown}, expected seconds, the duration above 0")
        elif (end := start + length) > (whole := duration(item) or math.inf):
            yield Fault(item.where, f"podcast:soundbite ends at {end:g} s, expected {whole:g} s at most")


def soundbite_length(output: Output) -> Iterator[Fault]:
    for item, element in _each(output, "podcast:soundbite"):
        length = _decimal(element.get("duration") or "")
        if length and not 15 <= length <= 120:
            yield Fault(item.where, f"podcast:soundbite lasts {length:g} s, expected 15 to 120")


def soundbite_title(output: Output) -> Iterator[Fault]:
    """A blank title passes where the item has no chapter that could name it, and where it is upstream's."""
    theirs = {
        (ours.where, *_moment(element))
        for ours, item in output.pairs
        if item
        for element in item.all("podcast:soundbite")
    }
    for item, element in _each(output, "podcast:soundbite"):
        title = text(element).strip()
        is_theirs = (item.where, *_moment(element)) in theirs
        if len(title) > 128:
            yield Fault(
                item.where, f"podcast:soundbite title has {len(title)} characters, expected 128 at most"
            )
        if title.lower() == "untitled" or (not title and item.all("psc:chapters") and not is_theirs):
            yield Fault(
                item.where, f"podcast:soundbite is called {quote(title)}, expected its chapter's title"
            )
        for name in element.attrib:
            if name not in {"startTime", "duration"}:
                yield Fault(
                    item.where, f"podcast:soundbite has {quote(str(name))}, expected startTime and duration"
                )


def _moment(soundbite: Element) -> tuple[str, str]:
    return soundbite.get("startTime") or "", soundbite.get("duration") or ""


def persons(output: Output) -> Iterator[Fault]:
    """In the channel too."""
    for node in output.nodes():
        for element in node.all("podcast:person"):
            yield from (
                Fault(node.where, f"podcast:person {problem}") for problem in _person_problems(element)
            )


def hosts(output: Output) -> Iterator[Fault]:
    """An item's persons replace the channel's, so the channel's hosts must be among them."""
    expected = {
        text(person).strip()
        for person in output.channel.all("podcast:person")
        if (person.get("role") or "host").lower() == "host"
    }
    for item in output.feed.items:
        names = {name.strip() for name in item.texts("podcast:person")}
        for name in sorted(expected - names) if names else ():
            yield Fault(item.where, f"has podcast:person without the show's host, expected {quote(name)} too")


def transcripts(output: Output) -> Iterator[Fault]:
    for item, element in _each(output, "podcast:transcript"):
        url, media_type = element.get("url") or "", element.get("type") or ""
        if not _URL.fullmatch(url):
            yield Fault(item.where, f"podcast:transcript url is {quote(url)}, expected an absolute URL")
        if media_type not in TRANSCRIPTS:
            expected = ", ".join(sorted(TRANSCRIPTS))
            yield Fault(
                item.where, f"podcast:transcript type is {quote(media_type)}, expected one of {expected}"
            )
        if element.get("rel") not in {None, "captions"}:
            yield Fault(
                item.where, f"podcast:transcript rel is {element.get('rel')}, expected captions or none"
            )


def channel_only(output: Output) -> Iterator[Fault]:
    for item in output.feed.items:
        for name in _CHANNEL_ONLY:
            if item.all(name):
                yield Fault(item.where, f"has {name}, expected it in the channel only")
        for link in item.all("atom:link"):
            if link.get("rel") in changes.PAGING_RELS:
                yield Fault(
                    item.where, f"has atom:link rel={link.get('rel')}, expected paging in the channel only"
                )


def credit(output: Output) -> Iterator[Fault]:
    """Enriched items of a listener's copy, which upstream alone can tell; any source must be complete."""
    for item, theirs in output.pairs:
        sources = item.all("source")
        ours = output.derived and theirs is not None and enriched(item, theirs)
        if len(sources) > 1 or (ours and not sources):
            yield Fault(item.where, f"has {len(sources)} source, expected one that credits upstream")
        for source in sources:
            if not _URL.fullmatch(source.get("url") or "") or not text(source).strip():
                yield Fault(
                    item.where, f"source is {quote(text(source))}, expected upstream's title and its url"
                )


def duration(item: Node) -> float | None:
    """itunes:duration in seconds; None if unknown."""
    value = item.text("itunes:duration")
    return (seconds(value) or None) if _DURATION.fullmatch(value) else None


def _each(output: Output, name: str) -> Iterator[tuple[Node, Element]]:
    return ((item, element) for item in output.feed.items for element in item.all(name))


def _ours(url: str, output: Output) -> bool:
    """Whether `url` lies in the folder of the feed."""
    return bool(output.url) and url.startswith(output.url.rpartition("/")[0] + "/")


def _names(url: str, data: bytes) -> bool:
    digest = hashlib.sha256(data).hexdigest()
    return any(digest.startswith(part) for part in _HASH.findall(url))


def _decimal(value: str) -> float | None:
    return float(value) if _DECIMAL.fullmatch(value) else None


def _person_problems(element: Element) -> Iterator[str]:
    name = text(element).strip()
    if not 0 < len(name) <= 128:
        yield f"is called {quote(name)}, expected a name of 1 to 128 characters"
    if not element.attrib:
        yield f"{quote(name)} has no attribute, expected a role: an aggregator drops it"
    for key in ("email", "img", "href"):
        if element.get(key) == "":
            yield f"{quote(name)} has an empty {key}, expected a value or no {key}"
    for key, known in (("role", ROLES), ("group", GROUPS)):
        value = element.get(key)
        if value is not None and value.strip().lower() not in known:
            yield f"{quote(name)} has the {key} {quote(value)}, expected one of the podcast taxonomy"
