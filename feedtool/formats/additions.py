"""What an enriched item gets: elements behind its last one, our block in its show notes, a description that fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from feedtool.formats import chapters_json, clean, edits, root
from feedtool.formats.block import OPENING_MARK, block, timestamps
from feedtool.formats.description import paragraphs, plain, shorten
from feedtool.formats.edition import Edition
from feedtool.formats.words import words
from feedtool.model import Item
from feedtool.namespaces import PodcastEntryExtension, PodloveEntryExtension
from feedtool.shownotes import titles
from feedtool.upstream.document import Document, Element
from feedtool.upstream.splices import Splice

_FIRST_INSTANT = 0.001
"""podcast-partytime 5 (Podcast Index) drops a soundbite with startTime="0"."""

_MARKS = (OPENING_MARK.encode(), escape(OPENING_MARK).encode())
"""How our block begins in CDATA and in escaped HTML."""


def of_items(edition: Edition) -> Callable[[Item], Iterator[Splice]]:
    """What an item gets."""
    taken = root.taken(edition)
    return lambda item: _item(item, edition, taken) if item.enriched else iter(())


def _item(item: Item, edition: Edition, taken: frozenset[str]) -> Iterator[Splice]:
    document = edition.document
    children = document.items[item.index].children
    child = {other.name: other for other in reversed(children)}
    ours = _our_block(document, child.get("content:encoded"))
    if item.note is None and (ours or _links_our_file(child)):
        return  # this feed was enriched before, with all that upstream's own text gives
    elements = [(name, xml.encode()) for name, xml in _elements(item, edition, child, taken)]
    # Podigee, Podlove and we ourselves write chapters to the same byte: what stands there is not added again.
    names = {name for name, _ in elements}
    present = {document.data[other.start : other.stop] for other in children if other.name in names}
    if item.chapters and not child.keys().isdisjoint(_SINGLE):
        yield from _without_other_chapters(document, children, elements, edition)
    last = children[-1]
    indent = document.indent(last)
    for name, xml in elements:
        if xml not in present:
            yield Splice(last.stop, last.stop, indent + xml, f"added {name}")
    yield from _show_notes(item, edition, child, ours)
    yield from _author(edition, child)


def _links_our_file(child: Mapping[str, Element]) -> bool:
    return "podcast:chapters" in child and chapters_json.is_ours(
        child["podcast:chapters"].attributes.get("url", "")
    )


_SINGLE = ("podcast:chapters", "psc:chapters")
"""An item has one of each at most: the chosen source's."""


def _without_other_chapters(
    document: Document, children: tuple[Element, ...], elements: list[tuple[str, bytes]], edition: Edition
) -> Iterator[Splice]:
    for other in children:
        if other.name in _SINGLE and (other.name, document.data[other.start : other.stop]) not in elements:
            yield from edits.drop(other, edition)


def _elements(
    item: Item, edition: Edition, child: Mapping[str, Element], taken: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """(name, XML) of the elements behind the item's last one."""
    for added in (*_podcast(item, edition).elements, *_podlove(item).elements):
        yield added.name, added.declaring(taken) if taken else added.xml
    if edition.is_copy and edition.upstream_url and "source" not in child:
        yield "source", f"<source url={quoteattr(edition.upstream_url)}>{escape(edition.show.title)}</source>"


def _podcast(item: Item, edition: Edition) -> PodcastEntryExtension:
    extension = PodcastEntryExtension()
    if item.chapters:
        file = chapters_json.file(edition, item)
        extension.chapters(edition.url(file.path), file.media_type)
    for bite in item.soundbites:
        extension.soundbite(max(bite.start, _FIRST_INSTANT), bite.duration, bite.title)
    for person in item.people:
        extension.person(
            person.name, role=person.role, group=person.group, href=person.href, img=person.image
        )
    return extension


def _podlove(item: Item) -> PodloveEntryExtension:
    extension = PodloveEntryExtension()
    for chapter in item.chapters:
        extension.chapter(chapter.start, titles.short(chapter.title), href=chapter.url, image=chapter.image)
    return extension


def _author(edition: Edition, child: Mapping[str, Element]) -> Iterator[Splice]:
    """A bare name in <author>, where RSS 2.0 wants an e-mail address, becomes <dc:creator>."""
    document, author = edition.document, child.get("author")
    if (
        author
        and author.close < author.stop
        and "dc:creator" not in child
        and "@" not in document.text(author)
    ):
        start, stop = document.content(author)
        tag = f"<dc:creator{root.xmlns('dc', edition)}>".encode()
        yield Splice(author.start, start, tag, "rewrote author")
        yield Splice(stop, author.stop, b"</dc:creator>")


# --- show notes


def _show_notes(
    item: Item, edition: Edition, child: Mapping[str, Element], ours: tuple[int, int] | None
) -> Iterator[Splice]:
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
        yield _append(document, content, added, ours)
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


def _append(document: Document, content: Element, html: str, ours: tuple[int, int] | None) -> Splice:
    """Our block at the end of upstream's HTML, written as upstream writes it: in its CDATA section, or escaped."""
    start, stop = document.content(content)
    before = "" if start == stop else clean.text(document, content)
    if before is not None:
        return document.refill(content, clean.cdata(f"{before}\n{html}"), "added show notes")
    in_cdata, end = _end(document, content)
    new = clean.within_cdata(html) if in_cdata else escape(html)
    if ours:
        return Splice(*ours, new.encode(), "renewed show notes")
    return Splice(end, end, f"\n{new}".encode(), "added show notes")


def _end(document: Document, content: Element) -> tuple[bool, int]:
    """Where the text of an element ends: inside its last CDATA section (True), or before its end tag's white space."""
    start, stop = document.content(content)
    raw = document.data[start:stop].rstrip()
    in_cdata = raw.endswith(b"]]>")
    return in_cdata, start + len(raw) - 3 * in_cdata


def _our_block(document: Document, content: Element | None) -> tuple[int, int] | None:
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
