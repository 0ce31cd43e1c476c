"""Every check of the specification, by its number, on the first user's show and on the demo."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from feedtool.checks import CHECKS, ELSEWHERE, Finding, check_feed, check_opml
from feedtool.formats import Edition, chapters_json, opml, rss
from feedtool.library import Library
from feedtool.namespaces import guid_from_url
from feedtool.publish import Publisher
from feedtool.shownotes import titles
from tests.conftest import SHARED

PROJECT = Path(__file__).parents[1]
PSC = "{http://podlove.org/simple-chapters}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


@cache
def edition(show: str) -> Edition:
    if show == "demo":
        return _edition(PROJECT / "feeds", "demo")
    if not SHARED.is_dir():
        pytest.skip("the seed in ../shared is not here")
    return _seed()


def _edition(root: Path, slug: str) -> Edition:
    publisher = Publisher(Library(root))
    return publisher.edition(publisher.load(slug), "https://me.example")


def _seed() -> Edition:
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    seed = SHARED / "seed"
    with TemporaryDirectory() as root:
        folder = Path(root, "latetalk")
        folder.mkdir()
        notes = json.dumps([str(seed / "102.md"), str(seed / "notes")])
        settings = f"upstream = {json.dumps(str(seed / 'latetalk-upstream.xml'))}\nnotes = {notes}\n"
        (folder / "show.toml").write_text(settings, encoding="utf-8")
        return _edition(Path(root), "latetalk")


@cache
def findings(show: str) -> tuple[Finding, ...]:
    its = edition(show)
    files = {its.url(page.path): page.render() for page in chapters_json.pages(its)}
    return check_feed(rss.render(its), url=its.feed_url, upstream=its.document.data, chapters=files)


@pytest.mark.parametrize("show", ["latetalk", "demo"])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.number}-{check.level}")
def test_check(check: Any, show: str) -> None:
    if check.number == 72:
        assert not check_opml(opml.render([edition(show)]))
    assert [
        finding for finding in findings(show) if finding.check == check.number and not finding.upstream
    ] == []


def test_every_number_is_accounted_for() -> None:
    assert {check.number for check in CHECKS} | set(ELSEWHERE) == {*range(1, 59), 71, 72}


def test_11_and_guid_vectors() -> None:
    assert guid_from_url("https://podnews.net/rss/") == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_17_generation_dates_change_nothing_else() -> None:
    its = edition("demo")
    assert rss.render(its) == rss.render(_edition(PROJECT / "feeds", "demo"))


def test_21_all_six_notes_join_by_audio_uuid() -> None:
    matched = edition("latetalk").enriched.matched
    assert {found.note.name for found in matched} == {f"{number}.md" for number in (46, 49, 61, 69, 81, 102)}
    assert {found.evidence for found in matched} == {"audio UUID = guid"}


def item_102() -> etree._Element:
    feed = etree.fromstring(rss.render(edition("latetalk")))
    return next(item for item in feed.iter("item") if str(item.findtext("title")).startswith("102"))


def test_43_soundbites_of_the_seed() -> None:
    bites = item_102().findall(f"{PODCAST}soundbite")
    found = [(float(bite.attrib["startTime"]), float(bite.attrib["duration"])) for bite in bites]
    assert found == [(pytest.approx(0, abs=0.01), 71), (1314, 80), (2661, 80)]
    chapters = edition("latetalk").show.items[0].chapters
    assert [bite.text for bite in bites] == [titles.short(chapters[at].title) for at in (0, 6, 11)]


def test_57_sixteen_chapters_in_every_dialect() -> None:
    item = item_102()
    its = edition("latetalk")
    url = item.find(f"{PODCAST}chapters")
    assert url is not None
    files = {its.url(page.path): json.loads(page.render()) for page in chapters_json.pages(its)}
    starts = [chapter["startTime"] for chapter in files[str(url.attrib["url"])]["chapters"]]
    assert (len(starts), starts[0], starts[1], starts[-1]) == (16, 0, 140, 3212)
    inline = [seconds(str(chapter.attrib["start"])) for chapter in item.iter(f"{PSC}chapter")]
    assert inline == starts
    for name in ("description", "{http://purl.org/rss/1.0/modules/content/}encoded"):
        text = str(item.findtext(name)).rpartition("<strong>章节</strong>")[2]
        times = [line[:8] for line in text.replace("<p>", "\n").splitlines() if line[2:3] == line[5:6] == ":"]
        assert [seconds(time) for time in times] == starts
    assert len(str(item.findtext("description")).encode()) <= 4000


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def test_people_links_and_glossary_of_the_seed() -> None:
    item = item_102()
    people = {person.text: dict(person.attrib) for person in item.iter(f"{PODCAST}person")}
    assert people["王子涵"] == {"role": "guest", "group": "cast", "href": "https://zihanwang314.github.io"}
    assert people["程曼祺"]["role"] == "host"
    notes = str(item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded"))
    for label, url in (
        ("DeepSeek", "https://github.com/deepseek-ai"),
        ("DeepSeek/FlashMLA", "https://github.com/deepseek-ai/FlashMLA"),
        ("vLLM", "https://github.com/vllm-project/vllm"),
        ("字节跳动/Verl", "https://github.com/volcengine/verl"),
    ):
        assert f'<a href="{url}">{label}</a>' in notes
    for term in ("Eleuther", "FlashAttention", "MLA", "vLLM", "SGLang", "NPU", "FP8"):
        assert f"<strong>{term}</strong>: " in notes
