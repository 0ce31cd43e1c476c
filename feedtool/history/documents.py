"""Items as bytes: taking one out of a document so that it can stand in another, and putting it there."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from feedtool.history.episodes import History
from feedtool.upstream.document import Document, Element, first, tag_end
from feedtool.upstream.splices import Splice, apply

_PREFIX = re.compile(rb"[<\s/]([A-Za-z_][\w.-]{0,60}):[A-Za-z_]")
_DECLARED = re.compile(rb"\sxmlns:([\w.-]+)\s*=")


def alone(document: Document, item: Element) -> str:
    """An item's XML with the namespaces declared that its prefixes need, so that it can stand elsewhere."""
    data = document.data
    end = tag_end(data, item.start)
    whole = data[item.start : item.stop]
    used = {match[1].decode() for match in _PREFIX.finditer(whole)} - {"xml"}
    inside = {match[1].decode() for match in _DECLARED.finditer(whole)}
    bound = {each.prefix: each.uri for each in document.declarations if each.start <= document.channel.start}
    declare = "".join(
        f" xmlns:{name}={quoteattr(bound[name])}" for name in sorted(used - inside) if name in bound
    )
    return (data[item.start : end - 1] + declare.encode() + data[end - 1 : item.stop]).decode()


def onto(document: Document, history: History, *, keep: bool = True) -> bytes:
    """The document to serve from: every item under its guid, and (`keep`) behind them those that upstream forgot."""
    splices = [_guid(document, document.items[at], guid) for at, guid in history.guids.items()]
    if keep and history.vanished and document.items:
        last = document.items[-1]
        indent = document.indent(last)
        splices += (
            Splice(last.stop, last.stop, indent + episode.xml.encode()) for episode in history.vanished
        )
    return apply(document.data, splices)


def _guid(document: Document, item: Element, guid: str) -> Splice:
    new = f'<guid isPermaLink="false">{escape(guid)}</guid>'.encode()
    if present := first(item.children, "guid"):
        return Splice(present.start, present.stop, new)
    if not item.children:
        return Splice(item.start, item.stop, b"<item>" + new + b"</item>")
    last = item.children[-1]
    return Splice(last.stop, last.stop, document.indent(last) + new)
