"""Broken XML read by libxml2's recovering parser, where that loses nothing."""

from __future__ import annotations

import re

from lxml import etree

from feedtool.errors import NotAFeed
from feedtool.upstream.document import Document, every, scan
from feedtool.upstream.sniff import OPAQUE

_COUNTED = re.compile(OPAQUE + rb"|<(item|enclosure)(?=[\s/>])", re.DOTALL)


def recover(data: bytes) -> Document:
    """The document that libxml2 makes of broken RSS.

    Raises `NotAFeed` when it makes none, or one with fewer episodes or enclosures than there are tags of that
    name: past some faults libxml2 reads on and drops what it met (an end tag too many, 256 levels, 10 MB).
    """
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        strip_cdata=False,
    )
    root = etree.fromstring(data, parser)
    if root is None:
        raise NotAFeed("libxml2 can't recover it")
    document = scan(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    tags = _COUNTED.findall(data)
    enclosures = sum(1 for item in document.items for _ in every(item.children, "enclosure"))
    if len(document.items) < tags.count(b"item") or enclosures < tags.count(b"enclosure"):
        raise NotAFeed("libxml2 loses some of its episodes")
    return document
