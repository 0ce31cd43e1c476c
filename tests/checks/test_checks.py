from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.checks import CHECKS, ELSEWHERE, check_chapters_json, check_feed, check_opml, view
from feedtool.upstream.names import NAMESPACES
from tests.checks import good_show as good


def test_every_number_is_accounted_for() -> None:
    numbers = [check.number for check in CHECKS]
    assert numbers == sorted(set(numbers))
    assert {*numbers, *ELSEWHERE} == {*range(1, 59), 71, 72}
    assert not {*numbers} & {*ELSEWHERE}


def test_the_good_show_passes() -> None:
    assert check_feed(good.FEED, url=good.URL, upstream=good.UPSTREAM, chapters=good.FILES) == ()
    assert check_chapters_json(good.CHAPTERS, good.DURATION) == ()
    assert check_opml(good.OPML) == ()


def test_upstream_is_not_needed() -> None:
    assert check_feed(good.FEED) == ()


def test_what_upstream_has_wrong_is_marked_unless_it_is_ours_to_mend() -> None:
    found = check_feed(good.UPSTREAM, upstream=good.UPSTREAM, derived=False)
    theirs = {finding.check for finding in found if finding.upstream}
    ours = {finding.check for finding in found if not finding.upstream}
    assert theirs == {12}
    assert ours == {2, 3, 7, 8, 13, 24, 29}


@pytest.mark.parametrize(
    ("upstream", "checks"),
    [
        ('<podcast:soundbite startTime="1" duration="30"/>', {41, 42}),
        ("<itunes:explicit> True</itunes:explicit>", set[int]()),
        ('<x:w xmlns:x="urn:x" xmlns:itunes="urn:mine"><itunes:x/></x:w>', {3}),
        ('<description>&lt;a href="#"&gt;1:00&lt;/a&gt;</description>', {30}),
        ("<x>" * 300 + "</x>" * 300, {1}),
        ("<山:水 xmlns:山='urn:山'/>", {1}),
    ],
)
def test_what_an_app_may_dislike_in_upstreams_own_is_not_held_against_us(
    upstream: str, checks: set[int]
) -> None:
    chapters = '<psc:chapters version="1.2"><psc:chapter start="00:00:00.000" title="开场"/></psc:chapters>'
    block = '<content:encoded><![CDATA[<a href="#">1:00</a>]]></content:encoded>' * ("href" in upstream)
    ours = upstream.replace(" True", "true") + chapters + block
    found = check_feed(_one_item(ours), upstream=_one_item(upstream), derived=False)
    must = {finding.check for finding in found if finding.level == "MUST"} - {6, 7, 9}
    assert must <= checks
    assert not must & {finding.check for finding in found if not finding.upstream}


def _one_item(xml: str) -> bytes:
    names = ("itunes", "podcast", "psc", "content")
    declared = " ".join(f'xmlns:{name}="{NAMESPACES[name]}"' for name in names)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {declared}><channel><title>茶</title>\n'
        f"<itunes:explicit>false</itunes:explicit><item><title>一</title><guid>https://tea.example/1</guid>{xml}</item>"
        "</channel></rss>"
    ).encode()


def test_items_in_another_order_are_found() -> None:
    head, *items = good.FEED.decode().split("    <item>")
    last, end = items[-1].split("  </channel>")
    turned = head + "    <item>" + last + "    <item>" + items[0] + "  </channel>" + end
    found = check_feed(turned.encode(), url=good.URL, upstream=good.UPSTREAM, chapters=good.FILES)
    assert [(finding.check, finding.where) for finding in found] == [(16, good.GUID)]
    assert "upstream's order" in found[0].message


def test_an_episode_that_upstream_forgot_may_stay() -> None:
    head, first, _ = good.UPSTREAM.decode().split("    <item>")
    upstream = f"{head}    <item>{first}</channel></rss>".encode()
    assert check_feed(good.FEED, url=good.URL, upstream=upstream, chapters=good.FILES) == ()


def test_a_guid_that_upstream_changed_may_stay() -> None:
    upstream = good.UPSTREAM.replace(f">{good.GUID}<".encode(), b">new<")
    found = check_feed(good.FEED, url=good.URL, upstream=upstream, chapters=good.FILES)
    assert {finding.check for finding in found} == {20}
    kept = {"new": good.GUID}
    assert check_feed(good.FEED, url=good.URL, upstream=upstream, chapters=good.FILES, guids=kept) == ()


def test_what_would_run_may_be_gone() -> None:
    extra = (
        b"<itunes:subtitle>\xe8\x8c\xb6&lt;script&gt;x()&lt;/script&gt;</itunes:subtitle>"
        b'<podcast:transcript url="javascript:x()" type="text/html"/><comments>data:text/html,x</comments></item>'
    )
    upstream = good.UPSTREAM.replace(b"</item>", extra, 1)
    ours = good.FEED.replace(b"</item>", b"<itunes:subtitle>\xe8\x8c\xb6</itunes:subtitle></item>", 1)
    assert check_feed(ours, url=good.URL, upstream=upstream, chapters=good.FILES) == ()
    lost = check_feed(good.FEED, url=good.URL, upstream=upstream, chapters=good.FILES)
    assert [finding.check for finding in lost] == [16], "a subtitle stays, without its script"


def test_an_owners_feed_keeps_its_identity() -> None:
    feed = re.sub(rb"<(itunes|podcast):block>.*</\1:block>", b"", good.FEED)
    assert {finding.check for finding in check_feed(feed)} == {14}
    assert check_feed(feed, derived=False) == ()


def test_an_owner_loses_nothing_by_which_services_know_him() -> None:
    found = check_feed(good.FEED, upstream=good.UPSTREAM, derived=False)
    assert {finding.check for finding in found} == {16}
    lost = {finding.message.partition(" ")[0] for finding in found}
    assert lost == {"itunes:owner", "podcast:txt", "podcast:locked"}


def test_a_relative_address_may_be_made_absolute() -> None:
    upstream = good.UPSTREAM.replace(b'"https://audio.example/', b'"/')
    upstream = upstream.replace(b'"https://tea.example/cover', b'"../cover')
    assert check_feed(good.FEED, url=good.URL, upstream=upstream, chapters=good.FILES) == ()


def test_upstream_that_feedtool_wrote_before_may_get_a_new_block() -> None:
    before, _, after = good.UPSTREAM.decode().partition("patch matters.</p>]]>")
    upstream = before + 'patch matters.</p><div class="feedtool"><p>old</p></div>]]>' + after
    assert check_feed(good.FEED, url=good.URL, upstream=upstream.encode(), chapters=good.FILES) == ()


def test_a_feed_of_five_hundred_items() -> None:
    feed, upstream = (_grown(source, 250) for source in (good.FEED, good.UPSTREAM))
    assert check_feed(feed, url=good.URL, upstream=upstream) == ()


def _grown(source: bytes, times: int) -> bytes:
    """The show with `times` as many items, each with a guid and audio of its own."""
    head, *items = source.decode().split("    <item>")
    last, end = items.pop().split("  </channel>")
    copies = (
        f"    <item>{item}".replace("-000000000", f"-{number:06}000")
        for number in range(times)
        for item in (*items, last)
    )
    return f"{head}{''.join(copies)}  </channel>{end}".encode()


def test_upstream_that_is_no_feed_is_an_error() -> None:
    with pytest.raises(ValueError, match="upstream is no RSS feed: it has no channel"):
        check_feed(good.FEED, upstream=b"<html/>")


def test_namespaces_are_those_of_the_specifications() -> None:
    assert NAMESPACES.items() >= {
        ("itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"),
        ("podcast", "https://podcastindex.org/namespace/1.0"),
        ("atom", "http://www.w3.org/2005/Atom"),
        ("content", "http://purl.org/rss/1.0/modules/content/"),
        ("psc", "http://podlove.org/simple-chapters"),
    }


@given(
    st.binary() | st.sampled_from([b"<rss/>", b"<rss><channel/></rss>", b"[" * 100_000, b'{"chapters": [1]}'])
)
def test_nothing_raises(data: bytes) -> None:
    assert {finding.check for finding in check_feed(data)} >= {1}
    assert {finding.check for finding in check_chapters_json(data)} >= {51}
    assert {finding.check for finding in check_opml(data)} == {72}


@given(st.text(st.characters(blacklist_categories=["C"])), st.text(st.characters(blacklist_categories=["C"])))
def test_any_show_notes_can_be_judged(notes: str, more: str) -> None:
    text = re.sub(r"[<&>]", lambda match: f"&#{ord(match[0])};", notes + more)
    feed = good.FEED.replace(b"First cup &amp; first commit.", text.encode())
    assert all(finding.message for finding in check_feed(feed, upstream=good.UPSTREAM))


def test_of_real_feeds_only_what_we_mend_is_ours(shared: Path) -> None:
    mended = {1, 2, 3, 7, 8, 13, 24, 29, 30}
    judged = 0
    for path in sorted((shared / "corpus/feeds").glob("*/*.xml")):
        data = path.read_bytes()
        if len(data) < 300_000 and view.parse(data).channel is not None:
            found = check_feed(data, upstream=data, derived=False)
            assert {finding.check for finding in found if not finding.upstream} <= mended, path.name
            judged += 1
    assert judged > 100
