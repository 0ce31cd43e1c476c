"""How reports are drawn in a terminal: rich, with its markup off, since titles have brackets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

__all__ = [
    "Column",
    "Group",
    "RenderableType",
    "Text",
    "folded",
    "grid",
    "heading",
    "indented",
    "more",
    "name",
    "said",
    "show",
    "table",
]


def show(parts: Iterable[RenderableType]) -> None:
    """On standard output."""
    console = Console(markup=False, highlight=False, emoji=False)
    for part in parts:
        console.print(part)


def said(text: str, style: str = "") -> Text:
    """Whole, on as many lines as it takes: Chinese has no blanks to break at."""
    return Text(text, style, overflow="fold")


def name(text: str, style: str = "") -> Text:
    """On one line, cut where it has to be."""
    return Text(text, style, no_wrap=True, overflow="ellipsis")


def heading(text: str) -> Text:
    return Text(f"\n{text}", "bold")


def indented(*parts: RenderableType) -> RenderableType:
    return Padding(Group(*parts), (0, 2))


def grid(rows: Iterable[Sequence[RenderableType]], *columns: Column) -> RenderableType:
    cells = Table.grid(*columns, padding=(0, 2))
    for row in rows:
        cells.add_row(*row)
    return indented(cells)


def table(rows: Iterable[Sequence[RenderableType]], *columns: Column) -> RenderableType:
    """A grid with its columns' names."""
    cells = Table(*columns, box=None, padding=(0, 1), header_style="bold")
    for row in rows:
        cells.add_row(*row)
    return Padding(cells, (0, 1))


def folded(rows: Sequence[RenderableType], most: int | None) -> Iterator[RenderableType]:
    """The first rows, and how many there are more; None shows all."""
    yield from rows[:most]
    yield from more(len(rows), most)


def more(count: int, most: int | None) -> Iterator[RenderableType]:
    if most is not None and count > most:
        yield Text(f"  and {count - most} more with -v", "dim")
