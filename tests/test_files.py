"""Files that are old or new, whole, and what is left where a writer was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from feedtool.cli import main
from feedtool.errors import WriteError
from feedtool.files import expanded, read, read_json, sweep, write

DEMO = Path(__file__).parents[1] / "feeds"


unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
DYING = """
import os, sys
from pathlib import Path
from feedtool.files import write
os.fsync = lambda _: os.kill(os.getpid(), 9)
write(Path(sys.argv[1]), b"new")
"""


def left_behind(folder: Path, age: float) -> Path:
    """What a writer leaves that is killed before its file takes its place."""
    folder.mkdir(parents=True)
    assert subprocess.run([sys.executable, "-c", DYING, folder / "feed.xml"], check=False).returncode == -9
    (left,) = folder.iterdir()
    os.utime(left, (time.time() - age, time.time() - age))
    return left


@unix
@pytest.mark.parametrize(("age", "stays"), [(1, True), (100, False)])
def test_what_a_dead_writer_left_goes(tmp_path: Path, age: float, stays: bool) -> None:
    left = left_behind(tmp_path / "site", age)
    other = left.with_name(".mine.new")
    other.touch()
    os.utime(other, (1, 1))
    sweep(left.parent)
    assert (left.exists(), other.exists()) == (stays, True)


@unix
def test_an_export_sweeps_where_it_writes(tmp_path: Path) -> None:
    left = left_behind(tmp_path / "demo" / "chapters", 100)
    done = CliRunner().invoke(main, ["export", "demo", "--root", str(DEMO), "--out", str(tmp_path)])
    assert done.exit_code == 0
    assert not left.exists()


def test_a_folder_that_is_not_there_is_swept() -> None:
    sweep(Path("/no/such/folder"))


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").mkdir()
    with pytest.raises(WriteError, match=r"feed\.xml: cannot be written"):
        write(tmp_path / "feed.xml", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["feed.xml"]


@unix
def test_what_is_no_file_lets_nobody_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("nowhere")
    for path, reason in (
        (tmp_path / "pipe", "it is no regular file"),
        (Path("/dev/zero"), "it is no regular file"),
        (tmp_path / "link", "it is a link that leads nowhere"),
        (tmp_path, "Is a directory"),
        (tmp_path / "no", "No such file or directory"),
    ):
        with pytest.raises(OSError, match=reason):
            read(path)


def test_json_that_no_reader_gets_to_the_bottom_of(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(ValueError, match="nested too deep"):
        read_json(tmp_path / "deep.json")


@unix
def test_the_home_of_nobody() -> None:
    assert expanded("~") == Path.home()
    assert expanded("~no-such-user/x") == Path("~no-such-user/x")
