"""feedgen's protocol for extensions, and the same for documents that are at hand as bytes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from feedgen.ext.base import BaseExtension
from lxml import etree

from .element import NAMESPACES, Element, append


class Extension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Gives its `elements` to feedgen's RSS; in Atom these namespaces have no place."""

    prefix: ClassVar[str]

    @property
    def elements(self) -> Sequence[Element]:
        """The elements that go into the channel or the item, in order."""
        return ()

    def extend_ns(self) -> dict[str, str]:
        """Prefix and namespace for the root's `xmlns`; feedgen asks the channel's extension only."""
        return {self.prefix: NAMESPACES[self.prefix]}

    def extend_rss(self, parent: etree._Element) -> etree._Element:
        """Append the elements to `parent`: an `item`, a `channel`, or an `rss` with one, as feedgen does."""
        channel = parent.find("channel")
        append(parent if channel is None else channel, self.elements)
        return parent


def children(*extensions: Extension, declare: Collection[str] = ()) -> bytes:
    """The extensions' elements as UTF-8 XML, one after the other, for a document that is at hand as bytes.

    They declare nothing: the document binds `podcast` and `psc` (as `NAMESPACES` does) at its root. Where it
    binds a prefix to something else, or not at all, name it in `declare`; each element then declares it.
    """
    elements = [element for extension in extensions for element in extension.elements]
    return "".join([element.declaring(declare) if declare else element.xml for element in elements]).encode()
