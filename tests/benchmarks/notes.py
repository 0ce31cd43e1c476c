"""What is read from folders of notes, and at what cost; without a folder, of 1,000 made notes of 8 KB (where the
generator lies beside the project), and how long a megabyte of each trap takes.

    PYTHONPATH=. python tests/benchmarks/notes.py [FOLDER...]

The cost is CPU against python-frontmatter's on the same files, medians of runs in turn.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import frontmatter

from feedtool import notes
from feedtool.errors import NoteError
from tests.notes import traps

RUNS = 7
GENERATOR = Path(__file__).resolve().parents[3] / "shared" / "bench" / "gen.py"
SNIP = re.compile(r"https://(?:share\.snipd\.com/snip|www\.airr\.io/quote)/[\w-]+")
Files = list[tuple[bytes, str]]


def found(files: Files) -> Counter[str]:
    """How many notes there are of each layout, and how much is in them."""
    tally: Counter[str] = Counter()
    for data, name in files:
        tally["snip links"] += len(set(SNIP.findall(data.decode(errors="replace"))))
        try:
            read = notes.read(data, name)
        except NoteError:
            tally["refused"] += 1
            continue
        for note in read:
            tally[note.layout] += 1
            tally["snips"] += len(note.snips)
            tally["chapters"] += len(note.chapters)
            tally["problems"] += len(note.problems)
            for field in ("title", "show", "source", "audio", "published"):
                tally[f"with {field}"] += bool(getattr(note, field))
    return tally


def cost(files: Files) -> dict[str, float]:
    """Microseconds of CPU a file."""
    ways: dict[str, Callable[[bytes, str], object]] = {
        "python-frontmatter": lambda data, _: frontmatter.loads(data.decode(errors="replace")),
        "notes.read": notes.read,
    }
    spent: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(RUNS):
        for way, read in ways.items():
            began = time.process_time()
            for data, name in files:
                read(data, name)
            spent[way].append(1e6 * (time.process_time() - began) / len(files))
    return {way: statistics.median(seconds) for way, seconds in spent.items()}


def main(folder: Path) -> None:
    files = [(path.read_bytes(), path.name) for path in sorted(folder.glob("*.md"))]
    tally = found(files)
    print(folder.name, dict(tally))
    if not tally["refused"]:
        micros = cost(files)
        ratio = micros["notes.read"] / micros["python-frontmatter"]
        print("  ", *(f"{way} {micro:.0f} us," for way, micro in micros.items()), f"{ratio:.1f} times")


def made(count: int = 1000) -> None:
    with TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, GENERATOR, "notes", "--n", str(count), "--out", folder],
            check=True,
            capture_output=True,
        )
        main(Path(folder))


def hostile() -> None:
    for trap in traps.TRAPS:
        for section in ("Snips", "Show notes"):
            data = traps.note(trap, section)
            began = time.process_time()
            notes.read(data, "trap.md")
            print(f"{trap:20} {section:14} {time.process_time() - began:.2f} s")
    for layout in traps.LAYOUTS:
        data = traps.of_layout(layout, "digits and colons")
        began = time.process_time()
        notes.read(data, "trap.md")
        print(f"{'digits and colons':20} {layout:14} {time.process_time() - began:.2f} s")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        hostile()
        if GENERATOR.is_file():
            made()
    for argument in sys.argv[1:]:
        main(Path(argument))
