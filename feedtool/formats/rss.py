"""The enriched feed: upstream's bytes, with the changes of `changes.CHANGES` and our additions spliced in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from feedtool.formats import additions, changes, root
from feedtool.formats.edition import Edition, Page
from feedtool.model import Item
from feedtool.namespaces import PodcastExtension, guid_from_url
from feedtool.upstream.document import Element, first
from feedtool.upstream.splices import Splice, in_order, merged, outermost, pieces

MEDIA_TYPE = "application/rss+xml"


def pages(edition: Edition) -> Iterable[Page]:
    return (Page(f"{edition.slug}/feed.xml", MEDIA_TYPE, lambda: render(edition)),)


def render(edition: Edition) -> bytes:
    return b"".join(written(edition))


def written(edition: Edition) -> Iterator[bytes | memoryview]:
    """The feed piece by piece, for a stream: a large one never stands in memory as a whole."""
    return pieces(edition.document.data, splices(edition))


def splices(edition: Edition) -> Iterator[Splice]:
    """All that makes our feed of upstream's, in order; without them the bytes are upstream's again."""
    channel = in_order([*changes.of_channel(edition), *_channel(edition)])
    return outermost(merged(channel, _items(edition)))


def _items(edition: Edition) -> Iterator[Splice]:
    repairs, added, known = changes.of_items(edition), additions.of_items(edition), edition.known

    def make(item: Item) -> list[Splice]:
        return in_order([*repairs(item), *added(item)])

    def remembered(item: Item) -> list[Splice]:
        assert known is not None
        before = known.get(item.index)
        if before is None or before[0] is not item:
            before = known[item.index] = (item, make(item))
        return before[1]

    return chain.from_iterable(map(make if known is None else remembered, edition.show.items))


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
        stop = document.channel.close
        return stop, b"\n"
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
