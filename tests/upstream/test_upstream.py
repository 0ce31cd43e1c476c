"""From bytes of any kind to a show: fixture pairs, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from feedtool import upstream
from feedtool.errors import NotAFeed
from feedtool.upstream.encoding import to_utf8
from feedtool.upstream.names import canonical

CASES = sorted(
    path for path in (Path(__file__).parent / "cases").iterdir() if path.suffix in (".xml", ".atom", ".rdf")
)


def _given(value: object) -> bool:
    return value not in ("", (), None) and value is not False


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_what_is_read(case: Path, expect: Callable[[Path, Any], None]) -> None:
    read = upstream.read(case.read_bytes(), "https://me.example/feed")
    show = asdict(read.show)
    items = [{key: value for key, value in item.items() if _given(value)} for item in show.pop("items")]
    problems = [problem.message for problem in read.problems]
    expect(case.with_suffix(".json"), {**show, "items": items, "problems": problems})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"  ", "it is empty"),
        (b"<!doctype html><title>Podcast</title>", "it is an HTML page, not a feed"),
        (b"<opml><body/></opml>", "it is XML, but no RSS, Atom or RDF feed"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "it is no XML at all"),
        (b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><rss><channel/></rss>", "DOCTYPE, which is refused"),
    ],
)
def test_what_is_no_feed_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        upstream.read(data)


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("\ufeff<?xml version='1.0' encoding='gbk'?><a>晚点</a>".encode(), ""),
        ("<?xml version='1.0' encoding='gb2312'?><a>晚点</a>".encode("gbk"), "utf-8"),
        ("<?xml version='1.0'?><a>晚点</a>".encode("gbk"), "gb2312"),
        ("<?xml version='1.0' encoding='utf-16'?><a>晚点</a>".encode("utf-16"), ""),
        ("<?xml version='1.0' encoding='utf-16'?><a>晚点</a>".encode("utf-16-be"), ""),
        ("\n <?xml version='1.0' encoding='latin-1'?><a>晚点</a>".encode(), "x-klingon"),
    ],
)
def test_any_encoding_becomes_utf8_and_says_so(data: bytes, charset: str) -> None:
    text = to_utf8(data, charset)[0].decode()
    assert text.startswith("<?xml")
    assert "晚点" in text
    assert "encoding" not in text or "encoding='UTF-8'" in text


def test_utf7_and_lies_about_utf16_are_refused() -> None:
    with pytest.raises(NotAFeed, match="UTF-7, which is refused"):
        to_utf8(b"<?xml version='1.0' encoding='utf-7'?><a>x</a>")
    with pytest.raises(NotAFeed, match="fit none of the encodings it may have"):
        to_utf8("<?xml version='1.0' encoding='utf-8'?><a>晚点聊</a>".encode("gbk"))
    with pytest.raises(NotAFeed, match="it begins as UTF-16 but is not"):
        to_utf8(b"\xff\xfea")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("title", "title"),
        ("http://www.w3.org/2005/Atom/ link atom", "atom:link"),
        (
            "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md person pod",
            "podcast:person",
        ),
        ("HTTP://WWW.ITUNES.COM/DTDs/Podcast-1.0.dtd image i", "itunes:image"),
        ("urn:mine thing", "{urn:mine}thing"),
    ],
)
def test_names_go_by_what_their_namespace_means(name: str, expected: str) -> None:
    assert canonical(name) == expected


ITEMS = "<item><title>一</title><guid>g</guid></item></channel></rss>"


@pytest.mark.parametrize(
    ("feed", "told"),
    [
        (f"<rss><channel><title>a\x08b</title>{ITEMS}", "1 characters that XML has not were left out"),
        (
            f"Warning: x\n<rss><channel><title>ab</title>{ITEMS}",
            "1 piece of text before the feed was left out",
        ),
        (
            f'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://x.example/x.dtd"><rss><channel><title>ab</title>{ITEMS}',
            "1 document type was left out",
        ),
        (
            f"<rss><channel><title>ab</title><link>x?a=1&b=2&copy;</link><x><![CDATA[&&nbsp;]]></x>{ITEMS}",
            "2 characters were escaped that XML has no name for",
        ),
        (
            f'<rss><channel><title>ab</title><itunes:type a="b:c">x</itunes:type>{ITEMS}',
            "1 namespace prefixes were declared that nobody had",
        ),
        (
            f"<rss><channel><title>ab</title><b><i>x</b></i><odd>y</odd>{ITEMS}",
            "its broken XML was recovered by libxml2",
        ),
    ],
)
def test_nearly_well_formed_feeds_are_mended_and_told_of(feed: str, told: str) -> None:
    read = upstream.read(feed.encode())
    assert [problem.message for problem in read.problems] == [f"repaired: {told}"]
    assert (read.show.title, [item.guid for item in read.show.items]) == ("ab", ["g"])
    assert b"&&nbsp;" in read.document.data or "CDATA" not in feed
    assert b"<odd>y</odd>" in read.document.data or "odd" not in feed


def test_a_few_bad_bytes_cost_themselves_only() -> None:
    feed = f"<?xml version='1.0' encoding='UTF-8'?><rss><channel><title>{'晚点聊' * 50}X😀</title>{ITEMS}".encode()
    read = upstream.read(feed.replace(b"X", b"\xff"))
    assert read.show.title == "晚点聊" * 50 + "\ufffd😀"
    assert [problem.message for problem in read.problems] == [
        "repaired: 1 bytes that are no UTF-8 became \ufffd"
    ]
    cesu = "😀".encode("utf-16-be")
    halves = b"".join(
        bytes([0xED, 0x80 | (cesu[at] << 2 & 0x3C) | cesu[at + 1] >> 6, 0x80 | cesu[at + 1] & 0x3F])
        for at in (0, 2)
    )
    assert "😀" in upstream.read(feed.replace("😀".encode(), halves)).show.title


@pytest.mark.parametrize("feed", ["<rss><channel><title>a & b</title><item>", "<feed><title>x</title>"])
def test_what_breaks_off_is_refused(feed: str) -> None:
    with pytest.raises(NotAFeed, match="it is cut"):
        upstream.read(feed.encode())
