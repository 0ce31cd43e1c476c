"""The enriched feed: upstream's bytes, with the changes of `changes.CHANGES` and our additions spliced in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from feedtool.formats import additions, changes, root
from feedtool.formats.edition import Edition, Page
from feedtool.model import Item
from feedtool.namespaces import PodcastExtension, guid_from_url
from feedtool.upstream.document import Element, first
from feedtool.upstream.splices import Splice, in_order, outermost, pieces

MEDIA_TYPE = "application/rss+xml"


_LEAST = 128 * 1024
"""Bytes of upstream in a block before it may end: less makes its gzip larger, more makes a change dearer."""


class _Block(NamedTuple):
    """A stretch of upstream, with all that says what becomes of it."""

    start: int
    stop: int
    items: tuple[Item, ...]
    channel: tuple[Splice, ...]
    """Splices of the channel's that lie in it."""


def pages(edition: Edition) -> Iterable[Page]:
    return (Page(f"{edition.slug}/feed.xml", MEDIA_TYPE, lambda: render(edition), lambda: written(edition)),)


def render(edition: Edition) -> bytes:
    return b"".join(written(edition))


def written(edition: Edition) -> Iterator[bytes]:
    """The feed in blocks: a large one never stands in memory as a whole, and what is kept is not made again."""
    of_item = _of_items(edition)

    def make(block: _Block) -> bytes:
        data = memoryview(edition.document.data)[: block.stop]
        return b"".join(pieces(data, _splices(block, of_item), block.start))

    return (edition.made("feed", block.start, block, make) for block in _blocks(edition))


def splices(edition: Edition) -> Iterator[Splice]:
    """All that makes our feed of upstream's, in order; without them the bytes are upstream's again."""
    of_item = _of_items(edition)
    return chain.from_iterable(_splices(block, of_item) for block in _blocks(edition))


def _splices(block: _Block, of_item: Callable[[Item], Iterable[Splice]]) -> Iterator[Splice]:
    own = chain.from_iterable(map(of_item, block.items))
    return outermost(in_order([*block.channel, *own]))


def _of_items(edition: Edition) -> Callable[[Item], Iterable[Splice]]:
    repairs, added = changes.of_items(edition), additions.of_items(edition)
    return lambda item: chain(repairs(item), added(item))


def _blocks(edition: Edition) -> Iterator[_Block]:
    """Cut before items, each with those that begin in it."""
    channel = in_order([*changes.of_channel(edition), *_channel(edition)])
    elements, items, start = edition.document.items, list[Item](), 0

    def block(stop: int) -> _Block:
        return _Block(
            start, stop, tuple(items), tuple(each for each in channel if start <= each.start < stop)
        )

    for item in edition.show.items:
        at = elements[item.index].start
        if at - start >= _LEAST:
            yield block(at)
            items, start = [], at
        items.append(item)
    yield block(len(edition.document.data))


def _channel(edition: Edition) -> Iterator[Splice]:
    """What the channel gets, before its first item."""
    before = next((child for child in edition.document.channel.children if child.name == "item"), None)
    at, indent = _place(edition, before)
    own_link = (
        f'<atom:link{root.xmlns("atom", edition)} rel="self" type="application/rss+xml"'
        f" href={quoteattr(edition.feed_url)}/>"
    )
    yield Splice(at, at, indent + own_link.encode(), "added atom:link self")
    for name, element in _identity(edition):
        yield Splice(at, at, indent + element, f"added {name}")


def _place(edition: Edition, before: Element | None) -> tuple[int, bytes]:
    document = edition.document
    if before is None:
        if not document.channel.children:
            return document.channel.close, b"\n"
        last = document.channel.children[-1]
        return last.stop, document.indent(last)
    indent = document.indent(before)
    return before.start - len(indent), indent


def _identity(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """(name, XML): a listener's copy says that it is one; a publisher's feed gets the guid that it should have."""
    extension = PodcastExtension()
    if edition.is_copy:
        yield "itunes:block", f"<itunes:block{root.xmlns('itunes', edition)}>Yes</itunes:block>".encode()
        extension.guid(edition.settings.guid or guid_from_url(edition.feed_url))
        extension.locked(True, owner=_postmaster(edition)).block(True)
    elif not first(edition.document.channel.children, "podcast:guid"):
        extension.guid(edition.settings.guid or guid_from_url(edition.upstream_url or edition.feed_url))
    taken = root.taken(edition)
    yield from ((element.name, element.declaring(taken).encode()) for element in extension.elements)


def _postmaster(edition: Edition) -> str:
    """An address that every host has (RFC 2142 §5): Podcast Index's parser ignores a lock without an owner."""
    return f"postmaster@{urlsplit(edition.base_url).hostname}"
