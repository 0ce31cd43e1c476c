"""A text cut into blocks, each with the line of the file that it begins on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise


def cut(text: str, starts: Sequence[int], line: int) -> Iterator[tuple[int, str]]:
    """Line and text of the blocks that begin at `starts`, in order, each up to the next one.

    `text` begins on `line` of the file. What stands before the first block is left out.
    """
    reached = 0
    for start, stop in pairwise((*starts, len(text))):
        line, reached = line + text.count("\n", reached, start), start
        yield line, text[start:stop]
