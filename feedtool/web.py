"""The Flask shell: the site's pages over HTTP, with validators. What is in them is decided elsewhere.

A request costs a look at files' dates unless something changed. Upstream is asked in the background once
there is a copy: nobody who asks for the feed waits for the publisher's host.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response, abort, jsonify, redirect, request, send_from_directory
from werkzeug.wrappers import Response as BaseResponse

from feedtool.errors import FeedtoolError, SettingsError
from feedtool.library import Folder, Library
from feedtool.live import Live
from feedtool.publish import Publisher

_CACHE = {
    "asset": "public, max-age=31536000, immutable",  # the hash in the name changes with the content
    "page": "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800",
}
_RETRY_AFTER = "120"


def create_app(root: Path | str | None = None, *, publisher: Publisher | None = None) -> Flask:
    """The WSGI application for the shows below `root` (default: $FEEDTOOL_FEEDS, else `feeds`)."""
    app = Flask(__name__, static_folder=None)
    library = Library(Path(root or os.environ.get("FEEDTOOL_FEEDS") or "feeds"))
    live = Live(publisher or Publisher(library))

    @app.get("/healthz")
    def healthz() -> tuple[Response, int]:
        health = live.health()
        return jsonify(health), 200 if health["ok"] else 503

    @app.get("/<slug>/media/<name>")
    def media(slug: str, name: str) -> Response:
        return send_from_directory(_existing(slug).media_path.absolute(), name)

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def page(path: str) -> Response | BaseResponse:
        if path in live.publisher.library.slugs():
            return redirect(f"{request.script_root}/{path}/", 308)
        found = live.page(path + "index.html" if path.endswith("/") or not path else path, request.url_root)
        if found is None:
            abort(404)
        response = Response(found.body, content_type=_content_type(found.media_type))
        response.set_etag(found.etag)
        response.last_modified = found.modified
        response.headers["Cache-Control"] = _CACHE[
            "asset" if "/chapters/" in path or path.startswith("_assets/") else "page"
        ]
        if found.is_copy:
            response.headers["X-Robots-Tag"] = "noindex"
        if found.media_type.startswith("application/json"):
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response.make_conditional(request)

    @app.errorhandler(FeedtoolError)
    def unavailable(error: FeedtoolError) -> tuple[str, int, dict[str, str]]:
        app.logger.warning("%s", error)
        return (
            "This show can't be served right now.\n",
            503,
            {"Retry-After": _RETRY_AFTER, "Content-Type": "text/plain; charset=utf-8"},
        )

    def _existing(slug: str) -> Folder:
        try:
            return live.publisher.library.folder(slug)
        except SettingsError:
            abort(404)

    return app


def _content_type(media_type: str) -> str:
    return media_type if "json" in media_type else f"{media_type}; charset=utf-8"
