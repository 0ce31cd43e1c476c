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
    text = to_utf8(data, charset).decode()
    assert text.startswith("<?xml")
    assert "晚点" in text
    assert "encoding" not in text or "encoding='UTF-8'" in text


def test_utf7_and_lies_about_utf16_are_refused() -> None:
    with pytest.raises(NotAFeed, match="fit none of the encodings it may have"):
        to_utf8(b"<?xml version='1.0' encoding='utf-7'?><a>\xff</a>")
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
