"""What of a feed is made again, and when; that the bytes are right whatever happens, `test_any_order` shows."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from feedtool import kept
from feedtool.formats import rss
from feedtool.formats.parts import parts
from feedtool.kept import again, renew
from feedtool.kept.container import Unusable, opened, write
from feedtool.kept.outgoing import STATE
from feedtool.kept.record import Look, facts, to_json
from feedtool.library import Library
from feedtool.publish import Publisher
from feedtool.vault import readings
from feedtool.vault.look import Entry
from feedtool.vault.sort_out import NoteFile
from tests.kept.shows import BASE, LINKED, Ear, item, note, said, upstream

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def ear(tmp_path: Path) -> Ear:
    show = Ear(tmp_path)
    for number in "123":
        show.save(f"{number}.md", note(number, "00:00 开始", "01:00 后来"))
    show.ahead = 10.0
    show.feed()
    return show


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the notes that are read again."""
    names: list[str] = []

    def noted(file: NoteFile) -> readings.Reading:
        names.append(file.name)
        return readings.read(file)

    monkeypatch.setattr(renew, "read", noted)
    return names


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The items that are made again."""
    indexes: list[int] = []

    def noted(*known: object) -> renew.Renewed:
        renewed: renew.Renewed = original(*known)  # type: ignore[arg-type]
        indexes.extend(renewed.parts)
        return renewed

    original = renew.renew
    monkeypatch.setattr(renew, "renew", noted)
    return indexes


def warm(ear: Ear) -> None:
    """Print the feed from what was kept, and see that it is right."""
    assert said(again.feed(ear.place(), ear.network)) == ear.from_nothing()


def test_nothing_changed_is_a_look(ear: Ear, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "_renewed", None)
    before = [file.stat() for file in ear.files]
    warm(ear)
    assert not read
    assert [file.stat() for file in ear.files] == before


def test_a_changed_note_costs_its_item(ear: Ear, read: list[str], made: list[int]) -> None:
    ear.save("2.md", note("2", "00:00 开始", "02:00 后来"))
    warm(ear)
    assert (read, made) == (["2.md"], [1])
    warm(ear)
    assert (read, made) == (["2.md"], [1])


def test_a_new_note_costs_its_item(ear: Ear, read: list[str], made: list[int]) -> None:
    ear.save("4.md", note("nowhere", "00:00 x"))
    warm(ear)
    assert (read, made) == (["4.md"], [])
    ear.save("0.md", note("3", "00:00 x"))
    warm(ear)
    assert (read, made) == (["4.md", "0.md", "3.md"], [2])


def test_a_note_that_moves_costs_both_items(ear: Ear, read: list[str], made: list[int]) -> None:
    ear.save("3.md", note("1", "00:00 x", "00:30 y"))
    warm(ear)
    assert (read, made) == (["3.md", "1.md"], [0, 2])


def test_a_note_that_goes_costs_its_item(ear: Ear, read: list[str], made: list[int]) -> None:
    (ear.folder / "notes" / "1.md").unlink()
    warm(ear)
    assert (read, made) == ([], [0])


def test_a_date_alone_costs_nothing_but_the_reading(ear: Ear, read: list[str], made: list[int]) -> None:
    for path in (ear.folder / "notes").iterdir():
        os.utime(path)
    warm(ear)
    assert (read, made) == ([], [])


def test_a_remark_on_a_note_is_said_again(ear: Ear) -> None:
    ear.save("2.md", note("2", "00:00 开始", "02:00 后来", "12:61 no time"))
    ear.save("5.md", note("nowhere", "00:00 x"))
    first = ear.feed()
    assert first.problems
    assert [name for name, _ in first.strays] == ["5.md"]
    assert ear.feed() == first == ear.from_nothing()


def test_a_note_saved_again_under_the_same_stamp(ear: Ear) -> None:
    """As on a disk whose clock is coarse: the content decides, as long as a stamp is young."""
    ear.ahead = 0.0
    path = ear.save("1.md", note("1", "00:00 一", "01:00 后来"))
    ear.feed()
    path.write_text(note("1", "00:00 二", "01:00 后来"), encoding="utf-8")
    state = ear.place().state
    with opened(state) as container:
        *sections, known = (container.section(number) for number in STATE)
    record, status = facts(known), path.stat()
    stamp = (status.st_mtime_ns, status.st_size, status.st_ctime_ns, status.st_ino)
    entries = tuple(
        Entry(*entry[:3], *stamp) if entry.path == str(path) else entry for entry in record.look.entries
    )
    write(state, *sections, to_json(replace(record, look=Look(record.look.began, entries))))
    assert "二".encode() in ear.feed().feed


DATED = item("1", "<pubDate>Mon, 02 Jan 2023 00:00:00 +0000</pubDate>").replace("1: 第 1 集", "序章")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("guid: '1'", "guid: '2'"),
        ("audio: https://cdn.example/4.mp3", "audio: https://cdn.example/5.mp3"),
        ("source: https://ear.example/1", "source: https://ear.example/2"),
        ("show: 耳边笔记\ntitle: '2: 第 2 集'", "show: 耳边笔记\ntitle: '3: 第 3 集'"),
        ("show: 耳边笔记\ntitle: '2: 第 2 集'", "show: 别的节目\ntitle: '2: 第 2 集'"),
        (
            "show: 耳边笔记\ntitle: 序章\npublished: 2023-01-02",
            "show: 耳边笔记\ntitle: 序章\npublished: 2022-01-02",
        ),
    ],
)
def test_all_that_a_note_is_matched_by_counts(tmp_path: Path, before: str, after: str) -> None:
    ear = Ear(tmp_path)
    audio = "<enclosure url='https://cdn.example/4.mp3' type='audio/mpeg' length='1'/>"
    ear.served = upstream(DATED, item("2"), item("3"), item("4", audio))
    seen = []
    for head in (before, after, before):
        ear.save(
            "a.md",
            f"---\n{head}\nsnipd: https://share.snipd.com/episode/1\n---\n## Chapters\n00:00 a\n01:00 b\n",
        )
        seen.append(ear.feed())
        assert seen[-1] == ear.from_nothing()
        warm(ear)
    assert seen[0] == seen[2] != seen[1]


def test_a_note_that_is_off_this_disk_is_said_to_be(ear: Ear) -> None:
    path = ear.folder / "notes" / "1.md"
    path.rename(path.with_name(".1.md.icloud"))
    warm(ear)
    assert "iCloud" in ear.feed().problems[0].message


@pytest.mark.parametrize(
    "served",
    [
        upstream(item("1"), item("2", "<psc:x xmlns:psc='urn:other'/>")),
        upstream(item("1"), "<podcast:person>小李</podcast:person>", item("2")),
    ],
    ids=["a prefix of ours that is another's", "a person of the channel between items"],
)
def test_of_items_that_are_not_separable_none_is_made_alone(tmp_path: Path, served: str) -> None:
    ear = Ear(tmp_path)
    ear.served = served
    text = note("1", "00:00 一", "01:00 后来") + "## People\n嘉宾：小王，写作者\n"
    ear.save("1.md", text)
    ear.feed()
    ear.save("1.md", text.replace("一", "二"))
    with pytest.raises(Unusable):
        again.feed(ear.place(), ear.network)
    assert ear.feed() == ear.from_nothing()


def test_a_document_of_our_own_is_kept_too(tmp_path: Path, made: list[int]) -> None:
    """Served are an item that upstream gives no guid, and one that it has dropped."""
    ear = Ear(tmp_path)
    ear.served = upstream(item("1"), item("2"), item("3"))
    ear.save("2.md", note("2", "00:00 一", "01:00 后来"))
    ear.save("3.md", note("3", "00:00 一", "01:00 后来"))
    ear.feed()
    ear.served = upstream(item("4").replace("<guid>4</guid>", ""), item("1"), item("2"))
    ear.feed()
    for name in "23":
        ear.save(f"{name}.md", note(name, "00:00 二", "02:00 后来"))
        warm(ear)
    assert made == [2, 3]


def test_what_the_feed_leads_to_is_asked_for_when_it_is_due(tmp_path: Path) -> None:
    ear = Ear(tmp_path)
    ear.served = upstream(item("1", f"<podcast:chapters url='{LINKED}' type='application/json+chapters'/>"))
    for _ in range(2):  # the first finds out what it leads to, and is made of what came too late to be kept
        ear.feed()
    ear.linked = (
        '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "一"}, {"startTime": 9, "title": "二"}]}'
    )
    ear.ahead += 3600.0
    assert "二".encode() not in ear.feed().feed
    ear.ahead += 24 * 3600.0
    assert "二".encode() in ear.feed().feed
    assert ear.feed() == ear.from_nothing()


def test_a_note_that_changes_while_it_is_read_is_not_built_upon(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(file: NoteFile) -> readings.Reading:
        return replace(readings.read(file), digest="0")

    ear.save("0.md", note("3", "00:00 x"))
    monkeypatch.setattr(renew, "read", other)
    with pytest.raises(Unusable):
        again.feed(ear.place(), ear.network)


def test_a_feed_that_is_not_taken_to_its_end_is_not_kept(ear: Ear) -> None:
    for file in ear.files:
        file.unlink()
    pieces = iter(kept.feed(Library(ear.root), "ear", BASE, network=ear.network).pieces)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert not list((ear.folder / "cache").glob("*feed.*"))


def test_a_folder_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    ear = Ear(tmp_path, f'notes = ["{tmp_path}/no"]\n')
    (ear.folder / "show.toml").write_text('upstream = "u.xml"\n', encoding="utf-8")
    (ear.folder / "u.xml").write_text(ear.served, encoding="utf-8")
    (ear.folder / "cache").touch()
    assert ear.feed() == ear.from_nothing()


@pytest.mark.parametrize("facts", [b"", b"[]", b"{}", b'{"ground": ["", [], 0, 1]}'])
def test_what_another_version_kept_is_built_anew(ear: Ear, facts: bytes) -> None:
    write(ear.place().state, b"", b"", facts)
    assert ear.feed() == ear.from_nothing()
    warm(ear)


def test_the_parts_of_a_feed_are_the_feed(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "feeds" / "demo", tmp_path / "demo")
    publisher = Publisher(Library(tmp_path))
    edition = publisher.edition(publisher.load("demo"), BASE)
    made = list(parts(edition))
    assert b"".join(made) == rss.render(edition)
    assert len(made) == 2 * len(edition.document.items) + 1
    assert all(part.startswith(b"<item>") and part.endswith(b"</item>") for part in made[1::2])
