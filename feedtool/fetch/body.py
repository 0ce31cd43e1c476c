"""A response's body: read and unpacked within limits, and whole or not at all."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

_PIECE = 64 * 1024
_STEP = 1024 * 1024


class Broken(Exception):
    """The body is cut, too large, or not packed as it says."""


class WrongCoding(Broken):
    """It is not packed as it says; asked for unpacked it may be right."""


def read(raw: Any, coding: str, most: int) -> bytes:
    """The body of urllib3's response `raw`, at most `most` bytes both on the wire and unpacked. Raises `Broken`."""
    pieces = _pieces(raw, most)
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return b"".join(pieces)
    if coding not in ("gzip", "x-gzip"):
        raise WrongCoding(f"it is packed as {coding[:40]!r}, which was not asked for")
    return _unpacked(pieces, most)


def _pieces(raw: Any, most: int) -> Iterator[bytes]:
    size = 0
    while piece := raw.read(_PIECE, decode_content=False):
        size += len(piece)
        if size > most:
            raise Broken(_too_large(most))
        yield piece


def _unpacked(pieces: Iterator[bytes], most: int) -> bytes:
    """gzip, step by step, since a megabyte can hold a gigabyte; zlib itself does not mind a missing end."""
    unpacker, body = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS), bytearray()
    try:
        for piece in pieces:
            while piece and not unpacker.eof:
                body += unpacker.decompress(piece, _STEP)
                piece = unpacker.unconsumed_tail  # noqa: PLW2901 - what is left of it
                if len(body) > most:
                    raise Broken(_too_large(most))
    except zlib.error as error:
        raise WrongCoding(f"its gzip is broken: {error}") from error
    if not unpacker.eof:
        raise WrongCoding("its gzip breaks off")
    return bytes(body)


def _too_large(most: int) -> str:
    return f"more than {most // 2**20} MiB; that is no feed"
