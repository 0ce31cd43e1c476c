"""A GET against a host that answers well, badly, slowly, or elsewhere."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from feedtool.errors import FetchError
from feedtool.fetch import Limits, Response, Validators, client, fetch, fetch_public
from tests.fetch.conftest import Host, says

MakeHost = Callable[..., Host]
FEED = says("200 OK", b"<rss/>")
SHORT = Limits(connect=1, read=5, total=0.3)


def at(address: str) -> Callable[[str, int], Sequence[str]]:
    """A name service with one answer."""
    return lambda _host, _port: address.split()


# --- what comes


def test_what_comes_with_a_feed(host: MakeHost) -> None:
    headers = [
        'ETag: "1"',
        "Last-Modified: yesterday-ish",
        "Content-Type: text/xml; charset=GBK",
        "Cache-Control: public, max-age=600",
    ]
    upstream = host(says("200 OK", b"<rss/>", *headers))
    assert fetch(f"{upstream.url}/feed") == Response(
        url=f"{upstream.url}/feed",
        body=b"<rss/>",
        charset="gbk",
        validators=Validators(etag='"1"', last_modified="yesterday-ish"),
        max_age=600,
    )


def test_progress_is_told(host: MakeHost) -> None:
    told: list[tuple[int, int | None]] = []
    body = b"x" * 200_000
    fetch(host(says("200 OK", body)).url, progress=lambda size, expected: told.append((size, expected)))
    assert told[-1] == (len(body), len(body))
    assert told == sorted(told)
    told.clear()
    fetch(host(b"HTTP/1.0 200 OK\r\n\r\n<rss/>").url, progress=lambda *state: told.append(state))
    assert told == [(6, None)]


def test_what_is_asked(host: MakeHost) -> None:
    upstream = host(FEED)
    fetch(f"{upstream.url}/feed?a=1")
    asked = upstream.asked[0]
    assert asked["path"] == "/feed?a=1"
    assert asked["user-agent"].startswith("feedtool/")
    assert "+https://" in asked["user-agent"]
    assert "rss+xml" in asked["accept"]
    assert asked["accept-encoding"] == "gzip, deflate"
    assert not asked.keys() & {"if-none-match", "if-modified-since", "cookie", "authorization", "referer"}


def test_validators_are_replayed_and_304_means_unchanged(host: MakeHost) -> None:
    upstream = host(says("304 Not Modified", b"", "Cache-Control: max-age=60"))
    response = fetch(upstream.url, Validators(etag='W/"é"', last_modified="yesterday-ish"))
    assert (response.body, response.max_age) == (None, 60)
    assert (upstream.asked[0]["if-none-match"], upstream.asked[0]["if-modified-since"]) == (
        'W/"é"',
        "yesterday-ish",
    )


@pytest.mark.parametrize("value", ['"a\r\nX: 1"', '"晚"', '"' + "e" * 8192 + '"', " leading", "\x85", '"\0"'])
def test_validators_that_no_header_can_hold_are_dropped(host: MakeHost, value: str) -> None:
    upstream = host(FEED)
    assert fetch(upstream.url, Validators(etag=value, last_modified=value)).body == b"<rss/>"
    assert not upstream.asked[0].keys() & {"if-none-match", "if-modified-since", "x"}


# --- what is no answer


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (says("404 Not Found"), "the server answered 404 Not Found; expected 200"),
        (says("204 No Content"), "the server answered 204"),
        (says("206 Partial Content", b"<rs"), "the server answered 206"),
        (says("304 Not Modified"), "the server answered 304"),
        (says("401 Unauthorized"), "it wants a user name and a password"),
        (says("403 Forbidden", b"", "cf-mitigated: challenge"), "its bot challenge stands in the way"),
        (says("500 \x1b[31mred"), r"the server answered 500  \[31mred; expected 200"),
        (b"HTTP/1.1 abc\r\n\r\n", "what came is no HTTP: 'HTTP/1.1 abc"),
        (b"<rss/>", "what came is no HTTP: '<rss/>'"),
        (b"", "without response"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<rss",
            "the connection broke off after 4 bytes, 5 more were to come",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<rss/>", "longer than its Content-Length"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n<rss/>", "Content-Length"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<rss\r\n",
            "the connection broke off after 4 bytes",
        ),
        (b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 200 + b"\r\n", "more than 100 headers"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            r"93.13 GiB; at most 32 MiB are taken",
        ),
    ],
)
def test_what_is_no_answer(host: MakeHost, answer: bytes, reason: str) -> None:
    upstream = host(answer)
    with pytest.raises(FetchError, match=f"^{upstream.url}/feed: .*{reason}"):
        fetch(f"{upstream.url}/feed")


def test_a_server_that_does_not_close(host: MakeHost) -> None:
    upstream = host(b"")
    upstream.answers = [upstream.dribble(FEED, b"")]
    assert fetch(upstream.url).body == b"<rss/>"


def test_no_such_name() -> None:
    def resolve(_host: str, _port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(FetchError, match=r"^http://feeds\.test/: Name or service not known$"):
        fetch("http://feeds.test/", resolve=resolve)


def test_no_server_at_all() -> None:
    with pytest.raises(FetchError, match=r"^http://127\.0\.0\.1:9/feed: .*refused"):
        fetch("http://127.0.0.1:9/feed")


@pytest.mark.parametrize(
    "url", ["http://[/x", "ftp://x/y", "file:///etc/passwd", "http://", "", "http://h:99999/", "http://a..b/"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, resolve=at(""))


@pytest.mark.parametrize(
    ("answer", "retry_after", "gone"),
    [
        (says("503 Busy", b"", "Retry-After: 120"), 120, False),
        (says("429 Too Many Requests"), 600, False),
        (says("410 Gone"), None, True),
    ],
)
def test_what_a_scheduler_needs(host: MakeHost, answer: bytes, retry_after: float, gone: bool) -> None:
    with pytest.raises(FetchError) as raised:
        fetch(host(answer).url)
    assert (raised.value.retry_after, raised.value.gone) == (retry_after, gone)


# --- too large, too slow


@pytest.mark.parametrize("length", ["Content-Length: 200000", "X: no length"])
def test_too_large(host: MakeHost, length: str) -> None:
    answer = f"HTTP/1.1 200 OK\r\n{length}\r\n\r\n".encode() + b" " * 200_000
    with pytest.raises(FetchError, match=r"MiB"):
        fetch(host(answer).url, max_bytes=100_000)


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"", b""),
        (OK + b"X: ", b"x"),
        (OK + b"\r\n<rss>", b"."),
        (OK + b"Content-Length: 1000000\r\n\r\n<rss>", b"."),
        (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10], b"\0"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n.\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["silence", "headers", "body", "body with length", "gzip", "chunks", "100 Continue"],
)
@pytest.mark.parametrize("tls", ["", "https"])
def test_too_slow(host: MakeHost, trusted: Path, tls: str, start: bytes, piece: bytes) -> None:
    upstream = host(b"", certificate=trusted if tls else None)
    upstream.answers = [upstream.dribble(start, piece)]
    with pytest.raises(FetchError, match=r"not complete after 0\.3 s"):
        fetch(upstream.url, limits=SHORT)


def test_a_handshake_that_never_ends() -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    with silent, pytest.raises(FetchError, match=r"not complete after 0\.3 s"):
        fetch(f"https://127.0.0.1:{silent.getsockname()[1]}/", limits=SHORT)


def test_a_name_service_that_never_answers() -> None:
    over = threading.Event()

    def resolve(_host: str, _port: int) -> Sequence[str]:
        over.wait(60)
        return []

    with pytest.raises(FetchError, match=r"not complete after 0\.3 s"):
        fetch("http://feeds.test/", limits=SHORT, resolve=resolve)
    over.set()


def test_redirects_share_the_time(host: MakeHost) -> None:
    upstream = host(b"")
    upstream.answers = [_late(upstream) for _ in range(6)]
    with pytest.raises(FetchError, match=r"not complete after 0\.3 s"):
        fetch(upstream.url, limits=SHORT)


def _late(host: Host) -> Iterator[bytes]:
    yield b""
    host.over.wait(0.12)
    yield says("302 Found", b"", "Location: /")


# --- packed


def test_what_is_packed_comes_unpacked(host: MakeHost) -> None:
    packed = says("200 OK", gzip.compress(b"<rss/>"), "Content-Encoding: gzip")
    assert fetch(host(packed).url).body == b"<rss/>"


def test_a_wrong_packing_is_asked_for_again_unpacked_once(host: MakeHost) -> None:
    lies = says("200 OK", b"<rss/>", "Content-Encoding: gzip")
    upstream = host(lies, FEED)
    assert fetch(upstream.url).body == b"<rss/>"
    assert [asked["accept-encoding"] for asked in upstream.asked] == ["gzip, deflate", "identity"]
    stubborn = host(lies)
    with pytest.raises(FetchError, match="packing is broken"):
        fetch(stubborn.url)
    assert len(stubborn.asked) == 2


# --- redirects


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [([301], True), ([308, 301], True), ([302], False), ([301, 307], False), ([303, 308], False)],
)
def test_redirects_are_followed(host: MakeHost, statuses: list[int], moved: bool) -> None:
    hops = [
        says(f"{status} Moved", b"", f"Location: /{at}", "Set-Cookie: a=1")
        for at, status in enumerate(statuses)
    ]
    upstream = host(*hops, FEED)
    response = fetch(f"{upstream.url}/feed")
    assert (response.body, response.url) == (b"<rss/>", f"{upstream.url}/{len(statuses) - 1}")
    assert response.moved_to == (response.url if moved else "")
    assert "cookie" not in upstream.asked[-1]


def test_five_redirects_at_most(host: MakeHost) -> None:
    upstream = host(says("302 Found", b"", "Location: /"))
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(upstream.url)
    assert len(upstream.asked) == 6


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("X: 1", "a redirect that says not where to"),
        ("Location: file:///etc/passwd", "is no web address"),
        ("Location: http://[/x", "."),
        ("Location: http://127.0.0.1:1/", "127.0.0.1 leads to 127.0.0.1, which is no public address"),
        ("Location: http://2130706433/", "no public address"),
        ("Location: http://inside.test/", "inside.test leads to 10.0.0.7, which is no public address"),
        (r"Location: http://10.0.0.7\@127.0.0.1:{port}/", "."),
    ],
)
def test_where_a_redirect_must_not_lead(host: MakeHost, location: str, reason: str) -> None:
    names = {"inside.test": "1.1.1.1 10.0.0.7"}
    upstream = host(b"")
    upstream.answers = [says("302 Found", b"", location.replace("{port}", str(upstream.port)))]
    with pytest.raises(FetchError, match=f"^{upstream.url}: .*{reason}"):
        fetch(upstream.url, resolve=lambda name, _: names.get(name, "127.0.0.1").split())
    assert len(upstream.asked) == 1


def test_a_temporary_redirect_to_what_is_gone_is_not_gone_itself(host: MakeHost) -> None:
    with pytest.raises(FetchError) as raised:
        fetch(host(says("302 Found", b"", "Location: /x"), says("410 Gone")).url)
    assert not raised.value.gone


def test_passwords_and_validators_stay_at_home(host: MakeHost) -> None:
    abroad = host(FEED)
    home = host(says("302 Found", b"", "Location: /x"), says("302 Found", b"", f"Location: {abroad.url}/"))
    url = home.url.replace("//", "//us:secret@")
    everywhere = client.Guard(limits=Limits(), resolve=at("127.0.0.1"), trusted="", public=lambda _: True)
    client.fetch(url, Validators(etag='"1"'), "*/*", 1000, everywhere)
    for asked in home.asked:
        assert asked["authorization"].startswith("Basic ")
        assert asked["if-none-match"] == '"1"'
    assert not abroad.asked[0].keys() & {"authorization", "if-none-match"}


def test_a_304_from_abroad_is_none(host: MakeHost) -> None:
    abroad = host(says("304 Not Modified"))
    home = host(says("302 Found", b"", f"Location: {abroad.url}/"))
    everywhere = client.Guard(limits=Limits(), resolve=at("127.0.0.1"), trusted="", public=lambda _: True)
    with pytest.raises(FetchError, match="the server answered 304"):
        client.fetch(home.url, Validators(etag='"1"'), "*/*", 1000, everywhere)


def test_no_error_tells_the_password(host: MakeHost) -> None:
    for url in (host(says("404 Not Found")).url, "http://[", "http://127.0.0.1:9"):
        with pytest.raises(FetchError) as raised:
            fetch(url.replace("//", "//us:secret@"))
        assert "secret" not in str(raised.value)


# --- who is asked


def test_what_a_feed_names_must_be_public(host: MakeHost) -> None:
    upstream = host(FEED)
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 leads to 127\.0\.0\.1, which is no public address"):
        fetch_public(f"{upstream.url}/chapters.json")
    assert not upstream.asked
    assert fetch_public(f"{upstream.url}/chapters.json", trusted=f"{upstream.url}/feed").body == b"<rss/>"
    assert "application/json+chapters" in upstream.asked[0]["accept"]
    with pytest.raises(FetchError, match="no public address"):
        fetch_public(f"{upstream.url}/chapters.json", trusted="http://127.0.0.1:1/feed")


def test_a_name_is_resolved_once_and_stays_the_host(host: MakeHost) -> None:
    upstream = host(FEED)
    answers = iter([["127.0.0.1"]])
    url = f"http://feeds.test:{upstream.port}/"
    assert fetch(url, resolve=lambda *_: next(answers)).body == b"<rss/>"
    assert upstream.asked[0]["host"] == f"feeds.test:{upstream.port}"


def test_the_next_address_is_tried(host: MakeHost) -> None:
    upstream = host(FEED)  # nothing listens at its port on the other loopback addresses
    assert fetch(f"http://feeds.test:{upstream.port}/", resolve=at("127.0.0.9 127.0.0.1")).body == b"<rss/>"
    with pytest.raises(FetchError, match="no address"):
        fetch(f"http://feeds.test:{upstream.port}/", resolve=at(""))


def test_the_environment_says_nothing(
    host: MakeHost, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login us password secret", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    upstream = host(FEED)
    fetch(upstream.url)
    assert "authorization" not in upstream.asked[0]


# --- TLS


def test_certificates_are_verified(
    host: MakeHost, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    upstream = host(FEED, certificate=certificate)
    with pytest.raises(FetchError, match=r"its certificate is not accepted: self.signed certificate"):
        fetch(upstream.url)
    assert not upstream.asked


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_an_authority_of_ones_own(
    host: MakeHost, certificate: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.setenv(variable, str(certificate))
    upstream = host(FEED, certificate=certificate)
    assert fetch(upstream.url).body == b"<rss/>"
    with pytest.raises(FetchError, match=r"its certificate is not accepted: .*mismatch"):
        fetch(f"https://feeds.test:{upstream.port}/", resolve=at("127.0.0.1"))


def test_never_from_https_to_http(host: MakeHost, trusted: Path) -> None:
    plain = host(FEED)
    upstream = host(says("301 Moved", b"", f"Location: {plain.url}/"), certificate=trusted)
    with pytest.raises(FetchError, match="from https to http"):
        fetch(upstream.url)
    assert not plain.asked
