"""`feedtool diff`: what our feed adds to, changes in and drops from upstream, read off the splices that make it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from feedtool.formats import Edition, rss
from feedtool.upstream.splices import Splice


def text(edition: Edition) -> str:
    """Counts on top, then the channel, then episode by episode; episodes with the same changes only counted."""
    groups = _grouped(edition)
    totals = Counter(splice.what for splices in groups.values() for splice in splices)
    lines = [
        f"{edition.slug}: {edition.title}",
        *(f"  {count:5} × {what}" for what, count in sorted(totals.items())),
        "",
    ]
    lines += ["channel", *_told(groups.get(-1, []))]
    for item in edition.show.items:
        if item.enriched:
            lines += ["", item.title, *_told(groups.get(item.index, []))]
    repaired = [
        index for index, splices in groups.items() if index >= 0 and not edition.show.items[index].enriched
    ]
    untouched = len(edition.show.items) - len(groups.keys() - {-1})
    lines += ["", f"{len(repaired)} episodes only repaired, {untouched} equal to upstream's byte for byte"]
    return "\n".join(lines)


def _grouped(edition: Edition) -> dict[int, list[Splice]]:
    """Item index → its splices; -1 for the channel's."""
    starts = [item.start for item in edition.document.items]
    groups: dict[int, list[Splice]] = {}
    for splice in sorted(rss.splices(edition), key=lambda splice: splice.start):
        at = bisect_right(starts, splice.start) - 1
        inside = at >= 0 and splice.start < edition.document.items[at].stop
        groups.setdefault(at if inside else -1, []).append(splice)
    return groups


def _told(splices: list[Splice]) -> Iterator[str]:
    counts = Counter(splice.what for splice in splices)
    sizes = Counter[str]()
    for splice in splices:
        sizes[splice.what] += len(splice.new) - (splice.stop - splice.start)
    for what, count in counts.items():
        times = f" × {count}" if count > 1 else ""
        yield f"  {what}{times} ({sizes[what]:+d} bytes)"
