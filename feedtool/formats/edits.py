"""The splices that changes are made of: an element out, an attribute out or with another value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from feedtool.formats.edition import Edition
from feedtool.upstream.document import ATTRIBUTE, Element, tag_end
from feedtool.upstream.splices import Splice


def drop(element: Element, edition: Edition, what: str = "dropped") -> Iterator[Splice]:
    """Take an element out, and the white space before it."""
    start = element.start - len(edition.document.indent(element))
    yield Splice(start, element.stop, b"", f"{what} {element.name}")


def without(element: Element, edition: Edition, name: str, what: str) -> Splice:
    """Take an attribute out, and the white space before it."""
    found = _find(element, edition, name)
    return Splice(found.start(), found.end(), b"", f"{what} {element.name}@{name}")


def attribute(element: Element, edition: Edition, name: str, value: str, what: str) -> Splice:
    """Give an attribute another value; it comes where there was none."""
    if name in element.attributes:
        found = _find(element, edition, name)
        return Splice(
            found.start(3), found.end(3), quoteattr(value).encode(), f"{what} {element.name}@{name}"
        )
    data = edition.document.data
    end = tag_end(data, element.start)
    at = end - 2 if data[end - 2 : end] == b"/>" else end - 1
    return Splice(at, at, f" {name}={quoteattr(value)}".encode(), f"{what} {element.name}@{name}")


def _find(element: Element, edition: Edition, name: str) -> re.Match[bytes]:
    data = edition.document.data
    attributes = ATTRIBUTE.finditer(data, element.start, tag_end(data, element.start))
    return next(match for match in attributes if match[2] == name.encode())
