"""The door: hosts, proxies, prefixes, scripts on other pages, and whatever else somebody may send."""

from __future__ import annotations

import io
import shutil
import sys
from itertools import product
from pathlib import Path
from typing import Any
from wsgiref.validate import validator

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedtool.errors import SettingsError
from feedtool.library import Library
from feedtool.publish import Publisher
from feedtool.serving.language import choose
from feedtool.serving.live import Live
from feedtool.serving.resource import Resource
from feedtool.serving.shelves import Shelves
from feedtool.serving.site import Site
from feedtool.tokens import Tokens, keep
from feedtool.web import create_app

DEMO = Path(__file__).parents[1] / "feeds" / "demo"
MARK = "zq9<x>"
"""What must not come back; no part of any host name."""

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("feeds")
    for slug in ("demo", "closed"):
        shutil.copytree(DEMO, root / slug)
    return root


@pytest.fixture(scope="module")
def token(root: Path) -> str:
    tokens, token = Tokens().with_new("phone")
    keep(root / "closed", tokens)
    return token


@pytest.fixture(scope="module")
def app(root: Path) -> Flask:
    return create_app(root)


def ask(app: Any, path: bytes, method: str = "GET", **more: str) -> Answer:
    """The answer to a request as a WSGI server would pass it on; breaches of WSGI (PEP 3333) fail."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **more,
    }
    got: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Any:
        assert exc_info is None
        got.append((status, headers))
        return lambda _data: None

    body = validator(app)(environ, start_response)
    try:
        data = b"".join(body)
    finally:
        body.close()  # type: ignore[attr-defined]
    return int(got[0][0][:3]), dict(got[0][1]), data


def text_of(answer: Answer) -> str:
    return repr(answer[1]) + answer[2].decode("utf-8", "replace")


@pytest.fixture(scope="module")
def routes(app: Flask, root: Path, token: str) -> tuple[str, ...]:
    """One path of each kind."""
    chapters = [
        word.partition('"')[0]
        for word in ask(app, b"/demo/feed.xml")[2].decode().split('url="http://localhost')
    ]
    media = next(path.name for path in (root / "demo" / "media").iterdir())
    return (
        "/", "/feeds.opml", "/healthz", "/demo", "/demo/", "/demo/feed.xml", f"/demo/media/{media}",
        next(path for path in chapters if "/chapters/" in path),
        f"/closed/{token}/feed.xml", f"/closed/{token}/media/{media}", f"/closed/{token}",
        "/closed/feed.xml", "/closed/token/feed.xml", "/closed/token/media/x.mp3", "/_assets/x.css", "/nose/",
    )  # fmt: skip


ODD_PATHS = (
    "", "/", "//", "/..", "/../..", "/../show.toml", "/%2e%2e/show.toml", "/..%2fshow.toml", "..\\show.toml", "/.",
    "\0", "/\0", "%00", ".bak", "~", "\r\nX-Injected: 1", "/\x7f", "/" + "a" * 100_000, "/a" * 10_000, f"/{MARK}",
    f"?{MARK}", "/耳边", "/%", "/%zz", "/;a=b", "/*", "/..;/show.toml", "/etc/passwd", "//etc/passwd", "/./feed.xml",
    "/../../../../../../etc/passwd",
)  # fmt: skip
METHODS = (
    "GET",
    "HEAD",
    "OPTIONS",
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "get",
    MARK,
)
ODD_HEADERS = (
    *(("HOST", value) for value in (
        MARK, "", "a" * 100_000, "a, b", "[::1", "a:99999999", 'a"b', "é",
    )),
    *(("IF_NONE_MATCH", value) for value in (
        MARK, '"' * 10_000, "W/" * 10_000,
    )),
    *(("IF_MODIFIED_SINCE", value) for value in (
        MARK, "Mon, 99 Jan 99999 99:99:99 GMT", "-" * 60,
    )),
    *(("RANGE", value) for value in (
        MARK, "bytes=" + "0-1," * 2000, "bytes=9-1", "bytes=99999999999999999999-", "bytes=-0", "bytes=0-0,-1",
    )),
    *(("ACCEPT_ENCODING", value) for value in (
        MARK, "gzip;q=" + "9" * 200, "," * 200, "gzip;q=-1", "gzip;q=1e999",
    )),
    *((name, MARK) for name in (
        "COOKIE", "X_FORWARDED_HOST", "X_FORWARDED_PREFIX", "X_FORWARDED_PROTO", "FORWARDED", "X_ORIGINAL_URL",
        "ORIGIN", "ACCESS_CONTROL_REQUEST_HEADERS", "TRANSFER_ENCODING", "EXPECT", "UPGRADE", "IF_RANGE", "IF_MATCH",
        "ACCEPT",
    )),
    ("X_HTTP_METHOD_OVERRIDE", "DELETE"),
)  # fmt: skip


def check(answer: Answer) -> None:
    """No fault of ours, nothing from outside the site, nothing of the request."""
    assert answer[0] < 500
    text = text_of(answer)
    assert "zq9" not in text
    for secret in ("upstream =", "root:x:0", "Traceback", "sha256", "werkzeug"):
        assert secret not in text
    assert "X-Injected" not in answer[1]
    assert "Set-Cookie" not in answer[1]
    assert answer[1]["X-Content-Type-Options"] == "nosniff"
    assert answer[1]["Referrer-Policy"] == "no-referrer"


def test_odd_paths(app: Flask, routes: tuple[str, ...]) -> None:
    for route, odd in product(routes, ODD_PATHS):
        check(ask(app, f"{route}{odd}".encode()))
        check(ask(app, f"{odd if odd.startswith('/') else '/' + odd}{route}".encode()))


def test_bytes_that_are_no_text(app: Flask, routes: tuple[str, ...]) -> None:
    for route, odd in product(routes, (b"\xff", b"\xc0\xae\xc0\xae/", b"\xed\xa0\x80", b"\xf0\x9f")):
        answer = ask(app, route.encode() + odd)
        check(answer)
        assert answer[0] == 404


@pytest.mark.filterwarnings("ignore:Unknown REQUEST_METHOD:wsgiref.validate.WSGIWarning")
def test_odd_methods(app: Flask, routes: tuple[str, ...]) -> None:
    for route, method in product(routes, METHODS):
        answer = ask(app, route.encode(), method)
        check(answer)
        if method not in ("GET", "HEAD", "OPTIONS"):
            assert (answer[0], answer[1]["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_odd_headers(app: Flask, routes: tuple[str, ...]) -> None:
    for route, (name, value), method in product(routes, ODD_HEADERS, ("GET", "HEAD")):
        check(
            ask(app, route.encode(), method, **{f"HTTP_{name}": value, "QUERY_STRING": f"x={MARK}&%ff=%ff"})
        )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.lists(
        st.sampled_from(
            ["demo", "closed", "media", "chapters", "episodes", "feed.xml", "..", ".", "", "_assets", MARK]
        )
        | st.text(max_size=20),
        max_size=6,
    ),
    method=st.sampled_from(["GET", "HEAD", "OPTIONS", "POST"]),
    headers=st.dictionaries(
        st.sampled_from(
            ["HOST", "RANGE", "IF_RANGE", "IF_NONE_MATCH", "IF_MODIFIED_SINCE", "ACCEPT_ENCODING", "ACCEPT"]
        ),
        st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=40),
    ),
)
def test_whatever_is_sent(app: Flask, path: list[str], method: str, headers: dict[str, str]) -> None:
    named = {f"HTTP_{name}": value for name, value in headers.items()}
    check(ask(app, ("/" + "/".join(path)).encode("utf-8", "surrogatepass"), method, **named))


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("me.example", "http://me.example/"), ("ME.example:80", "http://me.example/"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000/"), ("[::1]:8000", "http://[::1]:8000/"),
        ("my_box.local", "http://my_box.local/"),
        *((odd, None) for odd in ("a b", "a/b", "a@b", "-", "a:b", "a, b", "<a>", "a?b")),
    ],
)  # fmt: skip
def test_hosts(app: Flask, host: str, base: str | None) -> None:
    status, _, body = ask(app, b"/demo/feed.xml", HTTP_HOST=host)
    assert status == (200 if base else 400)
    assert f'href="{base}demo/feed.xml"'.encode() in body or base is None


def test_a_host_that_is_not_ours_stays_with_who_sent_it(app: Flask) -> None:
    ask(app, b"/demo/feed.xml", HTTP_HOST="evil.example")
    assert b"evil.example" not in ask(app, b"/demo/feed.xml", HTTP_HOST="me.example")[2]


def test_a_prefix_and_a_proxy(root: Path, app: Flask) -> None:
    assert (
        b'href="http://localhost/podcasts/demo/feed.xml"'
        in ask(app, b"/demo/feed.xml", SCRIPT_NAME="/podcasts")[2]
    )
    assert ask(app, b"/demo", SCRIPT_NAME="/my podcasts")[1]["Location"] == "/my%20podcasts/demo/"
    told = {
        "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_HOST": "me.example",
        "HTTP_X_FORWARDED_PREFIX": "/podcasts", "HTTP_X_FORWARDED_FOR": "192.0.2.1",
    }  # fmt: skip
    assert b"me.example" not in ask(app, b"/demo/feed.xml", **told)[2]
    behind = create_app(root, proxies=1)
    assert b'href="https://me.example/podcasts/demo/feed.xml"' in ask(behind, b"/demo/feed.xml", **told)[2]


@pytest.mark.parametrize(("value", "status"), [("", 404), ("0", 404), ("1", 200), ("many", 0), ("-1", 0)])
def test_proxies_by_the_environment(
    root: Path, monkeypatch: pytest.MonkeyPatch, value: str, status: int
) -> None:
    monkeypatch.setenv("FEEDTOOL_PROXIES", value)
    if not status:
        with pytest.raises(SettingsError, match="FEEDTOOL_PROXIES"):
            create_app(root)
        return
    feed = ask(create_app(root), b"/demo/feed.xml", HTTP_X_FORWARDED_HOST="me.example")[2]
    assert (b"me.example" in feed) is (status == 200)


def test_scripts_on_other_pages_may_ask(app: Flask) -> None:
    status, headers, body = ask(app, b"/demo/feed.xml", "OPTIONS", HTTP_ORIGIN="https://player.example")
    assert (status, body) == (204, b"")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in headers["Access-Control-Allow-Headers"]
    assert ask(app, b"/demo/feed.xml")[1]["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_codings(app: Flask, coding: str) -> None:
    status, headers, body = ask(app, b"/demo/feed.xml", HTTP_ACCEPT_ENCODING=coding)
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, coding, "Accept-Encoding")
    assert headers["Content-Length"] == str(len(body))
    again = ask(app, b"/demo/feed.xml", HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (again[0], again[1]["ETag"], again[1]["Vary"], again[2]) == (
        304,
        headers["ETag"],
        "Accept-Encoding",
        b"",
    )
    other = ask(app, b"/demo/feed.xml", HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (other[0], other[1]["Vary"]) == (200, "Accept-Encoding")


@pytest.mark.parametrize("path", [b"/", b"/demo/", b"/demo/episodes/c5b1635f-826e-4c9b-a023-aa9c3096c591/"])
def test_a_page_speaks_the_browser_s_language(app: Flask, path: bytes) -> None:
    _, plain, own = ask(app, path)
    tags = {}
    for language, lang in (("zh-CN,zh;q=0.9,en;q=0.8", b"zh"), ("en-GB,en;q=0.5", b"en"), ("fr", b"zh")):
        status, headers, body = ask(app, path, HTTP_ACCEPT_LANGUAGE=language)
        assert (status, headers["Vary"]) == (200, "Accept-Encoding, Accept-Language")
        assert b'<html lang="' + lang in body
        assert (body == own, headers["ETag"] == plain["ETag"]) == (lang == b"zh", lang == b"zh")
        tags[lang] = headers["ETag"]
    unchanged = {
        lang: ask(app, path, HTTP_ACCEPT_LANGUAGE="en", HTTP_IF_NONE_MATCH=tag) for lang, tag in tags.items()
    }
    assert {lang: answer[0] for lang, answer in unchanged.items()} == {b"en": 304, b"zh": 200}
    assert unchanged[b"en"][1]["Vary"] == "Accept-Encoding, Accept-Language"
    # The date is the same in both languages: who has a page in the other one must not keep it.
    assert ask(app, path, HTTP_IF_MODIFIED_SINCE=plain["Last-Modified"])[0] == 200


def test_what_speaks_no_language_is_one_for_all(app: Flask) -> None:
    feed = ask(app, b"/demo/feed.xml")
    assert ask(app, b"/demo/feed.xml", HTTP_ACCEPT_LANGUAGE="en") == feed
    assert feed[1]["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accept_language", "language"),
    [
        ("", ""),
        ("zh", "zh"),
        ("zh-Hant-TW", "zh"),
        ("EN-us", "en"),
        ("de, en;q=0.5, zh;q=0.4", "en"),
        ("de, en;q=0.4, zh;q=0.5", "zh"),
        ("en;q=0, zh;q=0.1", "zh"),
        ("*", ""),
        ("fr-CH, *;q=0.5", ""),
        ("zho, english", ""),
        (";;q=,,", ""),
        ("en," * 1000, ""),
    ],
)
def test_which_language_a_browser_wants(accept_language: str, language: str) -> None:
    assert choose(accept_language) == language


class Broken(Shelves):
    def page(self, path: str, base_url: str, language: str = "") -> Resource | None:  # noqa: ARG002 - it fails whatever is asked
        raise RuntimeError("inside")


def test_a_fault_of_ours_is_told_to_the_log_only(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = Site(Broken(Live(Publisher(Library(root)))), create_app(root))
    status, _, body = ask(broken, b"/demo/secret-token/feed.xml")
    assert (status, body) == (500, b"That went wrong; the log says what.\n")
    assert "RuntimeError: inside" in caplog.text
    assert "secret-token" not in caplog.text
