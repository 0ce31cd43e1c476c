"""Well-formed XML from XML that is nearly so: the text is mended, so that unknown elements stay.

`REPAIRS` names all that is mended; what may be wrong anywhere in a document is in `faults`. Each repair is a pass over
UTF-8 bytes, linear on any input, and leaves CDATA sections, comments and processing instructions alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedtool.model import Problem
from feedtool.upstream import faults
from feedtool.upstream.document import ATTRIBUTE
from feedtool.upstream.faults import Repair
from feedtool.upstream.names import COMMON
from feedtool.upstream.sniff import extent
from feedtool.upstream.text import TAG


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
    """A DOCTYPE goes: nothing is declared in it (`sniff.extent`), and what it points to is never fetched."""
    start = extent(data).start
    prolog, count = _DOCTYPE.subn(b"", data[:start])
    return prolog + data[start:], count


def _declaration(data: bytes) -> tuple[bytes, int]:
    """A faulty XML declaration is written anew."""
    start = extent(data).start
    found = _ANY_DECLARATION.search(data, 0, start)
    if found is None or _DECLARATION.fullmatch(found[0]):
        return data, 0
    return data[: found.start()] + _NEW_DECLARATION + data[found.end() :], 1


def _surroundings(data: bytes) -> tuple[bytes, int]:
    """White space, PHP's warnings and the like go, before and after the document: a declaration must come first."""
    _, start, stop = extent(data)
    declared = _ANY_DECLARATION.search(data, 0, start)
    begin = declared.start() if declared else 0
    if not _MISC.fullmatch(data, begin, start):
        begin = start
    end = len(data) if _MISC.fullmatch(data, stop) else stop
    return data[begin:end], (begin > 0) + (end < len(data))


# --- namespaces

_QUALIFIED = re.compile(rb"([A-Za-z_][\w.-]{0,99}):([A-Za-z_][\w.-]*+)")


def _prefixes(data: bytes) -> tuple[bytes, int]:
    """Prefixes that are declared nowhere are at the root, as what they usually mean or as `urn:undeclared:…`."""
    names = {(match[1], match[2]) for match in map(_QUALIFIED.fullmatch, _names(data)) if match}
    declared = {local for prefix, local in names if prefix == b"xmlns"} | {b"xml", b"xmlns"}
    missing = sorted({prefix for prefix, _ in names} - declared)
    start = extent(data).start
    tag = re.split(rb"(?=[\s/>])", data[start : start + 99], maxsplit=1)[0]
    root = tag + b"".join(map(_declaring, missing))
    return data[:start] + root + data[start + len(tag) :], len(missing)


def _names(data: bytes) -> Iterator[bytes]:
    """The names of elements and attributes, of all tags in which any has a prefix."""
    for tag in faults.START_TAG.findall(data):
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
    ("characters that XML does not have left out", faults.characters),
    ("references to characters that XML does not have left out", faults.references),
    ("HTML entities written as characters", faults.entities),
    ("bare & or < escaped", faults.unescaped),
    ("quotes put around attributes' values", faults.unquoted),
    ("attributes given twice left out", faults.twice),
    ("namespace of RSS's own elements left out", _namespace),
    ("undeclared namespace prefixes declared", _prefixes),
)
"""(what a person reads, the repair), in the order in which they are made."""
