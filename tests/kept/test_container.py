"""A container gives what was written, or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.kept.container import Unusable, Writer, opened, write

WRITTEN = (b"<rss>" * 9, b"", b"[]", b"{}")


def read(path: Path) -> tuple[bytes, ...]:
    with opened(path) as container:
        return tuple(container.section(number) for number in range(len(WRITTEN)))


def test_sections_are_there_as_written(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "c.kept"
    write(path, *WRITTEN)
    assert read(path) == WRITTEN
    write(path, b"", b"x", b"", b"")
    assert read(path) == (b"", b"x", b"", b"")
    assert [file.name for file in path.parent.iterdir()] == ["c.kept"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "c.kept"
    write(path, *WRITTEN)
    return path


@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), cut=st.booleans())
def test_damage_is_seen(written: Path, place: float, bit: int, *, cut: bool) -> None:
    data = bytearray(written.read_bytes())
    at = int(place * len(data))
    data[at] ^= 1 << bit
    damaged = written.with_name("damaged")
    damaged.write_bytes(data[:at] if cut else data)
    with pytest.raises(Unusable):
        read(damaged)


@pytest.mark.parametrize("data", [b"", b"\0" * 400, b"<rss/>"], ids=["empty", "zeros", "feed"])
def test_other_files_are_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "c.kept").write_bytes(data)
    for path in (tmp_path / "c.kept", tmp_path, tmp_path / "nothing"):
        with pytest.raises(Unusable):
            read(path)


def test_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    path = tmp_path / "c.kept"
    write(path, *WRITTEN)
    with opened(path) as container:
        before = container.section(0)
        write(path, b"", b"", b"other", b"")
        assert (container.section(0), container.section(2)) == (before, b"[]")


def test_two_writers_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "c.kept"
    writers, checks = {data: Writer(path) for data in (b"one", b"other")}, set()
    for data, writer in writers.items():
        writer.write(data)
    for data, writer in writers.items():
        writer.end_section()
        checks.add(writer.finish())
        with opened(path) as container:
            assert container.section(0) == data
            assert container.check in checks
    assert len(checks) == 2


def test_what_a_killed_writer_left_goes_with_time(tmp_path: Path) -> None:
    old, young = tmp_path / ".c.kept.old.feedtool-new", tmp_path / ".c.kept.young.feedtool-new"
    for left in (old, young):
        left.write_bytes(b"x")
    os.utime(old, (1e9, 1e9))
    write(tmp_path / "c.kept", *WRITTEN)
    assert sorted(file.name for file in tmp_path.iterdir()) == [young.name, "c.kept"]


def test_a_place_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    write(tmp_path / "cache" / "c.kept", *WRITTEN)
    (tmp_path / "c.kept").mkdir()
    (tmp_path / "c.kept" / "in the way").touch()
    write(tmp_path / "c.kept", *WRITTEN)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["c.kept", "cache"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def begun(_: Path) -> tuple[object, Path]:
        return Path("/dev/full").open("wb", buffering=0), tmp_path / "temporary"

    monkeypatch.setattr("feedtool.kept.container._begun", begun)
    write(tmp_path / "c.kept", *WRITTEN)
    assert not list(tmp_path.iterdir())
