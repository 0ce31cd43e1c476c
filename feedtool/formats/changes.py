"""The one table of what of upstream's does not go through as it is.

Everything else, known or not, passes byte for byte. `kind` is one of

    dropped    it would lead subscribers, hosts or directories astray when it comes from our address
    replaced   it says who the feed is, and ours says it of itself
    repaired   it is misspelt, so that apps would not understand it; the meaning stays
    cleaned    it would run in an app that shows it
    rewritten  in an enriched item: it would contradict, or hide, what was added
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from feedtool.formats import addresses, clean, root, schemes
from feedtool.formats.edition import Edition
from feedtool.formats.edits import attribute, drop, without
from feedtool.model import Item
from feedtool.upstream.document import Element, every
from feedtool.upstream.splices import Splice

Kind = Literal["dropped", "replaced", "repaired", "cleaned", "rewritten"]
Place = Literal["rss", "channel", "item"]

_OWN_LINKS = frozenset(
    {"self", "hub", "first", "last", "next", "previous", "prev", "prev-archive", "next-archive", "current"}
)
_VERIFY = frozenset({"verify", "applepodcastsverify"})
_PERSON = frozenset({"role", "group", "img", "href"})
_TRUTH = {
    "yes": "true",
    "explicit": "true",
    "true": "true",
    "no": "false",
    "clean": "false",
    "false": "false",
}


Make = Callable[[Element, Edition], Iterable[Splice]]


@dataclass(frozen=True, slots=True)
class Change:
    kind: Kind
    place: Place
    name: str
    """The element, and after `@` the attribute, as the table in the README names it."""
    make: Make | None
    """What to do about one element of that name; None where it is done elsewhere, for all of them at once."""
    why: str
    copy_only: bool = False
    """Only when the feed is a listener's copy (mode `listener`)."""

    @property
    def element(self) -> str:
        return self.name.partition("@")[0]


def of_channel(edition: Edition) -> Iterator[Splice]:
    """What the table says of the document's beginning and of the channel."""
    yield from root.splices(edition)
    children = [child for child in edition.document.channel.children if child.name != "item"]
    yield from _made(children, _table("channel", edition), edition)
    for live in every(children, "podcast:liveItem"):  # an item in all but name
        yield from _made(live.children, {name: [_clean] for name in clean.HTML}, edition)
    yield from addresses.splices(children, edition)


def of_items(edition: Edition) -> Callable[[Item], list[Splice]]:
    """What the table says of an item, but for what is rewritten in enriched ones."""
    table = _table("item", edition)
    rest = {name: makes for name, makes in table.items() if name not in clean.FIELDS}

    def of_item(item: Item) -> list[Splice]:
        children = edition.document.items[item.index].children
        made = _made(children, rest if item.notes_rewritten else table, edition)
        return [*made, *addresses.splices(children, edition)]

    return of_item


def _made(
    elements: Iterable[Element], table: Mapping[str, Sequence[Make]], edition: Edition
) -> Iterator[Splice]:
    for element in elements:
        for make in table.get(element.name, ()):
            yield from make(element, edition)


def _table(place: Place, edition: Edition) -> dict[str, list[Make]]:
    table: dict[str, list[Make]] = {}
    for change in CHANGES:
        if change.place == place and change.make and (edition.is_copy or not change.copy_only):
            table.setdefault(change.element, []).append(change.make)
    return table


# --- one function a change


def _drop_own_link(element: Element, edition: Edition) -> Iterable[Splice]:
    return drop(element, edition) if element.attributes.get("rel") in _OWN_LINKS else ()


def _drop_verify_token(element: Element, edition: Edition) -> Iterable[Splice]:
    return drop(element, edition) if element.attributes.get("purpose", "").lower() in _VERIFY else ()


def _clean(element: Element, edition: Edition) -> Iterator[Splice]:
    return clean.splice(edition.document, element)


def _suffix(element: Element, edition: Edition) -> Iterator[Splice]:
    if edition.title != edition.show.title:
        yield edition.document.refill(element, escape(edition.title).encode(), "replaced title")


def _explicit(element: Element, edition: Edition) -> Iterator[Splice]:
    text = edition.document.text(element)
    value = _TRUTH.get(text.strip().lower(), text)
    if value != text:
        yield edition.document.refill(element, value.encode(), f"repaired {element.name}")


def _enclosure_type(element: Element, edition: Edition) -> Iterator[Splice]:
    if element.attributes.get("type", "").lower() in ("audio/mp3", "audio/x-mp3"):
        yield attribute(element, edition, "type", "audio/mpeg", "repaired")


def _absolute(name: str) -> Make:
    def make(element: Element, edition: Edition) -> Iterator[Splice]:
        url = element.attributes.get(name, "").strip()
        if url and not schemes.scheme(url):
            yield attribute(element, edition, name, edition.absolute(url), "repaired")

    return make


def _unfit_attributes(element: Element, edition: Edition) -> Iterator[Splice]:
    for name, value in element.attributes.items():
        if not value.strip() or name not in _PERSON:
            yield without(element, edition, name, "repaired")


_YES_OR_NO = "`yes`, `no` and `clean` are of old; apps want `true` or `false`"
_ONE = "an item has one of each; the chosen chapter source decides whose"
_READS_FILES = "an XInclude would read files where a parser is careless"
_REPAIRED_URL = "a relative address is made absolute"
_UNFIT = "empty attributes, and those that the namespace has not (Fireside's `email`), make apps reject the element"

_NO_ADDRESS = (
    "here and in every `url`, `href`, `src`, `img`, `image` only `http` and `https` are web addresses (in `uri` also"
    " `ipfs:`, `nostr:` …, but not `javascript:`, `data:`, `file:` …): what is nothing without its address goes,"
    " persons and chapters stay without"
)
_INCLUDE = "{http://www.w3.org/2001/XInclude}include"
_ACTIVE = "scripts, event handlers, frames, `javascript:` addresses and the like go; HTML without any stays as it is"

CHANGES = (
    Change("repaired", "rss", "xmlns", None,
           "a misspelt namespace URI (atom's with a slash, podcast's at GitHub) is another namespace to apps"),
    Change("repaired", "rss", "rss", None,
           "stray attributes such as `encoding` go; a missing `version` and the prefixes that we use come"),
    Change("dropped", "rss", "<?xml-stylesheet?>", None,
           "it dresses upstream's feed for browsers, and can run code"),
    Change("repaired", "rss", "<?xml?>", None,
           "a missing XML declaration comes, and says UTF-8"),
    Change("dropped", "channel", "itunes:new-feed-url", drop,
           "it would move our subscribers back to upstream"),
    Change("dropped", "channel", "atom:link", _drop_own_link,
           "`self`, `hub` and paging links are upstream's addresses; ours gets a `self` of its own"),
    Change("dropped", "channel", "podcast:txt", _drop_verify_token,
           "tokens by which a directory verifies the owner", copy_only=True),
    Change("dropped", "channel", "itunes:owner", drop,
           "the owner's e-mail address is for directories to write to, not for copies (the name is `itunes:author`'s)",
           copy_only=True),
    Change("replaced", "channel", "podcast:guid", drop,
           "upstream's would claim to be upstream's feed", copy_only=True),
    Change("replaced", "channel", "podcast:locked", drop,
           "a copy is not to be imported by hosts: always `yes`, without the owner's address", copy_only=True),
    Change("replaced", "channel", "podcast:block", drop,
           "a copy is not for directories: always `yes`", copy_only=True),
    Change("replaced", "channel", "itunes:block", drop,
           "a copy is not for Apple's directory: always `Yes`", copy_only=True),
    Change("replaced", "channel", "title", _suffix,
           "`title_suffix` is put behind it, if one is set"),
    Change("repaired", "channel", "itunes:explicit", _explicit, _YES_OR_NO),
    Change("repaired", "item", "itunes:explicit", _explicit, _YES_OR_NO),
    Change("repaired", "item", "enclosure@type", _enclosure_type,
           "`audio/mp3` is no registered type: `audio/mpeg`"),
    Change("repaired", "item", "enclosure@url", _absolute("url"), _REPAIRED_URL),
    Change("repaired", "channel", "itunes:image@href", _absolute("href"), _REPAIRED_URL),
    Change("repaired", "item", "itunes:image@href", _absolute("href"), _REPAIRED_URL),
    Change("repaired", "channel", "podcast:person", _unfit_attributes, _UNFIT),
    Change("repaired", "item", "podcast:person", _unfit_attributes, _UNFIT),
    Change("cleaned", "channel", "description", _clean, _ACTIVE),
    Change("cleaned", "channel", "itunes:summary", _clean, _ACTIVE),
    Change("cleaned", "item", "description", _clean, _ACTIVE),
    Change("cleaned", "item", "content:encoded", _clean, _ACTIVE),
    Change("cleaned", "item", "itunes:summary", _clean, _ACTIVE),
    Change("cleaned", "channel", "itunes:subtitle", _clean, _ACTIVE),
    Change("cleaned", "item", "itunes:subtitle", _clean, _ACTIVE),
    Change("cleaned", "channel", "link", None, _NO_ADDRESS),
    Change("cleaned", "item", "link", None, _NO_ADDRESS),
    Change("cleaned", "item", "enclosure@url", None, _NO_ADDRESS),
    Change("cleaned", "item", "guid@isPermaLink", None,
           "a guid stays; one that is no web address is not to be followed as a link"),
    Change("dropped", "channel", _INCLUDE, drop, _READS_FILES),
    Change("dropped", "item", _INCLUDE, drop, _READS_FILES),
    Change("rewritten", "item", "description", None,
           "cut to make room for all timestamp lines within 4,000 bytes; the full text stays in `content:encoded`"),
    Change("rewritten", "item", "itunes:summary", None,
           "says in plain text what the description says: some apps show one, some the other"),
    Change("rewritten", "item", "author", None,
           "RSS wants an e-mail address in it: a bare name becomes `dc:creator`, which is for names"),
    Change("rewritten", "item", "podcast:chapters", None, _ONE),
    Change("rewritten", "item", "psc:chapters", None, _ONE),
)  # fmt: skip
