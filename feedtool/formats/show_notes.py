"""An enriched item's show notes: our block behind upstream's, and a description and a summary that fit.

`description` writes the short ones, `block` the block; here is where they go in upstream's document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from feedtool.formats import clean, root
from feedtool.formats.block import OPENING_MARK, block, timestamps
from feedtool.formats.description import paragraphs, plain, shorten
from feedtool.formats.edition import Edition
from feedtool.formats.words import words
from feedtool.model import Item
from feedtool.upstream.document import Document, Element
from feedtool.upstream.splices import Splice

_MARKS = (OPENING_MARK.encode(), escape(OPENING_MARK).encode())
"""How our block begins in CDATA and in escaped HTML."""


def splices(item: Item, edition: Edition, child: Mapping[str, Element]) -> Iterator[Splice]:
    """What changes in the item's show notes; `child` has its elements by name."""
    if not item.notes_rewritten:
        return
    document = edition.document
    content, description, summary = (
        child.get(name) for name in ("content:encoded", "description", "itunes:summary")
    )
    last = document.items[item.index].children[-1]
    text = document.text(description) or document.text(summary)
    lines = timestamps(item.chapters)
    if lines:
        short = shorten(text or document.text(content), item.chapters, lines)
        yield from _description(document, description, content or last, clean.cdata(short.html))
    elif description:
        yield from clean.splice(document, description)
    if summary:
        said = short.plain if lines else plain(document.text(summary))
        yield document.refill(summary, escape(clean.inert(said)).encode(), "rewrote itunes:summary")
    added = block(item, lines, edition.audio(item), words(edition.show.language))
    if added and content:
        yield _append(document, content, added)
    elif added:
        yield _new_content(edition, description or last, f"{clean.cleaned(paragraphs(text))}\n{added}")


def _description(
    document: Document, description: Element | None, before: Element, short: bytes
) -> Iterator[Splice]:
    """Fill the description; it has to stand before content:encoded (feedvalidator: NeedDescriptionBeforeContent)."""
    if description and description.start <= before.start:
        yield document.refill(description, short, "rewrote description")
        return
    indent = document.indent(before)
    if description:
        yield Splice(
            description.start - len(document.indent(description)), description.stop, b"", "moved description"
        )
    at = before.start - len(indent)
    yield Splice(at, at, indent + b"<description>" + short + b"</description>", "rewrote description")


def _append(document: Document, content: Element, html: str) -> Splice:
    """Our block at the end of upstream's HTML, written as upstream writes it: in its CDATA section, or escaped."""
    start, stop = document.content(content)
    before = "" if start == stop else clean.text(document, content)
    if before is not None:
        return document.refill(content, clean.cdata(f"{before}\n{html}"), "added show notes")
    in_cdata, end = _end(document, content)
    new = clean.within_cdata(html) if in_cdata else escape(html)
    if ours := our_block(document, content):
        return Splice(*ours, new.encode(), "renewed show notes")
    return Splice(end, end, f"\n{new}".encode(), "added show notes")


def _end(document: Document, content: Element) -> tuple[bool, int]:
    """Where the text of an element ends: inside its last CDATA section (True), or before its end tag's white space."""
    start, stop = document.content(content)
    raw = document.data[start:stop].rstrip()
    in_cdata = raw.endswith(b"]]>")
    return in_cdata, start + len(raw) - 3 * in_cdata


def our_block(document: Document, content: Element | None) -> tuple[int, int] | None:
    """Where the block that we wrote into this feed before begins and ends, if it is our output that comes back."""
    if content is None:
        return None
    start, stop = document.content(content)
    found = max(document.data.rfind(mark, start, stop) for mark in _MARKS)
    return (found, _end(document, content)[1]) if found >= 0 else None


def _new_content(edition: Edition, after: Element, html: str) -> Splice:
    xml = (
        f"<content:encoded{root.xmlns('content', edition)}>".encode()
        + clean.cdata(html)
        + b"</content:encoded>"
    )
    return Splice(after.stop, after.stop, edition.document.indent(after) + xml, "added content:encoded")
