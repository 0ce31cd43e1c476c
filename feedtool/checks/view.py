"""The feed as the checks look at it: parsed once, every item beside upstream's item."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from lxml import etree
from lxml.etree import _Element as Element

from feedtool.upstream.names import meant


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """The channel or an item: its child elements by name, the name written with the conventional prefix."""

    where: str
    element: Element
    children: Mapping[str, tuple[Element, ...]]

    def all(self, name: str) -> tuple[Element, ...]:
        return self.children.get(name, ())

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(text(child) for child in self.all(name))

    def text(self, name: str) -> str:
        """The first `name`'s text without surrounding white space; "" without one."""
        return next(iter(self.texts(name)), "").strip()

    def attribute(self, name: str, key: str) -> str:
        """The first `name`'s attribute `key`; "" without one."""
        return next((child.get(key) or "" for child in self.all(name)), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A document; `error` says why it has no `root`. Prefixes with their URIs: declared at the root, used."""

    data: bytes
    error: str = ""
    root: Element | None = None
    channel: Node | None = None
    items: tuple[Node, ...] = ()
    declared: frozenset[tuple[str, str]] = frozenset()
    used: frozenset[tuple[str, str]] = frozenset()


Pairs: TypeAlias = tuple[tuple[Node, Node | None], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """What is judged: a feed with a channel, and what it was made from.

    `pairs` has each item with upstream's (None: there is no upstream, or upstream forgot the episode);
    `guids` maps a guid that upstream gives now to the one that the episode keeps.
    """

    feed: Feed
    channel: Node
    upstream: Feed | None = None
    pairs: Pairs
    url: str = ""
    chapters: Mapping[str, bytes] = field(default_factory=dict)
    derived: bool = True
    guids: Mapping[str, str] = field(default_factory=dict)

    def nodes(self) -> Iterator[Node]:
        """The channel, then the items."""
        yield self.channel
        yield from self.feed.items

    @property
    def original(self) -> Node | None:
        """Upstream's channel."""
        return self.upstream.channel if self.upstream else None


@lru_cache(maxsize=4096)
def qualified(tag: str) -> str:
    """`{uri}name` as `prefix:name`; without a namespace, or in an unknown one, a name stays as it is."""
    uri, brace, name = tag.rpartition("}")
    prefix = meant(uri[1:]) if brace else ""
    return f"{prefix}:{name}" if prefix else tag


def text(element: Element) -> str:
    """All text in `element`, as it stands."""
    return "".join(map(str, element.itertext())) if len(element) else element.text or ""


def parse(data: bytes) -> Feed:
    """Reads `data` without DTD, entities or network; never raises, `Feed.error` says what is wrong."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Feed(data=data, error=str(error))
    used = frozenset(
        (element.prefix or "", etree.QName(element).namespace or "") for element in root.iter("*")
    )
    bound = frozenset((prefix or "", uri) for prefix, uri in root.nsmap.items())
    channel = next(root.iterchildren("channel"), None)
    return Feed(
        data=data, root=root, declared=bound | used, used=used,
        channel=None if channel is None else _node(channel, "channel"),
        items=() if channel is None else tuple(_items(channel)),
    )  # fmt: skip


_KEYS: tuple[Callable[[Node], str], ...] = (
    lambda item: item.text("guid"),
    lambda item: item.attribute("enclosure", "url"),
    lambda item: item.text("title") + item.text("pubDate"),
    lambda item: item.where,
)
"""What items are known by, the best first."""


def pair(ours: Sequence[Node], theirs: Sequence[Node], guids: Mapping[str, str]) -> Pairs:
    """Upstream's item beside each of ours, each only once; equal keys in the order of the feeds."""
    found: dict[int, Node] = {}
    left = list(theirs)
    for key in _KEYS:
        free: defaultdict[str, deque[Node]] = defaultdict(deque)
        for item in left:
            free[guids.get(key(item), key(item))].append(item)
        for index, item in enumerate(ours):
            if index not in found and key(item) and free[key(item)]:
                found[index] = free[key(item)].popleft()
        left = [item for items in free.values() for item in items]
    return tuple((item, found.get(index)) for index, item in enumerate(ours))


def _items(channel: Element) -> Iterator[Node]:
    for number, element in enumerate(channel.iterchildren("item"), start=1):
        item = _node(element, f"item {number}")
        where = item.text("guid") or item.text("title") or item.where
        yield Node(where=where, element=element, children=item.children)


def _node(element: Element, where: str) -> Node:
    children: defaultdict[str, list[Element]] = defaultdict(list)
    for child in element.iterchildren("*"):
        children[qualified(child.tag)].append(child)
    return Node(
        where=where, element=element, children={name: tuple(found) for name, found in children.items()}
    )
