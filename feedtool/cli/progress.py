"""Long work, as lines on standard error that go when it is done; nothing at all where that is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from feedtool.fetch import Response, Validators, fetch

if TYPE_CHECKING:
    from rich.progress import Progress


class Display:
    """What is going on; `lines` is None where nobody looks."""

    def __init__(self, lines: Progress | None) -> None:
        self._lines = lines

    def each(self, slugs: Sequence[str]) -> Iterator[str]:
        """The shows, one after another."""
        if self._lines is None:
            yield from slugs
            return
        line = self._lines.add_task("", total=len(slugs), amount="")
        for number, slug in enumerate(slugs):
            amount = f"{number + 1}/{len(slugs)}" if len(slugs) > 1 else ""
            self._lines.update(line, description=slug, completed=number, amount=amount)
            yield slug
        self._lines.remove_task(line)

    def doing(self, what: str) -> None:
        """Something that nobody knows the end of, until the display ends."""
        if self._lines is not None:
            self._lines.add_task(what, total=None, amount="")

    def fetch(self, url: str, validators: Validators = Validators()) -> Response:
        """`feedtool.fetch.fetch`, with the bytes that come."""
        lines = self._lines
        if lines is None:
            return fetch(url, validators)
        line = lines.add_task(f"asking {_host(url)}", total=None, amount="")

        def come(size: int, expected: int | None) -> None:
            lines.update(line, completed=size, total=expected, amount=f"{size / 1e6:.1f} MB")

        try:
            return fetch(url, validators, progress=come)
        finally:
            lines.remove_task(line)


def _host(url: str) -> str:
    """Without a password, and of anything that may have been typed."""
    return url.partition("//")[2].partition("/")[0].rpartition("@")[2] or url


@contextmanager
def display() -> Iterator[Display]:
    if not sys.stderr.isatty():
        yield Display(None)
        return
    from rich.console import Console  # noqa: PLC0415 - 70 ms that only terminals pay
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[amount]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as lines:
        yield Display(lines)
