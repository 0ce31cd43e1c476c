"""Which coding a request gets (RFC 9110 §12.5.3), and that what is made can be undone."""

from __future__ import annotations

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.serving.coding import CODINGS, IDENTITY, choose


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", IDENTITY),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", IDENTITY),
        ("gzip;q=0, br;q=0", IDENTITY),
        ("gzip;q=0.5, identity", IDENTITY),
        ("identity;q=0.5, gzip", "gzip"),
        ("deflate, zstd", IDENTITY),
        ("*", "br"),
        ("*;q=0", IDENTITY),
        ("br;q=0, *", "gzip"),
        ("gzip;q=banana", IDENTITY),
        ("gzip" + " " * 10_000, IDENTITY),
        ("gzip," * 100_000, IDENTITY),
    ],
)
def test_choose(header: str, coding: str) -> None:
    assert choose(header) == coding


@given(st.text())
def test_any_header_gets_something(header: str) -> None:
    assert choose(header) in {IDENTITY, *CODINGS}


@given(st.binary())
def test_codings_can_be_undone_and_are_the_same_twice(body: bytes) -> None:
    undo = {"gzip": gzip.decompress, "br": brotli.decompress}
    assert undo.keys() == CODINGS.keys()
    for name, make in CODINGS.items():
        assert undo[name](make(body)) == body
        assert make(body) == make(body)
