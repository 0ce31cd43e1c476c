"""Shows and episodes as schema.org data, for JSON-LD in pages.

Source: https://schema.org/PodcastEpisode, https://schema.org/Clip (offsets in seconds).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from feedtool.formats.edition import Edition
from feedtool.model import Item

_CONTEXT = {"@context": "https://schema.org"}


def series(edition: Edition) -> dict[str, Any]:
    return _CONTEXT | _given(
        **{"@type": "PodcastSeries"},
        name=edition.title,
        description=edition.show.description,
        url=edition.url(f"{edition.slug}/"),
        image=edition.image,
        webFeed=edition.feed_url,
        inLanguage=edition.show.language,
    )


def episode(edition: Edition, item: Item, audio: str) -> dict[str, Any]:
    page = edition.url(edition.episode_path(item))
    return _CONTEXT | _given(
        **{"@type": "PodcastEpisode"},
        name=item.title,
        url=page,
        datePublished=item.published.isoformat() if item.published else "",
        timeRequired=f"PT{item.duration:.0f}S" if item.duration else "",
        inLanguage=edition.show.language,
        associatedMedia=_given(**{"@type": "AudioObject"}, contentUrl=audio) if audio else "",
        partOfSeries=_given(**{"@type": "PodcastSeries"}, name=edition.title, webFeed=edition.feed_url),
        hasPart=list(_clips(item, page)),
    )


def _clips(item: Item, page: str) -> Iterator[dict[str, Any]]:
    """A clip a chapter; the last ends with the episode, where it is known when that is."""
    starts = [*(chapter.start for chapter in item.chapters), item.duration or 0.0]
    for chapter, (start, end) in zip(item.chapters, pairwise(starts), strict=True):
        yield _given(
            **{"@type": "Clip"},
            name=chapter.title,
            startOffset=start,
            endOffset=end if end > start else "",
            url=f"{page}#t={start:g}",
        )


def _given(**values: Any) -> dict[str, Any]:
    """Without what is not given; 0 is."""
    return {name: value for name, value in values.items() if value not in ("", [])}
