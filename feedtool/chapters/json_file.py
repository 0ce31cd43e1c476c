"""Reading JSON chapters that somebody else wrote: what is right in them is taken, the rest left out.

Source: podcast-namespace docs/examples/chapters/jsonChapters.md. Fireside writes versions 1.1 and 1.2 alike,
and an empty list for an episode without chapters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any

from feedtool import limits, markup
from feedtool.model import Chapter


def read(data: bytes) -> tuple[Chapter, ...]:
    """The chapters of a file in ascending order; () for none. Silent ones (`toc: false`) are no jump points.

    Raises ValueError when it is no JSON chapters file.
    """
    try:
        file = json.loads(data)
    except RecursionError as error:
        raise ValueError("its JSON is nested too deep") from error
    rows = file.get("chapters") if isinstance(file, dict) else None
    if not isinstance(rows, list):
        raise ValueError("it has no list of chapters")
    return tuple(sorted(_chapters(rows), key=lambda chapter: chapter.start))


def _chapters(rows: list[Any]) -> Iterator[Chapter]:
    for row in rows:
        if isinstance(row, dict) and row.get("toc") is not False:
            start, title = _seconds(row.get("startTime")), _text(row.get("title"))
            if start is not None and title:
                url, image = (limits.url(_text(row.get(key))) for key in ("url", "img"))
                yield Chapter(start=start, title=title, url=url, image=image)


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value) or value < 0:
        return None
    return float(value)


def _text(value: object) -> str:
    return markup.plain(value) if isinstance(value, str) else ""
