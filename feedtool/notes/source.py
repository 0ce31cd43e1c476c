"""A note's file, opened: what every layout starts from, and what a layout is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from feedtool.errors import NoteError
from feedtool.model import Note, Problem
from feedtool.notes import blocks, frontmatter, obsidian

_BAD = re.compile("\ufffd")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_CONTROLS = bytes(byte < 0x20 and byte not in b"\t\n\r" for byte in range(256))
"""For each byte 1 if it is a control that XML 1.0 has no place for: the quickest way to see that a text has none."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Controls that XML 1.0 has no place for (https://www.w3.org/TR/xml/#charsets), so that no feed can carry them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    name: str
    """The file, relative to the folder of notes."""
    metadata: frontmatter.Metadata
    body: str
    line: int
    """The line of the file where `body` begins, from 1."""
    problems: tuple[Problem, ...] = ()


class Layout(Protocol):
    """How some program writes notes. A module with these three names is a layout."""

    NAME: str

    def detect(self, source: Source) -> bool:
        """Whether `source` is surely of this layout."""

    def read(self, source: Source) -> tuple[Note, ...]:
        """The notes in `source`, one for each episode."""


def cut(source: Source, starts: Sequence[int]) -> Iterator[Source]:
    """`source` as one for each episode, which begin at `starts`; the second has `#2` behind its name, and so on."""
    for number, (line, body) in enumerate(blocks.cut(source.body, starts, source.line), 1):
        name = source.name if number == 1 else f"{source.name}#{number}"
        problems = source.problems if number == 1 else ()
        yield replace(source, name=name, body=body, line=line, problems=problems)


def open_source(data: bytes, name: str) -> Source:
    """A file's bytes, opened. Raises NoteError when they are no text or their front matter cannot be read."""
    text, complaints = decoded(data)
    suspect = b"\1" in data.translate(_CONTROLS) or "\ufffe" in text or "\uffff" in text
    if suspect and _NOT_XML.search(text):
        complaints += (
            (_line(text, _NOT_XML), "control characters are left out; was the file cut off in saving?"),
        )
        text = _NOT_XML.sub("", text)
    if not text or text.isspace():
        raise NoteError("the file is empty; if it is still being synchronised, wait for the rest")
    opened = frontmatter.split(with_line_feeds(text))
    return Source(
        name=name,
        metadata=opened.metadata,
        body=obsidian.without_comments(opened.body),
        line=opened.line,
        problems=tuple(
            Problem(where=name, line=line, message=text) for line, text in complaints + opened.complaints
        ),
    )


def with_line_feeds(text: str) -> str:
    """`text` with its line ends as one character, whatever system wrote them."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decoded(data: bytes) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text, and what is wrong with it: lines of the file, from 1, and messages. Raises NoteError for no text."""
    encoding = _UTF16.get(data[:2])
    if encoding:
        return data[2:].decode(encoding, "replace"), ()
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> tuple[str, tuple[tuple[int, str], ...]]:
    """As `decoded`: UTF-8 with a few bad bytes, else GB18030, since a text in the one is mostly invalid in the other.

    Raises NoteError.
    """
    text = data.decode(errors="replace")
    if text.count("\ufffd") * 4 <= sum(character > "\x7f" for character in text):
        return text, ((_line(text, _BAD), "bytes that are not UTF-8 became \ufffd; save the file as UTF-8"),)
    try:
        return data.decode("gb18030"), (
            (1, "the file is not UTF-8 and was read as GB18030; save it as UTF-8"),
        )
    except UnicodeDecodeError:
        raise NoteError("the file is neither UTF-8, UTF-16 nor GB18030 text; save it as UTF-8") from None


def _line(text: str, pattern: re.Pattern[str]) -> int:
    """The line of the first match."""
    match = pattern.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 1
