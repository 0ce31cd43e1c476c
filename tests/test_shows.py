"""Whole shows: a folder in shows/ is a show; beside its input lies what must come out (feed and chapters)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from feedtool.formats import Edition, chapters_json, rss
from feedtool.library import Library
from feedtool.publish import Publisher
from feedtool.upstream.document import scan
from feedtool.upstream.splices import Splice, apply

SHOWS = Path(__file__).parent / "shows"


def edition(slug: str, root: Path = SHOWS) -> Edition:
    publisher = Publisher(Library(root))
    return publisher.edition(publisher.load(slug), "https://me.example")


def undone(feed: bytes, splices: Iterable[Splice], upstream: bytes) -> bytes:
    """`feed` with the splices taken back, each checked to be where it should be."""
    inverse, shift = [], 0
    for splice in sorted(splices, key=lambda splice: (splice.start, splice.stop)):
        start = splice.start + shift
        assert feed[start : start + len(splice.new)] == splice.new
        inverse.append(Splice(start, start + len(splice.new), upstream[splice.start : splice.stop]))
        shift += len(splice.new) - (splice.stop - splice.start)
    return apply(feed, inverse)


@pytest.mark.parametrize("slug", Library(SHOWS).slugs())
def test_what_comes_out(slug: str, expect: Callable[[Path, Any], None]) -> None:
    show = edition(slug)
    expect(SHOWS / slug / "expected" / "feed.xml", rss.render(show).decode())
    for page in chapters_json.pages(show):
        expect(SHOWS / slug / "expected" / Path(page.path).name, json.loads(page.render()))


@pytest.mark.parametrize("slug", Library(SHOWS).slugs())
def test_without_the_splices_it_is_upstream_again(slug: str) -> None:
    show = edition(slug)
    assert undone(rss.render(show), rss.splices(show), show.document.data) == show.document.data


@pytest.mark.parametrize("slug", Library(SHOWS).slugs())
def test_our_own_feed_as_upstream_gets_nothing_twice(slug: str, tmp_path: Path) -> None:
    once = rss.render(edition(slug))
    folder = tmp_path / slug
    (folder / "notes").mkdir(parents=True)
    (folder / "upstream.xml").write_bytes(once)
    for name in ("show.toml", *(f"notes/{note.name}" for note in (SHOWS / slug / "notes").iterdir())):
        (folder / name).write_bytes((SHOWS / slug / name).read_bytes())
    assert rss.render(edition(slug, tmp_path)).decode() == once.decode()


def test_only_what_is_named_changes_in_an_item_without_a_note() -> None:
    show = edition("first")
    ours, theirs = scan(rss.render(show)), show.document
    plain = [
        document.data[item.start : item.stop] for document in (ours, theirs) for item in document.items[2:]
    ]
    assert plain[0] == plain[1]
