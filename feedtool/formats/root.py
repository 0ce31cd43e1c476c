"""The beginning of the document: its XML declaration, the root tag, and the namespaces wherever they are declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import quoteattr

from feedtool.formats.edition import Edition
from feedtool.upstream.document import ATTRIBUTE, Declaration, tag_end
from feedtool.upstream.names import NAMESPACES, meant
from feedtool.upstream.splices import Splice


def splices(edition: Edition) -> Iterator[Splice]:
    """The XML declaration; misspelt namespaces wherever they are; at <rss> stray attributes and our prefixes."""
    document = edition.document
    data, root = document.data, document.root
    declaration = _XML_DECLARATION.match(data)
    if not (declaration and b"encoding" in declaration[0]):
        yield Splice(0, declaration.end() if declaration else 0, _DECLARED, "repaired the XML declaration")
    for style in _STYLESHEET.finditer(data, 0, root.start):
        yield Splice(style.start(), style.end(), b"", "dropped xml-stylesheet")
    for start in dict.fromkeys([root.start, *(declaration.start for declaration in document.declarations)]):
        for match in ATTRIBUTE.finditer(data, start, tag_end(data, start)):
            name, value = match[2].decode(), match[3][1:-1].decode()
            prefix = meant(value) if name.startswith("xmlns") else ""
            if prefix and value != NAMESPACES[prefix]:
                uri = f'"{NAMESPACES[prefix]}"'.encode()
                yield Splice(match.start(3), match.end(3), uri, f"repaired xmlns of {prefix}")
            elif start == root.start and ":" not in name and name not in ("version", "xmlns"):
                yield Splice(match.start(), match.end(), b"", f"repaired rss@{name}")
    declare = "".join(
        f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in USED if prefix not in _at_root(edition)
    )
    version = "" if root.attributes.get("version") else ' version="2.0"'
    if declare or version:
        at = tag_end(data, root.start) - 1
        yield Splice(at, at, (version + declare).encode(), "declared namespaces")


_XML_DECLARATION = re.compile(rb"<\?xml\s[^>]*\?>\s*")
_STYLESHEET = re.compile(rb"<\?xml-stylesheet\b.*?\?>\s*", re.DOTALL)
_DECLARED = b'<?xml version="1.0" encoding="UTF-8"?>\n'
USED = ("atom", "content", "itunes", "podcast", "psc")
"""The prefixes of what we add; AntennaPod and Podcast Index know the elements by these only."""


def _at_root(edition: Edition) -> Mapping[str, str]:
    """Prefix → URI, as <rss> declares them."""
    root = edition.document.root.start
    return {each.prefix: each.uri for each in edition.document.declarations if each.start == root}


def taken(edition: Edition) -> frozenset[str]:
    """The prefixes that upstream uses for something else, somewhere: our elements declare them themselves."""
    return taken_by(edition.document.declarations)


def taken_by(declarations: Iterable[Declaration]) -> frozenset[str]:
    return frozenset(
        each.prefix for each in declarations if each.prefix in NAMESPACES and meant(each.uri) != each.prefix
    )


def xmlns(prefix: str, edition: Edition) -> str:
    """The declaration that an element of ours needs: "" where the root's holds."""
    holds = (prefix in USED or prefix in _at_root(edition)) and prefix not in taken(edition)
    return "" if holds else f" xmlns:{prefix}={quoteattr(NAMESPACES[prefix])}"
