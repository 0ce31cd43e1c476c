"""Two exports into one folder: one after the other, and whoever waits is told."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from feedtool.errors import WriteError
from feedtool.export import Written, export, our_turn
from feedtool.library import Library
from feedtool.publish import Publisher

DEMO = Path(__file__).parents[1] / "feeds" / "demo"


def test_two_exports_into_one_folder_take_turns(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "feeds" / "demo")
    publisher = Publisher(Library(tmp_path / "feeds"))
    shows, out, told = [publisher.load("demo")], tmp_path / "site", list[str]()

    def write(wait: float) -> Written:
        return export(publisher, shows, out, "http://localhost", say=told.append, wait=wait)

    with ThreadPoolExecutor() as pool:
        with our_turn(out, told.append, 0):
            with pytest.raises(WriteError, match=r"site: cannot be written: another export has been writing"):
                write(0.1)
            assert told == [f"{out}: another export is writing there; this one waits for it to end"]
            second = pool.submit(write, 30)
            while len(told) < 2:
                time.sleep(0.01)
            assert not out.exists()
        assert second.result().new >= 12
    assert write(0).new == 0
