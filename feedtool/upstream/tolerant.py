"""The one door to feedparser, and one of the few to feedgen: whatever feedparser can read becomes RSS 2.0.

Atom, RDF and XML too broken for a parser lose what feedparser does not know; that is why well-formed
RSS 2.0 never comes here.
"""

from __future__ import annotations

import io
import mimetypes
import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from feedtool.errors import NotAFeed
from feedtool.model import Problem

_TAIL = 2048
_ENDS = re.compile(rb"</\s{0,9}(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)\s{0,9}>", re.IGNORECASE)
_BEGINS = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def convert(data: bytes, feed_url: str = "") -> tuple[bytes, tuple[Problem, ...]]:
    """Any feed → well-formed RSS 2.0 in UTF-8, and what a person should know of it.

    Raises `NotAFeed` when feedparser finds no feed in it either (an HTML page, an empty document, …).
    """
    import feedparser  # noqa: PLC0415 - 45 ms that only odd feeds need

    # As a stream: given bytes or a text, feedparser would open or fetch what they name (its `_open_resource`).
    # Unsanitised: our own cleaning comes later, for all feeds alike.
    parsed = feedparser.parse(
        io.BytesIO(data), sanitize_html=False, response_headers={"content-location": feed_url}
    )
    # `bozo` tells nothing: an HTML page has none, a whole feed with one bare & has it. The version does.
    if not parsed.get("version"):
        raise NotAFeed(f"it is {_kind(data)}")
    kind = (
        "RSS 2.0 that is not well-formed"
        if parsed.version.startswith("rss20")
        else _NAMES.get(parsed.version, parsed.version)
    )
    message = f"upstream is {kind}; it was converted to RSS 2.0, with what feedparser could read"
    return _generate(parsed.feed, parsed.entries, feed_url), (Problem(where="upstream", message=message),)


def require_whole(data: bytes) -> None:
    """Raises `NotAFeed` for a feed that breaks off: it reads as one with fewer episodes."""
    if _BEGINS.search(data[:_TAIL]) and not _ENDS.search(data, max(0, len(data) - _TAIL)):
        raise NotAFeed("it is cut: there is no end tag of its root element at the end")


_NAMES = {"atom10": "Atom 1.0", "atom03": "Atom 0.3", "rss10": "RSS 1.0 (RDF)", "rss090": "RSS 0.90 (RDF)"}


def _kind(data: bytes) -> str:
    head = data[:2000].lstrip().lower()
    if not head:
        return "empty"
    if b"<html" in head or head.startswith(b"<!doctype html"):
        return "an HTML page, not a feed; give the feed's own address (often linked as “RSS” on that page)"
    if head.startswith(b"<"):
        return "XML, but no RSS, Atom or RDF feed"
    return "no XML at all; is this the feed's address?"


def _generate(feed: Mapping[str, Any], entries: list[Mapping[str, Any]], feed_url: str) -> bytes:
    from feedgen.feed import FeedGenerator  # noqa: PLC0415 - as above
    from lxml import etree  # noqa: PLC0415

    generator = FeedGenerator()
    generator.load_extension("podcast")
    generator.title(_clean(feed.get("title")) or urlsplit(feed_url).netloc or "Untitled")
    # Only once: every further link(), whatever its rel, would become the channel's <link>.
    generator.link(href=_web(feed.get("link")) or feed_url or "https://invalid.invalid/", rel="alternate")
    generator.description(_clean(feed.get("subtitle") or feed.get("title")) or "-")
    generator.generator(_clean(feed.get("generator")) or "feedtool")
    if language := _clean(feed.get("language")):
        generator.language(language)
    _itunes(generator.podcast, feed, ("author", "subtitle"))
    for entry in entries:
        _entry(generator.add_entry(order="append"), entry)
    # feedgen dates the feed now, whatever one does, and refuses images without .jpg or .png at the end.
    rss = etree.fromstring(generator.rss_str())
    channel = rss[0]
    for built in channel.findall("lastBuildDate"):
        channel.remove(built)
    if image := _web(feed.get("image", {}).get("href")):
        channel.insert(0, etree.Element("{http://www.itunes.com/dtds/podcast-1.0.dtd}image", href=image))
    return etree.tostring(rss, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _entry(item: Any, entry: Mapping[str, Any]) -> None:
    summary = _clean(entry.get("summary"))
    content = next((_clean(part.get("value")) for part in entry.get("content", ())), "")
    item.title(_clean(entry.get("title")) or _clean(entry.get("id")) or "Untitled")
    if link := _web(entry.get("link")):
        item.link(href=link)
    if guid := _clean(entry.get("id")):
        item.guid(guid, permalink=False)
    if summary:
        item.description(summary)
    if content and content != summary:
        # Next to a description, feedgen writes content as content:encoded.
        item.description(summary or content, isSummary=True)
        item.content(content, type="CDATA")
    if date := entry.get("published_parsed") or entry.get("updated_parsed"):
        item.pubDate(datetime.fromtimestamp(timegm(date), UTC))
    for enclosure in entry.get("enclosures", ())[:1]:
        if url := _web(enclosure.get("href")):
            item.enclosure(url, _length(enclosure), _type(enclosure, url))
    _itunes(item.podcast, entry, ("author", "subtitle", "duration"))


def _itunes(extension: Any, source: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if value := _clean(source.get(name) or source.get(f"itunes_{name}")):
            try:
                getattr(extension, f"itunes_{name}")(value)
            except ValueError:
                continue  # feedgen's opinion of a duration; the element is optional


def _clean(value: object) -> str:
    """A text that XML can hold (XML 1.0 §2.2): lxml refuses a whole feed for one control character."""
    return _NOT_XML.sub("", value).strip() if isinstance(value, str) else ""


def _web(value: object) -> str:
    text = _clean(value)
    return text if urlsplit(text).scheme in ("http", "https") else ""


def _length(enclosure: Mapping[str, Any]) -> str:
    length = str(enclosure.get("length", ""))
    return length if length.isascii() and length.isdigit() else "0"


def _type(enclosure: Mapping[str, Any], url: str) -> str:
    return _clean(enclosure.get("type")) or mimetypes.guess_type(urlsplit(url).path)[0] or "audio/mpeg"
