"""How much memory a worker takes that serves many shows, and whether it stays at that while upstreams change.

    PYTHONPATH=. python tests/benchmarks/memory.py [SHOWS] [ITEMS] [REQUESTS] [REFRESHES]

Upstream is a double that says something else each time. Requests go all over the site, in all codings. Linux only.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from werkzeug.test import Client

from feedtool.fetch import Response, Validators
from feedtool.library import Library
from feedtool.publish import Publisher, pages
from feedtool.refresh import Network
from feedtool.web import create_app
from tests.benchmarks.feed import HEAD, episode

BASE = "http://localhost"
CODINGS = ("gzip", "br", "gzip, deflate, br", "")
ROWS = 10


class Changing:
    """Upstreams that differ from the last time in one item's title."""

    def __init__(self, items: int) -> None:
        self._items = [episode(number)[0] for number in range(1, items + 1)]
        self.asked = 0

    def __call__(self, url: str, _validators: Validators) -> Response:
        self.asked += 1
        changed = self.asked % len(self._items)
        items = list(self._items)
        items[changed] = items[changed].replace("</title>", f" {self.asked}</title>", 1)
        return Response(url=url, body=f"{HEAD}{''.join(items)}</channel></rss>\n".encode())


def library(root: Path, shows: int, items: int) -> Library:
    for number in range(shows):
        notes = root / f"show-{number}" / "notes"
        notes.mkdir(parents=True)
        settings = f'upstream = "https://bench.example/{number}/rss"\n'
        (notes.parent / "show.toml").write_text(settings, encoding="utf-8")
        for place in range(1, items, 10):
            (notes / f"{place}.md").write_text(episode(place)[1], encoding="utf-8")
    return Library(root)


def resident() -> float:
    """Of this process, in MiB."""
    _, pages_, *_ = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(pages_) * os.sysconf("SC_PAGE_SIZE") / 2**20


def paths(publisher: Publisher, slug: str) -> Iterator[str]:
    """A feed is asked for as often as all other pages together."""
    others = list(pages(publisher.edition(publisher.load(slug), BASE)))
    yield from (f"/{path}" for path in others)
    yield from [f"/{slug}/feed.xml"] * len(others)


def main(shows: int = 20, items: int = 500, requests: int = 10_000, refreshes: int = 200) -> None:
    choose = random.Random(1)  # noqa: S311
    with TemporaryDirectory() as root:
        publisher = Publisher(library(Path(root), shows, items), Network(fetch=Changing(items)))
        client = Client(create_app(publisher=publisher))
        slugs = publisher.library.slugs()

        def ask(path: str, coding: str) -> None:
            answer = client.get(path, headers={"Accept-Encoding": coding} if coding else {})
            assert answer.status_code in (200, 404), answer.status  # 404: chapters that a refresh has renamed
            answer.close()

        began = resident()
        for slug in slugs:
            publisher.refresh(slug)
            for coding in CODINGS:
                ask(f"/{slug}/feed.xml", coding)
        every = [path for slug in slugs for path in paths(publisher, slug)] + ["/", "/feeds.opml", "/healthz"]
        print(
            f"{shows} shows of {items} items: {began:.0f} MiB before, {resident():.0f} MiB once all are served"
        )
        began_at = time.process_time()
        for count in range(1, requests + 1):
            if count % (requests // refreshes) == 0:
                publisher.refresh(slugs[choose.randrange(shows)])
            ask(choose.choice(every), choose.choice(CODINGS))
            if count % (requests // ROWS) == 0:
                spent = time.process_time() - began_at
                done = f"{count:6} requests, {count * refreshes // requests:4} refreshes"
                print(f"{done}: {resident():6.0f} MiB, {spent:.0f} s CPU", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
