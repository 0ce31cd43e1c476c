"""Chapters files that upstream links: fetched once, kept, and chapters like any others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedtool.chapters import json_file
from feedtool.errors import FetchError
from feedtool.fetch import Response, Validators
from feedtool.library import Library
from feedtool.model import Chapter
from feedtool.publish import Publisher
from feedtool.refresh import Network

HOUR = 3600
DAY = 24 * HOUR
FILE = {
    "version": "1.1.0",
    "chapters": [
        {"startTime": 30, "title": "二"},
        {"startTime": 0, "title": "一", "url": "https://e.example/"},
    ],
}
FEED = """<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>耳边</title>{items}</channel></rss>"""
ITEM = """<item><title>{name}</title><guid>{name}</guid><description>0:00 甲\n1:00 乙\n2:00 丙</description><enclosure url="https://a.example/{name}.mp3"/>
<podcast:chapters url="https://c.example/{name}.json" type="application/json"/></item>"""


class Host:
    """Serves the chapters files that it has; counts what it is asked."""

    def __init__(self, **files: object) -> None:
        self.files = {
            f"https://c.example/{name}.json": json.dumps(file).encode() for name, file in files.items()
        }
        self.asked: list[str] = []
        self.down = False

    def __call__(self, url: str, validators: Validators) -> Response:
        self.asked.append(url)
        if url not in self.files:
            raise FetchError(f"{url}: the server answered 404 Not Found; expected 200", missing=True)
        if self.down:
            raise FetchError(f"{url}: Connection refused")
        if validators.etag:
            return Response(url=url, body=None)
        return Response(url=url, body=self.files[url], validators=Validators(etag='"1"'))


def show(root: Path, host: Host, *names: str, now: list[float]) -> Publisher:
    folder = root / "ear"
    folder.mkdir(exist_ok=True)
    (folder / "show.toml").write_text('upstream = "u.xml"\nnotes = []\n', encoding="utf-8")
    items = "".join(ITEM.format(name=name) for name in names)
    (folder / "u.xml").write_text(FEED.format(items=items), encoding="utf-8")
    return Publisher(Library(root), Network(fetch_public=host, clock=lambda: now[0]))


def titles(publisher: Publisher) -> list[list[str]]:
    return [
        [chapter.title for chapter in item.chapters] for item in publisher.load("ear").enriched.show.items
    ]


def test_files_are_fetched_and_used(tmp_path: Path) -> None:
    now, host = [1e9], Host(a=FILE)
    publisher = show(tmp_path, host, "a", now=now)
    assert titles(publisher) == [[]]
    publisher.refresh("ear")
    assert titles(publisher) == [["一", "二"]]
    publisher.refresh("ear")
    assert len(host.asked) == 1
    now[0] += 8 * DAY
    publisher.refresh("ear")
    assert len(host.asked) == 2
    assert titles(publisher) == [["一", "二"]]
    assert titles(Publisher(Library(tmp_path))) == [["一", "二"]]


def test_a_missing_or_empty_file_leaves_room_for_the_description(tmp_path: Path) -> None:
    now, host = [1e9], Host(empty={"version": "1.2.0", "chapters": []})
    publisher = show(tmp_path, host, "missing", "empty", now=now)
    publisher.refresh("ear")
    assert titles(publisher) == [["甲", "乙", "丙"]] * 2
    publisher.refresh("ear")
    assert len(host.asked) == 2
    now[0] += 2 * DAY
    publisher.refresh("ear")
    assert host.asked[2:] == ["https://c.example/missing.json"]


def test_a_host_that_fails_is_asked_again_soon_and_its_file_goes_on(tmp_path: Path) -> None:
    now, host = [1e9], Host(a=FILE)
    host.down = True
    publisher = show(tmp_path, host, "a", now=now)
    publisher.refresh("ear")
    assert titles(publisher) == [[]], "upstream's own link stays until its file was read"
    host.down = False
    now[0] += 2 * HOUR
    publisher.refresh("ear")
    assert titles(publisher) == [["一", "二"]]
    host.down = True
    now[0] += 8 * DAY
    publisher.refresh("ear")
    assert titles(publisher) == [["一", "二"]]
    del host.files["https://c.example/a.json"]
    now[0] += 2 * HOUR
    publisher.refresh("ear")
    assert titles(publisher) == [["甲", "乙", "丙"]]


def test_offline_nobody_is_asked(tmp_path: Path) -> None:
    host = Host(a=FILE)
    show(tmp_path, host, "a", now=[0]).refresh("ear", offline=True)
    assert host.asked == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"startTime": 1.5, "title": " a \n b "}], [Chapter(start=1.5, title="a b")]),
        ([{"startTime": 1, "title": "x", "toc": False}, {"startTime": 2, "title": ""}, {"startTime": 3}], []),
        ([{"startTime": value, "title": "x"} for value in list[object]((True, "00:10", None, -1, []))], []),
        ([{"startTime": 0, "title": "x", "url": "javascript:1", "img": 3}], [Chapter(start=0, title="x")]),
        (["x", None, 3], []),
    ],
)
def test_what_is_right_in_a_file_is_taken(rows: list[object], expected: list[Chapter]) -> None:
    assert list(json_file.read(json.dumps({"chapters": rows}).encode())) == expected


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"chapters": {}}', b"[" * 100_000, b"<html>", b"\xff\xfe"]
)
def test_what_is_no_chapters_file(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_file.read(data)


def test_numbers_that_are_none() -> None:
    assert (
        json_file.read(
            b'{"chapters": [{"startTime": NaN, "title": "x"}, {"startTime": 1e999, "title": "y"}]}'
        )
        == ()
    )
