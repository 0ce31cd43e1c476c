"""What a feed is made of besides notes: what counts, and what does not."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool.kept.ground import compare, settled, survey
from feedtool.vault.look import COARSEST_DATE_SECONDS
from tests.kept.shows import Ear

_NANO = 10**9


@pytest.mark.parametrize(
    ("modified", "changed", "is_settled"),
    [(90, 90, True), (99, 90, False), (90, 99, False), (200, 90, False)],
    ids=["old", "just saved", "just saved under an old date", "dated ahead"],
)
def test_a_young_stamp_may_stand_for_two_contents(modified: int, changed: int, *, is_settled: bool) -> None:
    looked = 100.0
    assert looked - 99 < COARSEST_DATE_SECONDS
    assert settled((modified * _NANO, 1, changed * _NANO, 1), looked) == is_settled
    assert settled(None, looked)


def _meta(key: str, value: object) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        path = folder / "cache" / "upstream.json"
        path.write_text(json.dumps(json.loads(path.read_bytes()) | {key: value}), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "how"),
    [
        (lambda _: None, "same"),
        (lambda folder: os.utime(folder / "cache" / "upstream.xml"), "looked into"),
        (_meta("fetched", 1.0), "same"),
        (_meta("etag", "x"), "same"),
        (_meta("charset", "gbk"), "other"),
        (_meta("url", "https://other.example"), "other"),
        (lambda folder: (folder / "cache" / "upstream.json").unlink(), "other"),
        (lambda folder: (folder / "cache" / "history.json").unlink(), "other"),
        (lambda folder: (folder / "cache" / "upstream.xml").write_text("<rss/>"), "other"),
        (lambda folder: (folder / "cache" / "linked.json").write_text("{}"), "other"),
        (lambda folder: (folder / "cache" / "audio").mkdir(), "other"),
        (lambda folder: (folder / "show.toml").open("a").close(), "same"),
        (lambda folder: (folder / "show.toml").write_text('upstream = "x"'), "other"),
        (lambda folder: (folder / "tokens.json").write_text("{}"), "same"),
    ],
)
def test_what_the_feed_is_made_of(tmp_path: Path, change: Callable[[Path], object], how: str) -> None:
    ear = Ear(tmp_path)
    ear.feed()
    place = ear.place()
    ground = survey(place, 4e9)
    change(ear.folder)
    assert compare(ground, place) == how
