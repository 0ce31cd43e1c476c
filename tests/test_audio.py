"""Chapters inside audio files: written by mutagen, read by us."""

from __future__ import annotations

import io
import struct
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from mutagen.id3 import CHAP, CTOC, ID3, TIT2, WXXX, CTOCFlags

from feedtool import audio
from feedtool.errors import FetchError
from feedtool.library import Library
from feedtool.model import Chapter
from feedtool.publish import Publisher
from feedtool.refresh import Network


def mp3(*chapters: tuple[str, int, str, str], listed: list[str] | None = None) -> io.BytesIO:
    """An MP3's head: an ID3 tag with (id, milliseconds, title, link) of each chapter."""
    tags = ID3()
    for name, start, title, url in chapters:
        frames = [TIT2(encoding=3, text=[title])] * bool(title) + [WXXX(url=url)] * bool(url)
        tags.add(CHAP(element_id=name, start_time=start, end_time=start + 1, sub_frames=frames))
    if listed is not None:
        tags.add(
            CTOC(element_id="toc", flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED, child_element_ids=listed)
        )
    file = io.BytesIO()
    tags.save(file)
    file.write(b"\xff\xfb\x90\x00" * 100)
    file.seek(0)
    return file


def mp4(*chapters: tuple[int, str]) -> io.BytesIO:
    """A minimal MP4 whose moov has a chpl atom with (seconds, title) of each chapter."""

    def atom(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data) + 8) + name + data

    rows = b"".join(
        struct.pack(">Q", start * 10_000_000) + bytes([len(title.encode())]) + title.encode()
        for start, title in chapters
    )
    chpl = atom(b"chpl", b"\x01\0\0\0\0\0\0\0" + bytes([len(chapters)]) + rows)
    mvhd = atom(b"mvhd", b"\0" * 12 + struct.pack(">II", 1000, 600_000) + b"\0" * 80)
    mdhd = atom(b"mdhd", b"\0" * 12 + struct.pack(">II", 1000, 600_000) + b"\0" * 4)
    hdlr = atom(b"hdlr", b"\0" * 8 + b"soun" + b"\0" * 12)
    trak = atom(b"trak", atom(b"mdia", mdhd + hdlr))
    return io.BytesIO(atom(b"ftyp", b"M4A \0\0\0\0") + atom(b"moov", mvhd + trak + atom(b"udta", chpl)))


def test_id3() -> None:
    file = mp3(
        ("b", 90_500, "二 B", "https://e.example/"), ("a", 0, "一", "javascript:1"), ("c", 95_000, "", "")
    )
    assert audio.read(file) == (
        Chapter(start=0, title="一"),
        Chapter(start=90.5, title="二 B", url="https://e.example/"),
    )


def test_what_no_table_of_contents_lists_is_no_chapter() -> None:
    file = mp3(("a", 0, "一", ""), ("picture", 5000, "图", ""), ("b", 9000, "二", ""), listed=["a", "b"])
    assert [chapter.title for chapter in audio.read(file)] == ["一", "二"]


def test_mp4() -> None:
    assert audio.read(mp4((0, "开场"), (75, "中间"))) == (
        Chapter(start=0, title="开场"),
        Chapter(start=75, title="中间"),
    )


@pytest.mark.parametrize(
    "data", [b"", b"ID3", b"ID3\x04\0\0\0\0\x0f\x7f", b"RIFF....WAVE", b"\0\0\0\x08ftyp", b"<html>"]
)
def test_what_has_no_chapters(data: bytes) -> None:
    assert audio.read(io.BytesIO(data)) == ()


class Broken(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= 10:
            raise FetchError("the connection broke")
        return super().read(size)


def test_errors_of_the_file_are_not_taken_for_no_chapters() -> None:
    with pytest.raises(FetchError, match="the connection broke"):
        audio.read(Broken(mp3(("a", 0, "一", "")).getvalue()))


# --- over the network


class Files(SimpleHTTPRequestHandler):
    """A host at home that knows Range requests, and notes what it is asked."""

    files: ClassVar[dict[str, bytes]]
    asked: ClassVar[list[tuple[str, str]]]

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.asked.append((self.path, wanted))
        data = self.files[self.path]
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        part = data[int(first) : int(last) + 1] if wanted else data
        self.send_response(206 if wanted else 200)
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{int(first) + len(part) - 1}/{len(data)}")
        self.send_header("ETag", f'"{len(data)}"')
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def home(tmp_path: Path) -> Iterator[tuple[Publisher, type[Files], list[float]]]:
    class Here(Files):
        files: ClassVar = {
            "/a.mp3": mp3(("a", 0, "一", ""), ("b", 90_000, "二", "")).read(),
            "/b.mp3": b"x" * 99,
        }
        asked: ClassVar = []

    with ThreadingHTTPServer(("127.0.0.1", 0), Here) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        items = "".join(
            f"<item><guid>{name}</guid><description>{text}</description><enclosure url='{base}/{name}.mp3'/></item>"
            for name, text in (("a", ""), ("b", "0:00 甲\n1:00 乙\n2:00 丙"))
        )
        Here.files["/feed"] = f"<rss version='2.0'><channel><title>耳</title>{items}</channel></rss>".encode()
        folder = tmp_path / "ear"
        folder.mkdir()
        sources = '["audio", "description"]'
        (folder / "show.toml").write_text(f'upstream = "{base}/feed"\n[chapters]\nsources = {sources}\n')
        now = [1e9]
        yield Publisher(Library(tmp_path), Network(clock=lambda: now[0])), Here, now
        server.shutdown()


def test_chapters_in_audio_files_are_read_once(home: tuple[Publisher, type[Files], list[float]]) -> None:
    publisher, host, now = home
    publisher.refresh("ear")
    found = [
        (item.chapters_from, [chapter.title for chapter in item.chapters])
        for item in publisher.load("ear").enriched.show.items
    ]
    assert found == [("audio", ["一", "二"]), ("description", ["甲", "乙", "丙"])]
    asked = [path for path, _ in host.asked]
    assert sorted(asked) == ["/a.mp3", "/b.mp3", "/feed"]
    publisher.refresh("ear")
    assert [path for path, _ in host.asked[3:]] == ["/feed"]
    now[0] += 8 * 24 * 3600
    publisher.refresh("ear")
    assert len(host.asked) == 7
    assert [item.chapters_from for item in publisher.load("ear").enriched.show.items] == [
        "audio",
        "description",
    ]


def test_audio_is_left_alone_where_a_better_source_has_chapters(
    home: tuple[Publisher, type[Files], list[float]],
) -> None:
    publisher, host, _ = home
    toml = publisher.library.folder("ear").settings_path
    toml.write_text(toml.read_text().replace('["audio", "description"]', '["description", "audio"]'))
    publisher.refresh("ear")
    assert sorted(path for path, _ in host.asked) == ["/a.mp3", "/feed"]
