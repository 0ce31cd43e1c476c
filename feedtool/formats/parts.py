"""The enriched feed in parts, one an item, so that an item's can be made again without the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from feedtool.formats import root, rss
from feedtool.formats.edition import Edition
from feedtool.upstream.document import Declaration, Document, scan


def parts(edition: Edition) -> Iterator[bytes]:
    """The feed's bytes as 2n + 1 parts: what stands before each of its n items, the item, …, what stands behind all."""
    document, at = edition.document, 0
    data, pending = memoryview(document.data), rss.splices(edition)
    splice = next(pending, None)
    for cut in (*(place for item in document.items for place in (item.start, item.stop)), len(data)):
        made: list[bytes | memoryview] = []
        while splice and splice.stop <= cut:
            made += (data[at : splice.start], splice.new)
            at, splice = splice.stop, next(pending, None)
        made.append(data[at:cut])
        at = cut
        yield b"".join(made)


def separable(edition: Edition) -> bool:
    """Whether an item's part hangs on nothing but that item, the edition, and what stands before and behind all items.

    It does not where channel elements stand between items, or where an item uses a prefix of ours for
    something else, which all items have to heed.
    """
    document = edition.document
    items = document.items
    between = (document.data[one.stop : other.start] for one, other in pairwise(items))
    alone = bool(items) and root.taken(edition) == root.taken_by(_outside(document))
    return alone and all(not gap.strip() for gap in between)


def _outside(document: Document) -> Iterator[Declaration]:
    first, last = document.items[0].start, document.items[-1].stop
    return (each for each in document.declarations if not first <= each.start < last)


def cut(data: bytes, first: int, last: int, items: Sequence[tuple[int, int]]) -> Document:
    """The document of some of the items of `data`, given as (start, stop); all lie in [first, last).

    Raises `NotAFeed` when that is none.
    """
    return scan(b"".join((data[:first], *(data[start:stop] for start, stop in items), data[last:])))
