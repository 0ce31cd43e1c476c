"""How well the show notes of the corpus are read: `python tests/benchmarks/shownotes.py [CORPUS]`."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feedtool import markup
from feedtool.shownotes import people, timeline


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def main(corpus: Path) -> None:
    notes = {row["id"]: row for row in rows(corpus / "shownotes.jsonl")}
    texts = {key: markup.to_text(row["html_or_text"]) for key, row in notes.items()}
    read = {key: timeline.read(text) for key, text in texts.items()}
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows(corpus / "truth.jsonl"):
        got = [(c.start, norm(c.title)) for c in read[row["id"]].chapters]
        wants = [
            [(c["start"], norm(c["title"])) for c in row[k]] for k in ("chapters", "alt_chapters") if k in row
        ]
        want = max(wants, key=lambda w: len(set(w) & set(got)) - len(w) * (not got))
        count(tally["all"], got, want)
        count(tally[notes[row["id"]]["style"].split(" x")[0]], got, want)
        if got != want:
            print(
                "DIFF",
                row["id"],
                "missing",
                [w for w in want if w not in got],
                "extra",
                [g for g in got if g not in want],
            )
        if "persons" in row:
            g = [(p.name, p.role) for p in people.read(texts[row["id"]])]
            w = [(p["name"], p["role"]) for p in row["persons"]]
            count(tally["persons"], g, w)
            if g != w:
                print("PERSONS", row["id"], g, w)
    for row in rows(corpus / "truth_publisher.jsonl"):
        count(
            tally["publisher"],
            [c.start for c in read[row["id"]].chapters],
            [c["start"] for c in row["chapters"]],
        )
    for key, row in notes.items():
        if row["kind"] in {"negative", "transcript"} and read[key].chapters:
            print("NEGATIVE", key, [(c.start, c.title) for c in read[key].chapters])
        n = len(read[key].chapters)
        if row["kind"] in ("timeline", "check") and n != row["times"]:
            print("COUNT", key, n, row["times"], row["style"])
    for name, (hit, got, want) in sorted(tally.items()):
        print(
            f"{name:40} precision {hit / max(1, got):.3f} recall {hit / max(1, want):.3f} ({hit}/{got}/{want})"
        )
    began = time.perf_counter()
    for text in texts.values():
        timeline.read(text)
    print(f"timeline {1e6 * (time.perf_counter() - began) / len(texts):.0f} us a text")


def count(into: list[int], got: list[Any], want: list[Any]) -> None:
    into[0] += sum(1 for item in got if item in want)
    into[1] += len(got)
    into[2] += len(want)


def norm(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared/corpus")
