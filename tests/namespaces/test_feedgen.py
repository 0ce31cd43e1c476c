"""The extensions in feedgen, in lxml elements, and as bytes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from feedgen.feed import FeedGenerator
from lxml import etree

import feedtool.namespaces
from feedtool.namespaces import (
    NAMESPACES,
    PodcastEntryExtension,
    PodcastExtension,
    PodloveEntryExtension,
    PodloveExtension,
    children,
)

from .calls import load, run

HERE = Path(__file__).parent
PODCAST = f"{{{NAMESPACES['podcast']}}}"
PSC = f"{{{NAMESPACES['psc']}}}"


def generator() -> FeedGenerator:
    feed = FeedGenerator()
    feed.title("晚间来信")
    feed.link(href="https://example.com/")
    feed.description("A show")
    feed.lastBuildDate(datetime(2026, 1, 1, tzinfo=UTC))
    feed.register_extension("podcasting", PodcastExtension, PodcastEntryExtension, atom=False)
    feed.register_extension("podlove", PodloveExtension, PodloveEntryExtension, atom=False)
    return feed


def test_in_a_generator() -> None:
    feed = generator()
    feed.podcasting.guid("9b024349-ccf0-5f69-a609-6b82873eab3c").locked()
    entry = feed.add_entry(order="append")
    entry.title("第一期")
    entry.podcasting.person("李明", role="guest")
    entry.podlove.chapter(0, "开场")
    root = etree.fromstring(feed.rss_str())
    assert {prefix: root.nsmap[prefix] for prefix in NAMESPACES} == NAMESPACES
    channel = root.find("channel")
    assert channel is not None
    assert channel.findtext(f"{PODCAST}guid") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert channel.findtext(f"{PODCAST}locked") == "yes"
    assert channel.findtext(f"item/{PODCAST}person") == "李明"
    assert channel.find(f"item/{PSC}chapters/{PSC}chapter") is not None


def test_namespaces_are_declared_once_at_the_root() -> None:
    feed = generator()
    feed.podcasting.podping()
    entry = feed.add_entry()
    entry.title("一")
    entry.podcasting.season(1)
    entry.podlove.chapter(0, "开场")
    text = feed.rss_str().decode()
    assert text.count(f'xmlns:podcast="{NAMESPACES["podcast"]}"') == text.count("xmlns:podcast") == 1
    assert text.count(f'xmlns:psc="{NAMESPACES["psc"]}"') == text.count("xmlns:psc") == 1
    assert "ns0" not in text


def test_two_runs_are_equal() -> None:
    feed = generator()
    feed.podcasting.block()
    entry = feed.add_entry()
    entry.title("一")
    entry.podcasting.soundbite(0, 71)
    assert feed.rss_str() == feed.rss_str()


def test_no_chapters_no_tag() -> None:
    feed = generator()
    feed.add_entry().title("一")
    assert b"psc:chapters" not in feed.rss_str()


def test_absent_from_atom() -> None:
    feed = generator()
    feed.id("https://example.com/")
    feed.podcasting.block()
    assert b"podcastindex" not in feed.atom_str()


def test_an_element_of_ones_own_need_not_declare() -> None:
    item = PodloveEntryExtension().chapter(0, "开场").extend_rss(etree.Element("item"))
    assert item[0].prefix == item[0][0].prefix == "psc"
    other = etree.Element("item", nsmap={"podcast": "https://example.com/other"})
    person = PodcastEntryExtension().person("李明").extend_rss(other)[0]
    assert person.tag == f"{PODCAST}person"
    assert etree.fromstring(etree.tostring(other))[0].tag == f"{PODCAST}person"


def test_extend_rss_leaves_what_is_there() -> None:
    item = etree.fromstring("<item><title>一</title></item>")
    assert PodcastEntryExtension().season(1).extend_rss(item) is item
    assert [child.tag for child in item] == ["title", f"{PODCAST}season"]


CASES = sorted(path for folder in ("channel", "item", "chapters") for path in (HERE / folder).glob("*.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_bytes_are_what_lxml_would_write(case: Path) -> None:
    extension = load(case)
    item = extension.extend_rss(etree.Element("item", nsmap=NAMESPACES))
    start, stop = etree.tostring(etree.Element("item", nsmap=NAMESPACES)).replace(b"/>", b">"), b"</item>"
    if extension.elements:
        assert start + children(extension) + stop == etree.tostring(item, encoding="utf-8")
    else:
        assert children(extension) == b""
        assert len(item) == 0


def test_declarations_only_where_asked_and_used() -> None:
    tags = PodcastEntryExtension().season(1)
    chapters = PodloveEntryExtension().chapter(0, "开场")
    assert b"xmlns" not in children(tags, chapters)
    asked = children(tags, chapters, declare={"psc", "atom"})
    assert asked.count(b"xmlns") == 1
    assert asked.index(b"<podcast:season>1</podcast:season><psc:chapters xmlns:psc=") == 0
    assert children(tags, chapters, declare=NAMESPACES).count(b"xmlns") == 2


def test_the_examples_in_the_documentation_run() -> None:
    blocks = re.findall(r"(?:^    .*\n|^\n)+", feedtool.namespaces.__doc__ or "", re.MULTILINE)
    code = "".join(block for block in blocks if block.strip()).replace("    ", "")
    names: dict[str, Any] = {**vars(feedtool.namespaces), "etree": etree}
    exec(code, names)  # noqa: S102
    names["feed"].title("T")
    names["feed"].link(href="https://example.com/")
    names["feed"].description("D")
    names["entry"].title("E")
    assert b'<psc:chapter start="00:02:20.500"' in names["feed"].rss_str()
    shown = re.search(r"children\(tags\)  # b'(.*?)…", feedtool.namespaces.__doc__ or "")
    assert shown
    assert children(names["tags"]).startswith(shown[1].encode())


def test_calls_chain() -> None:
    extension = run(PodcastEntryExtension(), [["season", 1], ["episode", 2]])
    assert [element.name for element in extension.elements] == ["podcast:season", "podcast:episode"]
