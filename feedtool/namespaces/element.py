"""XML elements as they are written: a name, and the element's XML with a prefix of `NAMESPACES`.

A splice wants bytes, feedgen an lxml tree. Written once, an element serves both: joined as it is for the one,
parsed for the other. Joining is less work than an lxml tree of such small elements; parsing proves it is XML.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from lxml import etree

NAMESPACES: Final = {
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
"""Prefix -> URI. AntennaPod and Podcast Index go by the prefix as well, so it is part of the name."""

_DECLARATIONS: Final = {prefix: f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items()}

# What cannot stand as it is: https://www.w3.org/TR/xml/#charsets and #syntax.
SPECIAL: Final = re.compile(r'[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
_IN_TEXT: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': '"', "\t": "\t", "\n": "\n", "\r": "&#13;"}
_IN_ATTRIBUTE: Final = {**_IN_TEXT, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}


class Element(NamedTuple):
    """An element's name (`podcast:person`; RSS's own have no prefix) and its XML, without declarations."""

    name: str
    xml: str

    def declaring(self, prefixes: Collection[str]) -> str:
        """The XML, with those of `prefixes` declared that the element or something in it uses."""
        used = [prefix for prefix in NAMESPACES if prefix in prefixes and f"<{prefix}:" in self.xml]
        declarations = "".join([_DECLARATIONS[prefix] for prefix in used])
        return f"<{self.name}{declarations}{self.xml[len(self.name) + 1 :]}"


def escaped(value: str, *, attribute: bool) -> str:
    """`value` as XML, in double quotes if an attribute's; KeyError with the character that XML has not."""
    table = _IN_ATTRIBUTE if attribute else _IN_TEXT
    return SPECIAL.sub(lambda match: table[match[0]], value)


def append(parent: etree._Element, elements: Iterable[Element]) -> None:
    """Append `elements` to an lxml element; a prefix that it does not bind is declared at the new child."""
    xml = "".join([element.xml for element in elements])
    parent.extend(etree.fromstring(f"<all{''.join(_DECLARATIONS.values())}>{xml}</all>"))
