"""From what a person pastes to the address of a feed: a web page, an Apple Podcasts link, a `podcast://` address.

    address ── apps' own schemes ──> https ── Apple's directory ──> feed
                                      └── a page? RSS autodiscovery ──> feed

Sources: https://www.rssboard.org/rss-autodiscovery; Apple's iTunes Search API, "lookup".
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from feedtool import upstream
from feedtool.errors import NotAFeed, SettingsError
from feedtool.fetch import Fetch, Response, Validators
from feedtool.files import read
from feedtool.settings import is_address, is_url

SCHEMES = ("podcast:", "feed:", "pcast:", "itpc:")
"""Put before a feed's address by "subscribe" links, with https:// behind them or in its place."""
_APPLE = re.compile(r"https://(?:podcasts|itunes)\.apple\.com/\S{0,500}?\bid([0-9]{6,12})")
_LOOKUP = "https://itunes.apple.com/lookup?entity=podcast&id="
_TYPES = ("application/rss+xml", "application/atom+xml")
_MANY = frozenset({"www", "feed", "feeds", "rss", "podcast", "podcasts"})
"""First labels of hosts that many shows share."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    url: str
    title: str
    how: str = ""
    """How it was found; "" when what was pasted is the feed's own address."""
    answer: Response = field(compare=False, repr=False)
    """What its host gave, so that nobody needs to ask again."""

    def then(self, fetch: Fetch) -> Fetch:
        """`fetch`, which for this feed gives what has come already."""

        def known(url: str, validators: Validators) -> Response:
            return self.answer if url == self.url else fetch(url, validators)

        return known


def discover(pasted: str, fetch: Fetch) -> Feed:
    """The feed that an address leads to.

    Raises `SettingsError` for what is no address, `FetchError`, and `NotAFeed` when it leads to none.
    """
    url, how = _plain(pasted), ""
    if not is_address(url):
        raise SettingsError(
            f"{url} is no web address; expected one with http:// or https://, or a file's name"
        )
    if apple := _APPLE.match(url):
        url, how = (
            _from_directory(fetch(_LOOKUP + apple[1], Validators()).body or b""),
            "in Apple's directory",
        )
    answer = fetch(url, Validators())
    try:
        return _feed(url, answer, how)
    except NotAFeed as error:
        found = _links(answer.body or b"", answer.url)
        if not found:
            raise NotAFeed(f"{url}: {error}") from error
        return _feed(found[0], fetch(found[0], Validators()), f"by the link to it in {url}")


def _feed(url: str, answer: Response, how: str) -> Feed:
    """Where the feed is at home: an address that has moved for good is not worth writing down."""
    read = upstream.read(answer.body or b"", url, answer.charset)
    return Feed(url=answer.moved_to or url, title=read.show.title, how=how, answer=answer)


def title(file: Path) -> str:
    """The title of a feed that is a file. Raises `NotAFeed` and `SettingsError`."""
    try:
        return upstream.read(read(file)).show.title
    except OSError as error:
        raise SettingsError(
            f"{file}: cannot be read: {error.strerror}; expected a feed's address or a file"
        ) from error
    except NotAFeed as error:
        raise NotAFeed(f"{file}: {error}") from error


def _plain(pasted: str) -> str:
    for scheme in SCHEMES:
        if pasted.lower().startswith(scheme):
            rest = pasted[len(scheme) :]
            return rest if is_url(rest) else f"https://{rest.removeprefix('//')}"
    return pasted


def _from_directory(data: bytes) -> str:
    try:
        return str(json.loads(data)["results"][0]["feedUrl"])
    except (ValueError, LookupError, TypeError) as error:
        message = "Apple's directory names no feed for this show (some are on Apple Podcasts only)"
        raise NotAFeed(f"{message}; give the feed's own address") from error


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        alternate = "alternate" in given.get("rel", "").lower().split()
        if tag == "link" and alternate and given.get("type", "").lower() in _TYPES and given.get("href"):
            self.found.append(given["href"].strip())


def _links(page: bytes, base: str) -> list[str]:
    """The feeds that a page names; RSS before Atom is the page's own order."""
    parser = _Links()
    parser.feed(page[:500_000].decode(errors="replace"))
    return [url for link in parser.found if is_address(url := _joined(base, link))]


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:  # half of an IPv6 address
        return ""


def slug(title: str, url: str, taken: Container[str] = ()) -> str:
    """A name for a show's folder and addresses: the Latin words of its title, else its host's, not one of `taken`."""
    host = [label for label in (urlsplit(url).hostname or "").split(".") if label not in _MANY]
    name = _ascii(title) or _ascii(host[0] if host else "") or "show"
    numbers = (f"{name}-{number}" for number in range(2, 10_000))
    return name if name not in taken else next(other for other in numbers if other not in taken)


def _ascii(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:40].strip("-")
