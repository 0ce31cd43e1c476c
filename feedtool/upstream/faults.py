"""Faults anywhere inside a document: characters, references and attributes that XML does not have. For `repair`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.entities import html5
from xml.sax.saxutils import escape

from feedtool.upstream.document import ATTRIBUTE
from feedtool.upstream.sniff import OPAQUE
from feedtool.upstream.splices import Splice, pieces
from feedtool.upstream.text import NOT_XML

Repair = Callable[[bytes], tuple[bytes, int]]
"""The document → the document mended, and in how many places."""

_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""`text.NOT_XML`, but for surrogates, as UTF-8 has it."""


def characters(data: bytes) -> tuple[bytes, int]:
    """Characters that XML does not have go."""
    return _ILLEGAL.subn(b"", data)


def _legal(reference: bytes) -> bytes:
    """A character reference, or nothing if XML does not have the character."""
    digits = reference[2:-1].decode()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return reference if number <= 0x10FFFF and not NOT_XML.match(chr(number)) else b""


def _outside(fault: bytes, mend: Callable[[bytes], bytes]) -> Repair:
    """The repair of what matches `fault` outside CDATA sections, comments and processing instructions."""
    pattern = re.compile(OPAQUE + b"|(" + fault + b")", re.DOTALL)

    def repair(data: bytes) -> tuple[bytes, int]:
        count = 0

        def replace(match: re.Match[bytes]) -> bytes:
            nonlocal count
            mended = mend(match[0]) if match[1] else match[0]
            count += mended != match[0]
            return mended

        return pattern.sub(replace, data), count

    return repair


_NAMED = rb"&[A-Za-z][A-Za-z0-9]{1,31};"
_NUMBERED = rb"&#(?:[0-9]{1,10}|x[0-9a-fA-F]{1,8});"
_PREDEFINED = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")
_BARE = rb"&(?!#[0-9]{1,10};|#x[0-9a-fA-F]{1,8};|(?:amp|lt|gt|quot|apos);)|<(?![A-Za-z_/!?\x80-\xff])|\]\]>"
_ESCAPED = {b"&": b"&amp;", b"<": b"&lt;", b"]]>": b"]]&gt;"}


def _character(entity: bytes) -> bytes:
    """The character that an HTML entity stands for; an entity that HTML does not have, or XML has too, stays."""
    if entity in _PREDEFINED or entity[1:].decode() not in html5:
        return entity
    return escape(html.unescape(entity.decode()), {'"': "&quot;"}).encode()


references = _outside(_NUMBERED, _legal)
entities = _outside(_NAMED, _character)
unescaped = _outside(_BARE, _ESCAPED.__getitem__)


# --- attributes

START_TAG = re.compile(OPAQUE + rb"|<([A-Za-z_](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>", re.DOTALL)
_VALUE = re.compile(rb"\"[^\"]*+\"|'[^']*+'|=\s{0,9}((?:[^\s\"'<>/]|/(?!>))++)")
"""What is in quotes; or what is behind `=` without them, as group 1."""


def unquoted(data: bytes) -> tuple[bytes, int]:
    """Values without quotes, as in HTML, get them; `/>` still ends an element."""
    count = 0

    def quote(value: re.Match[bytes]) -> bytes:
        nonlocal count
        count += bool(value[1])
        return b'="' + value[1] + b'"' if value[1] else value[0]

    return START_TAG.sub(lambda tag: _VALUE.sub(quote, tag[0]) if tag[1] else tag[0], data), count


def twice(data: bytes) -> tuple[bytes, int]:
    """Of several attributes of one name in a tag the first stays, as in HTML."""
    count = 0

    def once(match: re.Match[bytes]) -> bytes:
        nonlocal count
        found = list(ATTRIBUTE.finditer(match[0])) if match[1] else []
        first = {each[2]: each for each in reversed(found)}
        more = [each for each in found if each is not first[each[2]]]
        count += len(more)
        return b"".join(pieces(match[0], (Splice(each.start(), each.end(), b"") for each in more)))

    return START_TAG.sub(once, data), count
