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


def may_be_utf8(data: bytes, charset: str = "") -> bool:
    """Whether nothing speaks against UTF-8 without a mark: an XML parser may try it as it is, without a copy made."""
    match = _DECLARED.match(data)
    declared = match[2].decode().lower() if match else "utf-8"
    return data.startswith(b"<") and declared == "utf-8" and not _utf7([charset])


def to_utf8(data: bytes, charset: str = "") -> tuple[bytes, tuple[str, ...]]:
    """`data` as UTF-8 without a byte order mark, and what had to be done; `charset` is what the HTTP header says.

    A byte order mark decides, then valid UTF-8, then the XML declaration, then the header: hosts label
    UTF-8 as anything. A few bad bytes in UTF-8 become U+FFFD; many mean another encoding. Raises
    `NotAFeed` when nothing fits: a wrong guess would publish gibberish.
    """
    text, told = _decode(data, charset)
    text = text.lstrip("\ufeff")
    stripped = text.lstrip()
    return _DECLARED_TEXT.sub(
        r"\1\2UTF-8\2", stripped if stripped.startswith("<?xml") else text
    ).encode(), told


def _decode(data: bytes, charset: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in (*_BOMS, *_UNMARKED):
        if data.startswith(mark):
            return _strict(data, encoding), ()
    match = _DECLARED.match(data)
    named = [name for name in (match[2].decode() if match else "", charset) if name]
    if _utf7(named):
        raise NotAFeed("it is said to be in UTF-7, which is refused: it hides markup")
    for encoding in ("utf-8", *named):
        name = _WIDER.get(encoding.lower(), encoding)
        if _known(name):
            try:
                return data.decode(name), ()
            except UnicodeDecodeError:
                continue
    return _nearly_utf8(data, named)


def _nearly_utf8(data: bytes, named: list[str]) -> tuple[str, tuple[str, ...]]:
    # CESU-8 writes characters beyond U+FFFF as two surrogates; UTF-16 puts them together again.
    text = data.decode("utf-8", "surrogatepass_or_replace")
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    bad = text.count("\ufffd")
    if bad * 100 > max(100, sum(map("\x7f".__lt__, text))):
        tried = ", ".join(dict.fromkeys(("utf-8", *named)))
        raise NotAFeed(f"its bytes fit none of the encodings it may have ({tried})")
    return text, (f"{bad} bytes that are no UTF-8 became \ufffd",) if bad else ()


def _surrogate_or_replacement(error: UnicodeError) -> tuple[str | bytes, int]:
    try:
        return codecs.lookup_error("surrogatepass")(error)
    except UnicodeError:
        return codecs.lookup_error("replace")(error)


codecs.register_error("surrogatepass_or_replace", _surrogate_or_replacement)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _nearly_utf8(data, [])[0]
        raise NotAFeed(
            f"it begins as {encoding.upper()} but is not: {error.reason} at byte {error.start}"
        ) from error


def _known(encoding: str) -> bool:
    """UTF-7 is none: it hides markup from everybody who looks for it."""
    try:
        return codecs.lookup(encoding)._is_text_encoding and codecs.lookup(encoding).name != "utf-7"
    except LookupError:
        return False


def _utf7(named: list[str]) -> bool:
    return any(name.lower().replace("_", "-") in ("utf-7", "utf7", "unicode-1-1-utf-7") for name in named)
