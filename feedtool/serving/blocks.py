"""A body in blocks, so that what has not changed of a large one is neither hashed nor compressed again.

Each block is compressed by itself and flushed to a whole byte, with nothing in it that refers to what stands before
(zlib's Z_FULL_FLUSH), so that blocks, old and new, make one gzip member: https://www.zlib.net/manual.html, RFC 1952.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

Blocks = tuple[bytes, ...]

_HEAD = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF))
"""No name, no date, made on no system to speak of: same bytes at every run."""
_LAST = b"\x03\x00"
"""An empty block that says it is the last one (RFC 1951 §3.2.3)."""


@dataclass(slots=True)
class Memory:
    """What the blocks of a body became; the next body there may have most of them. Threads may share it."""

    digests: Mapping[bytes, bytes] = field(default_factory=dict)
    deflated: Mapping[bytes, bytes] = field(default_factory=dict)


def tag(blocks: Blocks, memory: Memory) -> str:
    """32 hexadecimal digits that change with the content."""
    memory.digests = _made(_digest, blocks, memory.digests)
    return sha256(b"".join(memory.digests[block] for block in blocks)).hexdigest()[:32]


def gzip(blocks: Blocks, memory: Memory) -> Blocks:
    """The body in gzip."""
    memory.deflated = made = _made(_deflated, blocks, memory.deflated)
    check = size = 0
    for block in blocks:
        check, size = zlib.crc32(block, check), size + len(block)
    return (_HEAD, *(made[block] for block in blocks), _LAST + struct.pack("<II", check, size % 2**32))


def _made(
    make: Callable[[bytes], bytes], blocks: Sequence[bytes], known: Mapping[bytes, bytes]
) -> dict[bytes, bytes]:
    """What is made of each block; Python hashes a bytes object once, and one that it has seen is found at once."""
    return {block: known[block] if block in known else make(block) for block in blocks}


def _digest(block: bytes) -> bytes:
    return sha256(block).digest()


def _deflated(block: bytes) -> bytes:
    compressor = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(block) + compressor.flush(zlib.Z_FULL_FLUSH)
