"""What makes careless patterns slow, repeated; `tests/benchmarks/shownotes.py` says how long a megabyte takes."""

from __future__ import annotations

UNITS = {
    "digits and colons": "1:",
    "times": "12:34 ",
    "times alone": "12:34\n",
    "negative times": "-1:00 x\n",
    "wide times": "７：75",
    "gaps in times": "\n00 : 00 x",
    "dots in times": "\n00.00 x",
    "times in letters": "1h02m18s ",
    "times below titles": "x\n12:34\n\n",
    "times in quotes": '"12:34" x\n',
    "regular times": "12:34 x\n- y\n\n",
    "brackets": "(",
    "links": "[x",
    "tags": "<a ",
    "marks": "*_",
    "labels": "嘉宾：",
    "joined labels": "  嘉宾：张",
    "headings of people": "Host\n",
    "glossaries": "附录\n甲：乙\n",
    "glossaries of blanks": "附录\n" + " " * 60 + "x\n",
    "addresses": "http://",
    "blanks": " ",
    "line ends": "\n",
}


def text(trap: str, size: int) -> str:
    """`size` characters of it."""
    return UNITS[trap] * (size // len(UNITS[trap]))
