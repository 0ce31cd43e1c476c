"""`feedtool serve`: the app on waitress, with an end that cuts nobody off.

waitress reads whole requests and sends whole answers in one thread, so that slow clients cost no worker
(https://docs.pylonsproject.org/projects/waitress/en/stable/design.html). What it lacks is stopping gracefully: on
SIGTERM it is gone at once, with whatever was being sent.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from types import FrameType
from typing import Any

from feedtool.errors import SettingsError
from feedtool.library import Library
from feedtool.publish import Publisher
from feedtool.tokens import TokenFiles
from feedtool.web import create_app

_SETTINGS: Mapping[str, object] = {
    "threads": 8,
    "ident": None,
    "connection_limit": 500,  # the default of 100 is soon taken by clients that only hold on
    "asyncore_use_poll": True,  # select() ends at file descriptor 1023
    "outbuf_high_watermark": 2**31 - 1,  # no thread waits until a slow client has read the rest
    "channel_timeout": 30,  # seconds without a byte
    "cleanup_interval": 5,
    "max_request_header_size": 32 * 1024,
    "max_request_body_size": 32 * 1024,  # nothing here takes a body
    "clear_untrusted_proxy_headers": False,  # whether to believe them is the app's to decide, here as under gunicorn
}
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
_HERE = ("127.0.0.1", "::1", "localhost")
_ANY_OTHER = ("192.0.2.1", 9)
"""An address outside of this machine, which nobody has (RFC 5737)."""

_LOOK_SECONDS = 1.0
"""How long a wait for something to happen may be: Windows tells of Ctrl-C only after it."""
_GRACE_SECONDS = 10.0
"""How long answers that have begun may take to go out once we are to stop."""

Sockets = dict[int, Any]
"""waitress's own objects by file descriptor: listening sockets, connections, and a pipe by which threads wake it."""


def run(  # noqa: PLR0913
    publisher: Publisher,
    host: str,
    port: int,
    *,
    say: Callable[[str], None],
    offline: bool = False,
    verbose: bool = False,
) -> None:
    """Serve until SIGTERM or Ctrl-C; says the addresses once the port is bound. Raises `SettingsError`."""
    _set_up_logging(verbose=verbose)
    sockets: Sockets = {}
    stopping = _stop_on_signals(sockets)
    _listen(create_app(publisher=publisher, offline=offline), sockets, host, port)
    for line in _addresses(host, _listeners(sockets)[0].effective_port, publisher.library):
        say(line)
    while not stopping.is_set():
        _turn(sockets, _LOOK_SECONDS)
    _finish(sockets)
    say("stopped")


def _set_up_logging(*, verbose: bool) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(asctime)s %(levelname)s %(message)s"
    )
    queue = logging.getLogger("waitress.queue")
    queue.setLevel(logging.ERROR)  # that a request waits for a moment is no news


def _stop_on_signals(sockets: Sockets) -> threading.Event:
    """Set by SIGTERM or Ctrl-C; a second one stops at once."""
    stopping = threading.Event()

    def stop(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stopping.set()
        for listener in _listeners(sockets):
            listener.pull_trigger()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopping


def _addresses(host: str, port: int, library: Library) -> Iterable[str]:
    is_everywhere = host in _EVERYWHERE
    base = f"http://{'localhost' if is_everywhere or host in _HERE else host}:{port}"
    yield f"feedtool serves {base}/   (stop with Ctrl-C)"
    files = TokenFiles(library.root)
    for slug in library.slugs():
        if files.is_private(slug):  # nobody can tell its tokens again
            yield f"  {slug}: private, each token has its address; `feedtool token add {slug} NAME` makes a new one"
        else:
            yield f"  {slug}: page {base}/{slug}/   feed {base}/{slug}/feed.xml"
        try:
            library.folder(slug).settings()
            files.of(slug)
        except SettingsError as error:
            yield f"    not served until this is mended: {error}"
    if is_everywhere and (own := _own_address()):
        yield f"from other devices: http://{own}:{port}/"
    elif host in _HERE:
        yield "only this computer reaches it; `--host 0.0.0.0` lets your phone in"


def _own_address() -> str:
    """The address that this machine has in its network, "" without one. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ANY_OTHER)
        except OSError:
            return ""
        address: str = probe.getsockname()[0]
        return address


# --- waitress


def _listen(app: object, sockets: Sockets, host: str, port: int) -> None:
    from waitress.server import create_server  # noqa: PLC0415

    try:
        create_server(app, map=sockets, host=host, port=port, **_SETTINGS)
    except (OSError, ValueError) as error:  # waitress's ValueError: a host that nobody knows
        reason = error.strerror if isinstance(error, OSError) else "there is no such host"
        raise SettingsError(f"cannot serve at {host}:{port}: {reason}; see --host and --port") from error


def _turn(sockets: Sockets, seconds: float) -> None:
    """Wait for something to happen, and deal with it."""
    from waitress import wasyncore  # noqa: PLC0415

    wasyncore.loop(timeout=seconds, use_poll=True, map=sockets, count=1)


def _listeners(sockets: Sockets) -> list[Any]:
    return [each for each in sockets.values() if each.accepting]


def _finish(sockets: Sockets) -> None:
    """Let nobody in, and close each connection as soon as nothing is to be answered or sent there."""
    from waitress import wasyncore  # noqa: PLC0415
    from waitress.channel import HTTPChannel  # noqa: PLC0415

    for listener in _listeners(sockets):
        wasyncore.dispatcher.close(listener)  # listener.close() would close the pipe that threads still need
    end = time.monotonic() + _GRACE_SECONDS
    while time.monotonic() < end:
        channels = [each for each in sockets.values() if isinstance(each, HTTPChannel)]
        if not channels:
            break
        for channel in channels:
            channel.close_when_flushed |= not channel.requests
        _turn(sockets, 0.1)
