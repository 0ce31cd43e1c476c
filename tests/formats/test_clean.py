"""Active content goes, everything else stays byte for byte."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from feedtool import upstream
from feedtool.chapters import Subject
from feedtool.enrich import enrich
from feedtool.formats import Edition, clean, rss
from feedtool.settings import parse

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
]
LIVE = re.compile(
    r"<\s*(?:script|iframe|svg|form|input|audio)|\son\w+\s*=|script:|data:|url\(", re.IGNORECASE
)


@pytest.mark.parametrize("html", HARMLESS)
def test_what_is_harmless_stays_as_it_is(html: str) -> None:
    assert clean.cleaned(html) == html


@pytest.mark.parametrize("html", ACTIVE)
def test_what_is_active_goes(html: str) -> None:
    assert not LIVE.search(clean.cleaned(html))


def edition(html: str) -> Edition:
    escaped = html.replace("&", "&amp;").replace("<", "&lt;")
    cdata = f"<![CDATA[\n{html}\n]]>"
    texts = f"<description>{escaped}</description><content:encoded>{cdata}</content:encoded>"
    item = f"<title>t</title><guid>g</guid>{texts}"
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>t</title><description>{escaped}</description><item>{item}</item></channel></rss>"
    )
    read, settings = upstream.read(feed.encode()), parse('upstream = "u.xml"')
    enriched = enrich(read, (), settings)
    return Edition(
        slug="s", base_url="https://me.example", settings=settings, document=read.document, enriched=enriched
    )


@pytest.mark.parametrize("html", HARMLESS)
def test_a_harmless_feed_has_nothing_cleaned(html: str) -> None:
    assert not [splice for splice in rss.splices(edition(html)) if splice.what.startswith("cleaned")]


@pytest.mark.parametrize("html", ACTIVE)
def test_a_feed_is_cleaned_escaped_or_in_cdata(html: str) -> None:
    feed = rss.render(edition(html))
    read = upstream.read(feed)
    element = read.document.items[0]
    texts = [read.document.text(child) for child in element.children] + [read.show.description]
    assert not [text for text in texts if LIVE.search(text)]
    assert len([splice for splice in rss.splices(edition(html)) if splice.what.startswith("cleaned")]) == 3
    assert Subject(item=read.show.items[0], note=None, document=read.document).element == element


@pytest.fixture(scope="module")
def vectors(shared: Path) -> ModuleType:
    sys.path.insert(0, str(shared / "probes"))
    spec = importlib.util.spec_from_file_location("xss_vectors", shared / "probes" / "xss_vectors.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_all_vectors(vectors: ModuleType) -> None:
    """139 vectors, none of them live; 6 benign texts, none of them damaged."""

    def live(html: str) -> list[str]:
        parser = vectors.P()
        parser.feed(html)
        parser.close()
        bad: list[str] = parser.bad
        return bad

    assert len(vectors.V) == 139
    assert [vector for vector in vectors.V if live(clean.cleaned(vector))] == []
    assert [text for text in vectors.BENIGN if clean.cleaned(text) != text] == []


def test_addresses_that_are_none_do_not_go_out() -> None:
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="javascript:1"?><rss version="2.0" xmlns:atom='
        '"http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>t</title>'
        '<link> java\nscript:alert(1)</link><atom:link rel="alternate" href="data:text/html,x"/><item><guid>g</guid>'
        '<enclosure url="javascript:alert(1)" length="1" type="audio/mp3"/><itunes:image href="file:///etc/passwd"/>'
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="x"/><link>https://ear.example/a:b</link></item>'
        "</channel></rss>"
    )
    read, settings = upstream.read(feed.encode()), parse('upstream = "u.xml"')
    enriched = enrich(read, (), settings)
    show = Edition(
        slug="s", base_url="https://me.example", settings=settings, document=read.document, enriched=enriched
    )
    out = rss.render(show).decode()
    assert not re.search("javascript|data:|file:|xi:include|xml-stylesheet|<enclosure", out)
    assert "<link>https://ear.example/a:b</link>" in out
    assert "<itunes:image/>" in out
    upstream.read(out.encode())
