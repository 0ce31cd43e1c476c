"""Checks 16 and 18: nothing of upstream is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml.etree import _Element as Element

from feedtool.checks import changes
from feedtool.checks.base import Fault, quote
from feedtool.checks.tags import visible
from feedtool.checks.view import Node, Output, qualified, text
from feedtool.formats import addresses

_CHECKED_IN_CHANNEL = frozenset({"item", "title", "link", "itunes:image"})  # by 6 and 9
_CHECKED_IN_ITEMS = frozenset({"guid", "enclosure", "pubDate"})  # by 20, 22 and 25
_ACTIVE = re.compile(
    r"<(?:script|style|iframe|object|embed|form|audio|video|svg|math|base|meta|link)\b|\son\w{3,20}\s{0,9}=|\bstyle="
    r"|script:|data:", re.IGNORECASE
)  # fmt: skip
"""Markup that may have been cleaned away."""


_HTML = frozenset({*changes.NOTES, "itunes:subtitle"})


class Form(NamedTuple):
    """An element as it is compared: without white space between children, with what we repair repaired."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    text: str
    children: tuple[Form, ...]


def everything(output: Output) -> Iterator[Fault]:
    """Upstream's items in order, and in each and in the channel every child element as upstream has it.

    Skips what changes.py names, and what has a check of its own. Items that upstream has no more may stay.
    """
    if output.upstream and output.original:
        yield from _items(output, output.upstream.items)
        yield from _channel(output.channel, output.original, derived=output.derived)
        for ours, theirs in output.pairs:
            if theirs is not None:
                yield from _item(ours, theirs)


def without_note(output: Output) -> Iterator[Fault]:
    """An item that has nothing added has upstream's show notes, apart from active content cleaned away."""
    for ours, theirs in output.pairs:
        if theirs is not None and not enriched(ours, theirs):
            for name in changes.NOTES:
                if not _same_notes(ours.texts(name), theirs.texts(name)):
                    found, expected = quote(ours.text(name)), quote(theirs.text(name))
                    yield Fault(
                        ours.where, f"{name} is {found}, expected upstream's {expected}: nothing was added"
                    )


def enriched(ours: Node, theirs: Node) -> bool:
    """Whether an item shows a sign of a note: an element added, or notes that go on behind upstream's."""
    added = (name for name in ours.children if changes.may_add(name))
    return any(_grown(name, ours, theirs) for name in added)


def _grown(name: str, ours: Node, theirs: Node) -> bool:
    ours_, theirs_ = ours.texts(name), theirs.texts(name)
    if name in changes.NOTES:
        return len(ours_) > len(theirs_) or _longer(ours_, theirs_)
    return len(ours_) > len(theirs_) or (
        name in changes.REPLACED_IN_ITEMS and _forms(ours.all(name)) != _forms(theirs.all(name))
    )


def _longer(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    pairs = ((a.strip(), b.strip()) for a, b in zip(ours, theirs, strict=False))
    return any(a != b and a.startswith(b) for a, b in pairs)


def _items(output: Output, theirs: Iterable[Node]) -> Iterator[Fault]:
    order = {id(item): index for index, item in enumerate(theirs)}
    last = -1
    for ours, item in output.pairs:
        if item is not None:
            index = order.pop(id(item))
            if index < last:
                yield Fault(
                    ours.where, "stands behind an item that upstream has after it; expected upstream's order"
                )
            last = max(last, index)
    for item in theirs:
        if id(item) in order:
            yield Fault(item.where, "is in upstream's feed and not in ours; expected every item")


def _channel(ours: Node, theirs: Node, *, derived: bool) -> Iterator[Fault]:
    skipped = _CHECKED_IN_CHANNEL | changes.VOLATILE | (changes.CHANGED_IN_COPY if derived else frozenset())
    for name in theirs.children.keys() - skipped:
        if name in _HTML and _same_notes(ours.texts(name), theirs.texts(name)):
            continue
        kept = [child for child in theirs.all(name) if not _dropped(name, child, derived=derived)]
        yield from _missing("channel", name, _forms(ours.all(name)), _forms(kept))


def _item(ours: Node, theirs: Node) -> Iterator[Fault]:
    skipped = _CHECKED_IN_ITEMS | changes.REPLACED_IN_ITEMS | frozenset(changes.NOTES) | changes.VOLATILE
    for name in theirs.children.keys() - skipped:
        if name in _HTML and _same_notes(ours.texts(name), theirs.texts(name)):
            continue
        kept = [child for child in theirs.all(name) if not _addresses_unsafely(name, child)]
        yield from _missing(ours.where, name, _forms(ours.all(name)), _forms(kept))
    for name in ours.children:
        more = len(ours.all(name)) - len(theirs.all(name))
        if more > 0 and not changes.may_add(name):
            yield Fault(
                ours.where, f"has {more} {name} more than upstream, expected nothing of that name added"
            )
    yield from _notes(ours, theirs)


def _notes(ours: Node, theirs: Node) -> Iterator[Fault]:
    """Upstream's longest show notes open some show notes of ours: content:encoded, where upstream has it."""
    if not enriched(ours, theirs):
        return  # check 18
    names = ("content:encoded",) if theirs.text("content:encoded") else changes.NOTES
    expected = max((theirs.text(name).partition(changes.OUR_BLOCK)[0] for name in names), key=len)
    if not any(_opens(ours.text(name), expected) for name in names):
        yield Fault(
            ours.where, f"{names[-1]} does not begin with upstream's, expected {quote(expected)} first"
        )


def _opens(ours: str, theirs: str) -> bool:
    return ours.startswith(theirs) or visible(ours).startswith(visible(theirs))


def _missing(where: str, name: str, ours: list[Form], theirs: list[Form]) -> Iterator[Fault]:
    """What of `theirs` is not in `ours`, in that order."""
    rest = iter(ours)
    for form in theirs:
        if not any(_same(other, form) for other in rest):
            found = ", ".join(_shown(other) for other in ours[:3]) or "none"
            yield Fault(where, f"{name} is not upstream's: found {found}, expected {_shown(form)}")
            return


def _same(ours: Form, theirs: Form) -> bool:
    return ours == theirs or (
        ours.name == theirs.name == "itunes:image"
        and changes.resolves(dict(ours.attributes).get("href", ""), dict(theirs.attributes).get("href", ""))
    )


def _same_notes(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return ours == theirs or (
        len(ours) == len(theirs)
        and all(
            a == b or (_ACTIVE.search(b) is not None and visible(a) == visible(b))
            for a, b in zip(ours, theirs, strict=True)
        )
    )


def _dropped(name: str, element: Element, *, derived: bool) -> bool:
    token = derived and (element.get("purpose") or "").lower() in changes.DROPPED_PURPOSES
    return (
        name in changes.DROPPED
        or _addresses_unsafely(name, element)
        or (name == "atom:link" and element.get("rel") in changes.DROPPED_RELS)
        or (name == "podcast:txt" and token)
    )


def _addresses_unsafely(name: str, element: Element) -> bool:
    """Whether an element goes because it is nothing without its address, and that is `javascript:` or the like."""
    says = name in addresses.TEXTS and addresses.forbidden(name, text(element))
    attributes = ((str(key), str(value)) for key, value in element.attrib.items())
    return says or (name not in addresses.SPEAKS_WITHOUT and any(_is_forbidden(*pair) for pair in attributes))


def _is_forbidden(key: str, value: str) -> bool:
    return key in addresses.ATTRIBUTES and addresses.forbidden(key, value)


def _forms(elements: Iterable[Element]) -> list[Form]:
    return [form(element) for element in elements]


def form(element: Element) -> Form:
    """`element` as it is compared: as our repairs leave it."""
    name = qualified(element.tag)
    attributes = ((str(key), str(value)) for key, value in element.attrib.items())
    if name == "podcast:person":
        attributes = (
            (key, value)
            for key, value in attributes
            if value.strip() and key in changes.PERSON and not _is_forbidden(key, value)
        )
    children = tuple(form(child) for child in element.iterchildren("*"))
    own = (element.text or "").strip() if children or len(element) else text(element)
    if name == "itunes:explicit":
        own = changes.EXPLICIT.get(own.strip().lower(), own)
    return Form(name, tuple(sorted(attributes)), own, children)


def _shown(form: Form) -> str:
    attributes = " ".join(f"{key}={value}" for key, value in form.attributes)
    return quote(" ".join(filter(None, (attributes, form.text))) or f"<{form.name}>")
