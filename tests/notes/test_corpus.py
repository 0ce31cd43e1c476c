"""Real notes of many people, if they are at hand: none is lost, none is taken for what it is not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedtool import notes
from feedtool.errors import NoteError
from feedtool.model import Note

LAYOUT_OF = {
    "seed-repo": "snipd-obsidian",
    "seed-layout-en": "snipd-obsidian",
    "snipd-export-raw": "snipd-export",
    "snipd-plugin-old": "snipd-export",
    "snipd-plugin-2025": "snipd-plugin",
    "readwise-snipd": "readwise",
    "readwise-airr": "readwise",
}
_TITLE = re.compile(r"(?mi)^title: |^[-*] (?:episode|full) title:")
_SOURCE = re.compile(r"(?mi)^source: |^[-*] (?:url|episode url|episode link):")
_READING = re.compile(r"[abc]\d\d-(?!traversal)|d0[1-4]-")
"""The faults that are in the file's bytes; what is in a URL or the folder others decide on."""
_ALLOWED = {
    "LOAD": {"silent", "info"},
    "WARN": {"info", "warning", "refused"},
    "SKIP": {"refused"},
    "IGNORE": {"refused"},
    "EITHER": {"silent", "info", "warning", "refused"},
}
_SNIP = re.compile(r"https://(?:share\.snipd\.com/snip|www\.airr\.io/quote)/[\w-]+")


def _files(shared: Path) -> Iterator[tuple[Path, str]]:
    for folder, layout in LAYOUT_OF.items():
        for path in sorted((shared / "corpus" / "notes" / folder).glob("*.md")):
            yield path, layout
    for path in (shared / "seed" / "102.md", *sorted((shared / "seed" / "notes").glob("*.md"))):
        yield path, "snipd-obsidian"


def _read(path: Path) -> tuple[Note, ...]:
    return notes.read(path.read_bytes(), path.name)


def test_layouts_and_snips(shared: Path) -> None:
    for path, layout in _files(shared):
        found = _read(path)
        assert {note.layout for note in found} == {layout}, path
        links = set(_SNIP.findall(path.read_text(encoding="utf-8")))
        assert {snip.url for note in found for snip in note.snips} == links, path


def test_metadata_where_it_is_present(shared: Path) -> None:
    for path, _ in _files(shared):
        text = path.read_text(encoding="utf-8")
        for note in _read(path):
            assert bool(note.title) == bool(_TITLE.search(text)), path
            assert bool(note.audio) == ("#t=" in text), path
            assert bool(note.source) == bool(
                re.search(r"(?mi)^source: |^[-*] (?:url|episode url|episode link):", text)
            ), path


def test_exported_episodes(shared: Path) -> None:
    (path,) = (shared / "corpus" / "notes" / "snipd-export-raw").glob("*.md")
    found = _read(path)
    assert len(found) == path.read_text(encoding="utf-8").count("\n## Episode metadata") == 472
    assert len({note.name for note in found}) == 472
    assert all(note.title and note.show and note.source and note.published and note.audio for note in found)


def test_the_seed(shared: Path) -> None:
    (note,) = _read(shared / "seed" / "102.md")
    assert [(snip.start, snip.end) for snip in note.snips] == [(0, 71), (1314, 1394), (2661, 2741)]
    assert (len(note.chapters), note.chapters[0].start, note.chapters[-1].start) == (15, 140, 3212)
    assert note.source == "https://podcast.latepost.com/102"
    assert note.audio.endswith("/6f339fbd-0f0e-4101-ba74-b925d9a9e176.mp3")
    assert note.cover.startswith("https://media24.fireside.fm/")
    assert not note.problems


@pytest.mark.parametrize("name", ["hugo-quote-post.md", "readwise-custom-frontmatter.md"])
def test_beginnings_of_notes_are_refused(shared: Path, name: str) -> None:
    with pytest.raises(NoteError):
        _read(shared / "corpus" / "notes" / "excerpts" / name)


def test_faulty_notes(shared: Path, tmp_path: Path) -> None:
    """The faults that reading decides on come out as their list expects: used, used with a warning, refused."""
    make = shared / "probes" / "evil_notes" / "make.py"
    subprocess.run([sys.executable, make, tmp_path, "--big-mb", "0"], check=True, capture_output=True)
    expected = json.loads((tmp_path / "expected.json").read_text(encoding="utf-8"))
    rows = [row for row in expected if _READING.match(row["path"])]
    assert len(rows) > 50
    for row in rows:
        assert _outcome(tmp_path / "vault" / row["path"]) in _ALLOWED[row["outcome"]], row


def _outcome(path: Path) -> str:
    """The gravest level among the note's problems."""
    try:
        (note,) = _read(path)
    except NoteError:
        return "refused"
    levels = [problem.level for problem in note.problems]
    return min(levels, key=["error", "warning", "info"].index, default="silent")
