"""What becomes of every feed in the corpus beside the project: how many are read in which way, and why.

PYTHONPATH=. python tests/benchmarks/corpus.py
"""

from __future__ import annotations

import gzip
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from feedtool import upstream
from feedtool.errors import NotAFeed

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "feeds"
NO_FEEDS = (".json",)
"""Other projects' expected results, which lie among their fixtures."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    feed: str
    """Folder and file."""
    kind: str
    """lossless, repaired, recovered, converted or refused."""
    items: int = 0
    reason: str = ""
    seconds: float = 0
    """CPU."""


def feeds() -> Iterator[Path]:
    return (path for path in sorted(CORPUS.glob("*/*")) if path.suffix not in NO_FEEDS)


def content(path: Path) -> bytes:
    """A feed of the corpus, which may be packed whatever its name says."""
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def outcome(path: Path) -> Outcome:
    data, feed = content(path), f"{path.parent.name}/{path.name}"
    began = time.process_time()
    try:
        read = upstream.read(data, "https://host.example/feed")
    except NotAFeed as error:
        return Outcome(feed=feed, kind="refused", reason=str(error), seconds=time.process_time() - began)
    seconds = time.process_time() - began
    reason = "; ".join(problem.message for problem in read.problems)
    return Outcome(feed=feed, kind=_kind(reason), items=len(read.show.items), reason=reason, seconds=seconds)


def _kind(reason: str) -> str:
    words = {"converted": "converted", "libxml2": "recovered", "repaired": "repaired"}
    return next((kind for word, kind in words.items() if word in reason), "lossless")


def main() -> None:
    outcomes = [outcome(path) for path in feeds()]
    for one in outcomes:
        if one.kind != "lossless":
            print(f"{one.kind:9} {one.items:4} items  {one.feed}: {one.reason}")
    slowest = max(outcomes, key=lambda one: one.seconds)
    counts = Counter(one.kind for one in outcomes)
    print(f"{len(outcomes)} feeds: " + ", ".join(f"{count} {kind}" for kind, count in counts.most_common()))
    print(f"slowest: {slowest.feed}, {1000 * slowest.seconds:.0f} ms for {slowest.items} items")


if __name__ == "__main__":
    sys.exit(f"no corpus at {CORPUS}") if not CORPUS.is_dir() else main()
