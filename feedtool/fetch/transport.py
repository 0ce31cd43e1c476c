"""Connections that check where they lead, and that a clock can end.

A name is resolved once, all its addresses are looked at, and the connection goes to one of those: a second
answer of the DNS cannot lead elsewhere. The Host header and the certificate's check stay on the name.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

Resolve = Callable[[str, int], Iterable[str]]
"""Name and port → all addresses, as texts."""


class Blocked(NewConnectionError):
    """The address is not a public one."""


def resolve(host: str, port: int) -> list[str]:
    return list(
        dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    )


def is_public(address: str) -> bool:
    """Whether an address is a global unicast one, whatever it is wrapped in (IPv4 in IPv6, 6to4, NAT64, Teredo)."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or nat64
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Deadline:
    """Ends all connections made under it when its time is up: no timeout of requests ends a drip of headers."""

    def __init__(self, seconds: float) -> None:
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self.passed = False

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connection: socket.socket) -> socket.socket:
        self._sockets.append(connection)
        if self.passed:
            self._end()
        return connection

    def _end(self) -> None:
        self.passed = True
        for connection in self._sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def session(deadline: Deadline, *, public_only: bool, resolve: Resolve = resolve) -> requests.Session:
    """A session without proxies, .netrc passwords, cookies or retries, whose connections are checked and watched."""
    new = requests.Session()
    new.trust_env = False
    new.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True
    new.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # none is kept
    adapter = _Adapter(deadline, public_only=public_only, resolve=resolve)
    new.mount("http://", adapter)
    new.mount("https://", adapter)
    return new


class _Adapter(HTTPAdapter):
    def __init__(self, deadline: Deadline, *, public_only: bool, resolve: Resolve) -> None:
        self._connect = _connector(deadline, public_only=public_only, resolve=resolve)
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, self._connect),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, self._connect),
        }


def _pool(pool: Any, connection: Any, connect: Callable[[Any], socket.socket]) -> Any:
    """urllib3's classes with our way to connect."""
    guarded = type("Guarded" + connection.__name__, (connection,), {"_new_conn": connect})
    return type("Guarded" + pool.__name__, (pool,), {"ConnectionCls": guarded})


def _connector(deadline: Deadline, *, public_only: bool, resolve: Resolve) -> Callable[[Any], socket.socket]:
    def connect(connection: Any) -> socket.socket:
        host, port = connection._dns_host, connection.port
        try:
            addresses = list(resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise NewConnectionError(connection, f"the name {host} cannot be resolved: {error}") from error
        if public_only and not all(map(is_public, addresses)):
            raise Blocked(
                connection, f"{host} is not a public address; only the address in show.toml may be private"
            )
        return deadline.watch(_first(connection, addresses))

    return connect


def _first(connection: Any, addresses: Iterable[str]) -> socket.socket:
    reason: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, connection.port), connection.timeout)
        except OSError as error:
            reason = error
    raise NewConnectionError(connection, str(reason or "the name has no address")) from reason
