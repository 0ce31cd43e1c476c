"""What people paste, and the feeds that it leads to."""

from __future__ import annotations

import json

import pytest

from feedtool.discover import discover, slug
from feedtool.errors import FetchError, NotAFeed
from feedtool.fetch import Response, Validators

FEED = "<rss version='2.0'><channel><title>耳边 Ear</title></channel></rss>"
WEB = {
    "https://ear.example/rss": FEED,
    "https://ear.example/": """<!doctype html><html><head><link rel="stylesheet" href="/x.css">
        <LINK REL='alternate home' TYPE='application/rss+xml' title='Ear' href='/rss'><link rel=alternate
        type=application/rss+xml href=/comments></head></html>""",
    "https://none.example/": "<!doctype html><html><p>no feed here</p></html>",
    "https://run.example/": "<html><link rel=alternate type=application/rss+xml href='file:///etc/passwd'></html>",
    "https://itunes.apple.com/lookup?entity=podcast&id=1500000000": json.dumps(
        {"results": [{"feedUrl": "https://ear.example/rss"}]}
    ),
    "https://itunes.apple.com/lookup?entity=podcast&id=1500000001": json.dumps({"results": [{}]}),
}


def web(url: str, validators: Validators) -> Response:
    if url not in WEB:
        raise FetchError(f"{url}: the server answered 404 Not Found; expected 200")
    return Response(url=url, body=WEB[url].encode(), validators=validators)


@pytest.mark.parametrize(
    ("pasted", "how"),
    [
        ("https://ear.example/rss", ""),
        ("podcast://ear.example/rss", ""),
        ("feed:https://ear.example/rss", ""),
        ("https://ear.example/", "by the link to it in https://ear.example/"),
        ("https://podcasts.apple.com/cn/podcast/%E8%80%B3/id1500000000?i=1000", "in Apple's directory"),
    ],
)
def test_what_leads_to_the_feed(pasted: str, how: str) -> None:
    asked: list[str] = []

    def fetch(url: str, validators: Validators) -> Response:
        asked.append(url)
        return web(url, validators)

    feed = discover(pasted, fetch)
    assert (feed.url, feed.title, feed.how) == ("https://ear.example/rss", "耳边 Ear", how)
    assert feed.then(fetch)(feed.url, Validators()).body == FEED.encode()
    assert asked.count(feed.url) == 1
    feed.then(fetch)("https://ear.example/", Validators())
    assert asked[-1] == "https://ear.example/"


def test_a_feed_that_has_moved_for_good_is_added_where_it_is() -> None:
    def fetch(*_: object) -> Response:
        return Response(url="https://new.example/rss", body=FEED.encode(), moved_to="https://new.example/rss")

    assert discover("https://old.example/rss", fetch).url == "https://new.example/rss"


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("https://none.example/", "an HTML page"),
        ("https://run.example/", "an HTML page"),
        ("https://podcasts.apple.com/us/podcast/x/id1500000001", "Apple's directory names no feed"),
    ],
)
def test_what_leads_to_none(pasted: str, why: str) -> None:
    with pytest.raises(NotAFeed, match=why):
        discover(pasted, web)


@pytest.mark.parametrize(
    ("title", "url", "expected"),
    [
        ("晚点聊 LateTalk", "https://feeds.fireside.fm/latetalk/rss", "latetalk"),
        ("Café Über: 100%", "", "cafe-uber-100"),
        ("耳边笔记", "https://feeds.ear.example/x", "ear"),
        ("耳边笔记", "", "show"),
        ("One", "", "one-3"),
    ],
)
def test_a_slug_is_proposed(title: str, url: str, expected: str) -> None:
    assert slug(title, url, {"one", "one-2"}) == expected
