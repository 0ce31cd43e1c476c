"""Episodes once seen: whatever upstream does to its feed, none is lost, none comes twice, none changes its guid."""

from __future__ import annotations

import json

import pytest

from feedtool import history, upstream
from feedtool.errors import NotAFeed
from feedtool.history import History
from feedtool.upstream import Upstream

HEAD = '<rss version="2.0" xmlns:x="urn:x"><channel><title>耳边</title>'


def item(
    number: int, *, guid: str | None = None, audio: str | None = None, title: str = "", extra: str = ""
) -> str:
    named = f"<guid>{guid}</guid>" if guid is not None else f"<guid>g{number}</guid>"
    return (
        f"<item><title>{title or f'第 {number} 期'}</title>{named if guid != '-' else ''}"
        f"<link>https://ear.example/{number}</link><pubDate>Tue, {number:02} Mar 2026 08:00:00 +0800</pubDate>"
        f'<enclosure url="{audio or f"https://a.example/{number}.mp3"}" length="1" type="audio/mpeg"/>{extra}</item>'
    )


def read(*items: str, head: str = HEAD) -> Upstream:
    return upstream.read(f"{head}{''.join(items)}</channel></rss>".encode())


def served(seen: History, now: Upstream, *, keep: bool = True) -> list[str]:
    """The guids that come out, in order."""
    document = upstream.read(history.onto(now.document, seen, keep=keep))
    return [episode.guid for episode in document.show.items]


BEFORE = read(item(3), item(2), item(1))
SEEN = history.merge(History(), None, BEFORE)


def test_a_first_upstream_is_served_as_it_is() -> None:
    assert history.onto(BEFORE.document, SEEN) == BEFORE.document.data


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (read(item(4), item(3), item(2), item(1)), ["g4", "g3", "g2", "g1"]),
        (read(item(3, guid="new"), item(2, guid="other"), item(1)), ["g3", "g2", "g1"]),
        (read(item(3, audio="https://cdn.example/3.mp3"), item(2), item(1)), ["g3", "g2", "g1"]),
        (read(item(3, guid="n", audio="https://cdn.example/x.mp3"), item(2), item(1)), ["g3", "g2", "g1"]),
        (read(item(3, title="改了"), item(2), item(1)), ["g3", "g2", "g1"]),
        (read(item(3, guid="-"), item(2, guid=""), item(1)), ["g3", "g2", "g1"]),
        (read(item(1), item(2), item(3)), ["g1", "g2", "g3"]),
        (read(item(4), item(3)), ["g4", "g3", "g2", "g1"]),
    ],
    ids=["new episode", "guids", "audio", "guid and audio", "title", "no guid", "order", "old ones gone"],
)
def test_what_upstream_may_do(now: Upstream, expected: list[str]) -> None:
    seen = history.merge(SEEN, BEFORE, now)
    assert served(seen, now) == expected
    assert history.merge(SEEN, BEFORE, now) == seen


def test_what_is_gone_stays_whole_and_comes_back_once() -> None:
    before = read(item(2), item(1, extra="<x:odd x:a='1'>保留</x:odd>"))
    seen = history.merge(History(), None, before)
    now = read(item(3), item(2), head='<rss version="2.0"><channel><title>耳边</title>')
    kept = history.merge(seen, before, now)
    data = history.onto(now.document, kept)
    assert '<item xmlns:x="urn:x"><title>第 1 期</title>' in data.decode()
    assert "<x:odd x:a='1'>保留</x:odd>" in data.decode()
    still = history.merge(kept, upstream.read(data), now)
    assert history.onto(now.document, still) == data
    back = read(item(3), item(2), item(1))
    assert served(history.merge(still, upstream.read(data), back), back) == ["g3", "g2", "g1"]
    assert served(kept, now, keep=False) == ["g3", "g2"]


@pytest.mark.parametrize(("left", "level"), [(2, "info"), (1, "warning")])
def test_many_gone_at_once_is_a_warning(left: int, level: str) -> None:
    now = read(*[item(3), item(2), item(1)][:left])
    (problem,) = history.merge(SEEN, BEFORE, now).problems
    assert (problem.level, problem.message) == (
        level,
        f"upstream has {3 - left} of 3 episodes no more; they are kept",
    )


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (read(), "it has no episodes any more"),
        (read(item(9, title="别的")), "it has no episode in common with the show that was here"),
    ],
)
def test_another_show_is_refused(now: Upstream, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        history.merge(SEEN, BEFORE, now)


def test_guids_are_made_where_there_are_none_or_two_of_one() -> None:
    feed = read(
        item(3, guid="same"),
        item(2, guid="same"),
        item(1, guid="-"),
        "<item><title>只有标题</title></item>",
        "<item/>",
    )
    seen = history.identified(feed)
    guids = served(seen, feed)
    assert guids[0] == "same"
    assert len(set(guids)) == 5
    assert all(guids)
    assert served(history.identified(feed), feed) == guids
    assert history.identified(BEFORE) == History()


def test_the_record_on_disk_is_the_record() -> None:
    now = read(item(4), item(3, guid="x"))
    seen = history.merge(SEEN, BEFORE, now)
    assert history.from_json(json.loads(json.dumps(history.to_json(seen)))) == seen
    with pytest.raises(LookupError):
        history.from_json({})
