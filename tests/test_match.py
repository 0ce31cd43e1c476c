"""Evidence, in order; nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from feedtool.match import Match, Unmatched, match
from feedtool.match.evidence import Evidence, Index
from feedtool.match.keys import audio_key, link_key, number_and_rest, uuid_of
from feedtool.model import Enclosure, Item, Note, Show

UUIDS = [f"0b7e1a52-4f0f-4d0a-9d31-00000000000{digit}" for digit in range(4)]

SHOW = Show(
    title="耳边笔记",
    items=tuple(
        Item(
            index=at,
            guid=guid,
            title=title,
            link=link,
            enclosure=Enclosure(url=f"https://a.example/d/{UUIDS[at]}.mp3?src=1"),
            pub_date=day,
        )
        for at, (guid, title, link, day) in enumerate(
            [
                (
                    UUIDS[0],
                    "102: 时间线，怎么读？",
                    "https://ear.example/102",
                    "Tue, 03 Mar 2026 08:00:00 +0800",
                ),
                (UUIDS[1], "101: 片段", "https://ear.example/101", "Tue, 24 Feb 2026 08:00:00 +0800"),
                ("old-1", "番外", "https://ear.example/extra", "Mon, 02 Feb 2026 23:30:00 +0800"),
                ("old-2", "番外", "https://ear.example/extra", "Mon, 05 Jan 2026 08:00:00 +0800"),
            ]
        )
    ),
)


def outcome(note: Note) -> Match | Unmatched:
    matched, unmatched = match(SHOW, [note])
    found: list[Match | Unmatched] = [*matched, *unmatched]
    return found[0]


@pytest.mark.parametrize(
    ("note", "index", "evidence"),
    [
        (Note(name="n", layout="l", guid="old-1"), 2, "guid"),
        (Note(name="n", layout="l", audio=f"https://b.example/x/{UUIDS[1].upper()}.mp3"), 1, "audio UUID = guid"),
        (Note(name="n", layout="l", audio=f"https://a.example/d/{UUIDS[3]}.mp3"), 3, "audio UUID = guid"),
        (Note(name="n", layout="l", source="http://www.ear.example/101/"), 1, "source = link"),
        (Note(name="n", layout="l", source="https://ear.example/101?utm_source=snipd"), 1, "source = link"),
        (Note(name="n", layout="l", title="102：时间线 怎么读"), 0, "episode number and title"),
        (Note(name="n", layout="l", title="番外", published=date(2026, 2, 3)), 2, "title and date"),
        (Note(name="n", layout="l", source="https://ear.example/extra", title="番外", published=date(2026, 1, 5)), 3,
         "title and date"),
        (Note(name="n", layout="l", show="另一个节目", source="https://ear.example/101"), 1, "source = link"),
    ],
)  # fmt: skip
def test_a_note_joins_its_episode(note: Note, index: int, evidence: str) -> None:
    found = outcome(note)
    assert isinstance(found, Match)
    assert (found.item.index, found.evidence) == (index, evidence)


@pytest.mark.parametrize(
    ("note", "reason", "candidates"),
    [
        (Note(name="n", layout="l", source="https://ear.example/extra"), "it fits 2 items alike", [2, 3]),
        (Note(name="n", layout="l", title="时间线怎么读呢", source="https://ear.example/9"),
         "no item has its source https://ear.example/9, or its title 时间线怎么读呢", [0]),
        (Note(name="n", layout="l", title="番外"),
         "an item has its title 番外, which alone is not enough; add `source`, or `published`", [2, 3]),
        (Note(name="n", layout="l"), "it names no episode: no audio, source or title", []),
        (Note(name="n", layout="l", show="Other", title="102: 时间线，怎么读？"), "it is about another show", []),
        (Note(name="n", layout="l", title="番外", published=date(2026, 1, 20)), "no item has its title 番外", [2, 3]),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_reported(note: Note, reason: str, candidates: list[int]) -> None:
    found = outcome(note)
    assert isinstance(found, Unmatched)
    assert found.reason.startswith(reason)
    assert [item.index for item in found.candidates] == candidates


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("102: DeepSeek 开源", (102, "deepseek开源")),
        ("EP12｜你好", (12, "你好")),
        ("#7 Hello, World!", (7, "helloworld")),
        ("第 31 期 出走", (31, "出走")),
        ("Vol. 5 — Rain", (5, "rain")),
        ("2024年，我们都看到了什么", (None, "2024年我们都看到了什么")),
        ("3nm 是谎言？", (None, "3nm是谎言")),
    ],
)
def test_episode_numbers(title: str, expected: tuple[int | None, str]) -> None:
    assert number_and_rest(title) == expected


def test_keys_leave_out_what_varies() -> None:
    assert uuid_of(f"https://a.example/{UUIDS[0]}/{UUIDS[1].upper()}.mp3?x={UUIDS[2]}") == UUIDS[1]
    assert uuid_of("http://[/x") == ""
    assert link_key("https://WWW.ear.example/a%20b/#top") == link_key("http://ear.example/a b")
    assert (
        audio_key("https://chtbl.com/track/7D/traffic.libsyn.com/a/b.mp3?d=1") == "traffic.libsyn.com/a/b.mp3"
    )
    assert audio_key("https://a.example/") == ""


@pytest.mark.parametrize(
    ("note", "other"),
    [
        (Note(name="n", layout="l", audio="https://cdn.other.example/1.mp3"), True),
        (Note(name="n", layout="l", audio="https://track.example/x/cdn.other.example/1.mp3"), True),
        (Note(name="n", layout="l", source="https://other.example/1", audio="https://cdn.other.example/1.mp3"), True),
        (Note(name="n", layout="l", source="http://www.ear.example/9", audio="https://cdn.other.example/1.mp3"), False),
        (Note(name="n", layout="l", show="耳边笔记", source="https://typo.example/1"), False),
        (Note(name="n", layout="l", source="https://typo.example/1", title="时间线 怎么读呢"), False),
        (Note(name="n", layout="l", title="别的"), False),
    ],
)  # fmt: skip
def test_a_note_from_elsewhere_is_nobodys_business(note: Note, other: bool) -> None:
    found = outcome(note)
    assert isinstance(found, Unmatched)
    assert found.other_show is other


def test_items_are_looked_through_once_even_if_none_has_a_key() -> None:
    asked: list[Item] = []

    def none(item: Item) -> tuple[str, ...]:
        asked.append(item)
        return ()

    evidence = Evidence(name="none", of_note=lambda note: [note.title], of_item=none)
    index = Index(SHOW.items)
    for name in ("a.md", "b.md"):
        assert not index.find(evidence, Note(name=name, layout="own", title="番外"))
    assert asked == list(SHOW.items)
