"""The checks that our output must pass: one table, used by `feedtool check` and by the tests.

Numbers are fixed; 59 to 70 are about HTTP, and `ELSEWHERE` names those that one document cannot answer.
All functions are pure, and never raise on bad documents: what is wrong becomes a `Finding`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from feedtool.checks import chapters_json, view
from feedtool.checks.base import Check, Fault, Finding, Level
from feedtool.checks.podcast import duration
from feedtool.checks.table import CHAPTERS, CHECKS, DOCUMENT, ELSEWHERE, FEED, OPML
from feedtool.checks.view import Feed, Output

__all__ = [
    "CHECKS",
    "ELSEWHERE",
    "Check",
    "Finding",
    "Level",
    "check_chapters_json",
    "check_feed",
    "check_opml",
]

T = TypeVar("T")
_Found = tuple[Check[Any], Fault]
_NOTHING: Mapping[str, Any] = MappingProxyType({})


def check_feed(  # noqa: PLR0913 - a keyword for each thing that a feed is made from
    feed: bytes,
    *,
    url: str = "",
    upstream: bytes | None = None,
    chapters: Mapping[str, bytes] = _NOTHING,
    derived: bool = True,
    guids: Mapping[str, str] = _NOTHING,
) -> tuple[Finding, ...]:
    """Everything that is wrong with a feed, by number of the check.

    `url`: where the feed is public.
    `upstream`: what it was made from, as well-formed UTF-8; a finding that holds for it too is marked.
    `chapters`: URL → bytes of the JSON files that the feed links.
    `derived`: a listener's copy.
    `guids`: upstream's guid → the one that the episode keeps, where they differ.

    Raises ValueError when `upstream` is no RSS feed. Of one that lxml does not take (elements 256 deep, a namespace
    that is no URI: expat and most apps do) only the document is judged.
    """
    ours = view.parse(feed)
    theirs = None if upstream is None else view.parse(upstream)
    if theirs is not None and theirs.channel is None and not theirs.error:
        raise ValueError("upstream is no RSS feed: it has no channel")
    found = list(_run(DOCUMENT, ours))
    if ours.channel is not None and not (theirs and theirs.error):
        pairs = view.pair(ours.items, theirs.items if theirs else (), guids)
        found += _feed(
            Output(
                feed=ours,
                channel=ours.channel,
                upstream=theirs,
                pairs=pairs,
                url=url,
                chapters=chapters,
                derived=derived,
                guids=guids,
            )
        )
    excused = _excused(theirs) if theirs else frozenset()
    return tuple(_finding(check, fault, excused) for check, fault in found)


def check_chapters_json(data: bytes, duration: float | None = None) -> tuple[Finding, ...]:
    """Checks 51 to 55 for one file; `duration` is the episode's in seconds, None if unknown."""
    return _findings(CHAPTERS, chapters_json.read(data, duration))


def check_opml(data: bytes) -> tuple[Finding, ...]:
    """Check 72 for the list of feeds."""
    return _findings(OPML, view.parse(data))


def _feed(output: Output) -> Iterator[_Found]:
    yield from _run(FEED, output)
    files = list(_files(output))
    for check in CHAPTERS:
        for file in files:
            yield from _run((check,), file)


def _files(output: Output) -> Iterator[chapters_json.ChaptersFile]:
    """The chapters files at hand that the items link."""
    for item in output.feed.items:
        data = output.chapters.get(item.attribute("podcast:chapters", "url"))
        if data is not None:
            yield chapters_json.read(data, duration(item), item.where)


def _excused(upstream: Feed) -> frozenset[tuple[int, Fault]]:
    """What is wrong with upstream's own document."""
    found = list(_run(DOCUMENT, upstream))
    if upstream.channel is not None:
        pairs = view.pair(upstream.items, (), {})
        found += _run(FEED, Output(feed=upstream, channel=upstream.channel, pairs=pairs, derived=False))
    return frozenset((check.number, fault) for check, fault in found)


def _run(checks: Iterable[Check[T]], subject: T) -> Iterator[_Found]:
    """Each check's faults; the same fault of one item twice is no news."""
    return ((check, fault) for check in checks for fault in dict.fromkeys(check.run(subject)))


def _findings(checks: Iterable[Check[T]], subject: T) -> tuple[Finding, ...]:
    return tuple(_finding(check, fault, frozenset()) for check, fault in _run(checks, subject))


def _finding(check: Check[Any], fault: Fault, excused: frozenset[tuple[int, Fault]]) -> Finding:
    return Finding(
        check=check.number,
        level=check.level,
        where=fault.where,
        message=fault.message,
        upstream=not fault.ours and (check.number, fault) in excused,
    )
