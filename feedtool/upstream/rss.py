"""What we need to know of a feed, read off the document: the fields we match on, decide by and show."""

from __future__ import annotations

from collections.abc import Mapping

from feedtool.errors import NotAFeed
from feedtool.model import Enclosure, Item, Person, Show
from feedtool.upstream.document import Document, Element, every, first

_AUTHOR = 4096
"""Bytes of an author. The pattern by which feedparser seeks addresses there takes seconds for more
(https://github.com/kurtmckee/feedparser/issues/562), and our readers may be built on it too."""


def read(document: Document, feed_url: str = "") -> Show:
    """The show as upstream describes it; `feed_url` is the address it came from, "" for a file.

    Raises `NotAFeed` where an element is made to stall who reads it.
    """
    children = document.channel.children

    def text(name: str) -> str:
        return document.text(first(children, name)).strip()

    return Show(
        title=text("title"),
        link=text("link"),
        description=text("description") or text("itunes:summary"),
        language=text("language"),
        author=text("itunes:author"),
        image=_image(document, children),
        feed_url=feed_url or _self_link(children) or text("itunes:new-feed-url"),
        ttl=_seconds(text("ttl")),
        persons=_persons(document, children),
        items=tuple(_item(document, index, item) for index, item in enumerate(document.items)),
    )


def _seconds(minutes: str) -> float:
    """RSS 2.0's <ttl>; 0 for what is no number of minutes."""
    return float(minutes) * 60 if minutes.isascii() and minutes.isdigit() and len(minutes) < 7 else 0.0


def _item(document: Document, index: int, element: Element) -> Item:
    # The last of each name must not win: where a feed repeats an element, apps take the first.
    child = {child.name: child for child in reversed(element.children)}

    def text(name: str) -> str:
        return document.text(child[name]).strip() if name in child else ""

    if "author" in child and child["author"].stop - child["author"].start > _AUTHOR:
        raise NotAFeed(f"item {index + 1} has an author of more than {_AUTHOR} bytes")
    return Item(
        index=index,
        guid=text("guid"),
        title=text("title") or text("itunes:title"),
        link=text("link"),
        enclosure=_enclosure(child),
        pub_date=text("pubDate"),
        itunes_duration=text("itunes:duration"),
        itunes_episode=text("itunes:episode"),
        image=child["itunes:image"].attributes.get("href", "") if "itunes:image" in child else "",
        persons=_persons(document, element.children) if "podcast:person" in child else (),
    )


def _enclosure(child: Mapping[str, Element]) -> Enclosure | None:
    attributes = child["enclosure"].attributes if "enclosure" in child else {}
    if not (url := attributes.get("url", "").strip()):
        return None
    return Enclosure(url=url, length=attributes.get("length", ""), type=attributes.get("type", ""))


def _persons(document: Document, children: tuple[Element, ...]) -> tuple[Person, ...]:
    return tuple(
        Person(
            name=document.text(person).strip(),
            role=person.attributes.get("role", "host").lower(),
            group=person.attributes.get("group", "cast").lower(),
            href=person.attributes.get("href", ""),
            image=person.attributes.get("img", ""),
        )
        for person in every(children, "podcast:person")
    )


def _image(document: Document, children: tuple[Element, ...]) -> str:
    if itunes := first(children, "itunes:image"):
        return itunes.attributes.get("href", "")
    image = first(children, "image")
    return document.text(first(image.children, "url")).strip() if image else ""


def _self_link(children: tuple[Element, ...]) -> str:
    links = every(children, "atom:link")
    return next(
        (link.attributes.get("href", "") for link in links if link.attributes.get("rel") == "self"), ""
    )
