"""Audio that an episode names neither by RSS's <enclosure> nor by Atom's link: what is converted would lack it.

RSS 1.0 has a module for it (http://www.xs4all.nl/~foz/mod_enclosure.html), and Media RSS has <media:content>
(https://www.rssboard.org/media-rss#media-content).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from feedtool.upstream.names import COMMON

_ENC = "{http://purl.oclc.org/net/rss_2.0/enc#}"
_RDF = f"{{{COMMON['rdf']}}}"
_MEDIA = f"{{{COMMON['media']}}}"
_PLAYED = ("audio/", "video/")
_TYPES = {"audio": "audio/mpeg", "video": "video/mp4"}
"""media:content's `medium` → the type that it most likely is of where it does not say."""


class _Named(NamedTuple):
    """What an element names, as it is written there; "" for what is missing."""

    url: str
    type: str
    length: str
    """Bytes."""


def find(episode: etree._Element) -> etree._Element | None:
    """An <enclosure> for the first audio or video on the web that an episode names; None if there is none."""
    for found in _named(episode):
        if found.url.startswith(("https://", "http://")) and found.type.startswith(_PLAYED):
            length = found.length if found.length.isascii() and found.length.isdigit() else "0"
            return etree.Element("enclosure", url=found.url, length=length, type=found.type)
    return None


def _named(episode: etree._Element) -> Iterator[_Named]:
    for element in episode.iterchildren(f"{_ENC}enclosure"):
        yield _Named(
            _value(element, f"{_RDF}resource", f"{_ENC}url"),
            _value(element, f"{_ENC}type"),
            _value(element, f"{_ENC}length"),
        )
    for element in episode.iter(f"{_MEDIA}content"):
        kind = _value(element, "type") or _TYPES.get(_value(element, "medium"), "")
        yield _Named(_value(element, "url"), kind, _value(element, "fileSize"))


def _value(element: etree._Element, *names: str) -> str:
    """The first of these attributes that is given; "" if none is."""
    return next((str(value).strip() for name in names if (value := element.get(name))), "")
