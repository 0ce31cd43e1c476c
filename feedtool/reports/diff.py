"""`feedtool diff`: what our feed adds to, changes in and drops from upstream, read off the splices that make it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from feedtool.formats import Edition, rss

_VERBS = ("added", "renewed", "declared", "rewrote", "moved", "replaced", "repaired", "cleaned", "dropped")
"""How a splice's `what` begins, in the order of telling."""
_SHORT = 30  # characters of a value that is shown
_NAMED = 3  # episodes of a group that are named


class Edit(NamedTuple):
    """One splice, for people."""

    verb: str
    what: str
    values: str = ""
    """`old → new`, where both are short."""


def text(edition: Edition, *, verbose: bool = False) -> str:
    """Counts on top, then the channel, then episode by episode; those that are only repaired in groups of like ones.

    With `verbose` each of them by itself.
    """
    edits = _edits(edition)
    items = edition.show.items
    enriched = [item for item in items if item.enriched]
    repaired = [item for item in items if not item.enriched and item.index in edits]
    lines = [
        f"{edition.slug}: {edition.title}",
        f"{len(items)} episodes: {len(enriched)} enriched, {len(repaired)} only repaired,"
        f" {len(items) - len(enriched) - len(repaired)} equal to upstream's byte for byte",
        *_told([edit._replace(values="") for made in edits.values() for edit in made], totals=True),
        *("", "channel", *_told(edits.get(-1, []))),
    ]
    for item in items if verbose else enriched:
        lines += ["", item.title, *_told(edits.get(item.index, []))]
    groups: dict[frozenset[Edit], list[str]] = {}
    for item in () if verbose else repaired:
        groups.setdefault(frozenset(edits[item.index]), []).append(item.title)
    for made, titles in sorted(groups.items(), key=lambda group: -len(group[1])):
        lines += ["", _named(titles), *_told(made)]
    return "\n".join(lines)


def _edits(edition: Edition) -> dict[int, list[Edit]]:
    """Item index → what was done there; -1 for the channel's."""
    items = edition.document.items
    starts = [item.start for item in items]
    groups: dict[int, list[Edit]] = {}
    for splice in rss.splices(edition):
        at = bisect_right(starts, splice.start) - 1
        inside = at >= 0 and items[at].start < splice.stop and splice.start < items[at].stop
        verb, _, what = splice.what.partition(" ")
        values = _values(edition.document.data[splice.start : splice.stop], splice.new)
        if verb:
            groups.setdefault(at if inside else -1, []).append(Edit(verb, what, values))
    return groups


def _values(old: bytes, new: bytes) -> str:
    before, after = (value.decode().strip().strip("\"'") for value in (old, new))
    both = before and after and "<" not in before + after
    return f"{before} → {after}" if both and max(len(before), len(after)) <= _SHORT else ""


def _told(edits: Iterable[Edit], *, totals: bool = False) -> Iterator[str]:
    """A line a verb: `repaired  itunes:explicit (no → false), podcast:person@email × 3`."""
    counts = Counter(edits)
    for verb in _VERBS:
        found = {edit: count for edit, count in counts.items() if edit.verb == verb}
        if found:
            total = f"{sum(found.values()):6}" if totals else ""
            yield f"  {verb:9}{total} {', '.join(_counted(*pair) for pair in found.items())}"


def _counted(edit: Edit, count: int) -> str:
    values = f" ({edit.values})" if edit.values else ""
    return f"{edit.what}{values} × {count}" if count > 1 else f"{edit.what}{values}"


def _named(titles: Sequence[str]) -> str:
    """The heading of a group of episodes."""
    if len(titles) == 1:
        return titles[0]
    more = ", …" if len(titles) > _NAMED else ""
    return f"{len(titles)} episodes: {', '.join(f'“{title}”' for title in titles[:_NAMED])}{more}"
