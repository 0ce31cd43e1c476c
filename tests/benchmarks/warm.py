"""What one changed note costs a server: CPU of the next request for the feed, gzip included.

    PYTHONPATH=. python tests/benchmarks/warm.py [ITEMS]

As ratios to lxml's parse + serialise of the feed that is served, in the same run; every second item has a note.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from lxml import etree
from werkzeug.test import Client

from feedtool.publish import Publisher
from feedtool.refresh import Network
from feedtool.web import create_app
from tests.benchmarks.feed import library

RUNS = 5


def cost(step: Callable[[], object]) -> float:
    began = time.process_time()
    step()
    return time.process_time() - began


def main(items: int) -> None:
    with TemporaryDirectory() as root:
        ticks = count(time.time(), 10)  # more than a look at the notes is trusted for
        publisher = Publisher(library(Path(root), items), Network(clock=lambda: next(ticks)))
        client = Client(create_app(publisher=publisher))
        note = Path(root) / "bench" / "notes" / "0.md"

        def ask(coding: str) -> bytes:
            time.sleep(0.3)  # longer than a look at the files' dates is trusted for
            answer = client.get("/bench/feed.xml", headers={"Accept-Encoding": coding})
            return b"".join(answer.iter_encoded())

        def change(coding: str) -> float:
            note.write_text(note.read_text(encoding="utf-8") + "> 。\n", encoding="utf-8")
            return cost(partial(ask, coding))

        costs: dict[str, list[float]] = {}
        for coding in ("gzip", "br", ""):
            costs[f"first, {coding}"] = [cost(partial(ask, coding))]
        feed = ask("")
        for _ in range(RUNS):
            costs.setdefault("lxml", []).append(cost(lambda: etree.tostring(etree.fromstring(feed))))
            for coding in ("gzip", "br", ""):
                costs.setdefault(f"one note, {coding}", []).append(change(coding))
            ask("gzip")
            costs.setdefault("nothing, gzip", []).append(cost(partial(ask, "gzip")))
        print(f"{items} items, {len(feed) / 1e6:.1f} MB, {len(ask('gzip')) / 1e6:.1f} MB in gzip")
        for name, seconds in costs.items():
            print(f"{name:15} {median(seconds):7.3f} s {median(seconds) / median(costs['lxml']):6.2f} x lxml")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
