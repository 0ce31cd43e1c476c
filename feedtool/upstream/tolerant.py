"""The one door to feedparser, and one of the few to feedgen: whatever feedparser can read becomes RSS 2.0.

Of Atom, RDF and XML too broken for a parser only the elements of other namespaces are `carried` over as they are;
that is why RSS 2.0 that is well-formed, or can be made so, never comes here.
"""

from __future__ import annotations

import io
import mimetypes
import re
from calendar import timegm
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from feedtool.errors import NotAFeed
from feedtool.markup import to_text
from feedtool.model import Problem
from feedtool.upstream.bounds import require_bounded
from feedtool.upstream.carried import carry
from feedtool.upstream.names import NAMESPACES
from feedtool.upstream.sniff import extent
from feedtool.upstream.text import NOT_XML

Parsed = Mapping[str, Any]
"""feedparser's dictionary of a feed, an entry or a part of one."""

_PSC = re.compile(
    rb"(\sxmlns:[\w.-]{1,99}\s{0,9}=\s{0,9}[\"'])https?://podlove\.(?:org|de)/simple-chapters/?(?=[\"'])"
)
"""Chapters are carried over; feedparser 6 raises TypeError for one without a start (its namespaces/psc.py)."""
_NOT_LOOKED_AT = rb"\1http://schemas.xmlsoap.org/soap/envelope/"
"""A namespace that feedparser knows, by whatever prefix, and reads nothing of."""
_ROOTS = {"rss": "RSS, but not of the form that 2.0 has", "feed": "Atom", "rdf": "RDF"}
_VERSIONS = {"atom10": "Atom 1.0", "atom03": "Atom 0.3", "rss10": "RSS 1.0 (RDF)", "rss090": "RSS 0.90 (RDF)"}


def convert(data: bytes, feed_url: str = "") -> tuple[bytes, tuple[Problem, ...]]:
    """Any feed in UTF-8 → well-formed RSS 2.0, and what a person should know of it.

    Raises `NotAFeed` when feedparser finds no feed in it either, or would take too long to.
    """
    require_bounded(data)
    root, start, stop = extent(data)
    document = data[start:stop]  # what stands before it is no news, and slow to read if there is much of it
    # RSS resolves nothing, and a guid that changes with the address is none; in Atom and RDF ids are whole URIs.
    parsed = _parsed(document, "" if root == "rss" else feed_url)
    kind = _VERSIONS.get(parsed.version, _ROOTS[root])
    message = f"upstream is {kind}; it was converted to RSS 2.0, with what feedparser could read"
    rss = _generate(parsed.feed, parsed.entries, feed_url)
    carry(document, rss)
    converted = etree.tostring(rss, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return converted, (Problem(where="upstream", message=message),)


def _parsed(document: bytes, base: str) -> Any:
    """What feedparser finds in a feed, with addresses that are relative to `base` resolved. Raises `NotAFeed`."""
    import feedparser  # noqa: PLC0415 - 45 ms that only odd feeds need

    # As a stream: given bytes or a text, feedparser would open or fetch what they name (its `_open_resource`).
    # Unsanitised: our own cleaning comes later, for all feeds alike.
    try:
        parsed = feedparser.parse(
            io.BytesIO(_PSC.sub(_NOT_LOOKED_AT, document)),
            sanitize_html=False,
            response_headers={"content-location": base, "content-type": "application/xml; charset=utf-8"},
        )
    except Exception as error:  # it promises not to raise, so nobody says what it may
        raise NotAFeed(f"feedparser fails on it: {error}") from error
    # `bozo` tells nothing: an HTML page has none, a whole feed with one bare & has it.
    if not parsed.entries and not parsed.feed.get("title"):
        raise NotAFeed("it has neither a title nor episodes")
    return parsed


def _generate(feed: Parsed, entries: list[Parsed], feed_url: str) -> etree._Element:
    """RSS 2.0 by feedgen; `feed_url` stands in where the feed has no title or page."""
    from feedgen.feed import FeedGenerator  # noqa: PLC0415 - 40 ms, as above

    generator = FeedGenerator()
    generator.load_extension("podcast")
    generator.title(_title(feed) or urlsplit(feed_url).netloc or "Untitled")
    # Only once: every further link(), whatever its rel, would become the channel's <link>.
    generator.link(href=_web(feed.get("link")) or feed_url or "https://invalid.invalid/", rel="alternate")
    generator.description(_clean(feed.get("subtitle") or feed.get("title")) or "-")
    generator.generator(_clean(feed.get("generator")) or "feedtool")
    for name in ("language", "rights"):
        if value := _clean(feed.get(name)):
            getattr(generator, name)(value)
    if updated := _date(feed.get("updated_parsed")):
        generator.lastBuildDate(updated)
    for term in _categories(feed):
        generator.category(term=term)
    _itunes(generator.podcast, feed, ("author",))
    for entry in entries:
        _entry(generator.add_entry(order="append"), entry)
    rss = etree.fromstring(generator.rss_str())
    # feedgen dates the feed now, where nothing else is said, and refuses images without .jpg or .png at the end.
    if not updated:
        rss[0].remove(rss[0].findall("lastBuildDate")[0])
    for element, source in ((rss[0], feed), *zip(rss[0].iterchildren("item"), entries, strict=True)):
        if image := _image(source):
            element.insert(0, etree.Element(f"{{{NAMESPACES['itunes']}}}image", href=image))
    return rss


def _entry(item: Any, entry: Parsed) -> None:
    """Fill feedgen's entry."""
    summary = _clean(entry.get("summary"))
    content = next((text for part in entry.get("content", ()) if (text := _clean(part.get("value")))), "")
    item.title(_title(entry) or _clean(entry.get("id")) or "Untitled")
    if link := _web(entry.get("link")):
        item.link(href=link)
    if guid := _clean(entry.get("id")):
        item.guid(guid, permalink=False)
    if summary or content:
        item.description(summary or content, isSummary=True)
    if content and content != summary:
        # Next to a description, feedgen writes content as content:encoded.
        item.content(content, type="CDATA")
    if date := _date(entry.get("published_parsed") or entry.get("updated_parsed")):
        item.pubDate(date)
    for enclosure in entry.get("enclosures", ()):
        if url := _web(enclosure.get("href")):
            item.enclosure(url, _length(enclosure), _type(enclosure, url))
            break
    for term in _categories(entry):
        item.category(term=term)
    _itunes(item.podcast, entry, ("author", "subtitle", "duration", "season", "episode", "episodetype"))


_METHODS = {"episodetype": "episode_type"}
_EXPLICIT: dict[object, str] = {True: "yes", False: "clean"}
"""feedparser gives True for `yes`, False for `clean`, None for all else."""


def _itunes(extension: Any, source: Parsed, names: tuple[str, ...]) -> None:
    """Fill feedgen's extension for Apple's tags: those of these names, and `explicit`."""
    values = {name: _clean(source.get(name) or source.get(f"itunes_{name}")) for name in names}
    # Without the address that feedparser puts behind the name: it is not for readers.
    values["author"] = _clean(source.get("author_detail", {}).get("name")) or values["author"]
    values["explicit"] = _EXPLICIT.get(source.get("itunes_explicit"), "")
    for name, value in values.items():
        try:
            getattr(extension, f"itunes_{_METHODS.get(name, name)}")(value or None)
        except ValueError:
            continue  # feedgen's opinion of a duration; the element is optional


def _categories(source: Parsed) -> Iterator[str]:
    terms = (_clean(tag.get("label") or tag.get("term")) for tag in source.get("tags", ()))
    return (term for term in dict.fromkeys(terms) if term)


def _image(source: Parsed) -> str:
    image = source.get("image")
    return (_web(image.get("href")) if isinstance(image, Mapping) else "") or _web(source.get("logo"))


def _title(source: Parsed) -> str:
    """Plain text, which RSS's titles are and Atom's may not be (RFC 4287 §3.1.1)."""
    title = _clean(source.get("title"))
    marked_up = source.get("title_detail", {}).get("type") in ("text/html", "application/xhtml+xml")
    return " ".join(to_text(title).split()) if marked_up else title


def _date(date: Any) -> datetime | None:
    """feedparser's struct_time, which is in UTC and may be no date at all."""
    try:
        return datetime.fromtimestamp(timegm(date), UTC) if date else None
    except (OverflowError, OSError, ValueError):  # year 0, year 10000
        return None


def _clean(value: object) -> str:
    """A text that XML can hold (XML 1.0 §2.2): lxml refuses a whole feed for one control character."""
    return NOT_XML.sub("", value).strip() if isinstance(value, str) else ""


def _web(value: object) -> str:
    """A web address; "" for anything else."""
    text = _clean(value)
    try:
        return text if urlsplit(text).scheme in ("http", "https") else ""
    except ValueError:  # "http://[": no address at all
        return ""


def _length(enclosure: Parsed) -> str:
    """Bytes; "0" if unknown."""
    length = str(enclosure.get("length", ""))
    return length if length.isascii() and length.isdigit() else "0"


def _type(enclosure: Parsed, url: str) -> str:
    given = _clean(enclosure.get("type"))  # "text/html" is feedparser's for a link that says nothing
    return given.replace("text/html", "") or mimetypes.guess_type(urlsplit(url).path)[0] or "audio/mpeg"
