"""The pages as bytes: their language, their parts, and what is never in them. In a browser: test_pages_browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedtool import upstream
from feedtool.enrich import enrich
from feedtool.formats import Edition, notes_html, pages, qr, subscribe, words
from feedtool.model import Chapter, Link, Note, Person, Snip, Term
from feedtool.settings import Settings

CASES = sorted((Path(__file__).parent / "pages" / "notes").glob("*.html"))
LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = {
    "iPhone",
    "Mac",
    "Android",
    "Shift",
    "OPML",
    *(word for app in subscribe.APPS for word in app.name.split()),
}
FEED = """<rss version="2.0"><channel><title>{title}</title><link>https://x.example</link>
<description>{title}</description><language>{language}</language>{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><guid isPermaLink="false">{number}</guid><description>{description}</description>
<pubDate>Tue, 06 Jan 2026 07:30:00 +0800</pubDate>
{audio}
<itunes:duration xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">120</itunes:duration></item>"""


AUDIO = '<enclosure url="https://x.example/1.mp3" type="audio/mpeg" length="1"/>'


def edition(  # noqa: PLR0913
    language: str,
    title: str,
    *,
    items: int = 2,
    notes: Iterable[Note] = (),
    audio: str = AUDIO,
    interface: str = "",
    description: str | None = None,
    base_url: str = "https://me.example",
) -> Edition:
    numbers = range(items)
    rows = "".join(
        ITEM.format(
            title=f"{title}{number}",
            number=number,
            audio=audio,
            description=f"{title}{number}" if description is None else description,
        )
        for number in numbers
    )
    read = upstream.read(FEED.format(title=title, language=language, items=rows).encode())
    settings = Settings(upstream="u.xml", page_language=interface)
    return Edition(
        slug="s",
        base_url=base_url,
        settings=settings,
        document=read.document,
        enriched=enrich(read, tuple(notes), settings),
    )


def full_note(said: str) -> Note:
    """A note that has everything, all of it saying `said`."""
    return Note(
        name="n.md",
        layout="own",
        guid="0",
        chapters=(
            Chapter(start=10, title=said, section=said, details=(said,)),
            Chapter(start=60, title=said),
        ),
        snips=(
            Snip(start=5, end=20, quote=said, transcript=said, note=said, tags=(said,), favourite=True),
            Snip(start=30, end=30, title=said),
        ),
        links=(Link(url="https://l.example", label=said),),
        people=(Person(name=said), Person(name=said, role="guest"), Person(name=said, role="audio editor")),
        glossary=(Term(name=said, meaning=said),),
        references=(Link(url="https://r.example", label=said),),
    )


def rendered(*shows: Edition, language: str = "") -> dict[str, bytes]:
    made = [*pages.site(shows), *(page for show in shows for page in pages.pages(show))]
    return {
        page.path: page.translations.get(language, page.render)()
        for page in made
        if page.media_type == "text/html"
    }


def said(page: bytes) -> Iterable[str]:
    """What a person reads on a page or hears of it, but for what says that it is in another language."""
    root = etree.HTML(page, None)
    others = {node for other in root.iterfind(".//body//*[@lang]") for node in other.iter("{*}*")}
    for node in root.iter("{*}*"):
        if node.tag not in {"script", "style"} and node not in others:
            yield node.text or ""
            yield from (str(node.get(name) or "") for name in ("aria-label", "title", "placeholder", "alt"))
            yield from (
                str(node.get(name) or "") for name in ("data-done", "data-forms", "data-play", "data-pause")
            )
        yield node.tail or ""
    yield from (str(meta.get("content")) for meta in root.iterfind(".//meta[@name='description']"))


def test_a_chinese_show_s_pages_have_no_english_left() -> None:
    for path, page in rendered(edition("zh-CN", "听", notes=[full_note("说")])).items():
        assert b'<html lang="zh' in page, path
        latin = {word for text in said(page) if "." not in text for word in LATIN.findall(text)}
        assert latin <= NAMES, path


def test_an_english_show_s_pages_have_no_chinese() -> None:
    for path, page in rendered(edition("en", "Hear", notes=[full_note("say")])).items():
        assert not re.search("[\u4e00-\u9fff]", "".join(said(page)).replace("开场", "")), path


def test_translated_pages_say_what_is_not_in_their_language() -> None:
    show = edition("zh-CN", "听", notes=[full_note("说")])
    for path, page in rendered(show, language="en").items():
        assert b'<html lang="en">' in page, path
        without_names = re.sub("[听说]", "", "".join(said(page)))
        assert not re.search("[\u4e00-\u9fff]", without_names), path
        assert etree.HTML(page, None).find(".//*[@lang='zh-CN']") is not None, path


@pytest.mark.parametrize(
    ("shown", "interface", "spoken", "translations"),
    [
        ("zh", "", "zh", {"en"}),
        ("zh", "en", "en", {"zh"}),
        ("de", "", "en", {"zh"}),
        ("de", "zh", "zh", {"en"}),
    ],
)
def test_the_interface_s_language_is_a_setting(
    shown: str, interface: str, spoken: str, translations: set[str]
) -> None:
    show = edition(shown, "听", interface=interface)
    for page in (*pages.site([show]), *pages.pages(show)):
        if page.media_type == "text/html":
            assert page.translations.keys() == translations
            assert f'<html lang="{spoken}"'.encode() in page.render()


def test_what_there_is_to_say_of_nothing() -> None:
    assert b"There are no episodes yet." in rendered(edition("en", "Hear", items=0))["s/index.html"]
    bare = rendered(edition("en", "Hear", description=""))["s/episodes/0/index.html"]
    assert b"There are no chapters, snips or show notes" in bare


def test_every_chinese_word_is_there_and_has_the_same_places() -> None:
    english, chinese = words.words("en"), words.words("zh-tw")
    for name, word in english._asdict().items():
        assert getattr(chinese, name) != word, name
        if name != "roles":
            assert ("{}" in word) == ("{}" in getattr(chinese, name)), name


@pytest.mark.parametrize(
    ("language", "tag"),
    [("zh_CN", "zh-CN"), ("en-us", "en-us"), ("", "en"), ("Chinese, of a kind", "en"), ("de", "de")],
)
def test_a_page_s_language_is_a_language(language: str, tag: str) -> None:
    assert words.tag(language) == tag


def test_the_page_of_all_shows_speaks_as_most_of_them_do() -> None:
    shows = [edition("en", "One"), edition("zh", "二"), edition("zh", "三")]
    assert b'lang="zh"' in rendered(*shows)["index.html"]
    assert b'lang="en"' in rendered(*shows[:2])["index.html"]
    assert b'lang="en"' in rendered()["index.html"]


@pytest.mark.parametrize(("count", "text"), [(0, "0 snips"), (1, "1 snip"), (2, "2 snips")])
def test_counts(count: int, text: str) -> None:
    assert words.counted(count, words.words("en").snip_count) == text
    assert words.counted(count, "{} 个") == f"{count} 个"


# --- show notes


def section(source: str) -> str:
    return notes_html.section(source, "图片", partial(urljoin, "https://x.example/feed"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_show_notes(path: Path, expect: Callable[[Path, Any], None]) -> None:
    expect(path.with_suffix(".html.out"), section(path.read_text(encoding="utf-8")))


@given(st.text(st.sampled_from("<>/=\"'& ahimgsrct1:.-x图\n"), max_size=200))
def test_show_notes_fetch_nothing_and_stay_below_their_heading(source: str) -> None:
    html = section(source)
    assert not re.search(r"<(?:img|h1|h2|script)\b", re.sub(r'"[^"]*"', "", html))
    assert len(re.findall(r"<a[ >]", html)) == html.count("</a>")


# --- for machines


def data(page: bytes) -> Any:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.decode(), re.DOTALL)
    return json.loads(found)


def test_schema_org_data_of_an_episode() -> None:
    hostile = "</script><script>alert(1)</script>"
    page = rendered(edition("zh", "听", notes=[full_note(hostile)]))["s/episodes/0/index.html"]
    episode = data(page)
    assert (episode["@type"], episode["name"], episode["timeRequired"]) == ("PodcastEpisode", "听0", "PT120S")
    assert episode["datePublished"] == "2026-01-06T07:30:00+08:00"
    assert episode["partOfSeries"]["webFeed"] == "https://me.example/s/feed.xml"
    assert episode["associatedMedia"]["contentUrl"] == "https://x.example/1.mp3"
    assert [(part["startOffset"], part["endOffset"]) for part in episode["hasPart"]] == [
        (0, 10),
        (10, 60),
        (60, 120),
    ]
    assert episode["hasPart"][1]["name"] == hostile
    assert page.count(b"<script") == 3


def test_schema_org_data_of_a_show_and_links_for_other_sites() -> None:
    page = rendered(edition("zh", "听"))["s/index.html"]
    assert data(page)["@type"] == "PodcastSeries"
    root = etree.HTML(page, None)
    properties = {
        meta.get("property"): meta.get("content") for meta in root.iter("meta") if meta.get("property")
    }
    assert properties["og:url"] == "https://me.example/s/"
    (alternate,) = root.iterfind(".//link[@rel='alternate']")
    assert alternate.get("href") == "https://me.example/s/feed.xml"


def test_nothing_inline_that_the_policy_would_stop() -> None:
    for page in rendered(edition("zh", "听", notes=[full_note("说")])).values():
        for node in etree.HTML(page, None).iter("{*}*"):
            assert node.tag != "style"
            assert not [name for name in node.attrib if name == "style" or str(name).startswith("on")]
            if node.tag == "script" and node.get("type") != "application/ld+json":
                assert node.get("integrity")
                assert node.get("src")
                assert not node.text


def test_an_episode_without_audio_and_a_show_without_cover() -> None:
    made = rendered(edition("en", "Hear", items=1, notes=[full_note("say")], audio=""))
    for page in made.values():
        assert b"<img" not in page
        assert b'class="cover blank"' in page
    episode = made["s/episodes/0/index.html"]
    assert b"<audio" not in episode
    assert b"data-start" not in episode
    assert b"player." not in episode
    assert episode.count(b'class="moment"') == 5


def test_a_link_without_words_says_where_it_leads() -> None:
    note = Note(
        name="n.md", layout="own", guid="0", links=(Link(url="https://l.example/a?b"), Link(url="data:,"))
    )
    page = rendered(edition("en", "Hear", notes=[note]))["s/episodes/0/index.html"]
    assert b'<a class="bare" href="https://l.example/a?b">l.example/a?b</a>' in page
    assert b"<li>data:,</li>" in page


def test_a_thousand_episodes_are_one_light_page() -> None:
    page = rendered(edition("zh", "听", items=1000))["s/index.html"]
    assert page.count(b"/episodes/") == 1000
    assert len(page) < 400_000


# --- subscribing


def test_one_tap_links() -> None:
    links = {
        offer.app.name: offer.link for offer in subscribe.offers("https://me.example/a/feed.xml?k=1&l=2")
    }
    assert links == {
        "Apple Podcasts": "podcast://me.example/a/feed.xml?k=1&l=2",
        "Pocket Casts": "pktc://subscribe/me.example/a/feed.xml?k=1&l=2",
        "Overcast": "overcast://x-callback-url/add?url=https%3A%2F%2Fme.example%2Fa%2Ffeed.xml%3Fk%3D1%26l%3D2",
        "AntennaPod": "https://antennapod.org/deeplink/subscribe?url=https%3A%2F%2Fme.example%2Fa%2Ffeed.xml%3Fk%3D1%26l%3D2",
        "Castro": "castros://subscribe/me.example/a/feed.xml?k=1&l=2",
        "Podcast Addict": "podcastaddict://me.example/a/feed.xml?k=1&l=2",
    }


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("http://localhost:8000/a/feed.xml", "here"),
        ("http://127.0.0.1/a/feed.xml", "here"),
        ("http://[::1]:8000/a/feed.xml", "here"),
        ("http://demo.localhost./a/feed.xml", "here"),
        ("http://nas:8000/a/feed.xml", "home"),
        ("http://NAS.local/a/feed.xml", "home"),
        ("http://192.168.1.20:8000/a/feed.xml", "home"),
        ("http://100.101.2.3/a/feed.xml", "home"),
        ("http://[fd00::2]/a/feed.xml", "home"),
        ("https://me.example/a/feed.xml", "anywhere"),
        ("http://9.9.9.9/a/feed.xml", "anywhere"),
    ],
)
def test_how_far_an_address_reaches(address: str, reach: str) -> None:
    assert subscribe.reach(address) == reach


@pytest.mark.parametrize(
    ("base_url", "here_only", "not_for_servers"),
    [
        ("http://localhost:8000", True, True),
        ("http://192.168.1.20", False, True),
        ("https://me.example", False, False),
    ],
)
def test_the_page_promises_what_its_address_keeps(
    base_url: str, here_only: bool, not_for_servers: bool
) -> None:
    page = rendered(edition("en", "Ear", base_url=base_url))["s/index.html"].decode()
    assert ("--host 0.0.0.0" in page, "Scan with your phone" in page) == (here_only, not here_only)
    assert ("public address only" in page) == not_for_servers


def bitmap(svg: str, scale: int = 4) -> memoryview:
    """The picture that a QR code's path draws, a byte a pixel: `M`, `m` and `h` in whole modules are all it has."""
    size = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    pixels = bytearray(b"\xff" * (size * scale) ** 2)
    x = y = 0.0
    for command, numbers in re.findall(
        r"([Mmh])([-\d. ]+)", re.findall(r'stroke="#000" d="([^"]*)"', svg)[0]
    ):
        if command == "h":
            for row in range(int(y) * scale, int(y) * scale + scale):
                at = row * size * scale + int(x) * scale
                pixels[at : at + int(numbers) * scale] = bytes(int(numbers) * scale)
            x += int(numbers)
        else:
            right, down = map(float, numbers.split())
            x, y = (right, down) if command == "M" else (x + right, y + down)
    return memoryview(pixels).cast("B", (size * scale, size * scale))


@pytest.mark.parametrize(
    "address", ["https://me.example/s/feed.xml", "http://192.168.1.20:8000/latetalk/feed.xml"]
)
def test_the_qr_code_says_the_address(address: str) -> None:
    (code,) = zxingcpp.read_barcodes(bitmap(qr.svg(address)))
    assert code.text == address


def test_an_address_that_no_qr_code_holds() -> None:
    assert qr.svg("https://me.example/" + "a" * 3000) == ""
