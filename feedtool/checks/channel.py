"""Checks 6-15: the channel."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feedtool.checks import changes
from feedtool.checks.base import Fault, quote
from feedtool.checks.view import Node, Output, text

_REQUIRED = ("title", "link", "description", "language")
_ONCE = ("guid", "locked", "medium", "updateFrequency", "podping", "images", "license")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_OTHER_LIMITS = frozenset({*changes.NOTES, "podcast:txt"})
_LIMITED_PREFIXES = ("itunes:", "podcast:", "atom:")


def required(output: Output) -> Iterator[Fault]:
    """Title and link are also compared with upstream's: ours may go on behind the title."""
    channel, original = output.channel, output.original
    for name in _REQUIRED:
        values = channel.texts(name)
        if len(values) != 1 or not values[0].strip():
            yield Fault(
                "channel", f"has {len(values)} {name} {_shown(values)}, expected one that is not empty"
            )
    if original and not channel.text("title").startswith(original.text("title")):
        title = quote(original.text("title"))
        yield Fault("channel", f"title is {quote(channel.text('title'))}, expected upstream's {title} first")
    if original and channel.text("link") != original.text("link"):
        link = quote(original.text("link"))
        yield Fault("channel", f"link is {quote(channel.text('link'))}, expected upstream's page {link}")
    elif output.url and channel.text("link") == output.url:
        yield Fault("channel", "link is the feed's own URL, expected the show's page")


def self_link(output: Output) -> Iterator[Fault]:
    """The href is compared only where the feed's public URL is known."""
    links = [link for link in output.channel.all("atom:link") if link.get("rel") == "self"]
    if len(links) != 1:
        yield Fault("channel", f"has {len(links)} atom:link rel=self, expected 1", ours=True)
    for link in links:
        href, media_type = link.get("href") or "", link.get("type") or ""
        if (output.url and href != output.url) or not href.startswith(("http://", "https://")):
            message = (
                f"atom:link rel=self is {quote(href)}, expected {quote(output.url or 'an absolute URL')}"
            )
            yield Fault("channel", message, ours=True)
        if media_type != "application/rss+xml":
            message = f"atom:link rel=self has the type {quote(media_type)}, expected application/rss+xml"
            yield Fault("channel", message, ours=True)
        if len(link) or text(link):
            yield Fault("channel", "atom:link rel=self has content, expected an empty element", ours=True)


def explicit(output: Output) -> Iterator[Fault]:
    """Any capitals will do, as for the feed validator; what feedtool knows to translate is ours."""
    if not output.channel.all("itunes:explicit"):
        yield Fault("channel", "has no itunes:explicit, expected true or false")
    for node in output.nodes():
        for value in node.texts("itunes:explicit"):
            known = value.strip().lower()
            if known not in {"true", "false"}:
                message = f"itunes:explicit is {quote(value)}, expected true or false"
                yield Fault(node.where, message, ours=known in changes.EXPLICIT)


def image_and_category(output: Output) -> Iterator[Fault]:
    """An image that upstream gives must be ours, with its query."""
    channel, original = output.channel, output.original
    href = channel.attribute("itunes:image", "href")
    expected = original.attribute("itunes:image", "href") if original else ""
    if not href:
        yield Fault("channel", "has no itunes:image with href, expected the show's cover")
    elif expected and not changes.resolves(href, expected):
        yield Fault("channel", f"itunes:image is {quote(href)}, expected upstream's {quote(expected)}")
    elif "//wsrv.nl/" in href:
        yield Fault("channel", f"itunes:image is a thumbnail, {quote(href)}, expected the cover itself")
    if not channel.attribute("itunes:category", "text"):
        yield Fault("channel", "has no itunes:category with text, expected one of Apple's categories")


def once(output: Output) -> Iterator[Fault]:
    """Elements of the podcast namespace that a channel may have once."""
    for name in _ONCE:
        found = len(output.channel.all(f"podcast:{name}"))
        if found > 1:
            yield Fault("channel", f"has {found} podcast:{name}, expected one at most")


def guid(output: Output) -> Iterator[Fault]:
    """A channel without podcast:guid is fine."""
    for value in output.channel.texts("podcast:guid"):
        match = _UUID.fullmatch(value)
        if match is None or match[1] != "5":
            message = f"podcast:guid is {quote(value)}, expected a UUID of version 5 in lower case"
            yield Fault("channel", message, ours=output.derived)


def locked(output: Output) -> Iterator[Fault]:
    for element in output.channel.all("podcast:locked"):
        if text(element) not in {"yes", "no"}:
            yield Fault(
                "channel",
                f"podcast:locked is {quote(text(element))}, expected yes or no",
                ours=output.derived,
            )
        for name in element.attrib:
            if name != "owner":
                message = f"podcast:locked has the attribute {quote(str(name))}, expected owner only"
                yield Fault("channel", message, ours=output.derived)


def inherited(output: Output) -> Iterator[Fault]:
    """Links are compared with upstream's: our own pages and hub are allowed. An owner keeps the tokens."""
    channel, original = output.channel, output.original
    for name in sorted(changes.DROPPED & channel.children.keys()):
        yield Fault(
            "channel", f"has upstream's {name}, which sends subscribers away; expected none", ours=True
        )
    for rel, href in sorted(_links(channel) & (_links(original) if original else set())):
        yield Fault("channel", f"has upstream's atom:link rel={rel} {quote(href)}, expected none", ours=True)
    for element in channel.all("podcast:txt") if output.derived else ():
        if (element.get("purpose") or "").lower() in changes.DROPPED_PURPOSES:
            yield Fault("channel", f"has upstream's token {quote(text(element))}, expected none", ours=True)


def blocked(output: Output) -> Iterator[Fault]:
    """Only a listener's copy; a podcast:block for one service (id) does not count."""
    if not output.derived:
        return
    if output.channel.text("itunes:block").lower() != "yes":
        yield Fault("channel", "is a copy without itunes:block, expected Yes", ours=True)
    blocks = [text(block) for block in output.channel.all("podcast:block") if not block.get("id")]
    if "yes" not in blocks:
        yield Fault("channel", "is a copy without podcast:block, expected yes", ours=True)


def values(output: Output) -> Iterator[Fault]:
    """RSS, itunes, podcast and atom elements of text only; show notes, guids and tokens have other rules."""
    for node in output.nodes():
        for name, value in _values(node):
            if len(value) > 255:
                yield Fault(node.where, f"{name} has {len(value)} characters, expected 255 at most")
            if value.strip() and value != value.strip():
                yield Fault(node.where, f"{name} has white space around {quote(value)}, expected none")


def _values(node: Node) -> Iterator[tuple[str, str]]:
    for name, elements in node.children.items():
        limited = (":" not in name and name != "guid") or name.startswith(_LIMITED_PREFIXES)
        if limited and name not in _OTHER_LIMITS:
            yield from ((name, text(element)) for element in elements if not len(element))


def _links(channel: Node) -> set[tuple[str, str]]:
    """(rel, href) of the links that are upstream's own affair."""
    links = ((link.get("rel") or "", link.get("href") or "") for link in channel.all("atom:link"))
    return {link for link in links if link[0] in changes.DROPPED_RELS}


def _shown(values: tuple[str, ...]) -> str:
    return f"({', '.join(quote(value) for value in values[:3])})"
