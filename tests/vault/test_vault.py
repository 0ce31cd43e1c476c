"""The notes while they are served: saved, renamed, deleted, half there; the clock is ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feedtool import vault
from feedtool.vault import Contents, Vault
from feedtool.vault.readings import HELD_SECONDS

NOTE = "---\nsource: https://ear.example/1\ntitle: 一\n---\n## Chapters\n00:00 开始\n01:00 以后\n"
MINUTES = HELD_SECONDS / 60


class Show:
    """A show's folder with a vault beside it, and what a server knows of it."""

    def __init__(self, folder: Path, *patterns: str) -> None:
        self.folder = folder
        self.notes = folder / "notes"
        self.notes.mkdir(parents=True)
        self.patterns = patterns or ("notes",)
        self.now = 4e9  # later than any file is dated
        self.vault = Vault(folder, lambda: self.now)

    def write(self, name: str, text: str = NOTE) -> Path:
        path = self.notes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def look(self, *, after: float = 0.0) -> Contents:
        self.now += after
        return self.vault.contents(self.patterns)

    def names(self, *, after: float = 0.0) -> list[str]:
        return [note.name for note in self.look(after=after).notes]

    def told(self, *, after: float = 0.0) -> dict[str, str]:
        return {problem.where: problem.message for problem in self.look(after=after).problems}


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return Show(tmp_path / "show")


def test_saved_added_renamed_and_deleted_notes_show_at_the_next_look(show: Show) -> None:
    path = show.write("1.md")
    assert show.names() == ["1.md"]
    assert show.look() is show.look(after=5)
    show.write("1.md", NOTE.replace("开始", "后来的事"))
    assert show.look().notes[0].chapters[0].title == "后来的事"
    show.write("deep/2.md")
    assert show.names() == ["1.md", "deep/2.md"]
    path.rename(show.notes / "3.md")
    assert show.names() == ["3.md", "deep/2.md"]
    (show.notes / "3.md").unlink()
    assert show.names() == ["deep/2.md"]


HALF = {
    "empty": "",
    "blank": "\n\n",
    "nul": "\0" * 80,
    "in the front matter": NOTE[:20],
    "before the front matter ends": NOTE[: NOTE.rindex("---")],
    "a part of its first line": "--",
}


@pytest.mark.parametrize("text", HALF.values(), ids=HALF)
def test_a_file_that_is_half_there_goes_on_with_what_it_said_for_a_while(show: Show, text: str) -> None:
    show.write("1.md")
    before = show.look()
    show.write("1.md", text)
    held = show.look()
    assert held.notes == before.notes
    assert f"what it said before stays for {MINUTES:.0f} minutes" in show.told()["1.md"]
    assert show.look(after=HELD_SECONDS - 1) is held
    assert show.names(after=1) == []
    assert "what it said before" not in show.told()["1.md"]
    assert show.look().modified == show.now > before.modified
    assert show.look() is show.look(after=HELD_SECONDS)


def test_the_while_begins_with_the_first_failure_and_ends_with_a_good_file(show: Show) -> None:
    show.write("1.md")
    show.look()
    show.write("1.md", "")
    assert show.names(after=9) == ["1.md"]
    show.write("1.md", "---")
    assert show.names(after=HELD_SECONDS - 1) == ["1.md"]
    show.write("1.md", NOTE.replace("开始", "好了"))
    assert show.look(after=0.5).notes[0].chapters[0].title == "好了"
    assert show.told() == {}
    show.write("1.md", "----")
    assert show.names(after=HELD_SECONDS) == ["1.md"]
    assert show.names(after=HELD_SECONDS) == []


def test_what_was_never_good_is_not_held(show: Show) -> None:
    show.write("1.md", NOTE[:20])
    assert show.names() == []
    assert "what it said before" not in show.told()["1.md"]


def test_a_note_that_icloud_took_away_is_named(show: Show) -> None:
    path = show.write("1.md")
    show.look()
    path.unlink()
    show.write(".1.md.icloud", "bplist00")
    show.write(".2.md.icloud", "bplist00")
    assert show.names() == ["1.md"]
    assert {name: "it is in iCloud" in message for name, message in show.told().items()} == {
        "1.md": True,
        "2.md": True,
    }
    assert show.names(after=HELD_SECONDS) == []
    show.write("1.md")
    assert show.names() == ["1.md"]
    assert "1.md" not in show.told()


def test_conflict_copies_are_not_read_beside_their_note(show: Show) -> None:
    show.write("1.md")
    show.write("1.sync-conflict-20250225-093639-ABCDEFG.md")
    show.write("2 (conflicted copy 2025-02-25).md")
    assert show.names() == ["1.md", "2 (conflicted copy 2025-02-25).md"]
    assert show.told() == {
        "1.sync-conflict-20250225-093639-ABCDEFG.md": "a copy that synchronising 1.md left; not read:"
        " merge the two, or delete one",
        "2 (conflicted copy 2025-02-25).md": "a copy that synchronising 2.md left; read, since the other is not here:"
        " merge the two, or delete one",
    }


def test_a_vault_that_is_away_empties_no_feed(show: Show) -> None:
    show.write("1.md")
    show.look()
    show.notes.rename(show.folder / "away")
    assert show.names() == ["1.md"]
    assert show.told()[str(show.folder / "show.toml")] == "there is no folder `notes` beside it"
    (show.folder / "away").rename(show.notes)
    assert show.names(after=HELD_SECONDS * 2) == ["1.md"]
    assert show.told() == {}
    show.notes.rename(show.folder / "away")
    assert show.names() == ["1.md"]
    assert show.names(after=HELD_SECONDS) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_tried_again(show: Show) -> None:
    path = show.write("1.md")
    path.chmod(0)
    assert show.told() == {"1.md": "cannot be read: Permission denied"}
    path.chmod(0o644)
    assert show.names() == ["1.md"]


def test_nothing_but_files_of_the_folder_is_read(show: Show) -> None:
    outside = show.folder / "secret.md"
    outside.write_text(NOTE, encoding="utf-8")
    show.write("1.md")
    links = {
        "out.md": outside,
        "zero.md": Path("/dev/zero"),
        "loop.md": Path("loop.md"),
        "gone.md": Path("nowhere.md"),
        "folder": show.folder,
        "twice.md": show.notes / "1.md",
        "down": show.notes,
    }
    for name, target in links.items():
        (show.notes / name).symlink_to(target)
    os.mkfifo(show.notes / "pipe.md")
    (show.notes / "folder.md").mkdir()
    show.write(".obsidian/config.md")
    show.write("large.md", NOTE + "x" * 2 * 1024 * 1024)
    assert show.names() == ["1.md"]
    assert sorted(show.told()) == ["folder", "gone.md", "large.md", "loop.md", "out.md", "pipe.md", "zero.md"]


PATTERNS = {
    "a folder": ("notes",),
    "the same twice": ("notes", "../show/notes"),
    "a file": ("notes/1.md", "notes/2.md"),
    "a link to a file": ("link.md", "notes/2.md"),
    "a link to a folder": ("linked",),
    "a glob of files": ("notes/*.md",),
    "a glob of folders": ("n*s",),
    "a deep glob": ("notes/**/*.md", "notes"),
}


@pytest.mark.parametrize("patterns", PATTERNS.values(), ids=PATTERNS)
def test_patterns(tmp_path: Path, patterns: tuple[str, ...]) -> None:
    show = Show(tmp_path / "show", *patterns)
    show.write("1.md")
    show.write("2.md", NOTE.replace("/1", "/2"))
    (show.folder / "link.md").symlink_to(show.notes / "1.md")
    (show.folder / "linked").symlink_to(show.notes)
    assert show.names() == ["1.md", "2.md"]
    assert show.told() == {}


def test_a_glob_does_not_leave_the_folder_that_it_begins_in(tmp_path: Path) -> None:
    show = Show(tmp_path / "show", "notes/**/*.md", "nowhere/*.md")
    (show.folder / "other").mkdir()
    (show.folder / "other" / "2.md").write_text(NOTE, encoding="utf-8")
    show.write("1.md")
    (show.notes / "out").symlink_to(show.folder / "other")
    (show.notes / "3.md").symlink_to(show.folder / "other" / "2.md")
    assert show.names() == ["1.md"]
    assert [*show.told().values()] == [
        "`notes`: there is no nowhere/*.md; expected a folder or file of Markdown"
    ]


def test_many_notes_are_looked_at_once_a_second(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "AT_EACH_REQUEST", 3)
    for number in range(4):
        show.write(f"{number}.md")
    assert len(show.names()) == 4
    show.write("4.md")
    assert len(show.names(after=0.9)) == 4
    assert len(show.names(after=0.2)) == 5
    show.write("5.md")
    assert len(show.names(after=-9)) == 6  # a clock that was put back stops nothing


def test_a_note_saved_twice_under_one_date_is_read_twice(show: Show) -> None:
    show.look()
    path = show.write("1.md")
    show.now = path.stat().st_mtime
    before = show.look()
    show.write("1.md", NOTE.replace("开始", "结束"))
    os.utime(path, (show.now, show.now))
    assert show.look(after=1.5).notes[0].chapters[0].title == "结束"
    assert show.look().notes != before.notes
    assert show.look(after=1) is show.look()
    path.write_bytes(NOTE.encode())
    os.utime(path, (show.now - 9, show.now - 9))
    assert show.look().notes == before.notes


def test_dates_from_the_future_do_not_stay(show: Show) -> None:
    path = show.write("1.md")
    os.utime(path, (5e9, 5e9))
    assert show.look().modified == show.now
