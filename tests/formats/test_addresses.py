"""No address that runs something, or reads what is on the listener's machine, goes out."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from feedtool.formats import opml, pages, rss, schemes
from feedtool.model import Chapter, Link, Note, Person, Snip
from tests.formats.shows import edition

BAD = "javascript:alert(1)"
NOTE = Note(
    name="n.md",
    layout="own",
    guid="g",
    chapters=(Chapter(start=60, title="二", url=BAD, image=BAD),),
    snips=(Snip(start=1, end=30, title="片段", url=BAD),),
    links=(Link(url=BAD, label="链接"),),
    people=(Person(name="小明", href=BAD, image=BAD),),
)


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("https://ear.example/a:b", "https"),
        ("JavaScript:x", "javascript"),
        (" \n java\tscript\x01 :x", "javascript"),
        ("//ear.example/a:b", ""),
        ("a/b:c", ""),
        ("/a?b=c:d", ""),
        ("#t=1:02", ""),
        ("", ""),
        ("1a:b", ""),
    ],
)
def test_the_scheme_is_what_a_browser_finds(address: str, scheme: str) -> None:
    assert schemes.scheme(address) == scheme


@pytest.mark.parametrize(
    ("item", "stays"),
    [
        (f'<enclosure url="{BAD}" length="1" type="audio/mp3"/>', ""),
        ('<enclosure url=" java&#9;script:x" length="1" type="audio/mpeg"/>', ""),
        (f"<link>{BAD}</link>", ""),
        (f"<comments>{BAD}</comments>", ""),
        (f'<itunes:image href="{BAD}"/>', ""),
        ('<podcast:transcript url="file:///etc/passwd" type="text/vtt"/>', ""),
        ('<podcast:chapters url="data:application/json,x" type="application/json+chapters"/>', ""),
        (
            f'<psc:chapters><psc:chapter start="0" href="{BAD}" image="{BAD}"/></psc:chapters>',
            '<psc:chapters><psc:chapter start="0"/></psc:chapters>',
        ),
        (f'<podcast:person href="{BAD}" role="host">小明</podcast:person>', '<podcast:person role="host">小明<'),
        (
            f'<podcast:alternateEnclosure type="a/b"><podcast:source uri="{BAD}"/><podcast:source uri="ipfs://x"/>'
            "</podcast:alternateEnclosure>",
            '<podcast:alternateEnclosure type="a/b"><podcast:source uri="ipfs://x"/></podcast:alternateEnclosure>',
        ),
        ('<link>mailto:me@ear.example</link><podcast:funding url="ftp://x">x</podcast:funding>', ""),
        ('<podcast:socialInteract uri="at://x" protocol="atproto"/>', '<podcast:socialInteract uri="at://x" protocol'),
        (f'<unknown xlink:href="{BAD}"/><unknown a="{BAD}"/>', f'<unknown a="{BAD}"/>'),
        (f"<guid>{BAD}</guid>", f'<guid isPermaLink="false">{BAD}</guid>'),
        (f'<guid isPermaLink="true">{BAD}</guid>', f'<guid isPermaLink="false">{BAD}</guid>'),
        ("<guid>https://ear.example/1</guid>", "<guid>https://ear.example/1</guid>"),
        ('<enclosure url="http://[x" length="1" type="a/b"/>', '<enclosure url="http://[x" length="1" type="a/b"/>'),
        (
            '<podcast:chapters xmlns:podcast="http://podcastindex.org/namespace/1.0" url="data:x" type="a/b"/>',
            "",
        ),
    ],
)  # fmt: skip
def test_what_becomes_of_an_item(item: str, stays: str) -> None:
    show = edition(item)
    out = rss.render(show).decode()
    etree.fromstring(out.encode())
    assert f"<item><title>一</title>{stays}" in out
    assert stays or "<item><title>一</title></item>" in out
    assert all(page.render() for page in pages.pages(show))


@pytest.mark.parametrize(
    "channel",
    [
        f"<image><url>{BAD}</url><title>t</title><link>https://ear.example</link></image>",
        f'<atom:link rel="self" href="{BAD}"/>',
        f"<docs>{BAD}</docs>",
        f'<podcast:liveItem><link>{BAD}</link><enclosure url="{BAD}"/></podcast:liveItem>',
    ],
)
def test_nor_does_it_go_out_in_the_channel(channel: str) -> None:
    assert BAD.encode() not in rss.render(edition("<guid>g</guid>", channel=channel))


def test_nothing_of_the_kind_becomes_a_link_on_our_pages() -> None:
    item = (
        f'<guid>g</guid><link>{BAD}</link><enclosure url="{BAD}" length="1" type="audio/mpeg"/>'
        f'<podcast:person href="{BAD}">小红</podcast:person>'
    )
    for note in (None, NOTE):
        show = edition(item, f'<itunes:image href="{BAD}"/><link>{BAD}</link>', note)
        made = [*pages.pages(show), *pages.site([show]), *opml.pages([show])]
        html = "".join(page.render().decode() for page in made if page.media_type != "text/javascript")
        assert not re.search(r'(?:href|src|htmlUrl)="\s*javascript', html)
        assert b'="javascript' not in rss.render(show)
