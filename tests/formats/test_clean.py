"""Active content goes, everything else stays byte for byte."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from xml.sax.saxutils import escape

import pytest

from feedtool import notes, upstream
from feedtool.chapters import Subject
from feedtool.formats import Edition, chapters_json, clean, pages, rss
from feedtool.model import Chapter, Note
from feedtool.upstream.document import first
from tests.formats.shows import edition
from tests.test_lossless import FEEDS, well_formed

HARMLESS = [
    "02:20 过往实习 < 03:00 & more",
    '<p class="a" style="color: red">一<br/>二<br />三</p>',
    '<a href=\'https://e.example/it?a=1&amp;b=2#x\' rel="nofollow noopener" target=_blank title="a > b">链接</a>',
    '<a href="https://e.example/Dead_man\'s_switch">x</a>',
    '<a title=""The holidays are here"" href="https://e.example/">"x"</a>',
    '<img src="https://e.example/a.jpg" alt="" width="128" height=128>',
    '<TABLE><tr><td colspan="2" data-x="1">x</td></tr></TABLE><hr><h2 id="x">y</h2>',
    '<a href="mailto:a@b.example">a</a> <a href="/about">b</a> <a href="#c">c</a> <a href="d.html">d</a>',
    "<!-- more --><custom-tag>x</custom-tag>",
    '<!-- more --><a href="https://e.example/wiki/File:Cable.jpg" title="a>b">x</a>',
    "Big data: 3 < 5, onset = 1",
]
ACTIVE = [
    "<script>alert(1)</script>",
    "<p>a<SCRIPT src=//evil.example/x.js></SCRIPT>b</p>",
    '<p onclick="alert(1)">x</p>',
    "<img src=x onerror=alert(1)>",
    "<s>0<s/onclick=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<a href='java&#10;script&colon;alert(1)'>x</a>",
    '<a href=" data:text/html,x">x</a>',
    '<iframe src="https://e.example/"></iframe>',
    "<svg><a href='javascript:alert(1)'>x</a></svg>",
    "<form action='https://evil.example/'><input name=password></form>",
    '<div style="background-image: url(https://tracker.example/)">x</div>',
    "<audio src='https://e.example/a.mp3'></audio>",
    '<p title="x</p><script>alert(1)</script>">y',
    "<div style='color: red\";background: url(https://tracker.example/)'>x</div>",
    "<div style='a>b;background: url(https://tracker.example/)'>x</div>",
    "<xmp><b>x</b></xmp>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
]
LIVE = re.compile(
    r"<\s*(?:script|iframe|svg|form|input|audio|xmp)|\son\w+\s*=|script:|data:|url\(", re.IGNORECASE
)


@pytest.mark.parametrize("html", HARMLESS)
def test_what_is_harmless_stays_as_it_is(html: str) -> None:
    assert clean.cleaned(html) == html


@pytest.mark.parametrize("html", ACTIVE)
def test_what_is_active_goes(html: str) -> None:
    assert not LIVE.search(clean.cleaned(html))


def show_of(html: str) -> Edition:
    escaped = escape(html)
    cdata = f"<![CDATA[\n{html}\n]]>"
    texts = f"<description>{escaped}</description><content:encoded>{cdata}</content:encoded>"
    return edition(f"<guid>g</guid>{texts}", f"<itunes:summary>{escaped}</itunes:summary>")


@pytest.mark.parametrize("html", HARMLESS)
def test_a_harmless_feed_has_nothing_cleaned(html: str) -> None:
    assert not [splice for splice in rss.splices(show_of(html)) if splice.what.startswith("cleaned")]


@pytest.mark.parametrize("html", ACTIVE)
def test_a_feed_is_cleaned_escaped_or_in_cdata(html: str) -> None:
    feed = rss.render(show_of(html))
    read = upstream.read(feed)
    element = read.document.items[0]
    summary = first(read.document.channel.children, "itunes:summary")
    texts = [read.document.text(child) for child in (*element.children, summary)]
    assert not [text for text in texts if LIVE.search(text)]
    assert len([splice for splice in rss.splices(show_of(html)) if splice.what.startswith("cleaned")]) == 3
    assert Subject(item=read.show.items[0], note=None, document=read.document).element == element


SCRIPT = "<script>alert(1)</script>"
NESTED = [
    f"<![CDATA[ok]]>{escape(SCRIPT)}",
    f"{escape(SCRIPT)}<![CDATA[ok]]>",
    "<![CDATA[<scr]]><![CDATA[ipt>alert(1)</script>]]>",
    "&lt;scr<!-- x -->ipt>alert(1)&lt;/script>",
    f"<!-- <![CDATA[ --><![CDATA[{SCRIPT}]]>",
    "&#60;script>alert(1)&#x3C;/script>",
    "&lt;p title='a&apos; onclick=&apos;alert(1)'>x&lt;/p>",
    '&lt;p title="a&quot; onclick=&quot;alert(1)">x&lt;/p>',
    '&lt;p title="a&#34; onclick=&#x22;alert(1)">x&lt;/p>',
    f"<p>a</p>{SCRIPT}",
    '<a href="javascript:alert(1)">x</a>',
    '<img src="x" onerror="alert(1)"/>',
    f'<h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>a</h:p>{SCRIPT.replace("script", "h:script")}</h:div>',
    '<p xmlns:atom="http://www.w3.org/2005/Atom/" onclick="alert(1)">x</p>',
]


@pytest.mark.parametrize("content", NESTED)
@pytest.mark.parametrize("name", sorted(clean.HTML))
def test_however_xml_holds_it(name: str, content: str) -> None:
    show = edition(f"<{name}>{content}</{name}>")
    assert [splice.what for splice in rss.splices(show) if name in splice.what] == [f"cleaned {name}"]
    element = upstream.read(rss.render(show)).document.items[0].children[-1]
    assert element.children == ()
    assert not LIVE.search(upstream.read(rss.render(show)).document.text(element))


@pytest.mark.parametrize("name", ["title", "itunes:author", "fireside"])
def test_what_is_no_html_stays(name: str) -> None:
    item = f"<{name}>{escape(SCRIPT)}</{name}>"
    assert item.encode() in rss.render(edition(item))


def test_a_summary_that_apps_may_take_for_html_is_words_to_both() -> None:
    tag = "用 <script> 标签"
    assert clean.inert(tag) == "用 &lt;script&gt; 标签"
    assert clean.inert("3 < 5 & <b>") == "3 < 5 & <b>"
    note = Note(name="n.md", layout="own", guid="g", chapters=(Chapter(start=60, title=tag),))
    show = edition("<guid>g</guid><description>d</description><itunes:summary>s</itunes:summary>", note=note)
    out = upstream.read(rss.render(show)).document
    assert "用 &lt;script&gt; 标签" in out.text(first(out.items[0].children, "itunes:summary"))


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "piece", ["<p ", "<p a=b ", "<a href='", "style=", 'style="', "< ", "</", "on", "onab ", "=", "&#", "<!--", "<b>"]
)  # fmt: skip
def test_a_megabyte_is_judged_alike(piece: str) -> None:
    for html in (piece * (1_000_000 // len(piece)), f"<p onclick=x {piece * (1_000_000 // len(piece))}>"):
        assert not (clean.harmless(html.encode()) and clean.active(html))


def test_nesting_without_end_becomes_text() -> None:
    assert clean.cleaned("<div>" * 200_000 + SCRIPT + "晚点") == "<p>晚点</p>\n"


# --- vectors and feeds of others


@pytest.fixture(scope="module")
def vectors(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("xss_vectors", shared / "probes" / "xss_vectors.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(shared / "probes"))
        spec.loader.exec_module(module)
    return module


def live(html: str, vectors: ModuleType) -> list[str]:
    parser = vectors.P()
    parser.feed(html)
    parser.close()
    bad: list[str] = parser.bad
    return bad


def xml(text: str) -> str:
    """Without what XML 1.0 cannot hold."""
    return re.sub(r"[\0-\x08\x0b\x0c\x0e-\x1f]", "", text)


def test_all_vectors_as_html(vectors: ModuleType) -> None:
    """139 vectors, none of them live; 6 benign texts, none of them damaged."""
    assert len(vectors.V) == 139
    assert [vector for vector in vectors.V if live(clean.cleaned(vector), vectors)] == []
    assert [vector for vector in vectors.V if live(clean.sanitized(vector), vectors)] == []
    assert [text for text in vectors.BENIGN if clean.cleaned(text) != text] == []


def test_all_vectors_through_a_feed(vectors: ModuleType) -> None:
    for vector in map(xml, vectors.V):
        show = show_of(vector.replace("]]>", "]]]]><![CDATA[>"))
        read = upstream.read(rss.render(show)).document
        assert [live(read.text(child), vectors) for child in read.items[0].children] == [[]] * 4, vector
        assert not live_on_pages(show, vectors), vector
    for text in vectors.BENIGN:
        assert not [splice for splice in rss.splices(show_of(text)) if splice.what.startswith("cleaned")]


NOTE = """---
guid: g
title: '{title}'
---

## Show notes

{line}

02:20 {line}
03:20 再见
嘉宾：{line}
[{line}](javascript:alert(1))

## Snips

### [02:30] {line}
[🎧 Play snip - 1min️ (02:00 - 02:30)](javascript:alert(1))

#### 💬 Quote
> {line}

#### 📚 Transcript
{line}
"""


def test_all_vectors_through_a_note(vectors: ModuleType) -> None:
    html = (
        f"<guid>g</guid><description>d</description><content:encoded>{escape('<p>一</p>')}</content:encoded>"
    )
    for vector in (*map(xml, vectors.V), *vectors.BENIGN):
        line = " ".join(vector.split())
        text = NOTE.format(line=line, title=line.replace("'", "''"))
        for note in notes.read(text.encode(), "n.md"):
            show = edition(html, note=replace(note, guid="g"))
            read = upstream.read(rss.render(show)).document
            texts = (read.text(child) for child in read.items[0].children if child.name in clean.HTML)
            assert not [found for text in texts if (found := live(text, vectors))], vector
            assert not live_on_pages(show, vectors), vector
            for page in chapters_json.pages(show):
                rows = json.loads(page.render())["chapters"]
                urls = [row[key] for row in rows for key in ("url", "img") if key in row]
                assert all(url.startswith(("http://", "https://")) for url in urls), vector


def live_on_pages(show: Edition, vectors: ModuleType) -> list[str]:
    """What lives on the show's pages, but for their own head, style and script."""
    own = {"<meta>", "<link>", "<script>"}
    html = [page.render().decode() for page in pages.pages(show)]
    assert not any("<script" in page.partition("</head>")[2] for page in html)
    return [found for page in html for found in live(page, vectors) if found not in own]


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_only_what_is_active_is_cleaned_in_feeds_of_others(path: Path, vectors: ModuleType) -> None:
    document = well_formed(path).document
    for parent in (document.channel, *document.items):
        for element in parent.children:
            if element.name in clean.HTML and clean.text(document, element) is not None:
                source = document.text(element)
                assert live(source, vectors) or "<audio" in source, source
