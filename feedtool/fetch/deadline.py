"""How long things may take, and the clock that ends them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Seconds, and a number of redirects."""

    connect: float = 5.0
    read: float = 10.0
    """For each piece."""
    total: float = 20.0
    """From the name's resolution to the last byte, over all redirects."""
    redirects: int = 5


class Deadline:
    """Ends all connections made under it when its time is up.

    A timeout of requests is "not a time limit on the entire response": one byte a second, headers without
    end and a hundred "100 Continue" pass it (https://requests.readthedocs.io/en/latest/user/quickstart/#timeouts).
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    @property
    def left(self) -> float:
        """Seconds."""
        return max(0.0, self._ends - time.monotonic())

    @property
    def passed(self) -> bool:
        return self.left == 0

    def watch(self, connection: socket.socket) -> None:
        """Shut this connection down when the time is up.

        A duplicate is watched: TLS takes the socket's descriptor away from the object given here.
        """
        with self._lock:
            self._sockets.append(connection.dup())
        if self.passed:
            self._end()

    def wait(self, work: Callable[[], _T]) -> _T:
        """The result of something that can't be ended (the system's resolver), as long as there is time.

        Raises `TimeoutError`, and what `work` raises.
        """
        done: Future[_T] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except Exception as error:
                done.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        return done.result(self.left)

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            for connection in self._sockets:
                connection.close()
            self._sockets.clear()

    def _end(self) -> None:
        with self._lock:
            self._ends = time.monotonic()
            for connection in self._sockets:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
