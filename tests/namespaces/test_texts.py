"""Any text that XML can hold comes out of a parser as it went in; the rest is refused. No text is slow."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedtool.namespaces import (
    NAMESPACES,
    PodcastEntryExtension,
    PodcastExtension,
    PodloveEntryExtension,
    children,
)

ANY_TEXT = st.text(max_size=100) | st.text("<>&\"' \t\r\n]!-[CDATA;#x", max_size=30)
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@given(ANY_TEXT)
def test_text_and_attributes_survive(text: str) -> None:
    tags = PodcastEntryExtension()
    chapters = PodloveEntryExtension()
    try:
        tags.soundbite(1, 20, text).person("P", href=f"https://example.com/{text}").image(
            "https://a.b/", alt=text
        )
        chapters.chapter(0, text)
    except ValueError:
        assert NO_XML.search(text) or not text.strip() or re.search(r"\s", text)
        return
    root = etree.fromstring(children(tags, chapters, declare=NAMESPACES).join([b"<item>", b"</item>"]))
    soundbite, person, *image, psc = root
    assert (soundbite.text or "") == text.strip()
    assert person.get("href") == f"https://example.com/{text}"
    assert [one.get("alt", "") for one in image] == [text.strip()]
    assert psc[0].get("title") == text.strip()


@given(ANY_TEXT)
def test_free_text_survives(text: str) -> None:
    if NO_XML.search(text.strip()) or not text.strip():
        with pytest.raises(ValueError, match=r"podcast:txt: text (has U\+|is )"):
            PodcastExtension().txt(text)
        return
    extension = PodcastExtension().txt(text)
    alone = etree.fromstring(children(extension, declare=["podcast"]))
    inside = extension.extend_rss(etree.Element("channel"))[0]
    assert alone.text == inside.text == text.strip()
    assert alone.tag == inside.tag == f"{{{NAMESPACES['podcast']}}}txt"


@given(st.floats(min_value=0, max_value=1e9), st.floats(min_value=0.0006, max_value=1e9))
def test_seconds_are_plain_decimals(start: float, duration: float) -> None:
    element = etree.fromstring(
        children(PodcastEntryExtension().soundbite(start, duration), declare=["podcast"])
    )
    for name, value in {"startTime": start, "duration": duration}.items():
        written = element.get(name, "")
        assert re.fullmatch(r"\d+(\.\d{1,3})?", written)
        assert float(written) == pytest.approx(value, abs=0.0006)


@given(st.lists(st.integers(0, 400_000_000), min_size=1, max_size=20, unique=True))
def test_play_times_read_back(milliseconds: list[int]) -> None:
    extension = PodloveEntryExtension()
    for at in sorted(milliseconds):
        extension.chapter(at / 1000, "章")
    starts = [one.get("start", "") for one in etree.fromstring(children(extension, declare=["psc"]))]
    assert all(re.fullmatch(r"\d{2,}:[0-5]\d:[0-5]\d\.\d{3}", start) for start in starts)
    assert [_milliseconds(start) for start in starts] == sorted(milliseconds)


def _milliseconds(start: str) -> int:
    hours, minutes, seconds = start.split(":")
    return int(hours) * 3_600_000 + int(minutes) * 60_000 + int(seconds.replace(".", ""))


@pytest.mark.parametrize(
    ("method", "argument"),
    [
        ("person", "href"),
        ("location", "geo"),
        ("location", "osm"),
        ("image", "aspect_ratio"),
        ("image", "media_type"),
    ],
)
@pytest.mark.parametrize(
    "text",
    ["1" * 500_000 + "!", "https://" + "a" * 500_000 + " ", "geo:1" + ",1" * 250_000, "a/a;" * 99_999 + "\n"],
)
def test_long_nonsense_is_refused(method: str, argument: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"^podcast:"):
        getattr(PodcastExtension(), method)("https://example.com/", **{argument: text})
