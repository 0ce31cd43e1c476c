"""Addresses that are no web addresses: `javascript:`, `data:`, `file:` and the like do not go out.

In a feed they stand in attributes (`url`, `href` …) of elements known and unknown, and as the text of a few. On our
pages nothing but `http`, `https` and `mailto` becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feedtool.formats import clean, edits
from feedtool.formats.edition import Edition
from feedtool.upstream.document import Element, first
from feedtool.upstream.splices import Splice

ATTRIBUTES = frozenset({"url", "href", "src", "img", "image", "uri"})
TEXTS = frozenset({"link", "url", "comments", "docs"})
_UNSAFE = frozenset(
    "javascript vbscript livescript data file filesystem blob jar view-source feed about".split()
)
"""They run, or read what is on the listener's machine. Others (ipfs:, magnet:, nostr:) mean something to some apps."""
_LINKED = frozenset({"http", "https", "mailto"})

SPEAKS_WITHOUT = frozenset({"podcast:person", "psc:chapter"})
"""An address is only an extra to them; an enclosure, an image, a transcript are nothing without theirs."""

_IGNORED = re.compile("[\0-\x20]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)")


def scheme(address: str) -> str:
    """An address's scheme in lower case, "" without one. White space and controls do not count (WHATWG URL §4.4)."""
    found = _SCHEME.match(_IGNORED.sub("", address).lower())
    return found[0] if found else ""


def unsafe(address: str) -> bool:
    """Whether an address runs, or reads what is on the listener's machine."""
    return not address.startswith("http") and scheme(address) in _UNSAFE  # nearly all do


def linked(address: str) -> str:
    """An address that may stand in a link of ours, else ""."""
    return address if scheme(address) in _LINKED else ""


def splices(elements: Iterable[Element], edition: Edition) -> Iterator[Splice]:
    """What takes unsafe addresses out of elements, and out of the elements in them."""
    for element in elements:
        unsafe = [name for name in element.attributes if _is_unsafe(name, element)]
        if unsafe and element.name in SPEAKS_WITHOUT:
            yield from (edits.without(element, edition, name, "cleaned") for name in unsafe)
        elif unsafe or _says_unsafe(element, edition):
            yield from edits.drop(element, edition, "cleaned")
            continue
        if element.name == "guid":
            yield from _guid(element, edition)
        elif element.children and element.name not in clean.HTML:
            yield from splices(element.children, edition)


def _is_unsafe(name: str, element: Element) -> bool:
    """`name` is an attribute's: with a namespace `uri local prefix`, as expat gives it."""
    local = name.split(" ")[1] if " " in name else name
    return local in ATTRIBUTES and unsafe(element.attributes[name])


def _says_unsafe(element: Element, edition: Edition) -> bool:
    """Whether its text is an unsafe address, or, for RSS's <image>, that of the picture."""
    if element.name in TEXTS:
        return unsafe(edition.document.text(element))
    url = first(element.children, "url") if element.name == "image" else None
    return url is not None and _says_unsafe(url, edition)


def _guid(element: Element, edition: Edition) -> Iterator[Splice]:
    """A guid stays as it is, but is no link: RSS 2.0 takes it for one unless `isPermaLink` says no."""
    if element.attributes.get("isPermaLink") != "false" and unsafe(edition.document.text(element)):
        yield edits.attribute(element, edition, "isPermaLink", "false", "cleaned")
