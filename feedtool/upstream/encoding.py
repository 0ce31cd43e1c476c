"""Bytes of any encoding → UTF-8 bytes whose XML declaration says so."""

from __future__ import annotations

import codecs
import re

from feedtool.errors import NotAFeed

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""In this order: UTF-32's little-endian mark begins with UTF-16's."""

_UNMARKED = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
"""How `<?` looks in UTF-16 without a mark (XML 1.0 appendix F)."""

_DECLARED = re.compile(rb"""^\s{0,64}<\?xml[^>]{0,200}?\sencoding\s*=\s*(["'])([A-Za-z0-9._-]+)\1""")
_DECLARED_TEXT = re.compile(
    r"""^(<\?xml[^>]{0,200}?\sencoding\s*=\s*)(["'])(?!utf-8\2)[A-Za-z0-9._-]+\2""", re.IGNORECASE
)

_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "windows-1252",
    "shift_jis": "cp932",
    "big5": "cp950",
}
"""Labels under which a superset is in use (WHATWG Encoding, §4.2 names and labels)."""


def may_be_utf8(data: bytes) -> bool:
    """Whether nothing speaks against UTF-8 without a mark: an XML parser may try it as it is, without a copy made."""
    declared = _DECLARED.match(data)
    return data.startswith(b"<") and (declared is None or declared[2].lower() == b"utf-8")


def to_utf8(data: bytes, charset: str = "") -> bytes:
    """`data` as UTF-8 without a byte order mark; `charset` is what the HTTP header says.

    A byte order mark decides, then valid UTF-8, then the XML declaration, then the header: hosts label
    UTF-8 as anything. Already UTF-8 comes back as it is, but for a declaration that says otherwise.
    Raises `NotAFeed` when nothing fits.
    """
    text = _decode(data, charset).lstrip("\ufeff")
    stripped = text.lstrip()
    return _DECLARED_TEXT.sub(r"\1\2UTF-8\2", stripped if stripped.startswith("<?xml") else text).encode()


def _decode(data: bytes, charset: str) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding)
    for sample, encoding in _UNMARKED:
        if data.startswith(sample):
            return _strict(data, encoding)
    declared = _DECLARED.match(data)
    candidates = ("utf-8", declared[2].decode() if declared else "", charset)
    for encoding in candidates:
        name = _WIDER.get(encoding.lower(), encoding)
        if name and _known(name):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
    tried = ", ".join(encoding for encoding in candidates if encoding)
    raise NotAFeed(f"its bytes fit none of the encodings it may have ({tried})")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotAFeed(
            f"it begins as {encoding.upper()} but is not: {error.reason} at byte {error.start}"
        ) from error


def _known(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding)._is_text_encoding and codecs.lookup(encoding).name != "utf-7"
    except LookupError:
        return False
