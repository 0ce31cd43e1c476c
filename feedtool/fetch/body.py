"""A response's body: read and unpacked within limits, and whole or not at all."""

from __future__ import annotations

import http.client
import socket
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from feedtool.errors import FetchError

ACCEPTED = "gzip, deflate"
"""The codings that are asked for; urllib3's others cannot be unpacked step by step."""
_KNOWN = ("gzip", "x-gzip", "deflate")
_MOST_CODINGS, _MOST_MEMBERS = 2, 100
_GZIP_MAGIC = b"\x1f\x8b"
_PIECE = 64 * 1024
_STEP = 1024 * 1024
_MOMENT = 0.25
"""Seconds in which a server that was told to close shows that it has more to say."""


def _ignored(_: int) -> None:
    pass


class WrongCoding(FetchError):
    """The body is not packed as it says; asked for unpacked it may be right."""


class WholeResponse(http.client.HTTPResponse):
    """Notices what comes after Content-Length bytes.

    http.client drops it in silence, and a feed whose length was counted in characters, or before
    a filter made it longer, would be cut.
    """

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self._connection = sock

    def _close_conn(self) -> None:
        surplus = self.status == 200 and self.length == 0 and self._more()
        super()._close_conn()  # type: ignore[misc]  # typeshed leaves it out; called when the last byte is read
        if surplus:
            raise FetchError("the body is longer than its Content-Length")

    def _more(self) -> bool:
        with suppress(OSError):
            self._connection.settimeout(_MOMENT)
            return bool(self.fp.peek(1))
        return False


def pieces(raw: Any, most: int, come: Callable[[int], object] = _ignored) -> Iterator[bytes]:
    """What urllib3's response `raw` transfers, still packed, in pieces. Raises `FetchError` beyond `most` bytes.

    `come` is told how many bytes there are so far.
    """
    size = 0
    while piece := raw.read(_PIECE, decode_content=False):
        size += len(piece)
        _check(size, most)
        come(size)
        yield piece


def read(raw: Any, codings: str, most: int, come: Callable[[int], object] = _ignored) -> bytes:
    """The body of urllib3's response `raw`, at most `most` bytes on the wire and after each unpacking.

    `codings` is its Content-Encoding; `come` as in `pieces`. Raises `FetchError`, and `WrongCoding` where asking
    again may help.
    """
    names = [
        name for coding in codings.split(",") if (name := coding.strip().lower()) not in ("", "identity")
    ]
    if len(names) > _MOST_CODINGS or not set(names) <= set(_KNOWN):
        raise WrongCoding(f"the body is packed as {codings[:40]!r}, which was not asked for")
    data = b"".join(pieces(raw, most, come))
    for name in reversed(names):
        data = _unpacked(data, _wbits(name, data), most)
    return data


def _unpacked(data: bytes, wbits: int, most: int) -> bytes:
    """All members of it: files joined are a gzip file too (RFC 1952 §2.2). Padding behind the last is left."""
    body = bytearray()
    for _ in range(_MOST_MEMBERS):
        data = _unpack_member(data, wbits, body, most)
        if not data.startswith(_GZIP_MAGIC):
            return bytes(body)
    raise WrongCoding(f"the body is packed in more than {_MOST_MEMBERS} pieces")


def _unpack_member(data: bytes, wbits: int, body: bytearray, most: int) -> bytes:
    """Unpack onto `body`, step by step, since a megabyte can hold a gigabyte; return what follows in `data`."""
    unpacker = zlib.decompressobj(wbits)
    try:
        while data and not unpacker.eof:
            body += unpacker.decompress(data, _STEP)
            data = unpacker.unconsumed_tail
            _check(len(body), most)
        body += unpacker.flush()
    except zlib.error as error:
        raise WrongCoding("the body's packing is broken") from error
    if not unpacker.eof:  # zlib itself does not mind a missing end
        raise WrongCoding("the body's packing breaks off")
    return unpacker.unused_data


def _wbits(coding: str, data: bytes) -> int:
    """zlib's name for a format. "deflate" means zlib's (RFC 9110 §8.4.1.2), but some servers leave its header out."""
    if coding != "deflate":
        return 16 + zlib.MAX_WBITS
    is_zlib = data[:1] and data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


def _check(size: int, most: int) -> None:
    if size > most:
        raise FetchError(f"more than {mebibytes(most)}, which is all that is taken")


def mebibytes(size: int) -> str:
    return f"{size / 2**20:.4g} MiB" if size < 2**30 else f"{size / 2**30:.4g} GiB"
