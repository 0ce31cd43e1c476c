"""Bytes of any encoding → UTF-8 bytes whose XML declaration says so."""

from __future__ import annotations

import codecs
import re

from feedtool.errors import NotAFeed
from feedtool.model import Problem
from feedtool.upstream.languages import fits, guess

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""Byte order marks, and how `<` looks without one (XML 1.0 appendix F). In this order: UTF-32's marks begin
with UTF-16's."""

_DECLARED = re.compile(
    rb"""^\s{0,64}<\?xml[^>]{0,200}?\sencoding\s{0,64}=\s{0,64}(["'])([A-Za-z0-9._-]{1,64})\1"""
)
_DECLARED_TEXT = re.compile(
    r"""^(\s{0,64}<\?xml[^>]{0,200}?\sencoding\s{0,64}=\s{0,64})(["'])(?!utf-8\2)[A-Za-z0-9._-]{1,64}\2""",
    re.IGNORECASE,
)

_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""Labels (as Python names them) under which a superset is in use (WHATWG Encoding, §4.2 names and labels)."""

_SEVEN_BITS = ("iso2022", "hz")
"""Encodings whose bytes are all ASCII, so that they would pass for UTF-8."""

_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
"""A character beyond U+FFFF as CESU-8 writes it (Unicode TR 26)."""

_HOLE = "\ufffd"
_FEW = 10
"""Bad bytes that a text may have and still be worth reading with holes, where most of it is ASCII."""
_SOUND = 4
"""As many sound characters beyond ASCII for each bad byte show that it is UTF-8; in other encodings they are rare."""


def may_be_utf8(data: bytes, charset: str = "") -> bool:
    """Whether nothing speaks against UTF-8 without a mark: an XML parser may try it as it is, without a copy made.

    Raises `NotAFeed` when `charset`, which is what HTTP says, is UTF-7.
    """
    declared = _DECLARED.match(data)
    _named(charset)
    return data.startswith(b"<") and (declared is None or declared[2].lower() == b"utf-8")


def to_utf8(data: bytes, charset: str = "") -> tuple[bytes, tuple[Problem, ...]]:
    """`data` as UTF-8 without a byte order mark, and a warning where that took a guess; `charset` is HTTP's word.

    A byte order mark decides, then UTF-8 (a few bad bytes become U+FFFD), then the XML declaration and the
    header where the text makes sense by them, then what makes the text make sense: hosts label bytes as
    anything. Already UTF-8 comes back as it is, but for a declaration that says otherwise.
    Raises `NotAFeed` when nothing fits: a wrong guess would be published as mojibake.
    """
    if data.startswith(b"\x1f\x8b"):
        raise NotAFeed("it is compressed (gzip), and was not unpacked")
    match = _DECLARED.match(data)
    declared = match[2].decode() if match else ""
    text, fault = _decode(data, declared, charset)
    problems = (Problem(where="upstream", message=f"repaired: it {fault}"),) if fault else ()
    return _DECLARED_TEXT.sub(r"\1\2UTF-8\2", text.lstrip("\ufeff")).encode(), problems


def _decode(data: bytes, declared: str, charset: str) -> tuple[str, str]:
    """The text, and what is wrong with its bytes ("" if nothing)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _patched(data)[:2] if encoding == "utf-8" else (_strict(data, encoding), "")
    encodings = [encoding for encoding in map(_named, (declared, charset)) if encoding]
    for encoding in encodings:
        if encoding.startswith(_SEVEN_BITS) and (text := _try(data, encoding)) is not None:
            return text, ""
    if (text := _try(data, "utf-8")) is not None:
        lies = encodings and declared and _named(declared) != "utf-8" and not data.isascii()
        return text, f"is in UTF-8, but says {declared}" if lies else ""
    return _not_utf8(data, [encoding for encoding in encodings if encoding != "utf-8"], declared or charset)


def _not_utf8(data: bytes, encodings: list[str], said: str) -> tuple[str, str]:
    patched, fault, bad = _patched(data)
    if _SOUND * bad <= len(re.findall("[^\0-\x7f\ufffd]", patched)):
        return patched, fault
    readings = [(text, encoding) for encoding in encodings if (text := _try(data, encoding)) is not None]
    for text, encoding in readings:
        if fits(data, text, encoding):
            return text, ""
    if found := guess(data):
        return found[0], f"is in {found[1]}, but says {said or 'nothing of it'}"
    if readings:
        return readings[0][0], ""
    if bad <= _FEW and _HOLE * 2 not in patched:
        return patched, fault
    raise NotAFeed(f"its bytes fit none of the encodings it may have (it says {said or 'nothing of it'})")


def _patched(data: bytes) -> tuple[str, str, int]:
    """As UTF-8 with U+FFFD for each bad sequence of bytes; what was wrong; the number of these."""
    mended, surrogates = _SURROGATES.subn(_paired, data)
    text = mended.decode("utf-8", "replace")
    bad = text.count(_HOLE) - mended.count(_HOLE.encode())
    faults = (
        f"has {surrogates} characters in CESU-8, written as UTF-8" if surrogates else "",
        f"has {bad} bytes that are not UTF-8, replaced by U+FFFD" if bad else "",
    )
    return text, "; ".join(filter(None, faults)), bad


def _paired(match: re.Match[bytes]) -> bytes:
    units = match[0].decode("utf-8", "surrogatepass")
    return units.encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotAFeed(
            f"it begins as {encoding.upper()} but is not: {error.reason} at byte {error.start}"
        ) from error


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _named(label: str) -> str:
    """The encoding that a label means in practice, "" if there is none. Raises `NotAFeed` for UTF-7."""
    try:
        found = codecs.lookup(label)
    except LookupError:
        return ""
    if found.name == "utf-7":  # `+ADw-` is `<` in it: what looks like text to every filter is markup
        raise NotAFeed("it is labelled UTF-7, which is refused: markup hides in it")
    return _WIDER.get(found.name, found.name) if found._is_text_encoding else ""
