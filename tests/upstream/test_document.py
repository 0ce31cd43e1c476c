"""The map of a document must be true to the byte, whatever the document looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedtool.errors import NotAFeed
from feedtool.upstream.document import Document, Element, every, first, scan
from feedtool.upstream.splices import Splice, apply
from feedtool.upstream.text import decode

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:it="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:x="urn:x">
  <channel>
    <title>耳边 &amp; notes</title>
    <it:image href="a>b.jpg" />
    <x:odd attribute='"'><x:deep><x:deeper><x:deepest/></x:deeper></x:deep></x:odd>
    <item><title>a/></title><guid/><description><![CDATA[<p>一</p>]]> &#65;<!-- no --></description></item>
    <item><empty></empty><nested><y/></nested></item>
  </channel>
</rss>
""".encode()


def whole(document: Document, element: Element) -> bytes:
    return document.data[element.start : element.stop]


def test_every_element_is_where_the_map_says() -> None:
    document = scan(FEED)
    channel = document.channel.children
    assert [child.name for child in channel] == ["title", "itunes:image", "{urn:x}odd", "item", "item"]
    assert whole(document, channel[1]) == b'<it:image href="a>b.jpg" />'
    assert whole(document, channel[2]).endswith(b"</x:odd>")
    one, other = document.items
    assert [whole(document, child) for child in one.children][:2] == [b"<title>a/></title>", b"<guid/>"]
    assert [whole(document, child) for child in other.children] == [
        b"<empty></empty>",
        b"<nested><y/></nested>",
    ]


def test_contents_and_texts() -> None:
    document = scan(FEED)
    title = first(document.channel.children, "title")
    assert document.text(title) == "耳边 & notes"
    guid, description = document.items[0].children[1:]
    assert document.content(guid) == (guid.stop, guid.stop)
    assert document.text(description) == "<p>一</p> A"
    assert document.text(None) == ""
    assert list(every(document.channel.children, "item")) == list(document.items)


def test_refill_opens_an_empty_element() -> None:
    document = scan(b'<rss><channel><item><a x="1" /><b>old</b></item></channel></rss>')
    a, b = document.items[0].children
    filled = apply(document.data, [document.refill(a, b"new", ""), document.refill(b, b"new", "")])
    assert filled == b'<rss><channel><item><a x="1">new</a><b>new</b></item></channel></rss>'


def test_splices_are_made_in_order_and_may_not_overlap() -> None:
    splices = [Splice(5, 5, b"C"), Splice(1, 3, b"A"), Splice(3, 3, b"B"), Splice(5, 5, b"D")]
    assert apply(b"0123456", splices) == b"0AB34CD56"
    with pytest.raises(AssertionError, match="overlapping splices at byte 2: second"):
        apply(b"0123456", [Splice(1, 4, b""), Splice(2, 5, b"", "second")])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not well-formed XML: no element found"),
        (b"<html><body>not here</body></html>", "the document is <html>, not <rss>"),
        (b"<rss version='2.0'></rss>", "<rss> has no <channel>"),
        (b"<rss><channel>", "not well-formed XML"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel/></rss>", "DOCTYPE"),
        (b"<rss><channel><title>&nbsp;</title></channel></rss>", "undefined entity"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        scan(data)


def test_a_million_nested_elements_are_only_skipped() -> None:
    depth = 200_000
    data = b"<rss><channel><title>t</title>" + b"<d>" * depth + b"</d>" * depth + b"</channel></rss>"
    assert [child.name for child in scan(data).channel.children] == ["title", "d"]


texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 4) -> str:
    """A random element, written in one of the many ways that mean the same."""
    name = draw(st.sampled_from(["a", "b:c", "title"]))
    attribute = draw(st.sampled_from(["", ' x="&gt;"', " y='/>'", ' z=">"']))
    content = draw(st.lists(contents(depth), max_size=3)) if depth else []
    if not content:
        return draw(st.sampled_from([f"<{name}{attribute}/>", f"<{name}{attribute}></{name} >"]))
    return f"<{name}{attribute}>{''.join(content)}</{name}\n>"


def contents(depth: int) -> st.SearchStrategy[str]:
    escaped = texts.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;"))
    cdata = texts.map(lambda text: f"<![CDATA[{text.replace(']]>', '')}]]>")
    comment = texts.map(lambda text: f"<!--{text.replace('-', '')}-->")
    return st.one_of(escaped, cdata, comment, st.just("<?p <x> ?>"), elements(depth - 1))


def characters(node: etree._Element) -> str:
    """All character data below a node, as lxml reads it."""
    return str(node.xpath("string()"))


@given(st.lists(elements(), max_size=4))
def test_the_map_agrees_with_lxml(children: list[str]) -> None:
    data = f"<rss xmlns:b='urn:b'><channel><item>{''.join(children)}</item></channel></rss>".encode()
    document = scan(data)
    wanted = list(etree.fromstring(data)[0][0].iterchildren("*"))
    found = document.items[0].children
    assert [child.name for child in found] == [str(node.tag) for node in wanted]
    for child, node in zip(found, wanted, strict=True):
        part = whole(document, child).replace(b">", b" xmlns:b='urn:b'>", 1)  # a fragment needs its prefix
        assert part.startswith(b"<")
        assert document.text(child) == characters(node)


@given(st.lists(contents(0), max_size=5))
def test_decode_is_what_an_xml_parser_reads(pieces: list[str]) -> None:
    raw = "".join(pieces).encode()
    assert decode(raw) == characters(etree.fromstring(b"<x xmlns:b='urn:b'>" + raw + b"</x>"))
