"""The one table of what of upstream's does not go through as it is.

Everything else, known or not, passes byte for byte. `kind` is one of

    dropped    it would lead subscribers, hosts or directories astray when it comes from our address
    replaced   it says who the feed is, and ours says it of itself
    repaired   it is misspelt, so that apps would not understand it; the meaning stays
    rewritten  in an enriched item: it would contradict, or hide, what was added
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from feedtool.formats.edition import Edition
from feedtool.upstream.document import Element, Splice, first
from feedtool.upstream.names import NAMESPACES, meant

Kind = Literal["dropped", "replaced", "repaired", "rewritten"]
Place = Literal["rss", "channel", "item"]

_ATTRIBUTE = re.compile(rb"(\s+)([^\s=<>\"'/]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_OWN_LINKS = frozenset({"self", "hub", "first", "last", "next", "previous", "prev", "prev-archive", "next-archive", "current"})
_VERIFY = frozenset({"verify", "applepodcastsverify"})
_TRUTH = {"yes": "true", "explicit": "true", "true": "true", "no": "false", "clean": "false", "false": "false"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    kind: Kind
    place: Place
    name: str
    """The element, and after `@` the attribute, as the table in the README names it."""
    why: str
    make: Callable[[Element, Edition], Iterable[Splice]] | None
    """What to do about one element of that name; None where another module writes the new value."""
    copy_only: bool = False
    """Only when the feed is a listener's copy (mode `listener`)."""

    @property
    def element(self) -> str:
        return self.name.partition("@")[0]


def splices(edition: Edition) -> Iterator[Splice]:
    """All changes of the table that upstream's document calls for, but the rewritten elements of enriched items."""
    document = edition.document
    yield from _root(edition)
    for place, elements in (("channel", document.channel.children), ("item", [child for item in document.items for child in item.children])):
        table = _table(place, edition)
        for element in elements:
            for make in table.get(element.name, ()):
                yield from make(element, edition)


def _table(place: Place, edition: Edition) -> dict[str, list[Callable[[Element, Edition], Iterable[Splice]]]]:
    table: dict[str, list[Callable[[Element, Edition], Iterable[Splice]]]] = {}
    for change in CHANGES:
        if change.place == place and change.make and (edition.is_copy or not change.copy_only):
            table.setdefault(change.element, []).append(change.make)
    return table


def drop(element: Element, edition: Edition) -> Iterator[Splice]:
    """Take an element out, and the white space before it."""
    start = element.start - len(edition.document.indent(element))
    yield Splice(start, element.stop, b"", f"dropped {element.name}")


# --- one function a change


def _drop_own_link(element: Element, edition: Edition) -> Iterable[Splice]:
    return drop(element, edition) if element.attributes.get("rel") in _OWN_LINKS else ()


def _drop_verify_token(element: Element, edition: Edition) -> Iterable[Splice]:
    return drop(element, edition) if element.attributes.get("purpose", "").lower() in _VERIFY else ()


def _drop_email(element: Element, edition: Edition) -> Iterable[Splice]:
    email = first(element.children, "itunes:email")
    return drop(email, edition) if email else ()


def _suffix(element: Element, edition: Edition) -> Iterator[Splice]:
    if suffix := edition.settings.title_suffix:
        title = edition.document.text(element).strip()
        if not title.endswith(suffix.strip()):
            start, stop = edition.document.content(element)
            yield Splice(start, stop, escape(title + suffix).encode(), "replaced title")


def _explicit(element: Element, edition: Edition) -> Iterator[Splice]:
    text = edition.document.text(element)
    value = _TRUTH.get(text.strip().lower(), text)
    if value != text:
        start, stop = edition.document.content(element)
        yield Splice(start, stop, value.encode(), f"repaired {element.name}")


def _enclosure_type(element: Element, edition: Edition) -> Iterator[Splice]:
    if element.attributes.get("type", "").lower() in ("audio/mp3", "audio/x-mp3"):
        yield _attribute(element, edition, "type", "audio/mpeg")


def _absolute(attribute: str) -> Callable[[Element, Edition], Iterator[Splice]]:
    def make(element: Element, edition: Edition) -> Iterator[Splice]:
        url = element.attributes.get(attribute, "").strip()
        if url and not urlsplit(url).scheme:
            yield _attribute(element, edition, attribute, edition.absolute(url))

    return make


def _attribute(element: Element, edition: Edition, name: str, value: str) -> Splice:
    document = edition.document
    for match in _ATTRIBUTE.finditer(document.data, element.start, document.tag_end(element)):
        if match[2] == name.encode():
            return Splice(match.start(3), match.end(3), quoteattr(value).encode(), f"repaired {element.name}@{name}")
    raise AssertionError(f"<{element.name}> has no {name} in its tag")


# --- the root tag


def _root(edition: Edition) -> Iterator[Splice]:
    """Misspelt namespaces wherever they are declared; at <rss> also stray attributes, and the prefixes that we use."""
    document = edition.document
    tags = {tag.start: document.tag_end(tag) for tag in (document.root, *document.declarations)}
    for start, stop in tags.items():
        for match in _ATTRIBUTE.finditer(document.data, start, stop):
            name, value = match[2].decode(), match[3][1:-1].decode()
            prefix = meant(value) if name.startswith("xmlns") else ""
            if prefix and value != NAMESPACES[prefix]:
                yield Splice(match.start(3), match.end(3), f'"{NAMESPACES[prefix]}"'.encode(), f"repaired xmlns of {prefix}")
            elif start == document.root.start and ":" not in name and name not in ("version", "xmlns"):
                yield Splice(match.start(), match.end(), b"", f"repaired rss@{name}")
    declare = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix in missing(edition))
    version = "" if document.root.attributes.get("version") else ' version="2.0"'
    if declare or version:
        at = document.tag_end(document.root) - 1
        yield Splice(at, at, (version + declare).encode(), "declared namespaces")


USED = ("atom", "content", "itunes", "podcast", "psc")


def missing(edition: Edition) -> frozenset[str]:
    """The prefixes that we use and the document declares nowhere: they are declared at the root."""
    declared = {declaration.prefix for declaration in edition.document.declarations}
    return frozenset(USED) - declared


def taken(edition: Edition) -> frozenset[str]:
    """The prefixes that we use but upstream uses otherwise, or not throughout: our elements declare them themselves."""
    document = edition.document
    declared = [declaration for declaration in document.declarations if declaration.prefix in USED]
    return frozenset(
        declaration.prefix
        for declaration in declared
        if meant(declaration.uri) != declaration.prefix or declaration.start != document.root.start
    )


CHANGES = (
    Change(kind="repaired", place="rss", name="xmlns", make=None,
           why="a misspelt namespace URI (atom's with a slash, podcast's at GitHub) is another namespace to apps"),
    Change(kind="repaired", place="rss", name="rss", make=None,
           why="stray attributes such as `encoding` go, a missing `version` comes, and the prefixes that we use are declared"),
    Change(kind="dropped", place="channel", name="itunes:new-feed-url", make=drop,
           why="it would move our subscribers back to upstream"),
    Change(kind="dropped", place="channel", name="atom:link", make=_drop_own_link,
           why="`self`, `hub` and paging links are upstream's addresses; ours gets a `self` of its own"),
    Change(kind="dropped", place="channel", name="podcast:txt", make=_drop_verify_token, copy_only=True,
           why="tokens by which a directory verifies the owner"),
    Change(kind="dropped", place="channel", name="itunes:owner", make=_drop_email, copy_only=True,
           why="the owner's e-mail address (`itunes:email`) has no business in a listener's copy"),
    Change(kind="replaced", place="channel", name="podcast:guid", make=drop, copy_only=True,
           why="upstream's would claim to be upstream's feed"),
    Change(kind="replaced", place="channel", name="podcast:locked", make=drop, copy_only=True,
           why="a copy is not to be imported by hosts: always `yes`, without the owner's address"),
    Change(kind="replaced", place="channel", name="podcast:block", make=drop, copy_only=True,
           why="a copy is not for directories: always `yes`"),
    Change(kind="replaced", place="channel", name="itunes:block", make=drop, copy_only=True,
           why="a copy is not for Apple's directory: always `Yes`"),
    Change(kind="replaced", place="channel", name="title", make=_suffix,
           why="`title_suffix` is put behind it, if one is set"),
    Change(kind="repaired", place="channel", name="itunes:explicit", make=_explicit,
           why="`yes`/`no`/`clean` are of old; apps want `true` or `false`"),
    Change(kind="repaired", place="item", name="itunes:explicit", make=_explicit,
           why="as in the channel"),
    Change(kind="repaired", place="item", name="enclosure@type", make=_enclosure_type,
           why="`audio/mp3` is no registered type: `audio/mpeg`"),
    Change(kind="repaired", place="item", name="enclosure@url", make=_absolute("url"),
           why="a relative address is made absolute"),
    Change(kind="repaired", place="channel", name="itunes:image@href", make=_absolute("href"), why="as `enclosure@url`"),
    Change(kind="repaired", place="item", name="itunes:image@href", make=_absolute("href"), why="as `enclosure@url`"),
    Change(kind="rewritten", place="item", name="description", make=None,
           why="cut to make room for all timestamp lines within 4,000 bytes; the full text stays in `content:encoded`"),
    Change(kind="rewritten", place="item", name="itunes:summary", make=None,
           why="says what the description says: some apps show one, some the other"),
    Change(kind="rewritten", place="item", name="podcast:chapters", make=None,
           why="an item has one; the chosen chapter source decides whose"),
    Change(kind="rewritten", place="item", name="psc:chapters", make=None,
           why="as `podcast:chapters`"),
)
