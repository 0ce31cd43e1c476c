"""One-tap links that add a feed to a podcast app, and what of our feed each app takes.

What an app takes was read in its code or its makers' pages, see `feedtool.checks.apps`; Podcast Addict's in its
changelog (https://podcastaddict.com/changelog/2020_16). Overcast and Castro say nothing on chapters in feeds.
"""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import quote


class App(NamedTuple):
    """`link` takes `{bare}` (the address without its scheme) or `{quoted}` (all of it, percent-encoded)."""

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


APPS: Final = (
    App("Apple Podcasts", "iPhone · Mac", "podcast://{bare}", True, False,
        "https://podcasters.apple.com/support/828"),
    App("Pocket Casts", "iPhone · Android", "pktc://subscribe/{bare}", True, True,
        "https://support.pocketcasts.com/knowledge-base/linking-to-my-show/"),
    App("Overcast", "iPhone", "overcast://x-callback-url/add?url={quoted}", False, True,
        "https://overcast.fm/podcasterinfo"),
    App("AntennaPod", "Android", "https://antennapod.org/deeplink/subscribe?url={quoted}", True, False,
        "https://antennapod.org/documentation/podcasters-hosters/add-on-antennapod"),
    App("Castro", "iPhone", "castros://subscribe/{bare}", False, True,
        "https://github.com/Podcastindex-org/web-ui SubscribeLink"),
    App("Podcast Addict", "Android", "podcastaddict://{bare}", True, False,
        "https://podcastaddict.com/submit"),
)  # fmt: skip


def offers(feed_url: str) -> tuple[Offer, ...]:
    """A link an app, in the table's order, for a feed at an absolute URL."""
    bare = feed_url.partition("://")[2]
    quoted = quote(feed_url, safe="")
    return tuple(Offer(app, app.link.format(bare=bare, quoted=quoted)) for app in APPS)
