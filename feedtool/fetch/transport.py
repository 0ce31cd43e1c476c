"""requests, with connections that check where they lead and that a clock can end.

A name is resolved once, all its addresses are looked at, and the connection goes to one of those: a second
answer of the DNS cannot lead elsewhere. The Host header and the certificate's check stay on the name.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from feedtool.errors import FetchError
from feedtool.fetch.addresses import Resolve
from feedtool.fetch.body import WholeResponse
from feedtool.fetch.deadline import Deadline, Limits

_PORTS = {"http": 80, "https": 443}
_Connect = Callable[[str, int, Any], socket.socket]
"""Host, port and the connection's timeout → a connected socket."""


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port (RFC 6454) of where requests would connect to.

    Its own reading counts: two parsers that differ over `http://a\\@b/` are a way around every guard.
    Raises `ValueError`, and `FetchError` for what is no web address.
    """
    parts = urlsplit(requests.Request("GET", url).prepare().url or "")
    if parts.scheme not in _PORTS:
        raise FetchError(f"{url[:200]} is no web address (http, https)")
    return parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme]


def send(
    prepared: requests.PreparedRequest,
    deadline: Deadline,
    limits: Limits,
    resolve: Resolve,
    allowed: Callable[[str], bool],
) -> requests.Response:
    """One request and its answer, whose body is still to be read; no redirects, retries, proxies, cookies, .netrc."""

    def connect(host: str, port: int, timeout: Any) -> socket.socket:
        addresses = deadline.wait(lambda: resolve(host, port))
        if inside := next((address for address in addresses if not allowed(address)), ""):
            raise FetchError(f"{host} leads to {inside}, which is no public address")
        connection = _first(addresses, port, timeout, deadline)
        deadline.watch(connection)
        return connection

    with requests.Session() as session:
        session.trust_env = False
        # trust_env would also have told of the certificates to trust.
        session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True
        session.adapters.clear()
        for scheme in _PORTS:
            session.mount(f"{scheme}://", _Adapter(connect))
        return session.send(
            prepared, timeout=(limits.connect, limits.read), stream=True, allow_redirects=False
        )


def _first(addresses: Iterable[str], port: int, timeout: float, deadline: Deadline) -> socket.socket:
    """A connection to the first address that answers."""
    reason: OSError = OSError("the name has no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), min(timeout, deadline.left))
        except OSError as error:
            reason = error
    raise reason


class _Adapter(HTTPAdapter):
    """requests' own, with other connections below its pools."""

    def __init__(self, connect: _Connect) -> None:
        self._connect = connect
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._connect)


def _pools(connect: _Connect) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's classes, with our way to connect."""

    class Plain(HTTPConnection):
        response_class = WholeResponse

        def _new_conn(self) -> socket.socket:
            return connect(self.host, self.port, self.timeout)

    class Secure(HTTPSConnection):
        response_class = WholeResponse

        def _new_conn(self) -> socket.socket:
            return connect(self.host, self.port, self.timeout)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
