"""Every feed of the corpus: what becomes of it, and that feedparser reads in it what we read."""

from __future__ import annotations

import io
from calendar import timegm
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from feedtool import upstream
from feedtool.errors import NotAFeed
from feedtool.model import Item
from feedtool.upstream.splices import Splice, apply
from tests.benchmarks.corpus import content, feeds, outcome

FEEDS = tuple(feeds())
pytestmark = pytest.mark.skipif(not FEEDS, reason="the corpus folder ../shared is not here")

REFUSED = {
    "aaa_illformed": "it is cut",
    "bozo_bogus_encoding": "neither a title nor episodes",
    "bozo_http_text_plain_charset": "neither a title nor episodes",
    "bozo_invalid-bytes-with-bom": "it is cut",
    "gb2312_charset": "neither a title nor episodes",
    "gb2312_charset_overrides_encoding": "neither a title nor episodes",
    "http_text_xml_default": "neither a title nor episodes",
    "no_content_type_default": "neither a title nor episodes",
    "rdf_channel_empty_textinput": "it is cut",
    "rss_empty_document": "XML, but no RSS, Atom or RDF feed",
    "rss_item_link_corrupted_ampersands": "it is cut",
    "u16": "neither a title nor episodes",
    "utf-16be-bom": "neither a title nor episodes",
    "utf-16le-autodetect": "neither a title nor episodes",
    "atom_relative_cover": "neither a title nor episodes",
}
"""All that no listener could subscribe to either: fixtures of parsers, `<rss></rss>` and the like."""


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_every_feed_is_read_or_refused_with_a_reason(path: Path) -> None:
    one = outcome(path)
    expected = [reason for name, reason in REFUSED.items() if path.stem.endswith(name)]
    assert (one.kind == "refused") == bool(expected)
    assert not expected or expected[0] in one.reason
    assert one.seconds < 2


def test_real_feeds_are_lossless_and_the_odd_ones_lose_as_little_as_can_be() -> None:
    kinds = Counter((path.parent.name.partition("-")[0], outcome(path).kind) for path in FEEDS)
    assert {kind for folder, kind in kinds if folder == "fireside"} == {"lossless"}
    assert {
        kind: count for (folder, kind), count in kinds.items() if folder == "hosts" and kind != "lossless"
    } == {
        "repaired": 6,  # undeclared `podcast:`, blank lines before the XML declaration
        "converted": 2,  # an Atom feed; one that lacks <channel>
    }


# --- feedparser as the judge

Entry = Mapping[str, Any]


def _theirs(entry: Entry) -> dict[str, object]:
    published = entry.get("published_parsed")
    return {
        "title": entry.get("title", ""),
        "link": entry.get("link", ""),
        "guid": entry.get("id", ""),
        "date": timegm(published) if published else None,
        "enclosure": next((enclosure.get("href", "") for enclosure in entry.get("enclosures", ())), ""),
        "duration": entry.get("itunes_duration", ""),
    }


def _ours(item: Item) -> dict[str, object]:
    return {
        "title": item.title,
        "link": item.link,
        "guid": item.guid,
        "date": int(item.published.timestamp()) if item.published else None,
        "enclosure": item.enclosure.url if item.enclosure else "",
        "duration": item.itunes_duration,
    }


ENOUGH = 100
"""Items of a feed that feedparser has to read, at 2 ms each."""
CENTURY = 3155760000
"""Seconds."""

QUIRKS: dict[str, Callable[[str, Any, Item], bool]] = {
    # https://feedparser.readthedocs.io/en/latest/reference-entry-link.html
    "a guid that is a permalink stands in for the link": lambda field, theirs, item: (
        field == "link" and not item.link and theirs == item.guid
    ),
    # `_end_item` in feedparser.mixin
    "the enclosure stands in for the link": lambda field, theirs, item: (
        field == "link" and not item.link and theirs == _ours(item)["enclosure"]
    ),
    # RSS 2.0 has no xml:base; apps don't know it
    "links are resolved by xml:base": lambda field, theirs, item: (
        field == "link" and "://" not in item.link and theirs.endswith(f"/{item.link}")
    ),
    # RSS 2.0 wants a URL; browsers and apps strip it
    "white space around an enclosure's URL stays": lambda field, theirs, item: (
        field == "enclosure" and theirs.strip() == _ours(item)["enclosure"]
    ),
    # RFC 2822 §4.3: 50 to 99 are 1950 to 1999
    "years of two digits are all in this century": lambda field, theirs, item: (
        field == "date" and bool(theirs) and theirs - CENTURY == _ours(item)["date"]
    ),
}
"""Where feedparser reads something else than we do, on purpose."""


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_feedparser_reads_the_same(path: Path) -> None:
    import feedparser  # noqa: PLC0415 - 45 ms for this test only

    try:
        read = upstream.read(content(path))
    except NotAFeed as error:
        pytest.skip(str(error))
    if read.problems:
        pytest.skip("no well-formed RSS 2.0")
    rest = [Splice(item.start, item.stop, b"") for item in read.document.items[ENOUGH:]]
    data = apply(read.document.data, rest)
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    for entry, item in zip(parsed.entries, read.show.items[:ENOUGH], strict=True):
        theirs, ours = _theirs(entry), _ours(item)
        for field in ours:
            met = [name for name, quirk in QUIRKS.items() if quirk(field, theirs[field], item)]
            assert theirs[field] == ours[field] or met, f"{field}: {theirs[field]!r} is not {ours[field]!r}"
