"""Bodies are unpacked within limits, and are whole or nothing."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.errors import FetchError
from feedtool.fetch import body


class Raw(io.BytesIO):
    """As much of urllib3's response as is used."""

    def read(self, size: int | None = -1, /, *, decode_content: bool = True) -> bytes:
        assert not decode_content
        return super().read(size)


def read(packed: bytes, coding: str, most: int = 10**6) -> bytes:
    return body.read(Raw(packed), coding, most)


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "X-GZIP": gzip.compress,
    "deflate": zlib.compress,
    "deflate, ": bare,
    "gzip, identity": gzip.compress,
    "deflate, gzip": lambda data: gzip.compress(zlib.compress(data)),
}


@pytest.mark.parametrize("coding", PACKERS)
@given(data=st.binary(), cut=st.integers(1, 12))
def test_packed_comes_back_and_cut_does_not(coding: str, data: bytes, cut: int) -> None:
    packed = PACKERS[coding](data)
    assert read(packed, coding) == data
    with pytest.raises(body.WrongCoding):
        read(packed[:-cut] or b"\x78", coding)


@pytest.mark.parametrize(
    ("packed", "data"),
    [
        (gzip.compress(b"a") + gzip.compress(b"b"), b"ab"),
        (gzip.compress(b"a") + b"\0" * 512, b"a"),
        (gzip.compress(b"a") + b"<!-- cached -->", b"a"),
    ],
)
def test_what_follows_a_gzip_member(packed: bytes, data: bytes) -> None:
    assert read(packed, "gzip") == data


@pytest.mark.parametrize(
    ("packed", "coding", "reason"),
    [
        (b"<rss/>", "gzip", "packing is broken"),
        (gzip.compress(b"<rss/>")[:-8] + b"\0" * 8, "gzip", "packing is broken"),
        (gzip.compress(b"<rss/>") * 101, "gzip", "more than 100 pieces"),
        (b"", "gzip", "breaks off"),
        (b"<rss/>", "br", "packed as 'br', which was not asked for"),
        (b"<rss/>", "gzip, gzip, gzip", "which was not asked for"),
        (b"<rss/>", "gzip" + ", gzip" * 64, "which was not asked for"),
    ],
)
def test_wrongly_packed(packed: bytes, coding: str, reason: str) -> None:
    with pytest.raises(body.WrongCoding, match=reason):
        read(packed, coding)


@pytest.mark.parametrize(
    ("packed", "coding"),
    [
        (b" " * 2_000_000, ""),
        (gzip.compress(b" " * 20_000_000), "gzip"),
        (gzip.compress(gzip.compress(b" " * 20_000_000)), "gzip, gzip"),
        (gzip.compress(b" " * 90_000) * 50, "gzip"),
    ],
    ids=["plain", "bomb", "bomb in a bomb", "many members"],
)
def test_too_large(packed: bytes, coding: str) -> None:
    with pytest.raises(FetchError, match=r"more than 0\.9537 MiB, which is all that is taken"):
        read(packed, coding)
