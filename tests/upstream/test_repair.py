"""Nearly well-formed feeds are mended, told of, and keep what nobody knows."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool import upstream
from feedtool.errors import NotAFeed
from feedtool.upstream.document import scan
from feedtool.upstream.repair import repair

END = "<x><![CDATA[<&&nbsp;&#11;]]></x><item><title>一</title><guid>g</guid></item></channel></rss>"
FEED = f"<rss><channel><title>ab</title>{END}"


@pytest.mark.parametrize(
    ("feed", "told"),
    [
        (FEED.replace("ab", "a\x08\x0bb\ufffe"), "characters that XML does not have left out (3)"),
        (
            FEED.replace("ab", "a&#11;&#0;&#xFFFE;b&#x110000;&#65;").replace("&#65;", ""),
            "references to characters that XML does not have left out (4)",
        ),
        (f"Warning: x\n{FEED}", "white space or text around the document left out (1)"),
        (f'\n\n<?xml version="1.0"?>{FEED}', "white space or text around the document left out (1)"),
        (
            f'<b>PHP</b>\n<?xml version="1.0"?>{FEED}\n<b>Warning</b>',
            "white space or text around the document left out (2)",
        ),
        (
            f'<!-- {{a}} --><?xml version="1.0"?>{FEED}',
            "white space or text around the document left out (1)",
        ),
        (
            f'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://x.example/x.dtd">{FEED}',
            "DOCTYPE left out (1)",
        ),
        (f"<?xml version=1.0?>{FEED}", "faulty XML declaration written anew (1)"),
        (f"<?xml encoding='utf-8' version='1.0'>{FEED}", "faulty XML declaration written anew (1)"),
        (
            FEED.replace("ab", "<![CDATA[a]]>b</title><l>x?a=1&b=2&foo; <3 ]]></l><title>"),
            "bare & or < escaped (4)",
        ),
        (
            FEED.replace("ab", "ab</title><l a='x&nbsp;&quot;'>&copy;</l><title>"),
            "HTML entities written as characters (2)",
        ),
        (
            FEED.replace("<x>", '<itunes:type a="b:c" odd:x="y">x</itunes:type><x>'),
            "undeclared namespace prefixes declared (2)",
        ),
        (
            FEED.replace("<rss", "<rss xmlns='http://blogs.law.harvard.edu/tech/rss'"),
            "namespace of RSS's own elements left out (1)",
        ),
        (
            FEED.replace("<rss", '<rss version="2.0" xmlns = "http://www.w3.org/2005/Atom"'),
            "namespace of RSS's own elements left out (1)",
        ),
        (
            FEED.replace(
                "<x>", "<y a='b=c' d=\"e=f\" url=https://x.example/a?b=c&amp;d type= audio/mpeg/><x>"
            ),
            "quotes put around attributes' values (2)",
        ),
        (
            FEED.replace("<x>", "<y a='1' b='a=1' a=\"2\" a='3'/><x>"),
            "attributes given twice left out (2)",
        ),
        (
            FEED.replace("<x>", "<b><i>x</b></i><x>"),
            "its XML is broken; libxml2 recovered it, and may have dropped what is at the faults",
        ),
    ],
)
def test_each_repair(feed: str, told: str) -> None:
    read = upstream.read(feed.encode())
    assert [problem.message for problem in read.problems] == [f"repaired: {told}"]
    assert (read.show.title, [item.guid for item in read.show.items]) == ("ab", ["g"])
    assert b"<x><![CDATA[<&&nbsp;&#11;]]></x>" in read.document.data


def test_what_a_prefix_means_is_declared() -> None:
    feed = FEED.replace("<x>", "<itunes:author>小明</itunes:author><media:x/><odd:y/><x>")
    read = upstream.read(feed.encode())
    assert read.show.author == "小明"
    uris = {declared.prefix: declared.uri for declared in read.document.declarations}
    assert uris == {
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "media": "http://search.yahoo.com/mrss/",
        "odd": "urn:undeclared:odd",
    }


def test_recovery_that_loses_an_episode_is_no_recovery() -> None:
    item = '<item><title>t</title><guid>g</guid><enclosure url="https://x.example/1.mp3"/></item>'
    read = upstream.read(f"<rss><channel><title>ab</title>{item}</item>{item}</channel></rss>".encode())
    assert len(read.show.items) == 2
    assert "converted to RSS 2.0, with what feedparser could read" in read.problems[-1].message


@pytest.mark.parametrize(
    "cut",
    [
        "<rss><channel><title>a & b</title><item>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>",
        f"{FEED[:-6]}<item><description><![CDATA[how to write </rss> in",
        f"{FEED[:-6]}<!-- </rss>",
        FEED[:-1],
    ],
)
def test_what_breaks_off_is_refused(cut: str) -> None:
    with pytest.raises(NotAFeed, match="it is cut"):
        upstream.read(cut.encode())


@given(st.text(st.sampled_from("<>&;#x1a:\"'=/!?[]-ü\x00\n "), max_size=60))
def test_any_text_in_a_title_is_read_and_every_episode_is_there(text: str) -> None:
    try:
        read = upstream.read(FEED.replace("ab", f"ab{text}").encode())
    except NotAFeed:
        return
    assert len(read.show.items) == 1 or read.problems


@given(st.text(st.sampled_from("&;#x1a9 \x00ampltnbsgeé<3"), max_size=60))
def test_text_without_tags_always_becomes_well_formed(text: str) -> None:
    text = text.replace("<", "< ")
    document = scan(repair(FEED.replace("ab", f"ab{text}").encode())[0])
    assert document.text(document.channel.children[0]).startswith("ab")


@given(st.binary(max_size=200), st.sampled_from(["", "gbk", "utf-16", "x"]))
def test_any_bytes_are_read_or_refused(data: bytes, charset: str) -> None:
    for one in (data, FEED.encode().replace(b"ab", data), b"<feed><entry>" + data + b"</entry></feed>"):
        with suppress(NotAFeed):
            upstream.read(one, charset=charset)
