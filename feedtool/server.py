"""`feedtool serve`: the app on waitress, a production WSGI server in pure Python that buffers slow clients."""

from __future__ import annotations

import logging
from collections.abc import Callable

from feedtool.publish import Publisher
from feedtool.web import create_app

_THREADS = 8


def run(
    publisher: Publisher, host: str, port: int, *, say: Callable[[str], None], verbose: bool = False
) -> None:
    """Serve until interrupted; says the addresses once the port is bound."""
    from waitress.server import create_server  # noqa: PLC0415

    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="%(asctime)s %(levelname)s %(message)s"
    )
    server = create_server(
        create_app(publisher=publisher),
        host=host,
        port=port,
        threads=_THREADS,
        ident=None,
        clear_untrusted_proxy_headers=False,  # the app judges them: $FEEDTOOL_PROXIES
    )
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
    base = f"http://{shown}:{server.effective_port}"
    say(f"feedtool serves {base}/   (stop with Ctrl-C)")
    for slug in publisher.library.slugs():
        say(f"  {slug}: page {base}/{slug}/   feed {base}/{slug}/feed.xml")
    try:
        server.run()
    except KeyboardInterrupt:
        say("stopped")
    finally:
        server.close()
