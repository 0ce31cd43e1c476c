"""What a show becomes: one file a format, and one line in `FORMATS`.

A format takes an `Edition` (a show, enriched, at an address) and gives its pages; their bytes are made when
somebody asks for them. `SITE_FORMATS` are about all shows together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from feedtool.formats import chapters_json, opml, pages, rss
from feedtool.formats.edition import Edition, Page

__all__ = ["FORMATS", "SITE_FORMATS", "Edition", "Page"]

FORMATS: tuple[Callable[[Edition], Iterable[Page]], ...] = (chapters_json.pages, pages.pages, rss.pages)
"""The feed last: whoever writes them in this order never has a feed that names a file which is not there."""

SITE_FORMATS: tuple[Callable[[Sequence[Edition]], Iterable[Page]], ...] = (opml.pages, pages.site)
