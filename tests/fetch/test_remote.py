"""Files on a server, read in parts."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable

import pytest

from feedtool.errors import FetchError
from feedtool.fetch import Limits, open_remote
from tests.fetch.conftest import Host, Request, says

MakeHost = Callable[..., Host]
FILE = b"".join(at.to_bytes(4, "big") for at in range(100_000))


def part(request: Request) -> bytes:
    """As most hosts answer."""
    found = re.fullmatch(r"bytes=(\d+)-(\d+)", request["range"])
    assert found
    start, stop = int(found[1]), min(int(found[2]) + 1, len(FILE))
    return says(
        "206 Partial Content",
        FILE[start:stop],
        f"Content-Range: bytes {start}-{stop - 1}/{len(FILE)}",
        'ETag: "1"',
    )


def opened(host: Host, max_bytes: int = 4 * 2**20, limits: Limits = Limits()) -> io.BufferedReader:
    return open_remote(f"{host.url}/a.mp3", max_bytes=max_bytes, limits=limits, trusted=host.url)


def test_only_what_is_read_is_transferred(host: MakeHost) -> None:
    server = host(part)
    with opened(server) as file:
        assert not server.asked
        assert file.read(10) == FILE[:10]
        assert file.read(1000) == FILE[10:1010]
        file.seek(-128, os.SEEK_END)
        assert file.read() == FILE[-128:]
        file.seek(200_000)
        assert file.tell() == 200_000
        assert file.read(150_000) == FILE[200_000:350_000]
        file.seek(-340_000, os.SEEK_CUR)
        assert file.read(5) == FILE[10_000:10_005]
        assert file.seek(1_000_000) == 1_000_000
        assert file.read(1) == b""
    assert sum(len(part(asked)) for asked in server.asked) < len(FILE)
    assert {asked["accept-encoding"] for asked in server.asked} == {"identity"}


def test_the_end_may_come_first(host: MakeHost) -> None:
    with opened(host(part)) as file:
        assert file.seek(0, os.SEEK_END) == len(FILE)
        with pytest.raises(OSError, match="before the beginning"):
            file.seek(-len(FILE) - 1, os.SEEK_END)


def test_a_server_that_ignores_range_is_read_from_the_start(host: MakeHost) -> None:
    with opened(host(says("200 OK", FILE)), max_bytes=300_000) as file:
        file.seek(1000)
        assert file.read(10) == FILE[1000:1010]
        file.seek(350_000)
        with pytest.raises(FetchError, match="since the server knows no Range requests"):
            file.read(10)


def test_redirects_are_followed_once(host: MakeHost) -> None:
    server = host(says("302 Found", b"", "Location: /b.mp3"), part)
    with opened(server) as file:
        file.read(1)
        file.seek(300_000)
        file.read(1)
    assert [asked["path"] for asked in server.asked] == ["/a.mp3", "/b.mp3", "/b.mp3"]


def test_it_must_be_public(host: MakeHost) -> None:
    server = host(part)
    with open_remote(server.url) as file, pytest.raises(FetchError, match="which is no public address"):
        file.read(1)
    assert not server.asked


def test_only_so_much_is_read(host: MakeHost) -> None:
    with opened(host(part), max_bytes=100_000) as file:
        file.read(1)
        file.seek(200_000)
        with pytest.raises(FetchError, match=r"more than 0\.09537 MiB would have to be read$"):
            file.read(1)


def test_all_reads_share_the_time(host: MakeHost) -> None:
    server = host(b"")
    server.answers = [part, server.dribble(b"", b"")]
    with opened(server, limits=Limits(total=0.3)) as file:
        file.read(1)
        file.seek(200_000)
        with pytest.raises(FetchError, match=r"a\.mp3: not complete after 0\.3 s"):
            file.read(1)


PARTIAL = "206 Partial Content"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (says("404 Not Found"), "the server answered 404 Not Found; expected 206"),
        (says("416 Range Not Satisfiable"), "expected 206"),
        (says(PARTIAL, b"x"), "Content-Range can't be read"),
        (says(PARTIAL, b"x", "Content-Range: bytes 5-5/9"), "other bytes than those asked for"),
        (says(PARTIAL, b"x", "Content-Range: bytes 0-8/9"), "the file breaks off"),
        (says(PARTIAL, b"x", "Content-Range: bytes 0-0/1", "Content-Encoding: gzip"), "the file is packed"),
        (b"HTTP/1.1 200 OK\r\n\r\nx", "gives no Content-Length"),
    ],
)
def test_what_is_no_part(host: MakeHost, answer: bytes, reason: str) -> None:
    server = host(answer)
    with opened(server) as file, pytest.raises(FetchError, match=f"^{server.url}/a.mp3: .*{reason}"):
        file.read(1)


def test_a_file_that_changes_is_none(host: MakeHost) -> None:
    other = says(
        PARTIAL, FILE[200_000:265_536], f"Content-Range: bytes 200000-265535/{len(FILE)}", 'ETag: "2"'
    )
    with opened(host(part, other)) as file:
        file.read(1)
        file.seek(200_000)
        with pytest.raises(FetchError, match="changed while it was read"):
            file.read(1)
