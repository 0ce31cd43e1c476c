"""Well-formed XML from XML that is nearly so: the text is mended, so unknown elements stay.

What is mended, and only that, is in `REPAIRS`. All of it works on UTF-8 bytes in passes that are linear on
any input; CDATA sections, comments and processing instructions are left alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from html.entities import html5
from xml.sax.saxutils import escape

from feedtool.model import Problem
from feedtool.upstream.document import ATTRIBUTE
from feedtool.upstream.names import COMMON
from feedtool.upstream.sniff import OPAQUE, extent
from feedtool.upstream.splices import Splice, pieces
from feedtool.upstream.text import NOT_XML, TAG

Repair = Callable[[bytes], tuple[bytes, int]]
"""The document → the document mended, and in how many places."""


def repair(data: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    """`data`, which holds a feed (`sniff.extent`), with every repair made, and a warning for each kind."""
    problems = []
    for what, mend in REPAIRS:
        data, count = mend(data)
        if count:
            problems.append(Problem(where="upstream", message=f"repaired: {what} ({count})"))
    return data, tuple(problems)


# --- around the root element

_DECLARATION = re.compile(
    rb"<\?xml\s{1,99}version\s{0,99}=\s{0,99}([\"'])1\.[0-9]\1"
    rb"(?:\s{1,99}encoding\s{0,99}=\s{0,99}([\"'])[A-Za-z][\w.-]{0,99}\2)?"
    rb"(?:\s{1,99}standalone\s{0,99}=\s{0,99}([\"'])(?:yes|no)\3)?\s{0,99}\?>"
)
"""XML 1.0 §2.8."""
_NEW_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_ANY_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,999}>")
_DOCTYPE = re.compile(rb"<!DOCTYPE(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>\s{0,99}", re.IGNORECASE)
_MISC = re.compile(rb"(?:\s++|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))*+", re.DOTALL)


def _doctype(data: bytes) -> tuple[bytes, int]:
    """Nothing is declared in it (`sniff.extent`), and what it points to is never fetched."""
    start = extent(data).start
    prolog, count = _DOCTYPE.subn(b"", data[:start])
    return prolog + data[start:], count


def _declaration(data: bytes) -> tuple[bytes, int]:
    start = extent(data).start
    found = _ANY_DECLARATION.search(data, 0, start)
    if found is None or _DECLARATION.fullmatch(found[0]):
        return data, 0
    return data[: found.start()] + _NEW_DECLARATION + data[found.end() :], 1


def _surroundings(data: bytes) -> tuple[bytes, int]:
    """White space, PHP's warnings and the like before and after the document; a declaration must come first."""
    _, start, stop = extent(data)
    declared = _ANY_DECLARATION.search(data, 0, start)
    begin = declared.start() if declared else 0
    if not _MISC.fullmatch(data, begin, start):
        begin = start
    end = len(data) if _MISC.fullmatch(data, stop) else stop
    return data[begin:end], (begin > 0) + (end < len(data))


# --- characters

_ILLEGAL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""`text.NOT_XML`, but for surrogates, as UTF-8 has it."""


def _characters(data: bytes) -> tuple[bytes, int]:
    return _ILLEGAL.subn(b"", data)


def _legal(reference: bytes) -> bytes:
    """A character reference, if XML has the character."""
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
    """What an HTML entity stands for; one that HTML does not have, or that XML has too, stays."""
    if entity in _PREDEFINED or entity[1:].decode() not in html5:
        return entity
    return escape(html.unescape(entity.decode()), {'"': "&quot;"}).encode()


# --- namespaces

_QUALIFIED = re.compile(rb"([A-Za-z_][\w.-]{0,99}):([A-Za-z_][\w.-]*+)")
_START_TAG = re.compile(OPAQUE + rb"|<([A-Za-z_](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>", re.DOTALL)


def _prefixes(data: bytes) -> tuple[bytes, int]:
    """Declare at the root what is used and declared nowhere: by its known name, else as a name of its own."""
    names = {(match[1], match[2]) for match in map(_QUALIFIED.fullmatch, _names(data)) if match}
    declared = {local for prefix, local in names if prefix == b"xmlns"} | {b"xml", b"xmlns"}
    missing = sorted({prefix for prefix, _ in names} - declared)
    start = extent(data).start
    tag = re.split(rb"(?=[\s/>])", data[start : start + 99], maxsplit=1)[0]
    root = tag + b"".join(map(_declaring, missing))
    return data[:start] + root + data[start + len(tag) :], len(missing)


_VALUE = re.compile(rb"\"[^\"]*+\"|'[^']*+'|=\s{0,9}((?:[^\s\"'<>/]|/(?!>))++)")
"""What is in quotes, or behind `=` and not."""


def _unquoted(data: bytes) -> tuple[bytes, int]:
    """Values without quotes, as HTML has them; `/>` still ends an element."""
    count = 0

    def quote(value: re.Match[bytes]) -> bytes:
        nonlocal count
        count += bool(value[1])
        return b'="' + value[1] + b'"' if value[1] else value[0]

    return _START_TAG.sub(lambda tag: _VALUE.sub(quote, tag[0]) if tag[1] else tag[0], data), count


def _twice(data: bytes) -> tuple[bytes, int]:
    """Of attributes of one name in a tag the first stays, as in HTML."""
    count = 0

    def once(match: re.Match[bytes]) -> bytes:
        nonlocal count
        found = list(ATTRIBUTE.finditer(match[0])) if match[1] else []
        first = {each[2]: each for each in reversed(found)}
        more = [each for each in found if each is not first[each[2]]]
        count += len(more)
        return b"".join(pieces(match[0], (Splice(each.start(), each.end(), b"") for each in more)))

    return _START_TAG.sub(once, data), count


def _names(data: bytes) -> Iterator[bytes]:
    """The names of all elements and attributes, where they have a prefix."""
    for tag in _START_TAG.findall(data):
        if b":" in tag:
            yield re.split(rb"[\s/]", tag, maxsplit=1)[0]
            yield from (name for _, name, _ in ATTRIBUTE.findall(tag))


def _declaring(prefix: bytes) -> bytes:
    uri = COMMON.get(prefix.decode(), f"urn:undeclared:{prefix.decode()}")
    return f' xmlns:{prefix.decode()}="{uri}"'.encode()


_DEFAULT_NAMESPACE = re.compile(rb"\sxmlns\s{0,9}=\s{0,9}(?:\"[^\"<>]*+\"|'[^'<>]*+')")


def _namespace(data: bytes) -> tuple[bytes, int]:
    """RSS 2.0's own elements are in no namespace (https://www.rssboard.org/rss-specification#extendingRss).

    Whichever one <rss> puts them in (userland's, Atom's, RSS 1.0's), it is a mistake: apps read them all the same.
    """
    kind, start, _ = extent(data)
    tag = TAG.match(data, start)
    if tag is None or kind != "rss":
        return data, 0
    root, count = _DEFAULT_NAMESPACE.subn(b"", tag[0])
    return data[:start] + root + data[tag.end() :], count


REPAIRS: tuple[tuple[str, Repair], ...] = (
    ("DOCTYPE left out", _doctype),
    ("faulty XML declaration written anew", _declaration),
    ("white space or text around the document left out", _surroundings),
    ("characters that XML does not have left out", _characters),
    ("references to characters that XML does not have left out", _outside(_NUMBERED, _legal)),
    ("HTML entities written as characters", _outside(_NAMED, _character)),
    ("bare & or < escaped", _outside(_BARE, _ESCAPED.__getitem__)),
    ("quotes put around attributes' values", _unquoted),
    ("attributes given twice left out", _twice),
    ("namespace of RSS's own elements left out", _namespace),
    ("undeclared namespace prefixes declared", _prefixes),
)
"""(what a person reads, the repair), in the order in which they are made."""
