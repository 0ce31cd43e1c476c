"""Flat front matter: `key: words`, one a line, in which YAML has nothing to decide.

Exporters hardly write any other (237 of 238 notes in a real vault). One pattern reads it at a quarter of libyaml's
cost, or refuses the block: whatever it takes, libyaml reads as just the same texts.
Source: https://yaml.org/spec/1.1/#id903915 (flow scalar styles: double-quoted, single-quoted, plain)
"""

from __future__ import annotations

import re

_INDICATORS = r"\s\-?:,\[\]{}#&*!|>'\"%@`"
_ENTRY = re.compile(
    r"\n([^\W_](?:[\w -]{0,80}[\w-])?): "
    r"(?:'([^'\n]*)' *|\"([^\"\\\n]*)\" *"
    rf"|([^{_INDICATORS}][^:#\n]*(?:(?::(?=\S)|(?<=\S)#)[^:#\n]*)*))(?=\n)"  # `: ` and ` #` end plain words
)


def read(block: str) -> list[tuple[int, str, tuple[str, ...]]] | None:
    """Line (the block's own, from 0), key and value of each entry; None where a line is not flat.

    `block` is what stands between the two `---`, so it begins and ends with a line end.
    """
    found = _ENTRY.findall(block)
    if not found or len(found) != block.count("\n") - 1:
        return None
    # U+0085, U+2028: YAML has more line ends; controls: an error.
    if not block.replace("\n", "").isprintable():
        return None
    return [
        (line, name, (single or double or plain.rstrip(" "),))
        for line, (name, single, double, plain) in enumerate(found, 1)
    ]
