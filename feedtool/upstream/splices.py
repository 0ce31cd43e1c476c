"""Changes to a document as a list of splices: what is not spliced stays as it is, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Splice(NamedTuple):
    """Replace `data[start:stop]` by `new`; `what` says so in a few words for a person."""

    start: int
    stop: int
    new: bytes
    what: str = ""


def in_order(splices: Iterable[Splice]) -> list[Splice]:
    """By place; those at one place keep their order."""
    return sorted(splices, key=_place)


def outermost(splices: Iterable[Splice]) -> Iterator[Splice]:
    """Splices in order, without those inside another: what is repaired in an element that goes, goes with it."""
    done = -1
    for splice in splices:
        if not splice.start < splice.stop <= done:
            done = max(done, splice.stop)
            yield splice


def _place(splice: Splice) -> tuple[int, int]:
    return splice[:2]


def pieces(
    data: bytes | memoryview, splices: Iterable[Splice], start: int = 0
) -> Iterator[bytes | memoryview]:
    """`data` from `start` on with the splices made, in pieces, without a copy of what stays. The splices come in order.

    Overlapping ones are a bug of ours.
    """
    view, at = memoryview(data), start
    for splice in splices:
        if splice.start < at:
            raise AssertionError(f"overlapping splices at byte {splice.start}: {splice.what}")
        yield view[at : splice.start]
        yield splice.new
        at = splice.stop
    yield view[at:]


def apply(data: bytes, splices: Iterable[Splice]) -> bytes:
    """`data` with all splices made, whatever order they come in."""
    return b"".join(pieces(data, in_order(splices)))
