"""The Flask shell: the site over HTTP. Pages are answered by `site`; here is what is none.

A request costs a look at files' dates unless something changed. Upstream is asked in the background once
there is a copy: nobody who asks for the feed waits for the publisher's host.
"""

from __future__ import annotations

import os
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, abort, jsonify, redirect, request, send_from_directory
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as BaseResponse

from feedtool.errors import SettingsError
from feedtool.library import Library
from feedtool.publish import Publisher
from feedtool.serving import answers
from feedtool.serving.live import Live
from feedtool.serving.resource import ALWAYS, NOINDEX
from feedtool.serving.shelves import Media, Shelves
from feedtool.serving.site import Site

_MEDIA_CACHE = "max-age=86400"
_NO_STORE = {"Cache-Control": "no-store"}


def create_app(
    root: Path | str | None = None,
    *,
    publisher: Publisher | None = None,
    proxies: int | None = None,
    offline: bool = False,
) -> Flask:
    """The WSGI application for the shows below `root` (default: $FEEDTOOL_FEEDS, else `feeds`).

    `proxies` is how many reverse proxies stand before it, whose X-Forwarded-* headers are true
    (default: $FEEDTOOL_PROXIES, else none). With `offline` upstream is never asked. Raises `SettingsError`.
    """
    app = Flask(__name__, static_folder=None)
    app.config["PROPAGATE_EXCEPTIONS"] = True  # to `site`, whose log does not tell paths
    app.url_map.merge_slashes = False
    publisher = publisher or Publisher(Library(Path(root or os.environ.get("FEEDTOOL_FEEDS") or "feeds")))
    live = Live(publisher, offline=offline)
    shelves = Shelves(live)

    @app.get("/healthz")
    def healthz() -> tuple[Response, int, dict[str, str]]:
        health = live.health()
        return jsonify(health), 200 if health["ok"] else 503, _NO_STORE

    @app.get("/<path:path>")
    def other(path: str) -> Response | BaseResponse:
        file = shelves.media(path)
        if file:
            return _sent(file)
        if shelves.page(f"{path}/index.html", request.url_root) is None:
            abort(404)
        return redirect(quote(f"{request.script_root}/{path}/"), 308)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> BaseResponse:
        if error.code == HTTPStatus.NOT_FOUND:
            answer = answers.refusal(answers.NOT_FOUND, request.environ)
            return BaseResponse(answer.body, answer.status, answer.headers)
        response = BaseResponse(f"{error.name}.\n", error.code, dict(error.get_headers()) | _NO_STORE)
        response.content_type = "text/plain; charset=utf-8"
        return response

    @app.after_request
    def secured(response: Response) -> Response:
        response.headers.update(ALWAYS)
        return response

    app.wsgi_app = Site(shelves, app.wsgi_app)  # type: ignore[method-assign]
    count = _proxies() if proxies is None else proxies
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count
        )
    return app


def _sent(file: Media) -> Response:
    """A file, or the parts of it that are asked for (Range); 404 when there is none of that name."""
    response = send_from_directory(file.folder.absolute(), file.name)
    response.headers["Cache-Control"] = "private, " * file.is_private + _MEDIA_CACHE
    if not file.is_for_search:
        response.headers.add(*NOINDEX)
    return response


def _proxies() -> int:
    text = os.environ.get("FEEDTOOL_PROXIES") or "0"
    if not (text.isascii() and text.isdigit() and len(text) == 1):
        raise SettingsError(f"$FEEDTOOL_PROXIES is {text!r}; expected how many proxies there are, 0 to 9")
    return int(text)
