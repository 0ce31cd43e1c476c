"""Which coding a request gets (RFC 9110 §12.5.3), and that what is made can be undone."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.serving.blocks import Blocks, Memory, tag
from feedtool.serving.blocks import gzip as gzip_
from feedtool.serving.coding import CODINGS, IDENTITY, choose, offered


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


@pytest.mark.parametrize(("size", "coding"), [(100, "br"), (100_000_000, "gzip")])
def test_a_large_body_goes_in_what_is_made_again_in_part(size: int, coding: str) -> None:
    assert choose("gzip, br", offered(size)) == coding
    assert choose("br", offered(size)) == ("br" if coding == "br" else IDENTITY)


BLOCKS = st.lists(st.binary(max_size=100) | st.integers(0, 100_000).map(bytes), max_size=6).map(tuple)


@given(BLOCKS)
def test_codings_can_be_undone_and_are_the_same_twice(body: Blocks) -> None:
    undo = {"gzip": gzip.decompress, "br": brotli.decompress}
    assert undo.keys() == CODINGS.keys()
    for name, make in CODINGS.items():
        assert undo[name](b"".join(make(body, Memory()))) == b"".join(body)
        assert make(body, Memory()) == make(body, Memory())


@given(BLOCKS, BLOCKS, BLOCKS)
def test_what_was_there_before_changes_no_byte(before: Blocks, body: Blocks, common: Blocks) -> None:
    memory = Memory()
    for blocks in (before + common, common + body):
        assert (gzip_(blocks, memory), tag(blocks, memory)) == (
            gzip_(blocks, Memory()),
            tag(blocks, Memory()),
        )
        assert set(memory.deflated) == set(memory.digests) == set(blocks)


def test_a_block_that_stays_is_not_made_again() -> None:
    memory, stays = Memory(), b"x" * 1000
    before = gzip_((b"a", stays, b"b"), memory)
    after = gzip_((b"c", bytes(bytearray(stays)), b"d", b"e"), memory)
    assert after[2] is before[2]


def test_readers_other_than_ours_undo_it(tmp_path: Path) -> None:
    body = tuple(bytes([number]) * 50_000 for number in range(20))
    (tmp_path / "body.gz").write_bytes(b"".join(gzip_(body, Memory())))
    undone = subprocess.run(["gzip", "-dc", tmp_path / "body.gz"], check=True, capture_output=True)
    assert undone.stdout == b"".join(body)
