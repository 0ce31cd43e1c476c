"""Nothing of upstream is lost: on every well-formed feed of the corpus, not only on ours."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from feedtool import upstream
from feedtool.errors import NotAFeed
from feedtool.formats import Edition, rss
from feedtool.formats.changes import CHANGES
from feedtool.library import Library
from feedtool.publish import Publisher
from feedtool.upstream.document import every
from feedtool.upstream.names import meant
from feedtool.upstream.splices import apply
from tests.conftest import SHARED
from tests.test_shows import undone

FOLDERS = ("fireside", "hosts")
FEEDS = sorted(path for folder in FOLDERS for path in (SHARED / "corpus" / "feeds" / folder).glob("*"))
NAMED = {change.element for change in CHANGES if change.place != "rss"} | {"content:encoded", "itunes:email"}


@cache
def edition(path: Path) -> Edition:
    """The feed as a show without notes: what its own descriptions give is added, everything else must stay."""
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    read = upstream.read(data)
    if read.problems:
        pytest.skip(read.problems[0].message)
    return _edition(data)


def _edition(data: bytes) -> Edition:
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    with TemporaryDirectory() as root:
        folder = Path(root) / "show"
        folder.mkdir()
        (folder / "upstream.xml").write_bytes(data)
        (folder / "show.toml").write_text('upstream = "upstream.xml"\nnotes = []\n', encoding="utf-8")
        publisher = Publisher(Library(Path(root)))
        return publisher.edition(publisher.load("show"), "https://me.example")


def well_formed(path: Path) -> Edition:
    try:
        return edition(path)
    except NotAFeed as error:
        pytest.skip(str(error))


pytestmark = pytest.mark.skipif(not FEEDS, reason="the corpus folder ../shared is not here")


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_taking_the_splices_out_gives_upstream_back(path: Path) -> None:
    show = well_formed(path)
    splices = list(rss.splices(show))
    feed = apply(show.document.data, splices)
    assert feed == rss.render(show)
    assert undone(feed, splices, show.document.data) == show.document.data


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_every_element_outside_the_table_comes_through_in_order(path: Path) -> None:
    show = well_formed(path)
    theirs, ours = (etree.fromstring(data, _parser()) for data in (show.document.data, rss.render(show)))
    assert is_subsequence(list(_children(theirs[0])), list(_children(ours[0])))
    pairs = zip(theirs[0].iter("item"), ours[0].iter("item"), strict=True)
    assert all(is_subsequence(list(_children(their)), list(_children(our))) for their, our in pairs)


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_items_with_nothing_to_add_or_mend_are_equal_byte_for_byte(path: Path) -> None:
    show = well_formed(path)
    splices = list(rss.splices(show))
    data = rss.render(show)
    for item, element in zip(show.show.items, show.document.items, strict=True):
        inside = {splice.what.split()[0] for splice in splices if element.start < splice.start < element.stop}
        if not inside:
            assert show.document.data[element.start : element.stop] in data
        if not item.enriched:
            assert inside <= {"repaired", "cleaned"}


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, huge_tree=True, remove_blank_text=False)


Form = tuple[str, tuple[tuple[str, str], ...], str, tuple["Form", ...], str]


def _children(parent: etree._Element) -> Iterator[Form]:
    """Each child outside the table, in a form that does not depend on how things are spelt in XML."""
    for child in parent.iterchildren("*"):
        if (name := _name(str(child.tag))) != "item" and name not in NAMED:
            yield _form(child, tail=False)


def _form(element: etree._Element, *, tail: bool = True) -> Form:
    attributes = sorted((_name(str(key)), str(value)) for key, value in element.attrib.items())
    children = tuple(_form(child) for child in element.iterchildren("*"))
    return (
        _name(str(element.tag)),
        tuple(attributes),
        element.text or "",
        children,
        (element.tail or "") * tail,
    )


def _name(name: str) -> str:
    uri, _, local = name.removeprefix("{").rpartition("}")
    return f"{meant(uri) or uri}:{local}" if uri else local


def is_subsequence(wanted: Sequence[object], found: Sequence[object]) -> bool:
    rest = iter(found)
    return all(element in rest for element in wanted)


def test_is_subsequence_tells_order_and_loss() -> None:
    assert is_subsequence([b"a", b"c"], [b"a", b"b", b"c"])
    assert not is_subsequence([b"c", b"a"], [b"a", b"b", b"c"])
    assert not is_subsequence([b"a", b"a"], [b"a"])


def test_the_635_persons_are_all_there(shared: Path) -> None:
    show = well_formed(shared / "corpus" / "feeds" / "fireside" / "stalla__smashing-security.xml")
    persons = sum(1 for item in show.document.items for _ in every(item.children, "podcast:person"))
    assert persons == 635
    assert rss.render(show).count(b"<podcast:person ") == persons
