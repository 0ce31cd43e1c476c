"""From bytes of any kind to a show: fixture pairs, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedtool import upstream
from feedtool.errors import NotAFeed
from feedtool.upstream.carried import carry
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
    if case.suffix != ".xml":
        expect(case.with_suffix(".rss"), read.document.data.decode())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"  ", "it is empty"),
        (b"<!doctype html><title>Podcast</title>", "it is an HTML page, not a feed"),
        (b"<opml><body/></opml>", "it is XML, but no RSS, Atom or RDF feed"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "it is no XML at all"),
        (b"\x1f\x8b\x08\0", "it is compressed"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'><body><rss/></body></html>", "it is an HTML page"),
        (b"<Error><Code>NoSuchKey</Code></Error>", "it is XML, but no RSS, Atom or RDF feed"),
        (b"<rss version='2.0'></rss>", "it has neither a title nor episodes"),
        (b"<rss a='</rss>", "it has neither a title nor episodes"),
        (b"/etc/passwd", "it is no XML at all"),
    ],
)
def test_what_is_no_feed_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        upstream.read(data)


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


_PIECES = (
    "<feed> <entry> </entry> <item> </item> <channel> </channel> <i:x> </i:x> <![CDATA[ ]]> <!-- --> <? ?> &"
)
_BROKEN = st.lists(st.sampled_from(_PIECES.split(" ")) | st.text(max_size=4), max_size=20).map("".join)


@given(_BROKEN)
def test_whatever_is_broken_nothing_is_carried_to_the_wrong_episode(broken: str) -> None:
    good = "<item><i:x>1</i:x></item><item><i:x>2</i:x></item>"
    rss = etree.fromstring("<rss><channel><item/><item/></channel></rss>")
    carry(f"<rss xmlns:i='urn:i'><channel>{good}</channel>{broken}</rss>".encode(errors="ignore"), rss)
    told = [item.findtext("{urn:i}x") for item in rss.iter("item")]
    assert told in (["1", "2"], [None, None])
