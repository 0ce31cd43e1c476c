"""JSON chapters 1.2, one file an episode, with a hash of its content in the name.

The hash is there because apps keep what they once fetched under a URL (AntennaPod, Pocket Casts iOS).
Source: podcast-namespace docs/examples/chapters/jsonChapters.md. Keys without a value are left out, never
null: Android's JSON reader would show the text "null".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from feedtool.formats.edition import Edition, Page, digest, safe_id
from feedtool.model import Chapter, Item
from feedtool.shownotes import titles

_OURS = re.compile(r"https?://[^?#]{1,1000}/chapters/[a-z0-9-]{1,80}\.[0-9a-f]{16}\.json")
MEDIA_TYPE = "application/json+chapters"


def pages(edition: Edition) -> Iterator[Page]:
    return (file(edition, item) for item in edition.show.items if item.chapters)


def file(edition: Edition, item: Item) -> Page:
    """The chapters file of an item that has chapters."""

    def make(item: Item) -> Page:
        data = render(item.chapters, title=item.title, podcast=edition.title)
        return Page(f"{edition.slug}/chapters/{safe_id(item)}.{digest(data)}.json", MEDIA_TYPE, lambda: data)

    return edition.made("chapters file", item.index, item, make)


def is_ours(url: str) -> bool:
    """Whether a chapters file was named by `file`."""
    return _OURS.fullmatch(url) is not None


def render(chapters: Iterable[Chapter], *, title: str = "", podcast: str = "") -> bytes:
    """A chapters file, with short titles; `title` is the episode's, `podcast` the show's."""
    about = {"title": title, "podcastName": podcast}
    file = {
        "version": "1.2.0",
        **{key: value for key, value in about.items() if value},
        "chapters": [*_rows(chapters)],
    }
    return _encode(file).encode()


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def _rows(chapters: Iterable[Chapter]) -> Iterator[dict[str, object]]:
    for start, title, _, _, url, image in chapters:
        # Whole seconds without a fraction: that is how most players write and read them.
        row: dict[str, object] = {
            "startTime": round(start, 3) if start % 1 else int(start),
            "title": titles.short(title),
        }
        if url:
            row["url"] = url
        if image:
            row["img"] = image
        yield row
