"""One GET, bounded and conditional, against a real server on this machine."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from feedtool.errors import FetchError
from feedtool.fetch import Limits, Response, Validators, _fetch, fetch, fetch_public
from feedtool.fetch.transport import is_public


class Host(BaseHTTPRequestHandler):
    """Answers by path; remembers the headers that it was asked with."""

    asked: ClassVar[list[dict[str, str]]] = []
    over: ClassVar[threading.Event] = threading.Event()
    """Set when the tests are done: who dribbles stops."""

    def do_GET(self) -> None:
        self.asked.append(dict(self.headers))
        getattr(self, f"_{self.path.strip('/').replace('-', '_')}")()

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _feed(self) -> None:
        headers = {
            "ETag": '"1"',
            "Last_Modified": "Tue, 03 Mar 2026 00:00:00 GMT",
            "Content_Type": "text/xml; charset=gbk",
        }
        self._answer(200, b"<rss/>", **headers)

    def _same(self) -> None:
        self._answer(304 if self.headers["If-None-Match"] == '"1"' else 200)

    def _gone(self) -> None:
        self._answer(404)

    def _partial(self) -> None:
        self._answer(206, b"<rs")

    def _moved(self) -> None:
        self._answer(301, Location="/feed")

    def _round(self) -> None:
        self._answer(302, Location="/round")

    def _large(self) -> None:
        self._answer(200, b" " * 200_000)

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(b" " * 65536)

    def _bomb(self) -> None:
        self._answer(200, gzip.compress(b" " * 10_000_000), Content_Encoding="gzip")

    def _gzip(self) -> None:
        self._answer(200, gzip.compress(b"<rss/>" * 1000), Content_Encoding="gzip")

    def _gzip_cut(self) -> None:
        self._answer(200, gzip.compress(b"<rss/>" * 1000)[:40], Content_Encoding="gzip")

    def _gzip_lies(self) -> None:
        packed = "gzip" in self.headers["Accept-Encoding"]
        self._answer(200, b"<rss/>", **({"Content_Encoding": "gzip"} if packed else {}))

    def _to_file(self) -> None:
        self._answer(302, Location="file:///etc/passwd")

    def _to_nowhere(self) -> None:
        self._answer(302)

    def _to_private(self) -> None:
        self._answer(302, Location="http://127.0.0.1:1/")

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        self._drop(b" ")

    def _header_drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        self._drop(b"x")

    def _drop(self, piece: bytes) -> None:
        with suppress(OSError):
            while not self.over.wait(0.05):
                self.wfile.write(piece)

    def _silent(self) -> None:
        self.over.wait(5)

    def _short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"<rss")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Quiet."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        Host.over.set()
        server.shutdown()


def test_what_comes_with_a_feed(host: str) -> None:
    validators = Validators(etag='"1"', last_modified="Tue, 03 Mar 2026 00:00:00 GMT")
    assert fetch(f"{host}/feed") == Response(
        url=f"{host}/feed", body=b"<rss/>", charset="gbk", validators=validators
    )
    assert Host.asked[-1]["User-Agent"].startswith("feedtool/")
    assert "+https://" in Host.asked[-1]["User-Agent"]
    assert "If-None-Match" not in Host.asked[-1]


def test_validators_are_replayed_and_304_means_unchanged(host: str) -> None:
    validators = Validators(etag='"1"', last_modified="yesterday-ish")
    assert fetch(f"{host}/same", validators).body is None
    assert Host.asked[-1]["If-Modified-Since"] == "yesterday-ish"


def test_redirects_are_followed_a_few_times(host: str) -> None:
    assert fetch(f"{host}/moved").url == f"{host}/feed"
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(f"{host}/round")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/gone", "the server answered 404 Not Found; expected 200"),
        ("/partial", "the server answered 206"),
        ("/short", "bytes read"),
    ],
)
def test_what_is_no_answer(host: str, path: str, reason: str) -> None:
    with pytest.raises(FetchError, match=f"{host}{path}: .*{reason}"):
        fetch(f"{host}{path}")


def test_no_server_at_all() -> None:
    with pytest.raises(FetchError, match=r"^http://127\.0\.0\.1:9/feed: .*refused"):
        fetch("http://127.0.0.1:9/feed")


@pytest.mark.parametrize("url", ["http://[/x", "ftp://x/y", "http://"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url)


def test_too_large(host: str) -> None:
    for path in ("/large", "/endless", "/bomb"):
        with pytest.raises(FetchError, match="MiB"):
            fetch(host + path, limits=Limits(bytes=100_000))


@pytest.mark.parametrize("path", ["/drip", "/header-drip", "/silent"])
def test_too_slow(host: str, path: str) -> None:
    with pytest.raises(FetchError, match="not complete after 0 s"):
        fetch(host + path, limits=Limits(total=0.4, read=5))


def test_gzip_is_unpacked_and_checked(host: str) -> None:
    assert fetch(f"{host}/gzip").body == b"<rss/>" * 1000
    with pytest.raises(FetchError, match="breaks off"):
        fetch(f"{host}/gzip-cut")
    assert fetch(f"{host}/gzip-lies").body == b"<rss/>"  # asked for again, unpacked


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/to-file", "which is no web address"),
        ("/to-nowhere", "which is no web address"),
        ("/to-private", "is not a public address"),
    ],
)
def test_where_a_redirect_must_not_lead(host: str, path: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        fetch(host + path)


def test_what_a_feed_names_must_be_public(host: str) -> None:
    with pytest.raises(
        FetchError, match=r"127\.0\.0\.1 is not a public address; only the address in show\.toml may"
    ):
        fetch_public(f"{host}/feed")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("1.1.1.1", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound to it
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:1.1.1.1", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("junk", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) == public


def test_one_private_answer_of_the_dns_is_enough() -> None:
    answers = iter([["1.1.1.1", "10.0.0.1"]])
    with pytest.raises(FetchError, match="is not a public address"):
        _fetch("http://x.test/", Validators(), Limits(), trusted=None, resolve=lambda *_: next(answers))


def test_validators_that_no_header_can_hold_are_dropped(host: str) -> None:
    assert fetch(f"{host}/feed", Validators(etag='"a\r\nX: 1"', last_modified="晚")).body == b"<rss/>"
    assert not {"If-None-Match", "If-Modified-Since", "X"} & Host.asked[-1].keys()
