"""What an export writes over and removes is its own, whatever else is in the folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedtool.cli import main

DEMO = Path(__file__).parents[1] / "feeds" / "demo"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(DEMO, tmp_path / "feeds" / "demo")
    return tmp_path / "feeds"


def export(root: Path, out: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["export", "--root", str(root), "--out", str(out), *words])


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_prune_removes_what_has_the_shape_of_ours_only(root: Path, tmp_path: Path) -> None:
    theirs = (
        ".htaccess",
        "README",
        "mine/a.json",
        "media/.keep",
        "episodes/old/photo.jpg",
        "chapters/notes.txt",
    )
    ours = ("chapters/old.json", "episodes/gone/index.html", "episodes/old/index.html", "media/old.mp3")
    for name in (*theirs, *ours):
        path = tmp_path / "site" / "demo" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    assert f"{len(ours)} removed" in export(root, tmp_path / "site", "--prune").stderr
    left = files(tmp_path / "site" / "demo")
    assert set(theirs) <= set(left)
    assert not set(ours) & set(left)
    assert not (tmp_path / "site" / "demo" / "episodes" / "gone").exists()


@pytest.mark.parametrize("out", [".", "demo", "link"])
def test_where_shows_are_written_by_hand_nothing_is_exported_to(root: Path, out: str) -> None:
    (root / "link").symlink_to(".", target_is_directory=True)
    before = files(root)
    refused = export(root, root / out, "--prune")
    assert refused.exit_code == 2
    assert "is where a show's settings and notes are; choose another --out" in refused.stderr
    assert files(root).keys() - before.keys() <= {"demo/cache/asking.lock"}
    assert export(root, root / "demo" / "export", "--prune").exit_code == 0
    assert before.items() <= files(root).items()


def test_the_home_page_of_another_site_stays(root: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    refused = export(root, tmp_path)
    assert refused.exit_code == 2
    assert f"{tmp_path}/index.html is another site's" in refused.stderr
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only Unix has pipes with names")
def test_media_that_cannot_be_read_cost_themselves(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert export(root, out).exit_code == 0
    shutil.rmtree(out / "demo" / "episodes")
    cover = root / "demo" / "media" / "cover.png"
    cover.chmod(0)
    if os.access(cover, os.R_OK):
        pytest.skip("nothing is closed to this user")
    partly = export(root, out, "--prune")
    assert partly.exit_code == 74
    assert f"feedtool: {cover}: cannot be read: Permission denied" in partly.stderr
    assert (out / "demo" / "episodes").is_dir()
    assert (out / "demo" / "media" / "cover.png").is_file()


def test_tokens_that_cannot_be_read_cost_their_show(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "demo", root / "other")
    (root / "demo" / "tokens.json").write_text("{", encoding="utf-8")
    partly = export(root, tmp_path / "site")
    assert partly.exit_code == 2
    assert "demo/tokens.json: is no JSON" in partly.stderr
    assert "demo is left out" in partly.stderr
    assert (tmp_path / "site" / "other" / "feed.xml").is_file()
    assert not (tmp_path / "site" / "demo").exists()
    assert export(root, tmp_path / "site", "other").exit_code == 0
