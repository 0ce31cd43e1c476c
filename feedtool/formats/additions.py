"""What an enriched item gets: elements behind its last one, and other show notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from feedtool.formats import chapters_json, edits, root, show_notes
from feedtool.formats.edition import Edition
from feedtool.model import Item
from feedtool.namespaces import PodcastEntryExtension, PodloveEntryExtension
from feedtool.shownotes import titles
from feedtool.upstream.document import Document, Element
from feedtool.upstream.splices import Splice

_FIRST_INSTANT = 0.001
"""podcast-partytime 5 (Podcast Index) drops a soundbite with startTime="0"."""


def of_items(edition: Edition) -> Callable[[Item], Iterator[Splice]]:
    """What each item gets that is enriched; nothing for all others."""
    taken = root.taken(edition)
    return lambda item: _item(item, edition, taken) if item.enriched else iter(())


def _item(item: Item, edition: Edition, taken: frozenset[str]) -> Iterator[Splice]:
    document = edition.document
    children = document.items[item.index].children
    child = {other.name: other for other in reversed(children)}
    if item.note is None and _was_enriched(document, child):
        return  # with all that upstream's own text gives
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
    yield from show_notes.splices(item, edition, child)
    yield from _author(edition, child)


def _was_enriched(document: Document, child: Mapping[str, Element]) -> bool:
    """Whether it is our own output that comes back as upstream."""
    linked = child["podcast:chapters"].attributes.get("url", "") if "podcast:chapters" in child else ""
    return (
        chapters_json.is_ours(linked)
        or show_notes.our_block(document, child.get("content:encoded")) is not None
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
