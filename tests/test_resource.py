"""What a page says of itself in each coding, and whom it need not be sent to again."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from feedtool.serving.resource import About, Resource

MODIFIED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
DATE = "Fri, 02 Jan 2026 03:04:05 GMT"
OPEN = About(modified=MODIFIED)
PRIVATE = About(modified=MODIFIED, is_private=True, is_for_search=False)


def resource(
    path: str = "a/feed.xml",
    media_type: str = "application/rss+xml",
    body: bytes = b"x" * 1000,
    about: About = OPEN,
) -> Resource:
    return Resource(path=path, media_type=media_type, body=(body,), about=about)


def test_each_coding_has_its_own_tag_and_length() -> None:
    page = resource()
    variants = {coding: page.variant(coding) for coding in ("identity", "gzip", "br")}
    assert len({variant.etag for variant in variants.values()}) == 3
    for coding, variant in variants.items():
        headers = dict(variant.headers)
        assert headers["Content-Length"] == str(len(b"".join(variant.body)))
        assert headers.get("Content-Encoding", "identity") == coding
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["Last-Modified"] == DATE


def test_what_does_not_shrink_goes_as_it_is() -> None:
    small = resource(body=b"x").variant("gzip")
    assert small.body == (b"x",)
    assert "Content-Encoding" not in dict(small.headers)
    assert small.etag == resource(body=b"x").variant("identity").etag


def test_a_304_repeats_what_caches_need_and_nothing_of_the_body() -> None:
    unchanged = dict(resource().variant("gzip").headers_unchanged)
    assert {"ETag", "Vary", "Cache-Control", "Access-Control-Allow-Origin"} <= unchanged.keys()
    assert not {"Content-Type", "Content-Length", "Content-Encoding"} & unchanged.keys()


def test_a_variant_is_made_once_whoever_asks() -> None:
    page = resource(body=b"x" * 1_000_000)
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(id(page.variant("gzip")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 1


@pytest.mark.parametrize(
    ("if_none_match", "if_modified_since", "known"),
    [
        ("{etag}", None, True),
        ("W/{etag}", None, True),
        ('"other" , {etag}', None, True),
        ("*", None, True),
        ('"other"', None, False),
        ("", None, False),
        ('"', DATE, False),
        ('"other"', DATE, False),
        ("{etag}", "Mon, 01 Jan 1990 00:00:00 GMT", True),
        (None, DATE, True),
        (None, "Sat, 03 Jan 2026 03:04:05 GMT", True),
        (None, "Fri, 02 Jan 2026 03:04:04 GMT", False),
        (None, "yesterday-ish", False),
        (None, "9" * 100_000, False),
        ("," * 100_000, None, False),
        (None, None, False),
    ],
)
def test_conditions(if_none_match: str | None, if_modified_since: str | None, known: bool) -> None:
    variant = resource().variant("gzip")
    tags = if_none_match and if_none_match.replace("{etag}", variant.etag)
    assert variant.is_known_to(tags, if_modified_since) is known


def test_a_date_in_the_future_is_not_told() -> None:
    page = Resource(path="a", media_type="text/html", body=(), about=About(modified=None)).variant("identity")
    assert "Last-Modified" not in dict(page.headers)
    assert not page.is_known_to(None, DATE)


@pytest.mark.parametrize(
    ("path", "media_type", "about", "name", "expected"),
    [
        ("a/feed.xml", "application/rss+xml", OPEN, "Content-Type", "application/rss+xml; charset=utf-8"),
        ("a/feed.xml", "application/rss+xml", OPEN, "Access-Control-Allow-Origin", "*"),
        ("a/feed.xml", "application/rss+xml", OPEN, "Content-Security-Policy", None),
        ("a/feed.xml", "application/rss+xml", OPEN, "X-Robots-Tag", None),
        (
            "a/feed.xml",
            "application/rss+xml",
            About(modified=MODIFIED, is_for_search=False),
            "X-Robots-Tag",
            "noindex",
        ),
        ("a/feed.xml", "application/rss+xml", PRIVATE, "X-Robots-Tag", "noindex"),
        (
            "a/chapters/x.1.json",
            "application/json+chapters",
            OPEN,
            "Content-Type",
            "application/json+chapters",
        ),
        ("a/chapters/x.1.json", "application/json+chapters", OPEN, "Access-Control-Allow-Origin", "*"),
        ("a/index.html", "text/html", OPEN, "Access-Control-Allow-Origin", None),
        ("a/index.html", "text/html", OPEN, "X-Content-Type-Options", "nosniff"),
        ("a/index.html", "text/html", OPEN, "Referrer-Policy", "no-referrer"),
    ],
)
def test_what_is_said(path: str, media_type: str, about: About, name: str, expected: str | None) -> None:
    assert dict(resource(path, media_type, about=about).variant("identity").headers).get(name) == expected


@pytest.mark.parametrize(
    ("path", "about", "words"),
    [
        (
            "a/feed.xml",
            OPEN,
            {"max-age=300", "stale-while-revalidate=86400", "stale-if-error=604800"},
        ),
        ("a/feed.xml", PRIVATE, {"private", "max-age=300"}),
        ("a/chapters/x.1.json", OPEN, {"max-age=31536000", "immutable"}),
        ("_assets/style.1.css", OPEN, {"max-age=31536000", "immutable"}),
    ],
)
def test_how_long_it_may_be_kept(path: str, about: About, words: set[str]) -> None:
    control = dict(resource(path, about=about).variant("br").headers)["Cache-Control"]
    assert words <= set(control.split(", "))
