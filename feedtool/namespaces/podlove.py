"""Podlove Simple Chapters 1.2 for feedgen: the chapters of an episode inside its item.

Source: https://podlove.org/simple-chapters/
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar, Final, Self

from .datatypes import URL, milliseconds, text
from .element import Element
from .extension import Extension
from .tag import written

_TITLE: Final = text()
_PADDED: Final = tuple(f"{number:02d}" for number in range(60))


@lru_cache(maxsize=8192)  # a back catalogue says the same few thousand times again and again
def _play_time(total: int) -> str:
    """Milliseconds as Normal Play Time in full, `01:02:03.500`.

    AntennaPod reads bare seconds as 0, and feedparser only two digits everywhere.
    """
    seconds, rest = divmod(total, 1000)
    minutes = seconds // 60
    return f"{minutes // 60:02d}:{_PADDED[minutes % 60]}:{_PADDED[seconds % 60]}.{rest:03d}"


class PodloveExtension(Extension):
    """The channel's part: it declares the namespace, and has no tags."""

    prefix: ClassVar[str] = "psc"


class PodloveEntryExtension(PodloveExtension):
    """An item's part: one `psc:chapters` if there are chapters."""

    def __init__(self) -> None:
        self._chapters: list[str] = []
        self._earliest = 0  # milliseconds: where the next chapter may start

    @property
    def elements(self) -> Sequence[Element]:
        """`psc:chapters` with all chapters, or nothing: it must not be empty."""
        if not self._chapters:
            return ()
        xml = f'<psc:chapters version="1.2">{"".join(self._chapters)}</psc:chapters>'
        return (Element("psc:chapters", xml),)

    def chapter(self, start: float, title: str, *, href: str = "", image: str = "") -> Self:
        """Add the next chapter: `start` in seconds, behind the last one's; `href`, `image` http(s) URLs.

        Raises ValueError naming what was given and what is expected.
        """
        # Written by hand: a back catalogue has tens of thousands of them, and `build` takes twice as long.
        total = milliseconds(start)
        if total is None or total < self._earliest:
            earliest = self._earliest / 1000
            raise ValueError(f"psc:chapter: start is {start!r}, expected finite seconds from {earliest} on")
        heading = written("psc:chapter", "title", title, _TITLE)
        xml = f'<psc:chapter start="{_play_time(total)}" title="{heading}"'
        if href:
            xml += f' href="{written("psc:chapter", "href", href, URL)}"'
        if image:
            xml += f' image="{written("psc:chapter", "image", image, URL)}"'
        self._chapters.append(xml + "/>")
        self._earliest = total + 1
        return self
