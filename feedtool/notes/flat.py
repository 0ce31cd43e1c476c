"""Flat front matter: `key: words`, one a line, in which YAML has nothing to decide.

Exporters hardly write any other (237 of 238 notes in a real vault). One pattern reads it at a quarter of libyaml's
cost, or refuses the block; what it reads, libyaml would read as the same texts.
Source: https://yaml.org/spec/1.1/#id903915 (flow scalar styles: double-quoted, single-quoted, plain)
"""

from __future__ import annotations

import re

Entry = tuple[int, str, tuple[str, ...]]
"""An entry of front matter: its line in the block (from 0), its key, and its value as texts."""

_INDICATORS = r"\s\-?:,\[\]{}#&*!|>'\"%@`"
_ENTRY = re.compile(
    r"\n([^\W_](?:[\w -]{0,80}[\w-])?): "
    r"(?:'([^'\n]*)' *|\"([^\"\\\n]*)\" *"
    rf"|([^{_INDICATORS}][^:#\n]*(?:(?::(?=\S)|(?<=\S)#)[^:#\n]*)*))(?=\n)"  # `: ` and ` #` end plain words
)
_KEYED = re.compile(r"([^\W_][\w -]{0,80}):(?=[ \t]|$)[ \t]*(.*)")
_ITEM = re.compile(r"[ \t]{1,20}-[ \t]+(.*)")


def read(block: str) -> list[Entry] | None:
    """The entries of a block; None where a line is not flat.

    `block` is what stands between the two `---`, so it begins and ends with a line end.
    """
    found = _ENTRY.findall(block)
    if not found or len(found) != block.count("\n") - 1:
        return None
    # YAML has more line ends (U+0085, U+2028), and controls are errors to it: libyaml decides.
    if not block.replace("\n", "").isprintable():
        return None
    return [
        (line, name, (single or double or plain.rstrip(" "),))
        for line, (name, single, double, plain) in enumerate(found, 1)
    ]


def read_by_line(block: str) -> list[Entry]:
    """The entries of a block that is no YAML, by its lines alone: `key: words` and, below a key, `  - words`."""
    found: list[tuple[int, str, list[str]]] = []
    for line, row in enumerate(block.split("\n")):
        if match := _KEYED.match(row):
            found.append((line, match[1], [_unquoted(match[2])]))
        elif found and (match := _ITEM.match(row)):
            found[-1][2].append(_unquoted(match[1]))
    return [(line, name, tuple(filter(None, values))) for line, name, values in found]


def _unquoted(words: str) -> str:
    words = words.strip()
    quoted = len(words) > 1 and words[0] == words[-1] and words[0] in "\"'"
    return words[1:-1] if quoted else words
