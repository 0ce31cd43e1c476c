"""Checks 1-5: the document, its root and its namespaces."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from feedtool.checks.base import Fault, quote
from feedtool.checks.view import Feed, Node, Output
from feedtool.upstream.names import NAMESPACES, meant

_DECLARATION = re.compile(rb"<\?xml\s{1,9}version=[\"']1\.\d[\"']\s{1,9}encoding=[\"']([\w.-]{1,40})[\"']")
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RSS_NAMES = frozenset({
    "rss", "channel", "item", "title", "link", "description", "language", "copyright", "managingEditor",
    "webMaster", "pubDate", "lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image",
    "rating", "textInput", "skipHours", "skipDays", "hour", "day", "url", "width", "height", "name",
    "author", "enclosure", "guid", "comments", "source",
})  # fmt: skip


def well_formed(feed: Feed) -> Iterator[Fault]:
    """Also refuses a DOCTYPE: entities that a DTD defines are read by no podcast app."""
    if feed.data.startswith(codecs.BOM_UTF8):
        yield Fault("channel", "starts with a byte order mark, expected <?xml as the first bytes")
    declared = _DECLARATION.match(feed.data.removeprefix(codecs.BOM_UTF8))
    if declared is None or declared[1].upper() != b"UTF-8":
        message = f'begins {feed.data[:40]!r}, expected <?xml version="1.0" encoding="UTF-8"?>'
        yield Fault("channel", message)
    if feed.error:
        # Without the place: upstream has the same elsewhere, what we insert moves it.
        yield Fault("channel", f"not well-formed XML: {feed.error.partition(', line ')[0]}")
    elif feed.root is not None and feed.root.getroottree().docinfo.internalDTD is not None:
        yield Fault("channel", "has a DOCTYPE, expected none")


def root(feed: Feed) -> Iterator[Fault]:
    """xml:lang and xml:base are allowed on the root; without a root there is nothing to say."""
    if feed.root is None:
        return
    version = feed.root.get("version") or ""
    if (feed.root.tag, version) != ("rss", "2.0"):
        yield Fault("channel", f'root is {quote(feed.root.tag)} version {quote(version)}, expected rss "2.0"')
    channels = len(list(feed.root.iterchildren("channel")))
    if channels != 1:
        yield Fault("channel", f"has {channels} channels, expected 1")
    for name in feed.root.attrib:
        if name != "version" and not str(name).startswith(_XML):
            yield Fault(
                "channel", f"rss has the attribute {quote(str(name))}, expected version only", ours=True
            )


def namespaces(output: Output) -> Iterator[Fault]:
    """The root's declarations and all namespaces in use; unknown namespaces are upstream's own.

    A misspelt one is ours to mend; a well-known prefix for something else is as upstream wants it.
    """
    for prefix, uri in sorted(output.feed.declared):
        expected = NAMESPACES.get(prefix) or NAMESPACES.get(meant(uri))
        if expected and uri != expected:
            misspelt = NAMESPACES.get(meant(uri), uri) != uri
            yield Fault(
                "channel", f"xmlns:{prefix} is {quote(uri, 90)}, expected {quote(expected)}", ours=misspelt
            )


def prefixes(output: Output) -> Iterator[Fault]:
    """Only of elements in use; AntennaPod looks at prefix and URI both."""
    for prefix, uri in sorted(output.feed.used):
        expected = meant(uri)
        if expected and prefix not in {expected, *NAMESPACES}:
            meant_uri = quote(NAMESPACES[expected])
            yield Fault("channel", f"{meant_uri} has the prefix {quote(prefix)}, expected {expected}")


def null_namespace(output: Output) -> Iterator[Fault]:
    """Elements without a namespace, also inside others."""
    for node in output.nodes():
        for name in _bare_names(node):
            if name not in _RSS_NAMES:
                yield Fault(node.where, f"<{name}> is in no namespace, expected RSS 2.0's own elements only")


def _bare_names(node: Node) -> Iterator[str]:
    for name, children in node.children.items():
        if name != "item":
            yield from (found.tag for child in children for found in child.iter("*") if found.tag[0] != "{")
