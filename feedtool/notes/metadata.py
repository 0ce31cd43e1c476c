"""What a note says about its episode as a whole, in front matter or in a list in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from urllib.parse import unquote

from feedtool import markup
from feedtool.model import Link, Person
from feedtool.notes import obsidian
from feedtool.notes.frontmatter import Metadata, key
from feedtool.shownotes import names
from feedtool.shownotes.names import Named

KEYS = {
    "title": ("title", "episode title", "full title", "标题"),
    "show": ("show", "show title", "podcast", "播客", "节目"),
    "source": ("source", "source url", "link", "url", "show notes link", "episode link", "episode url",
               "链接", "来源"),
    "audio": ("audio", "audio url", "enclosure", "音频"),
    "guid": ("guid", "episode guid"),
    "published": ("published", "publish date", "published date", "episode publish date", "published at",
                  "release date", "pub date", "pubdate", "发布日期"),
    "cover": ("cover", "image", "image url", "封面"),
}  # fmt: skip
"""The names under which people and programs write a field; the first that is there counts."""

_ROLES = {"guest": ("guests", "guest", "嘉宾"), "host": ("hosts", "host", "主播", "主持人")}
_BOOKS = ("mentioned books", "mentioned episodes", "books", "references")

_ENTRY = re.compile(
    r"^[>\s]{0,8}(?:[-*+][ \t]{1,4})?(?:\*\*|__)?([^\W\d][\w /-]{0,40}?)(?:\*\*|__)?::?[ \t]+(\S[^\n]*)"
)
_LINK = re.compile(r"\[([^\[\]]*)\]\((https?://[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)")
_URL = re.compile(r"https?://[^\s\"'<>]{1,2000}")
_DATE = re.compile(r"(?<!\d)(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})(?!\d)")
_THUMBNAIL = re.compile(r"https?://(?:wsrv\.nl|images\.weserv\.nl)/[^\s]*?[?&]url=([^&\s]+)")
_COVERS = (
    re.compile(r"!\[(?:Cover|Image|rw-book-cover)(?:\|\d{1,4})?\]\((https?://[^\s()]{1,2000})\)"),
    re.compile(r"<img src=\"(https?://[^\s\"<>]{1,2000})\"[^<>]{0,200} alt=\"Cover\""),
    re.compile(r"^# [^\n]{0,500}\n\s{0,8}!\[\]\((https?://[^\s()]{1,2000})\)"),
)
"""How exporters and people's templates show a cover; one without a name stands right below the title."""


def listed(text: str) -> dict[str, tuple[str, ...]]:
    """The entries of a list: `- Show:: [[Name]]`, `- Show: Name`, `* Author: *Name*`, `show:: Name`."""
    matches = (_ENTRY.match(line) for line in text.split("\n") if ":" in line)
    entries: dict[str, tuple[str, ...]] = {}
    for match in matches:
        if match:
            entries.setdefault(key(match[1]), (match[2].strip(),))
    return entries


def text(metadata: Metadata, field: str) -> str:
    """A field's words, on one line and without marks; "" when it is not there."""
    value = _first(metadata, KEYS[field])
    value = markup.plain(obsidian.plain(value)) if value else ""
    return "" if value in {"~", "null"} else value


def url(metadata: Metadata, field: str) -> str:
    """A field's web address, bare or as a Markdown link; "" when it has none."""
    for value in _values(metadata, KEYS[field]):
        if linked := _LINK.search(value):
            return linked[2]
        if bare := _URL.search(value):
            return bare[0]
    return ""


def published(metadata: Metadata) -> date | None:
    """The day of publication, None when it is not given. Raises ValueError for a day that no calendar has."""
    match = _DATE.search(_first(metadata, KEYS["published"]))
    return date(*map(int, match.groups())) if match else None


def cover(metadata: Metadata, body: str) -> str:
    """The cover's address, "" for none; of a thumbnail server's the original (https://images.weserv.nl/docs/)."""
    address = url(metadata, "cover")
    if not address:
        images = (pattern.search(body, 0, 4000) for pattern in _COVERS)
        address = next((image[1] for image in images if image), "").replace("&amp;", "&")
    return _original(address)


@lru_cache(maxsize=256)  # the episodes of a show have the same few covers
def _original(address: str) -> str:
    thumbnail = _THUMBNAIL.match(address)
    if thumbnail is None:
        return address
    original = unquote(thumbnail[1])
    return original if original.startswith(("http://", "https://")) else address


def people(metadata: Metadata) -> tuple[Person, ...]:
    """The guests and hosts, by name, each with the page that it links to and what stands beside it."""
    return tuple(
        Person(name=person.name, role=role, href=person.href, about=person.about)
        for role, keys in _ROLES.items()
        for value in _values(metadata, keys)
        for person in _people(value)
    )


def _people(value: str) -> Iterator[Named]:
    """`[A](url), [B](url)`, `A (what A does)`, `A & B`. Words that don't look like names are one: the key says so."""
    for link in _named(value):
        yield from (not link.url and names.split(link.label)) or [Named(link.label, href=link.url)]


def references(metadata: Metadata) -> tuple[Link, ...]:
    """The books and other episodes that are named, without their authors."""
    return tuple(
        link
        for value in _values(metadata, _BOOKS)
        for link in _named(value)
        if "share.snipd.com/person/" not in link.url
    )


def _first(metadata: Metadata, keys: tuple[str, ...]) -> str:
    return next(iter(_values(metadata, keys)), "")


def _values(metadata: Metadata, keys: tuple[str, ...]) -> list[str]:
    return [value for name in keys if name in metadata for value in metadata[name] if value.strip()]


def _named(value: str) -> Iterator[Link]:
    """`[A](url), [B](url)` or `A`: links with their labels."""
    links = list(_LINK.finditer(value))
    if links:
        yield from (Link(url=match[2], label=markup.plain(match[1])) for match in links)
    elif label := markup.plain(obsidian.plain(value)):
        yield Link(url="", label=label)
