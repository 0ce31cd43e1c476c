"""`feedtool serve` as a process: answers while others dawdle, and an end that cuts nobody off."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from feedtool import server as server_module
from feedtool.library import Library
from feedtool.server import _addresses

LARGE = b"x" * 20_000_000
"""More than the kernel keeps for a client that does not read."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGTERM")


@dataclass
class Server:
    process: subprocess.Popen[str]
    port: int
    told: list[str]

    def ask(self, path: str = "/ear/feed.xml") -> socket.socket:
        """A client that has asked and does not read yet."""
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(30)
        client.connect(("127.0.0.1", self.port))
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: ear.example\r\n\r\n".encode())
        return client

    def lets_in(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
        except ConnectionError:
            return False
        return True


def started(root: Path, *words: str, tokens: str = "") -> Iterator[Server]:
    (root / "ear" / "media").mkdir(parents=True)
    (root / "ear" / "show.toml").write_text('upstream = "feed.xml"\n', encoding="utf-8")
    (root / "ear" / "feed.xml").write_text(
        "<rss version='2.0'><channel><title>耳边</title></channel></rss>", encoding="utf-8"
    )
    (root / "ear" / "media" / "long.mp3").write_bytes(LARGE)
    if tokens:
        (root / "ear" / "tokens.json").write_text(tokens, encoding="utf-8")
    command = [sys.executable, "-c", "from feedtool.cli import main; main()", "serve", "--port", "0", *words]
    with subprocess.Popen([*command, "--root", str(root)], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        told = [process.stderr.readline() for _ in range(3)]
        port = re.search(r":(\d+)/", told[0])
        assert port, told
        yield Server(process, int(port[1]), told)
        process.kill()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    yield from started(tmp_path)


def test_it_says_where_it_serves(server: Server) -> None:
    base = f"http://localhost:{server.port}"
    assert server.told[0] == f"feedtool serves {base}/   (stop with Ctrl-C)\n"
    assert server.told[1] == f"  ear: page {base}/ear/   feed {base}/ear/feed.xml\n"
    assert server.told[2] == "only this computer reaches it; `--host 0.0.0.0` lets your phone in\n"
    with urlopen(f"http://127.0.0.1:{server.port}/healthz") as health:
        assert health.status == 200


def test_for_other_devices_it_says_an_address_that_is_not_this_one_s(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(server_module, "_own_address", lambda: "192.168.1.20")
    told = [*_addresses("0.0.0.0", 8000, Library(tmp_path))]  # noqa: S104 - compared, not bound
    assert told[-1] == "from other devices: http://192.168.1.20:8000/"
    monkeypatch.setattr(server_module, "_own_address", lambda: "")
    assert len([*_addresses("::", 8000, Library(tmp_path))]) == 1


def test_of_a_private_show_it_tells_no_address(tmp_path: Path) -> None:
    for content in ('{"phone": ""}', "spoilt"):
        (server,) = started(tmp_path / content[0], "--port", "0", tokens=content)
        assert server.told[1].startswith("  ear: private,")
        assert "`feedtool token add ear NAME`" in server.told[1]


def test_it_says_which_show_is_not_served_and_why(tmp_path: Path) -> None:
    (tmp_path / "ear").mkdir()
    (tmp_path / "ear" / "show.toml").write_text("upstream = 1", encoding="utf-8")
    told = [*_addresses("127.0.0.1", 8000, Library(tmp_path))]
    assert told[2].startswith("    not served until this is mended: ")
    assert "`upstream` is 1" in told[2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told(server: Server, number: signal.Signals) -> None:
    idle = socket.create_connection(("127.0.0.1", server.port))
    server.process.send_signal(number)
    assert server.process.wait(30) == 0
    assert server.process.stderr
    assert server.process.stderr.read() == "stopped\n"
    idle.close()


def test_an_answer_that_has_begun_goes_out_whole(server: Server) -> None:
    with server.ask("/ear/media/long.mp3") as client:
        got = len(client.recv(1000))
        server.process.send_signal(signal.SIGTERM)
        while server.lets_in():
            pass
        while part := client.recv(1_000_000):
            got += len(part)
    assert got > len(LARGE)
    assert server.process.wait(30) == 0


def test_clients_that_dawdle_are_in_nobody_s_way(server: Server) -> None:
    dawdlers = [server.ask("/ear/media/long.mp3") for _ in range(20)]
    for _ in range(130):
        client = socket.create_connection(("127.0.0.1", server.port))
        client.sendall(b"GET /ear/feed.xml HTTP/1.1\r\nHos")
        dawdlers.append(client)
    with urlopen(f"http://127.0.0.1:{server.port}/ear/feed.xml", timeout=20) as feed:
        assert feed.status == 200
    for client in dawdlers:
        client.close()


def test_a_name_with_two_addresses_is_served_at_both(tmp_path: Path) -> None:
    (server,) = started(tmp_path, "--host", "localhost")
    assert server.told[0].startswith("feedtool serves http://localhost:")
