"""A file on a server, read in parts: Range requests (RFC 9110 §14) below Python's own buffered reader."""

from __future__ import annotations

import io
import os
import re

import requests

from feedtool.errors import FetchError
from feedtool.fetch import answer, body, client
from feedtool.fetch.deadline import Deadline

_BLOCK = 64 * 1024
"""Bytes that a small read transfers, so that the next ones cost no request."""
_PLACE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18})")


class RemoteFile(io.BufferedReader):
    """A file on a server; see `fetch.open_remote`."""

    raw: _Remote

    @property
    def etag(self) -> str:
        """The version that was read; "" before the first read, or when the server names none."""
        return self.raw.etag


def open_remote(url: str, max_bytes: int, guard: client.Guard) -> RemoteFile:
    """The file at an address: `max_bytes` in all, and `guard.limits.total` seconds from now on."""
    return RemoteFile(_Remote(url, max_bytes, guard), _BLOCK)


class _Remote(io.RawIOBase):
    def __init__(self, url: str, max_bytes: int, guard: client.Guard) -> None:
        self._url, self._guard, self._most, self._left = url, guard, max_bytes, max_bytes
        self._deadline = Deadline(guard.limits.total)
        self._address = url
        """Where redirects led, for the parts that follow: they should be the same file's."""
        self._at = 0
        self._known: tuple[int, str] | None = None
        """The file's size and ETag."""

    @property
    def etag(self) -> str:
        return self._known[1] if self._known else ""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_END:
            offset += self._size()
        elif whence == os.SEEK_CUR:
            offset += self._at
        if offset < 0:
            raise OSError("sought before the beginning")
        self._at = offset
        return offset

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed's name is private
        stop = self._at + len(buffer)
        if self._known:
            stop = min(stop, self._size())
        if stop <= self._at:
            return 0
        data = self._part(self._at, stop)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._deadline.close()
        super().close()

    def _size(self) -> int:
        if self._known is None:
            self._part(0, 1)
        assert self._known
        return self._known[0]

    def _part(self, start: int, stop: int) -> bytes:
        """The bytes from `start` to before `stop`, or before the file's end."""
        with client.explained(self._url, self._deadline):
            headers = {"Accept": "*/*", "Accept-Encoding": "identity", "Range": f"bytes={start}-{stop - 1}"}
            found = client.ask(self._address, headers, {}, self._guard, self._deadline)
            with found.response as response:
                if response.status_code not in (200, 206):
                    raise client.refusal(found, expected=206)
                first, size = _place(response)
                self._check(response, size)
                return self._read(response, first, start, min(stop, size))

    def _read(self, response: requests.Response, first: int, start: int, stop: int) -> bytes:
        """From a body that begins with the file's byte `first`: 0 where the server ignores Range."""
        needed = stop - first
        if first > start:
            raise FetchError("the server gave other bytes than those asked for")
        if needed > self._left:
            ignored = "" if response.status_code == 206 else ", since the server knows no Range requests"
            raise FetchError(f"more than {body.mebibytes(self._most)} would have to be read{ignored}")
        data: bytes = response.raw.read(needed, decode_content=False)
        self._left -= len(data)
        if len(data) < needed:
            raise FetchError("the file breaks off")
        return data[start - first :]

    def _check(self, response: requests.Response, size: int) -> None:
        """That it is the same file as before: some hosts put other advertisements into each copy."""
        known = size, response.headers.get("ETag", "")
        if self._known not in (None, known):
            raise FetchError("the file changed while it was read")
        self._known, self._address = known, response.url


def _place(response: requests.Response) -> tuple[int, int]:
    """The first byte's place in the file, and the file's size."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise FetchError("the file is packed, although that was not asked for")
    if response.status_code == 200:
        size = answer.length(response.headers)
        if size is None:
            raise FetchError("the server knows no Range requests and gives no Content-Length")
        return 0, size
    found = _PLACE.fullmatch(response.headers.get("Content-Range", "").strip())
    if not found:
        raise FetchError("the server's Content-Range can't be read")
    return int(found[1]), int(found[2])
