"""Whatever changes in whatever order: what comes of what was kept is what comes from nothing, messages and all."""

from __future__ import annotations

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from feedtool.kept import again
from tests.kept.shows import BASE, LINKED, Ear, item, note, said, upstream

NAMES = st.sampled_from(["a.md", "b.md", "深/c.md", "d.md"])
TEXTS = st.sampled_from([
    note("1", "00:00 开始", "01:00 后来"),
    note("1", "00:00 开始", "01:00 再来"),
    note("2", "00:30 Hello", "02:00 [Link](https://x.example)"),
    note("2", "00:30 Hello") + "## People\n嘉宾：小红，写作者\n## Snips\n### 00:40 - 00:50 一刻\nX\n",
    note("3", "12:61 no time", "00:10 one"),
    note("nowhere", "00:00 a"),
    "---\ntitle: '2: 第 2 集'\nshow: 耳边笔记\n---\n## Links\nhttps://y.example\n",
    "---\nguid: '3'\n---\n## Chapters\n00:00 a\n00:40 b\n",
    "---\nguid: x\nshow: 别的节目\ntitle: 别的\n---\n## Chapters\n00:00 a\n00:40 b\n",
    "---\ntitle: [\n---\n",
    "Dear diary\n",
    "",
])  # fmt: skip
ITEMS = st.sampled_from([
    item("1"),
    item("1", "<description>00:00 一\n03:00 二\n05:00 三</description>"),
    item("2", "<itunes:duration xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>1:30</itunes:duration>"),
    item("2", f"<podcast:chapters url='{LINKED}' type='application/json+chapters'/>"),
    item("3"),
    item("3", "<psc:x xmlns:psc='urn:other'/>"),
    item("4", "<enclosure url='https://cdn.example/4.mp3' type='audio/mp3' length='1'/>"),
    item("4").replace("<guid>4</guid>", ""),
    "<docs>https://ear.example/docs</docs>",
])  # fmt: skip
SETTINGS = st.sampled_from([
    "",
    'mode = "owner"\n',
    'title_suffix = " +"\n',
    'vanished = "follow"\n',
    'notes = ["notes", "more/*.md"]\n',
    '[chapters]\nsources = ["description", "note"]\n',
    '[chapters]\nopening = "Los"\n',
])  # fmt: skip

DAMAGE = st.sampled_from("flip cut delete".split())


class Edits(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.temporary = TemporaryDirectory()
        self.ear = Ear(Path(self.temporary.name))

    def teardown(self) -> None:
        self.temporary.cleanup()

    def path(self, name: str) -> Path:
        # A file system's clock has ticks, and the show's may be set ahead of it: no two changes in one tick.
        time.sleep(0.012)
        path = self.ear.folder / "notes" / name
        path.parent.mkdir(exist_ok=True)
        return path

    @rule(name=NAMES, text=TEXTS)
    def save(self, name: str, text: str) -> None:
        self.path(name).write_text(text, encoding="utf-8")

    @rule(name=NAMES, text=TEXTS)
    def save_under_an_old_date(self, name: str, text: str) -> None:
        path = self.path(name)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1e9, 1e9))

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    @rule(name=NAMES)
    def take_off_this_disk(self, name: str) -> None:
        path = self.path(name)
        path.unlink(missing_ok=True)
        path.with_name(f".{path.name}.icloud").touch()

    @rule(name=NAMES, to=NAMES)
    def rename(self, name: str, to: str) -> None:
        if self.path(name).exists():
            self.path(name).replace(self.path(to))

    @rule(name=NAMES)
    def touch(self, name: str) -> None:
        if self.path(name).exists():
            self.path(name).touch()

    @rule(items=st.lists(ITEMS, max_size=5, unique=True))
    def publish(self, items: list[str]) -> None:
        self.ear.served = upstream(*items)

    @rule(more=SETTINGS)
    def set(self, more: str) -> None:
        self.path("x")
        self.ear.settings(more)

    @rule(url=st.sampled_from([BASE, "http://localhost/x"]))
    def move(self, url: str) -> None:
        self.ear.base_url = url

    @rule(starts=st.sampled_from([(0, 60), (30,), ()]))
    def link(self, starts: tuple[int, ...]) -> None:
        rows = ",".join(f'{{"startTime": {start}, "title": "c{start}"}}' for start in starts)
        self.ear.linked = f'{{"version": "1.2.0", "chapters": [{rows}]}}'

    @rule(seconds=st.sampled_from([0.0, 10.0, 8 * 24 * 3600.0]))
    def set_clock(self, seconds: float) -> None:
        self.ear.ahead = seconds

    @precondition(lambda self: self.ear.files)
    @rule(
        which=st.integers(0, 1),
        place=st.floats(0, 1, exclude_max=True),
        how=st.sampled_from("flip cut delete".split()),
    )
    def damage(self, which: int, place: float, how: str) -> None:
        path = self.ear.files[which]
        data = bytearray(path.read_bytes())
        at = int(place * len(data))
        data[at] ^= 1
        path.write_bytes(data if how == "flip" else data[:at])
        if how == "delete":
            path.unlink()

    @precondition(lambda self: self.ear.files)
    @rule(which=st.integers(0, 1))
    def another_process_writes_at_the_same_time(self, which: int) -> None:
        """One of the two files is its, the other ours."""
        path = self.ear.files[which]
        ours = path.read_bytes()
        base_url, self.ear.base_url = self.ear.base_url, "https://other.example"
        self.ear.feed()
        self.ear.base_url = base_url
        path.write_bytes(ours)

    @invariant()
    def the_feed_is_as_from_nothing(self) -> None:
        made = self.ear.feed()
        assert made == self.ear.from_nothing()
        assert self.ear.feed() == made
        # And it is not because nothing is ever kept.
        assert said(again.feed(self.ear.place(), self.ear.network)) == made


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
