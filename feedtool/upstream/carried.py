"""What feedparser does not know, or of which it keeps only the last, carried over into the feed made of what it found.

libxml2 reads the same bytes and recovers what is broken. Elements of namespaces such as itunes and podcast stand in
Atom and RDF as they do in RSS: they go over as they are, with all that is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from urllib.parse import urljoin

from lxml import etree

from feedtool.upstream import enclosures
from feedtool.upstream.names import NAMESPACES, meant
from feedtool.upstream.sniff import OPAQUE
from feedtool.upstream.text import TAG

_EPISODES = frozenset({"item", "entry"})
_EPISODE = re.compile(OPAQUE + rb"|<((?:[\w.-]{1,40}:)?(?:item|entry))[\s>]", re.DOTALL)
_LONGEST_ROOT = 4096
"""Bytes of a root's tag that may be repeated for each piece."""
_LINK = f"{{{NAMESPACES['atom']}}}link"
_LINKS_TOLD = frozenset({"alternate", "self"})
_TOLD_OTHERWISE = frozenset(
    {
        "",
        NAMESPACES["atom"],
        NAMESPACES["content"],
        NAMESPACES["dc"],
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/2001/XInclude",
    }
)
"""Namespaces whose elements feedparser's findings hold, or that have no place in RSS."""


def carry(data: bytes, rss: etree._Element) -> None:
    """Put the elements of other namespaces in `data` (from its root's `<` on) into the channel and the items of `rss`.

    They replace what is there by the same name; an item without audio gets the one that they name. Nothing happens
    where `data` does not have as many episodes as `rss` has items: nobody can tell then which are the same.
    """
    items = rss[0].findall("item")
    for read in (_whole, _piecewise):
        found = read(data)
        if len(found) == 1 + len(items):
            for source, target in zip(found, (rss[0], *items), strict=True):
                _replace(
                    target, [child for child in _foreign(source) if not _repeats_enclosure(child, target)]
                )
            for source, item in zip(found[1:], items, strict=True):
                if item.find("enclosure") is None and (audio := enclosures.find(source)) is not None:
                    item.append(audio)
            etree.cleanup_namespaces(rss, top_nsmap=NAMESPACES)
            return


def _whole(data: bytes) -> list[etree._Element]:
    """The channel and the episodes, as libxml2 sees them in the document."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(data, parser)
    if root is None:
        return []
    channel = next((element for element in root if _local(element) == "channel"), root)
    return [channel, *(element for element in root.iter(etree.Element) if _local(element) in _EPISODES)]


def _piecewise(data: bytes) -> list[etree._Element]:
    """The same, from each piece by itself: after some faults libxml2 sees nothing more of a document."""
    root = TAG.match(data)
    if root is None or root.end() > _LONGEST_ROOT:
        return []
    starts = [match.start() for match in _EPISODE.finditer(data, root.end()) if match[1]]
    before, *pieces = [data[start:stop] for start, stop in pairwise((root.end(), *starts, len(data)))]
    return [
        *_whole(root[0] + before)[:1],
        *(element for piece in pieces for element in _whole(root[0] + piece)[1:2]),
    ]


def _foreign(source: etree._Element) -> Iterator[etree._Element]:
    """The children that feedparser's findings do not hold."""
    return (
        child
        for child in source.iterchildren("*")
        if _namespace(child) not in _TOLD_OTHERWISE
        or (child.tag == _LINK and child.get("rel", "alternate") not in _LINKS_TOLD)
    )


def _repeats_enclosure(child: etree._Element, target: etree._Element) -> bool:
    """Whether it is an atom:link to the file that is the <enclosure>; RSS has one, so links to other files stay."""
    enclosure = target.find("enclosure")
    return child.tag == _LINK and enclosure is not None and _absolute(child) == enclosure.get("url")


def _replace(target: etree._Element, children: list[etree._Element]) -> None:
    """Put copies of `children` into `target`, before its items, in place of those of the same names."""
    names = {_name(child) for child in children}
    for known in [child for child in target if _name(child) in names]:
        target.remove(known)
    at = next((index for index, child in enumerate(target) if child.tag == "item"), len(target))
    for child in reversed(children):
        copy = deepcopy(child)
        copy.tail = None
        if copy.tag == _LINK:  # its own place in the document says where a relative one leads
            copy.set("href", _absolute(child))
        target.insert(at, copy)


def _absolute(link: etree._Element) -> str:
    """Where a link leads, given its xml:base."""
    try:
        return urljoin(link.base or "", link.get("href", ""))
    except ValueError:  # a bracket that closes nowhere
        return link.get("href", "")


def _name(element: etree._Element) -> str:
    """An element's name, the same for all spellings of its namespace."""
    uri = _namespace(element)
    return f"{meant(uri) or uri} {_local(element)}"


def _namespace(element: etree._Element) -> str:
    return element.tag[1:].partition("}")[0] if isinstance(element.tag, str) and element.tag[0] == "{" else ""


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
