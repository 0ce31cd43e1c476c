"""The one door to python-frontmatter and YAML: a note's front matter as texts, whatever stands in it.

PyYAML's loaders are too clever for notes: `21:54` is the number 1314 to them, `yes:` the key True, 2025-02-30
an exception, nine lines of aliases a gigabyte, and 30,000 brackets crash libyaml's composer. So we read
libyaml's events: there are limits to them, and every scalar stays the text that its author wrote. Flat front
matter does not even need those (`flat`).
Source: https://yaml.org/spec/1.1/#id859109 (events), https://python-frontmatter.readthedocs.io/ (handlers)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from feedtool.errors import NoteError
from feedtool.notes import flat

MAX_BYTES = 64 * 1024
MAX_ALIASES = 20
MAX_DEPTH = 20

Metadata = Mapping[str, tuple[str, ...]]
"""Keys as `key()` writes them; a scalar is a tuple of one text, nested lists are flattened."""

_CLOSING = re.compile(r"\n-{3,}[ \t]*$", re.MULTILINE)
_SNIPD = "\nfrom_snipd: true\n"
"""Snipd's own mark: its plugin writes values without quotes that they need (`show_author: @Handle`)."""
_ADVICE = "values with `: `, `#`, `@` or brackets in them need quotes"

_TAGS = frozenset(
    f"tag:yaml.org,2002:{tag}" for tag in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    metadata: Metadata
    body: str
    """The text after the front matter, without blank lines around it."""
    line: int
    """The line of the file where `body` begins, from 1."""
    complaints: tuple[tuple[int, str], ...] = ()
    """What is wrong with the front matter, each with its line of the file."""


def split(text: str) -> Opened:
    """The front matter and the body of a note; without a `---` on top, all of it is body.

    Raises NoteError when the block is not closed, empty, too large, no list of keys, or not valid YAML.
    """
    stripped = text.strip()
    first = 1 + text.count("\n", 0, len(text) - len(text.lstrip()))
    handler = _Handler(first_line=first)
    if not handler.detect(stripped):
        return Opened(metadata={}, body=stripped, line=first)
    closing = _CLOSING.search(stripped)
    if closing is None:
        raise NoteError(f"the front matter opened by --- on line {first} is never closed: add a line ---")
    # Only the head: python-frontmatter makes copies of all it is given.
    metadata, _ = frontmatter.parse(stripped[: closing.end()], handler=handler)
    body = stripped[closing.end() :].lstrip()
    return Opened(
        metadata={key: value for key, value in metadata.items() if isinstance(value, tuple)},
        body=body,
        line=first + stripped.count("\n", 0, len(stripped) - len(body)),
        complaints=tuple(handler.complaints),
    )


@lru_cache(maxsize=1024)  # the notes of a vault have the same few keys
def key(name: str) -> str:
    """`episode_title`, `Episode-Title` and `episode title` are one key."""
    return name.strip().lower().replace("_", " ").replace("-", " ")


class _Handler(YAMLHandler):
    """python-frontmatter's handler for `---` blocks, with our reader in place of its loader."""

    FM_BOUNDARY = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)

    def __init__(self, *, first_line: int) -> None:
        super().__init__()
        self.line = first_line
        self.complaints: list[tuple[int, str]] = []

    def load(self, fm: str, **_: object) -> dict[str, tuple[str, ...]]:
        if len(fm.encode()) > MAX_BYTES:
            raise NoteError(
                f"the front matter is larger than {MAX_BYTES // 1024} KiB; is a line --- missing?"
            )
        try:
            return self._entries(flat.read(fm) or _Reader(fm, self.line).entries())
        except yaml.YAMLError as error:
            if _SNIPD not in fm:
                raise NoteError(
                    f"the front matter is no valid YAML: {self._where(error)}; {_ADVICE}"
                ) from error
            message = f"Snipd's front matter is no valid YAML and was read line by line: {self._where(error)}"
            self.complaints = [(self.line, message)]
            return self._entries(flat.read_by_line(fm))

    def _entries(self, found: Iterable[flat.Entry]) -> dict[str, tuple[str, ...]]:
        entries: dict[str, tuple[str, ...]] = {}
        for line, name, value in found:
            if key(name) in entries:
                message = f"the front matter has {name!r} twice; the last one counts"
                self.complaints.append((self.line + line, message))
            entries[key(name)] = value
        if not entries:
            raise NoteError("the front matter is empty: name the episode in it, or remove the two --- lines")
        return entries

    def _where(self, error: yaml.YAMLError) -> str:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        return f"line {self.line + mark.line}, column {mark.column + 1}: {what}" if mark else what


class _Reader:
    """libyaml's events as texts, within limits; `line` is the file's line where the block begins."""

    def __init__(self, block: str, line: int) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(block, Loader=yaml.CSafeLoader)
        self._line = line
        self._anchors: dict[str, tuple[str, ...]] = {}
        self._aliases = 0

    def entries(self) -> Iterator[flat.Entry]:
        """The entries of the mapping that front matter is. Raises NoteError for anything else, and YAMLError."""
        for event in self._events:
            if isinstance(event, yaml.MappingStartEvent):
                yield from self._mapping()
                return
            if isinstance(event, yaml.NodeEvent):
                raise NoteError(
                    "the front matter is no list of keys: write `title: …`, `source: …`, one a line"
                )

    def _mapping(self) -> Iterator[flat.Entry]:
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = " ".join(self._texts(event, 1))
            yield _line(event), name, self._texts(next(self._events), 1)

    def _texts(self, event: yaml.Event, depth: int) -> tuple[str, ...]:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if isinstance(event, yaml.ScalarEvent):
            texts: tuple[str, ...] = (event.value,)
        else:
            texts = self._collection(event, depth + 1)
        tag = getattr(event, "tag", None)
        if tag and tag not in _TAGS:
            raise self._error(
                event, f"the tag {tag.replace('tag:yaml.org,2002:', '!!')} has no place in a note"
            )
        if anchor := getattr(event, "anchor", None):
            self._anchors[anchor] = texts
        return texts

    def _collection(self, event: yaml.Event, depth: int) -> tuple[str, ...]:
        if depth > MAX_DEPTH:
            raise self._error(event, f"lists are nested deeper than {MAX_DEPTH}")
        texts: list[str] = []
        while not isinstance(inner := next(self._events), yaml.CollectionEndEvent):
            texts.extend(self._texts(inner, depth))
        return tuple(texts) if isinstance(event, yaml.SequenceStartEvent) else ()

    def _alias(self, event: yaml.AliasEvent) -> tuple[str, ...]:
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise self._error(event, f"more than {MAX_ALIASES} aliases")
        if event.anchor not in self._anchors:
            raise self._error(event, f"the alias *{event.anchor} stands before the end of what it names")
        return self._anchors[event.anchor]

    def _error(self, event: yaml.Event, message: str) -> NoteError:
        return NoteError(f"the front matter cannot be used: line {self._line + _line(event)}: {message}")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0
