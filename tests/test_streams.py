"""Standard streams that are full, closed, gone or of another encoding: one line and a status, and the work is done."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
COMMAND = f'"{sys.executable}" -c "from feedtool.cli import main; main()"'
RESULTS = ("feed demo", "check", "check --json", "diff demo")

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "feeds" / "demo", tmp_path / "feeds" / "demo")
    return tmp_path


def sh(root: Path, line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of shell in `root`, where `feedtool` is the command."""
    return subprocess.run(
        ["sh", "-c", line.replace("feedtool", COMMAND)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(PROJECT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("words", [*RESULTS, "--help", "note feeds/demo/notes/1*"])
def test_standard_output_on_a_full_disk(root: Path, words: str) -> None:
    told = sh(root, f"feedtool {words} > /dev/full")
    assert told.returncode == 74
    assert told.stderr == "feedtool: standard output: No space left on device\n"


@pytest.mark.parametrize("words", RESULTS)
def test_nobody_who_reads(root: Path, words: str) -> None:
    for closed in (">&-", "| true"):
        told = sh(root, f"feedtool {words} {closed}")
        assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize("messages", ["2>&-", "2>/dev/full", "2>&1 | true"])
def test_what_nobody_can_be_told_stops_no_work(root: Path, messages: str) -> None:
    sh(root, f"feedtool export demo --out site {messages}")
    assert (root / "site" / "demo" / "feed.xml").is_file()
    assert sh(root, "feedtool feed nope 2>/dev/full").returncode == 2


def test_letters_that_an_encoding_lacks(root: Path) -> None:
    told = sh(root, "feedtool check", PYTHONIOENCODING="latin-1")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith(r"demo: \u8033\u8fb9")


def test_a_folder_that_is_gone(root: Path) -> None:
    told = sh(
        root, 'mkdir x; cd x; rmdir ../x; feedtool add my-show https://x.example --notes n --root "$OLDPWD"'
    )
    assert told.returncode == 2
    assert "feedtool: the folder that you are in is gone" in told.stderr


def test_ctrl_c_is_no_finding_of_check(root: Path) -> None:
    code = "import os; from feedtool.cli import look, main; look.open_publisher = lambda *_: os.kill(os.getpid(), 2)"
    stopped = subprocess.run(
        [sys.executable, "-c", f"{code}; main()", "check"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert (stopped.returncode, stopped.stderr) == (130, "feedtool: interrupted\n")
