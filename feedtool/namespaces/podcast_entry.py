"""The podcast namespace for feedgen: an entry's tags."""

# ruff: noqa: PLR0913 (a method has its tag's attributes, and some tags have many)

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Self

from .element import Element
from .podcast_shared import SharedPodcastTags


class PodcastEntryExtension(SharedPodcastTags):
    """An item's tags."""

    def chapters(self, url: str, media_type: str = "application/json+chapters") -> Self:
        """Where the chapters file is.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/chapters.md
        """
        return self._put("chapters", {"url": url, "type": media_type})

    def transcript(
        self, url: str, media_type: str, *, language: str = "", rel: Literal["", "captions"] = ""
    ) -> Self:
        """A transcript: text/plain, text/html, text/vtt, application/json or application/x-subrip.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/transcript.md
        """
        return self._put("transcript", {"url": url, "type": media_type, "language": language, "rel": rel})

    def soundbite(self, start: float, duration: float, title: str = "") -> Self:
        """A moment worth hearing, in seconds of the item's enclosure; 15 to 120 of them is the advice.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/soundbite.md
        """
        return self._put("soundbite", {"startTime": start, "duration": duration}, title)

    def season(self, number: int, name: str = "") -> Self:
        """https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/season.md"""
        return self._put("season", {"name": name}, number)

    def episode(self, number: float, display: str = "") -> Self:
        """An episode's number (100.5 comes between two) and what to show in its stead.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/episode.md
        """
        return self._put("episode", {"display": display}, number)

    def content_link(self, href: str, label: str = "") -> Self:
        """Where else the same content can be had.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/content-link.md
        """
        return self._put("contentLink", {"href": href}, label)

    def alternate_enclosure(
        self,
        media_type: str,
        sources: Sequence[Element],
        *,
        integrity: Element | None = None,
        length: int | None = None,
        bitrate: float | None = None,
        height: int | None = None,
        lang: str = "",
        title: str = "",
        rel: str = "",
        codecs: str = "",
        default: bool = False,
    ) -> Self:
        """The same in another form; `length` in bytes, `bitrate` in bits per second, `height` in pixels.

        https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/alternate-enclosure.md
        """
        attributes = {
            "type": media_type,
            "length": length,
            "bitrate": bitrate,
            "height": height,
            "lang": lang,
            "title": title,
            "rel": rel,
            "codecs": codecs,
            "default": default or None,
        }
        parts = [*sources, integrity] if integrity else sources
        return self._put("alternateEnclosure", attributes, children=parts)
