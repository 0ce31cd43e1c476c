"""How well and how fast the show notes of the corpus are read, and how long hostile ones take:

    PYTHONPATH=. python tests/benchmarks/shownotes.py [CORPUS] [-v]

Chapters count as right when start and title are (the publishers' own lists: the start). `alt_chapters` are as right.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from feedtool import markup
from feedtool.shownotes import glossary, links, people, timeline
from tests.shownotes import traps

READERS: dict[str, Callable[[str], object]] = {
    "markup": markup.to_text,
    "timeline": timeline.read,
    "people": people.read,
    "links": links.read,
    "glossary": glossary.read,
}
Tally = defaultdict[str, list[int]]
"""What was compared → how many were right, made, wanted."""


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def count(tally: Tally, names: Iterable[str], got: list[Any], want: list[Any]) -> None:
    right = (Counter(got) & Counter(want)).total()
    for name in names:
        tally[name] = [
            a + b for a, b in zip(tally[name] or [0, 0, 0], (right, len(got), len(want)), strict=True)
        ]


def judge(corpus: Path, texts: dict[str, str], styles: dict[str, str], *, verbose: bool) -> Tally:
    tally: Tally = defaultdict(list)
    for row in rows(corpus / "truth.jsonl"):
        text = texts[row["id"]]
        got = [(chapter.start, chapter.title) for chapter in timeline.read(text).chapters]
        lists = [
            [(c["start"], " ".join(c["title"].split())) for c in row[key]]
            for key in row
            if key.endswith("chapters")
        ]
        want = max(lists, key=lambda wanted: len(set(wanted) & set(got)) if got else -len(wanted))
        count(tally, ("chapters, all", f"chapters, {styles[row['id']]}"), got, want)
        if "links" in row:
            count(
                tally,
                ("links",),
                [link.url for link in links.read(text)],
                [link["url"] for link in row["links"]],
            )
        if "persons" in row:  # who is heard: the truth leaves the crew out
            cast = [(person.name, person.role) for person in people.read(text) if person.group == "cast"]
            count(tally, ("persons",), cast, [(person["name"], person["role"]) for person in row["persons"]])
        if verbose and got != want:
            print(row["id"], "missing", set(want) - set(got), "extra", set(got) - set(want))
    for row in rows(corpus / "truth_publisher.jsonl"):
        starts = [chapter.start for chapter in timeline.read(texts[row["id"]]).chapters]
        count(tally, ("starts, publishers' own",), starts, [chapter["start"] for chapter in row["chapters"]])
    return tally


def microseconds(read: Callable[[str], object], texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        read(text)
    return (time.process_time() - began) / len(texts) * 1e6


def hostile() -> None:
    for trap in traps.UNITS:
        text = traps.text(trap, 1_000_000)
        spent = [f"{name} {microseconds(read, [text]) / 1e6:.2f}" for name, read in READERS.items()]
        print(f"{trap:20}", *spent, "s")


def main(corpus: Path, *, verbose: bool) -> None:
    notes = rows(corpus / "shownotes.jsonl")
    texts = {row["id"]: markup.to_text(row["html_or_text"]) for row in notes}
    styles = {row["id"]: row["style"].split(" x")[0] or row["kind"] for row in notes}
    tally = judge(corpus, texts, styles, verbose=verbose)
    for name, (right, made, wanted) in sorted(tally.items()):
        precision, recall = right / max(made, 1), right / max(wanted, 1)
        print(f"{name:42} precision {precision:.3f}  recall {recall:.3f}  ({right}/{made}/{wanted})")
    for row in notes:
        found = len(timeline.read(texts[row["id"]]).chapters)
        if found and row["kind"] in {"negative", "transcript"}:
            print(f"{row['id']}: {found} chapters where there are none")
        if verbose and row["kind"] in {"timeline", "check"} and found != row["times"]:
            print(f"{row['id']}: {found} chapters, {row['times']} times; {row['style']}")
    for name, read in READERS.items():
        given = [row["html_or_text"] for row in notes] if name == "markup" else list(texts.values())
        print(f"{name:42} {microseconds(read, given):.0f} us a text")


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    default = Path(__file__).resolve().parents[3] / "shared" / "corpus"
    main(Path(given[0]) if given else default, verbose="-v" in sys.argv)
    hostile()
