"""A file of several sections, each checked when it is read: damage costs time, never a wrong byte.

    sections, one behind the other │ index: length and CRC-32 of each │ their number, CRC-32 of the index, MAGIC

A new one takes the old one's place at once, and whole. It is not flushed to the disk first: what a crash
leaves half there does not pass the check.
"""

from __future__ import annotations

import os
import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from feedtool import files
from feedtool.files import UNFINISHED, sweep

MAGIC = b"feedtool"
_ENTRY = struct.Struct("<QI")
_TAIL = struct.Struct(f"<II{len(MAGIC)}s")
_MOST = 16


class Unusable(Exception):
    """What is kept does not do: it is not there, it is damaged, or it is of something else."""


class Container:
    """Open for reading. Raises `Unusable`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        size = os.fstat(file.fileno()).st_size - _TAIL.size
        number, self.check, magic = _TAIL.unpack(self._at(size, _TAIL.size))
        size -= number * _ENTRY.size
        index = self._at(size, number * _ENTRY.size) if number <= _MOST else b""
        if magic != MAGIC or zlib.crc32(index) != self.check:
            raise Unusable
        self._index = list(_ENTRY.iter_unpack(index))
        if sum(length for length, _ in self._index) != size:
            raise Unusable

    check: int
    """What tells it from others at its place."""

    def section(self, number: int) -> bytes:
        """The bytes of a section, counted from 0. Raises `Unusable`."""
        length, check = self._index[number]
        data = self._at(sum(before for before, _ in self._index[:number]), length)
        if zlib.crc32(data) != check:
            raise Unusable
        return data

    def _at(self, place: int, length: int) -> bytes:
        try:
            self._file.seek(place)
            data = self._file.read(length)
        except (OSError, ValueError) as error:  # ValueError: the file is so short that `place` is negative
            raise Unusable from error
        if len(data) != length:
            raise Unusable
        return data


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """Raises `Unusable`."""
    try:
        file = files.opened(path)
    except OSError as error:
        raise Unusable from error
    with file:
        yield Container(file)


class Writer:
    """Writes a container; on a disk that takes none it does nothing, and nothing will have been kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._index = b""
        self._length = self._check = 0
        self._file, self._temporary = _begun(path)

    def write(self, data: bytes | memoryview) -> None:
        """More of the section."""
        self._length += len(data)
        self._check = zlib.crc32(data, self._check)
        self._put(data)

    def end_section(self) -> None:
        self._index += _ENTRY.pack(self._length, self._check)
        self._length = self._check = 0

    def finish(self) -> int:
        """Put the file in its place; what its `Container.check` is."""
        check = zlib.crc32(self._index)
        self._put(self._index + _TAIL.pack(len(self._index) // _ENTRY.size, check, MAGIC))
        if self._file:
            try:
                self._file.close()
                self._temporary.replace(self._path)
                self._file = None
            except OSError:
                self.abandon()
        return check

    def abandon(self) -> None:
        """Leave what was at the file's place; nothing happens after `finish`."""
        if self._file:
            with suppress(OSError):
                self._file.close()
            with suppress(OSError):
                self._temporary.unlink()
            self._file = None

    def _put(self, data: bytes | memoryview) -> None:
        if self._file:
            try:
                self._file.write(data)
            except OSError:  # a full disk
                self.abandon()


def write(path: Path, *sections: bytes) -> None:
    """A container of these sections, if the disk takes it."""
    writer = Writer(path)
    for section in sections:
        writer.write(section)
        writer.end_section()
    writer.finish()


def _begun(path: Path) -> tuple[BinaryIO | None, Path]:
    """A file of our own beside `path`."""
    try:
        path.parent.mkdir(exist_ok=True)
        sweep(path.parent)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=UNFINISHED, dir=path.parent)
        return os.fdopen(handle, "wb"), Path(name)
    except OSError:
        return None, path
