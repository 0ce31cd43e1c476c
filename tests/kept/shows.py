"""A small show on disk, and two ways to its feed: by what the last process kept, and from nothing."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from feedtool import kept
from feedtool.errors import FetchError
from feedtool.fetch import Response, Validators
from feedtool.formats import rss
from feedtool.kept.ground import Place
from feedtool.library import Library
from feedtool.model import Problem
from feedtool.publish import Publisher
from feedtool.refresh import Network

URL = "https://ear.example/feed"
BASE = "https://me.example"
LINKED = "https://ear.example/chapters.json"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0">'
    "<channel>\n<title>耳边笔记</title>\n<language>zh</language>\n"
    "<podcast:person href='https://a.example'>小红</podcast:person>\n"
)


class Said(NamedTuple):
    """All that a person gets to see."""

    feed: bytes
    problems: tuple[Problem, ...]
    strays: tuple[tuple[str, str], ...]
    foreign: tuple[str, ...]


def item(guid: str, *more: str) -> str:
    link = f"<link>https://ear.example/{guid}</link>"
    return f"<item>\n  <title>{guid}: 第 {guid} 集</title>\n  {link}\n  <guid>{guid}</guid>\n{''.join(more)}</item>\n"


def upstream(*items: str) -> str:
    return f"{HEAD}{''.join(items)}<copyright>©</copyright></channel></rss>\n"


def note(source: str, *lines: str) -> str:
    return f"---\nsource: https://ear.example/{source}\ntitle: 笔记\n---\n## Chapters\n" + "".join(
        f"{line}\n" for line in lines
    )


class Ear:
    """The show `ear`, whose upstream is `self.served`, and whose clock may be set ahead."""

    def __init__(self, root: Path, settings: str = "") -> None:
        self.root, self.folder = root, root / "ear"
        self.ahead = 0.0
        self.base_url = BASE
        self.served = upstream(item("1"), item("2"), item("3"))
        self.linked: str | None = None
        (self.folder / "notes").mkdir(parents=True)
        self.settings(settings)

    def settings(self, more: str) -> None:
        (self.folder / "show.toml").write_text(f'upstream = "{URL}"\n{more}', encoding="utf-8")

    def save(self, name: str, text: str) -> Path:
        path = self.folder / "notes" / name
        path.write_text(text, encoding="utf-8")
        return path

    @property
    def network(self) -> Network:
        return Network(fetch=self._answer, fetch_public=self._answer, clock=self._clock)

    @property
    def files(self) -> list[Path]:
        return sorted((self.folder / "cache").glob("feed.*"))

    def place(self) -> Place:
        folder = Library(self.root).folder("ear")
        return Place(folder=folder, settings=folder.settings(), base_url=self.base_url)

    def feed(self) -> Said:
        made = kept.feed(Library(self.root), "ear", self.base_url, network=self.network)
        return said(made)

    def from_nothing(self) -> Said:
        """Straight by way of `publish`, of what is on disk."""
        publisher = Publisher(Library(self.root), self.network)
        loaded = publisher.load("ear")
        feed = rss.render(publisher.edition(loaded, self.base_url))
        strays = tuple((lost.note.name, lost.reason) for lost in loaded.enriched.strays)
        foreign = tuple(lost.note.name for lost in loaded.enriched.foreign)
        return Said(feed, loaded.problems, strays, foreign)

    def _clock(self) -> float:
        return time.time() + self.ahead

    def _answer(self, url: str, _: Validators) -> Response:
        answer = {URL: self.served, LINKED: self.linked}[url]
        if answer is None:
            raise FetchError(f"{url}: the server answered 404", missing=True)
        return Response(url=url, body=answer.encode())


def said(made: kept.Feed) -> Said:
    return Said(
        b"".join(made.pieces),
        made.problems,
        tuple((lost.name, lost.reason) for lost in made.strays),
        made.foreign,
    )
