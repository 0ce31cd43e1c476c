"""What notes and show notes give, made to fit the formats that it goes into: a bad value costs itself only.

The extensions in `namespaces` refuse what the specifications forbid; nothing that comes from here is refused.
"""

from __future__ import annotations

import re
from dataclasses import replace

from feedtool.model import Chapter, Person

NAME = 128
"""Characters of a person's name or a soundbite's title (podcast-namespace docs/tags)."""

_URL = re.compile(r"https?://[^\s<>\"]{1,2000}", re.IGNORECASE)


def url(text: str) -> str:
    """A web address that may stand in a feed, or ""."""
    return text if _URL.fullmatch(text) else ""


def chapter(given: Chapter) -> Chapter:
    """Its start in whole milliseconds, which is what formats can tell apart, and URLs that are URLs."""
    start = round(given.start, 3)
    if start == given.start and not (given.url or given.image):
        return given
    return given._replace(start=start, url=url(given.url), image=url(given.image))


def person(given: Person) -> Person:
    return replace(given, name=given.name[:NAME].strip(), href=url(given.href), image=url(given.image))
