"""The podcast namespace for feedgen: a channel's tags."""

# ruff: noqa: PLR0913 (a method has its tag's attributes, and some tags have many)

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal, Self

from .datatypes import BOOLEAN, MEDIA_TYPE, URL, integer, text
from .element import Element
from .extension import Extension
from .podcast_parts import remote_item
from .podcast_shared import SharedPodcastTags
from .tag import Tag, build

_RSS: Final[dict[str, Tag]] = {
    "title": Tag(text=text()),
    "link": Tag(text=URL),
    "description": Tag(text=text()),
    "guid": Tag(attributes={"isPermaLink": BOOLEAN}, text=text()),
    "enclosure": Tag(
        attributes={"url": URL, "length": integer(0), "type": MEDIA_TYPE},
        required=("url", "length", "type"),
    ),
}
"""RSS 2.0's own, as far as live items need them: https://www.rssboard.org/rss-specification."""


class PodcastExtension(SharedPodcastTags):
    """A channel's tags."""

    def guid(self, guid: str) -> Self:
        """The podcast's identity for life, across moves; `guid_from_url` makes a new one.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
        """
        return self._put("guid", {}, guid)

    def locked(self, locked: bool = True, *, owner: str = "") -> Self:
        """May another host import the feed? `owner` is an e-mail address for asking.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/locked.md
        """
        return self._put("locked", {"owner": owner}, locked)

    def block(self, block: bool = True, *, service: str = "") -> Self:
        """Not for public directories: none of them, or the one with the slug `service`.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/block.md
        """
        return self._put("block", {"id": service}, block)

    def medium(self, medium: str) -> Self:
        """What the feed holds: podcast, music, audiobook, …, or a list of such (`musicL`).

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/medium.md
        """
        return self._put("medium", {}, medium)

    def update_frequency(
        self, label: str, *, rrule: str = "", dtstart: date | None = None, complete: bool = False
    ) -> Self:
        """When episodes come, in words and as a rule of RFC 5545; a rule with a COUNT needs a `dtstart`.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/update-frequency.md
        """
        if "COUNT=" in rrule and dtstart is None:
            raise ValueError(f"podcast:updateFrequency: dtstart is missing, expected because of {rrule!r}")
        attributes = {"complete": complete or None, "dtstart": dtstart, "rrule": rrule}
        return self._put("updateFrequency", attributes, label)

    def podping(self, uses_podping: bool = True) -> Self:
        """Are changes announced by podping?

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/podping.md
        """
        return self._put("podping", {"usesPodping": uses_podping})

    def trailer(
        self,
        title: str,
        url: str,
        published: datetime,
        *,
        length: int | None = None,
        media_type: str = "",
        season: int | None = None,
    ) -> Self:
        """A trailer for the show or one season; `length` in bytes.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/trailer.md
        """
        attributes = {
            "url": url,
            "pubdate": published,
            "length": length,
            "type": media_type,
            "season": season,
        }
        return self._put("trailer", attributes, title)

    def remote_item(
        self, feed_guid: str, *, feed_url: str = "", item_guid: str = "", medium: str = "", title: str = ""
    ) -> Self:
        """An entry of a list feed (medium `musicL` and its like).

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/remote-item.md
        """
        item = remote_item(feed_guid, feed_url=feed_url, item_guid=item_guid, medium=medium, title=title)
        return self._add(item)

    def podroll(self, *remote_items: Element) -> Self:
        """Shows that the podcaster recommends, each a `remote_item`.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/podroll.md
        """
        return self._put("podroll", {}, children=remote_items)

    def publisher(self, feed_guid: str, *, feed_url: str = "") -> Self:
        """The publisher's own feed.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/publisher.md
        """
        feed = remote_item(feed_guid, feed_url=feed_url, medium="publisher")
        return self._put("publisher", {}, children=[feed])

    def live_item(
        self,
        status: Literal["pending", "live", "ended"],
        start: datetime,
        content: Extension,
        *,
        title: str,
        guid: str,
        url: str,
        media_type: str,
        length: int = 0,
        end: datetime | None = None,
        link: str = "",
        description: str = "",
    ) -> Self:
        """A live stream, like an item: `title`, `guid`, enclosure (`url`, `media_type`, `length` in bytes).

        `content` (a `PodcastEntryExtension`) has the item's other tags, and at least a content link, for apps
        which cannot play the stream.
        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/live-item.md
        """
        optional = {"link": link, "description": description}
        rss = (
            build("title", _RSS["title"], {}, title),
            *(build(name, _RSS[name], {}, value) for name, value in optional.items() if value),
            build("guid", _RSS["guid"], {"isPermaLink": False}, guid),
            build("enclosure", _RSS["enclosure"], {"url": url, "length": length, "type": media_type}),
        )
        attributes = {"status": status, "start": start, "end": end}
        return self._put("liveItem", attributes, children=[*rss, *content.elements])
