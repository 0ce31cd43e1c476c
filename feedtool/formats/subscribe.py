"""One-tap links that add a feed to a podcast app, and what of our feed each app takes.

What an app takes was read in its code or its makers' pages, see `feedtool.checks.apps`; Podcast Addict's in its
changelog (https://podcastaddict.com/changelog/2020_16). Overcast and Castro say nothing on chapters in feeds.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final, Literal, NamedTuple
from urllib.parse import quote, urlsplit

Reach = Literal["here", "home", "anywhere"]
"""From where an address leads to us: this computer only, its own network, or the whole internet."""


class App(NamedTuple):
    """`link` takes `{bare}`, the address without scheme (`{secure}`: `s` for https), or `{quoted}`, all of it."""

    name: str
    systems: str
    link: str
    chapters: bool
    by_server: bool
    """Its servers fetch the feed, so that it has to be at a public address."""
    source: str
    """Where the link is described."""


class Offer(NamedTuple):
    app: App
    link: str


_LIST = "https://github.com/nathangathright/podcast-platform-links"
# Bare means http to Pocket Casts, on both systems; `subscribehttps/` is known to its Android app only.
_POCKET_CASTS = "https://github.com/Automattic/pocket-casts-ios podcasts/AppDelegate+UrlHandling.swift"

APPS: Final = (
    App("Apple Podcasts", "iPhone · Mac", "podcast://{bare}", True, False,
        _LIST),
    App("Pocket Casts", "iPhone · Android", "pktc://subscribe/{bare}", True, True,
        _POCKET_CASTS),
    App("Overcast", "iPhone", "overcast://x-callback-url/add?url={quoted}", False, True,
        _LIST),
    App("AntennaPod", "Android", "https://antennapod.org/deeplink/subscribe?url={quoted}", True, False,
        "https://antennapod.org/documentation/podcasters-hosters/add-on-antennapod"),
    App("Castro", "iPhone", "castro{secure}://subscribe/{bare}", False, True,
        _LIST),
    App("Podcast Addict", "Android", "podcastaddict://{bare}", True, False,
        _LIST),
)  # fmt: skip


_OF_HOME = (".local", ".lan", ".home", ".internal", ".home.arpa", ".localdomain", ".fritz.box")
"""Endings of names that only a network's own name server knows: RFC 6762, RFC 8375, and routers' habits."""


def reach(url: str) -> Reach:
    """How far an address reaches, by what its host says."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761 §6.3
        return "here"
    try:
        address = ip_address(host)
    except ValueError:
        return "home" if "." not in host or host.endswith(_OF_HOME) else "anywhere"
    if address.is_loopback:
        return "here"
    return "anywhere" if address.is_global else "home"


def offers(feed_url: str) -> tuple[Offer, ...]:
    """A link an app, in the table's order, for a feed at an absolute URL."""
    bare = feed_url.partition("://")[2]
    quoted = quote(feed_url, safe="")
    secure = "s" if feed_url.startswith("https:") else ""
    return tuple(Offer(app, app.link.format(bare=bare, quoted=quoted, secure=secure)) for app in APPS)
