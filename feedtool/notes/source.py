"""A note's file, opened: what every layout starts from, and what a layout is."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Protocol

from feedtool.errors import NoteError
from feedtool.model import Note, Problem
from feedtool.notes import frontmatter

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 has no place for (https://www.w3.org/TR/xml/#charsets), so that no feed can carry it."""


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


def open_source(data: bytes, name: str) -> Source:
    """A file's bytes, opened. Raises NoteError when they are no text or their front matter cannot be read."""
    text, complaints = _decode(data)
    opened = frontmatter.split(text)
    doubles = (
        Problem(where=name, line=line, message=f"the front matter has {key!r} twice; the last one counts")
        for line, key in opened.doubles
    )
    return Source(
        name=name,
        metadata=opened.metadata,
        body=opened.body,
        line=opened.line,
        problems=(*(Problem(where=name, message=complaint) for complaint in complaints), *doubles),
    )


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    text, complaint = _text(data)
    complaints: tuple[str, ...] = (complaint,) if complaint else ()
    if _NOT_XML.search(text):
        text, count = _NOT_XML.subn("", text)
        complaints += (
            f"{count} control characters left out; was the file cut off while it was being saved?",
        )
    if not text.strip():
        raise NoteError("the file is empty; if it is still being synchronised, wait for the rest")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text, complaints


def _text(data: bytes) -> tuple[str, str]:
    encoding = _UTF16.get(data[:2])
    if encoding:
        return data[2:].decode(encoding, "replace"), ""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode(), ""
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> tuple[str, str]:
    """UTF-8 with a few bad bytes, else GB18030: a text in the one is mostly invalid in the other."""
    text = data.decode(errors="replace")
    bad = text.count("\ufffd")
    if bad * 4 <= sum(character > "\x7f" for character in text):
        return text, f"{bad} bytes are not UTF-8 and became \ufffd; save the file as UTF-8"
    try:
        return data.decode("gb18030"), "the file is not UTF-8 and was read as GB18030; save it as UTF-8"
    except UnicodeDecodeError:
        raise NoteError("the file is neither UTF-8, UTF-16 nor GB18030 text; save it as UTF-8") from None
