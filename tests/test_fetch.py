"""One GET, bounded and conditional, against a real server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from feedtool import fetch as module
from feedtool.errors import FetchError
from feedtool.fetch import Response, Validators, fetch


class Host(BaseHTTPRequestHandler):
    """Answers by path; remembers the headers that it was asked with."""

    asked: ClassVar[list[dict[str, str]]] = []

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
    with pytest.raises(FetchError, match="Exceeded 5 redirects"):
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


def test_too_large_and_too_slow(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value, reason in (
        ("MAX_BYTES", 1000, "more than"),
        ("TOTAL_SECONDS", -1.0, "not complete after"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            with pytest.raises(FetchError, match=reason):
                fetch(f"{host}/large")
