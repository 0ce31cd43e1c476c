"""Upstream's feed as bytes with a map: where every element of the channel and of its items begins and ends.

One pass of expat reads names, attributes and byte offsets, and nothing is copied: texts are cut out and
decoded when somebody asks. What we serve is this document with a list of splices applied (`splices.apply`), so
that all that was not spliced is upstream's, byte for byte.

expat's rules that this module lives by (measured with 2.5.0): `CurrentByteIndex` is the `<` of a start tag
and of an end tag; for an empty-element tag the end event's index is the byte after `/>`. Indices count
bytes of what was given to `Parse`, which therefore must be UTF-8 with a declaration that says nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.parsers import expat

from feedtool.errors import NotAFeed
from feedtool.upstream.names import canonical
from feedtool.upstream.splices import Splice
from feedtool.upstream.text import TAG, decode

_TREE_DEPTH = 5
"""rss, channel, item, its children and theirs (psc:chapter): deeper elements are nobody's business here."""

ATTRIBUTE = re.compile(rb"(?<!\s)(\s++)([^\s=<>\"'/]++)\s*+=\s*+(\"[^\"]*+\"|'[^']*+')")
"""(white space, name, value in its quotes) of each attribute in a start tag. Possessive: linear on any input."""


class Element(NamedTuple):
    """One element's place: `data[start:stop]` is all of it, `data[close:stop]` its end tag (empty if `<x/>`)."""

    name: str
    """Conventional name whatever prefix upstream chose: `title`, `itunes:image`, `{unknown-uri}local`."""
    start: int
    close: int
    stop: int
    attributes: Mapping[str, str]
    children: tuple[Element, ...]


class Declaration(NamedTuple):
    """`xmlns:prefix="uri"` in the start tag at byte `start`."""

    prefix: str
    uri: str
    start: int


@dataclass(frozen=True, slots=True)
class Document:
    data: bytes
    root: Element
    channel: Element
    items: tuple[Element, ...]
    declarations: tuple[Declaration, ...]

    def content(self, element: Element) -> tuple[int, int]:
        """The bytes between an element's tags, as (start, stop); empty, behind the tag, for `<x/>`."""
        if element.close == element.stop:
            return element.stop, element.stop
        return tag_end(self.data, element.start), element.close

    def refill(self, element: Element, content: bytes, what: str) -> Splice:
        """The splice that gives an element another content; its tags stay (`<x/>` becomes `<x>…</x>`)."""
        start, stop = self.content(element)
        if element.close < element.stop:
            return Splice(start, stop, content, what)
        tag = self.data[element.start : element.stop].removesuffix(b"/>").rstrip()
        name = re.split(rb"\s", tag[1:], maxsplit=1)[0]
        return Splice(element.start, element.stop, tag + b">" + content + b"</" + name + b">", what)

    def text(self, element: Element | None) -> str:
        """An element's character data, entities and CDATA resolved, tags inside it left out; "" for None."""
        if element is None:
            return ""
        start, stop = self.content(element)
        return decode(self.data[start:stop])

    def indent(self, element: Element) -> bytes:
        """The white space before an element: what a new sibling needs to stand in line with it."""
        start = element.start
        while start and self.data[start - 1] in b" \t\r\n":
            start -= 1
        return self.data[start : element.start]


def first(elements: Iterable[Element], name: str) -> Element | None:
    return next((element for element in elements if element.name == name), None)


def every(elements: Iterable[Element], name: str) -> Iterator[Element]:
    return (element for element in elements if element.name == name)


def scan(data: bytes) -> Document:
    """Read well-formed UTF-8 RSS 2.0.

    Raises `NotAFeed` when it is something else: not well-formed, another root element, no channel, or a
    DOCTYPE, which no feed needs and attacks do (entity expansion, external entities).
    """
    top: list[Element] = []
    declarations: list[Declaration] = []
    parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
    parser.namespace_prefixes = True
    parser.buffer_text = False
    stack: list[tuple[int, dict[str, str], list[Element]]] = []  # of each open element, with its siblings
    inside, depth = top, 0

    def declare(prefix: str | None, uri: str | None) -> None:
        declarations.append(Declaration(prefix or "", uri or "", parser.CurrentByteIndex))

    def start(_name: str, attributes: dict[str, str]) -> None:
        nonlocal inside, depth
        depth += 1
        if depth <= _TREE_DEPTH:
            stack.append((parser.CurrentByteIndex, attributes, inside))
            inside = []

    def end(name: str) -> None:
        nonlocal inside, depth
        depth -= 1
        if depth >= _TREE_DEPTH:
            return
        begin, attributes, siblings = stack.pop()
        close = parser.CurrentByteIndex
        # An empty-element tag is closed where it ends; a text that happens to end in "/>" is not one.
        empty = data[close - 2 : close] == b"/>" and not inside and tag_end(data, begin) == close
        stop = close if empty else data.index(b">", close) + 1
        siblings.append(Element(canonical(name), begin, close, stop, attributes, tuple(inside)))
        inside = siblings

    def refuse(*_: object) -> None:
        raise NotAFeed(
            "the feed has a DOCTYPE, which is refused (entities in it can read files or fill the memory)"
        )

    parser.StartNamespaceDeclHandler = declare
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NotAFeed(f"not well-formed XML: {error}") from error
    return _document(data, top[0], tuple(declarations))


def tag_end(data: bytes, start: int) -> int:
    """The byte after the `>` of the start tag at `start`."""
    match = TAG.match(data, start)
    assert match, "expat saw a start tag here"
    return match.end()


def _document(data: bytes, root: Element, declarations: tuple[Declaration, ...]) -> Document:
    channel = first(root.children, "channel")
    if root.name != "rss":
        raise NotAFeed(f"the document is <{root.name}>, not <rss>")
    if channel is None:
        raise NotAFeed("<rss> has no <channel>")
    if first(root.children, "item"):
        raise NotAFeed("<rss> has items outside its <channel>, as RSS 1.0 has")
    return Document(data, root, channel, tuple(every(channel.children, "item")), declarations)
