"""Chapters inside audio files: written by mutagen, read by us."""

from __future__ import annotations

import io
import struct

import pytest
from mutagen.id3 import CHAP, CTOC, ID3, TIT2, WXXX, CTOCFlags

from feedtool import audio
from feedtool.errors import FetchError
from feedtool.model import Chapter


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
