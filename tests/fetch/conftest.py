"""A host on this machine that says, byte for byte, what a test wants it to."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

Request = dict[str, str]
"""A request's headers by lower-case name, and its `path`."""
Said = bytes | Iterable[bytes] | Callable[[Request], bytes]


def says(status: str, body: bytes = b"", *headers: str) -> bytes:
    """A whole answer, with its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


class Host:
    """Answers one connection after another, the last answer for ever; remembers what it was asked."""

    def __init__(self, answers: tuple[Said, ...], certificate: Path | None = None) -> None:
        self.asked: list[Request] = []
        self.over = threading.Event()
        self.answers = list(answers)
        self._tls = certificate
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self.over.set()
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
            pass  # wakes the thread
        self._thread.join()
        self._listener.close()

    def dribble(self, start: bytes, piece: bytes) -> Iterator[bytes]:
        """For ever, a piece at a time."""
        yield start
        while not self.over.wait(0.02):
            yield piece

    def _serve(self) -> None:
        while not self.over.is_set():
            connection, _ = self._listener.accept()
            with suppress(OSError), self._secured(connection) as plain:
                self._answer(plain)

    def _secured(self, connection: socket.socket) -> socket.socket:
        if self._tls is None:
            return connection
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._tls)
        with connection:
            return context.wrap_socket(connection, server_side=True)

    def _answer(self, connection: socket.socket) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked:
            if not (piece := connection.recv(65536)):
                return
            asked += piece
        first, *lines = asked.decode("latin-1").strip().split("\r\n")
        request = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        self.asked.append(request | {"path": first.split()[1]})
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(answer):
            answer = answer(self.asked[-1])
        for piece in [answer] if isinstance(answer, bytes) else answer:
            connection.sendall(piece)


@pytest.fixture
def host(request: pytest.FixtureRequest) -> Callable[..., Host]:
    """`host(answer, …)`: a host that gives these answers."""

    def start(*answers: Said, certificate: Path | None = None) -> Host:
        new = Host(answers, certificate)
        request.addfinalizer(new.close)
        return new

    return start


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody but itself vouches for."""
    path = tmp_path_factory.mktemp("tls") / "127.0.0.1.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(path) + ".crt"]
    try:
        subprocess.run([*command.split(), *names], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no openssl to make a certificate with")
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The certificate, vouched for."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    return certificate
