"""A large feed in blocks: what has not changed is the very bytes that were there, and no byte hangs on what was."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from feedtool import upstream
from feedtool.enrich import enrich
from feedtool.formats import Edition, rss
from feedtool.model import Chapter, Note
from feedtool.settings import Settings
from feedtool.upstream.splices import apply

ITEM = "<item><title>{0}</title><guid>{0}</guid><description>{1}</description>{2}</item>\n"
FEED = """<rss version="2.0"><channel><title>耳边</title>{items}<itunes:explicit
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">no</itunes:explicit></channel></rss>"""
COUNT = 120
PLAIN = [ITEM.format(number, "长" * 3000, "") for number in range(COUNT)]
MENDED = [ITEM.format(number, "长" * 3000, "<link>javascript:x()</link>") for number in range(COUNT)]


def edition(items: list[str], *noted: int, known: dict[tuple[str, int], object] | None = None) -> Edition:
    read = upstream.read(FEED.format(items="".join(items)).encode())
    settings = Settings(upstream="u.xml")
    chapters = (Chapter(start=0, title="一"), Chapter(start=60, title="二"))
    notes = [Note(name=f"{guid}.md", layout="own", guid=str(guid), chapters=chapters) for guid in noted]
    made = Edition(
        slug="ear",
        base_url="https://me.example",
        settings=settings,
        document=read.document,
        enriched=enrich(read, notes, settings),
    )
    return replace(made, known=known)  # type: ignore[arg-type]


@pytest.mark.parametrize("items", [PLAIN, MENDED], ids=["plain", "mended"])
@pytest.mark.parametrize("noted", [(), (0,), (COUNT - 1,), tuple(range(COUNT))], ids=len)
def test_the_blocks_are_the_feed(items: list[str], noted: tuple[int, ...]) -> None:
    show = edition(items, *noted)
    blocks = list(rss.written(show))
    assert len(blocks) > 5
    assert b"".join(blocks) == apply(show.document.data, list(rss.splices(show))) == rss.render(show)
    assert all(block.startswith(b"<item>") for block in blocks[1:])


def test_a_feed_without_items_is_one_block() -> None:
    assert len(list(rss.written(edition([])))) == 1


def test_notes_that_come_change_and_go_touch_their_blocks_only() -> None:
    known: dict[tuple[str, int], object] = {}
    versions = []
    for noted in ((), (0,), (0, COUNT - 1), (COUNT // 2,), ()):
        versions.append(list(rss.written(edition(PLAIN, *noted, known=known))))
        assert versions[-1] == list(rss.written(edition(PLAIN, *noted)))
    for (before, after), changed in zip(pairwise(versions), (1, 1, 3, 1), strict=True):
        same = [one is other for one, other in zip(before, after, strict=True)]
        assert same.count(False) == changed


def test_a_feed_without_items_comes_back_as_it_went_out() -> None:
    feed = "<rss><channel>\n  <title>耳边</title>\n  <link>https://ear.example</link>\n</channel></rss>"

    def out(data: bytes) -> bytes:
        read, settings = upstream.read(data), Settings(upstream="u.xml")
        enriched = enrich(read, [], settings)
        return rss.render(
            Edition(
                slug="ear",
                base_url="https://me.example",
                settings=settings,
                document=read.document,
                enriched=enriched,
            )
        )

    assert out(out(feed.encode())) == out(feed.encode())
