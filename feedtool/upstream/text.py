"""What the bytes of well-formed XML content say: entities and CDATA resolved, tags left out."""

from __future__ import annotations

import re

# A `>` inside a quoted attribute value does not end a tag. Possessive, so linear on any input.
TAG = re.compile(rb"<(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML cannot hold (XML 1.0 §2.2)."""
_COMMENT_OR_CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(?:lt|gt|amp|quot|apos));")
_PREDEFINED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}


def section(raw: bytes) -> bytes | None:
    """What stands in the CDATA section that `raw` is, but for white space around it; None if it is anything else."""
    raw = raw.strip()
    if raw.startswith(b"<![CDATA[") and raw.endswith(b"]]>") and raw.count(b"<![CDATA[") == 1:
        return raw[len(b"<![CDATA[") : -len(b"]]>")]
    return None


def decode(raw: bytes) -> str:
    """The text that well-formed XML content stands for (XML 1.0 §2.4, §2.7, §2.11, §4.1)."""
    if b"<" not in raw:
        return _dereference(raw)
    if b"<!--" in raw or b"<?" in raw:  # either may hide what looks like a CDATA section
        raw = _COMMENT_OR_CDATA.sub(lambda match: match[0] if match[0].startswith(b"<![") else b"", raw)
    head, *sections = raw.split(b"<![CDATA[")
    pieces = [_untagged(head)]
    for section in sections:
        literal, _, rest = section.partition(b"]]>")
        pieces += literally(literal), _untagged(rest)
    return "".join(pieces)


def _untagged(raw: bytes) -> str:
    return _dereference(TAG.sub(b"", raw) if b"<" in raw else raw)


def _dereference(raw: bytes) -> str:
    text = literally(raw)
    if "&" not in text:
        return text
    if "&#" in text:
        return _REFERENCE.sub(_character, text)
    for reference, character in _PREDEFINED.items():  # & last: "&amp;lt;" means "&lt;"
        text = text.replace(reference, character)
    return text


def literally(raw: bytes) -> str:
    """What stands in a CDATA section, as text: no references, and every line end is a line feed."""
    text = raw.decode()
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal = match.groups()
    if decimal or hexadecimal:
        return chr(int(decimal) if decimal else int(hexadecimal, 16))
    return _PREDEFINED[match[0]]
