"""Addresses that are no web addresses do not go out: `javascript:`, `data:`, `file:` and the like.

In a feed they stand in attributes (`url`, `href` …) of elements known and unknown, and as the text of a few. On our
pages nothing but `http`, `https` and `mailto` becomes a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from feedtool.formats import clean, edits
from feedtool.formats.edition import Edition
from feedtool.formats.schemes import WEB, scheme, unsafe
from feedtool.upstream.document import Element, first
from feedtool.upstream.splices import Splice

ATTRIBUTES = frozenset({"url", "href", "src", "img", "image", "uri"})
TEXTS = frozenset({"link", "url", "comments", "docs"})
_ANY_SCHEME = frozenset({"uri"})
"""Where `ipfs:`, `magnet:` or `nostr:` are as good (podcast-namespace docs/tags/source.md, social-interact.md)."""
_LINKED = WEB | {"mailto"}

SPEAKS_WITHOUT = frozenset({"podcast:person", "psc:chapter"})
"""An address is only an extra to them; an enclosure, an image, a transcript are nothing without theirs."""


def forbidden(name: str, address: str) -> bool:
    """Whether an address may not go out in an attribute or element of that name."""
    if address.startswith(("https:", "http:")):  # nearly all
        return False
    return unsafe(address) if name in _ANY_SCHEME else scheme(address) not in WEB | {""}


def linked(address: str) -> str:
    """An address that may stand in a link of ours, else ""."""
    return address if scheme(address) in _LINKED else ""


def splices(elements: Iterable[Element], edition: Edition) -> Iterator[Splice]:
    """What takes unsafe addresses out of elements, and out of the elements in them."""
    for element in elements:
        bad = [name for name in element.attributes if _is_forbidden(name, element)]
        if bad and element.name in SPEAKS_WITHOUT:
            yield from (edits.without(element, edition, name, "cleaned") for name in bad)
        elif bad or _says_forbidden(element, edition):
            yield from edits.drop(element, edition, "cleaned")
            continue
        if element.name == "guid":
            yield from _guid(element, edition)
        elif element.children and element.name not in clean.HTML:
            yield from splices(element.children, edition)


def _is_forbidden(name: str, element: Element) -> bool:
    """`name` is an attribute's: with a namespace `uri local prefix`, as expat gives it."""
    local = name.split(" ")[1] if " " in name else name
    return local in ATTRIBUTES and forbidden(local, element.attributes[name])


def _says_forbidden(element: Element, edition: Edition) -> bool:
    """Whether its text is a forbidden address, or, for RSS's <image>, that of the picture."""
    if element.name in TEXTS:
        return forbidden(element.name, edition.document.text(element))
    url = first(element.children, "url") if element.name == "image" else None
    return url is not None and _says_forbidden(url, edition)


def _guid(element: Element, edition: Edition) -> Iterator[Splice]:
    """A guid stays as it is, but is no link: RSS 2.0 takes it for one unless `isPermaLink` says no."""
    if element.attributes.get("isPermaLink") != "false" and unsafe(edition.document.text(element)):
        yield edits.attribute(element, edition, "isPermaLink", "false", "cleaned")
