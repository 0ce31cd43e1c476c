"""The site over HTTP: the app's own test client, and the demo as it ships."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedtool.errors import FetchError
from feedtool.fetch import Response, Validators
from feedtool.library import Library
from feedtool.publish import Publisher
from feedtool.refresh import Network
from feedtool.web import create_app
from tests.test_publish import FEED, URL, Upstream, good

DEMO = Path(__file__).parents[1] / "feeds" / "demo"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(DEMO, tmp_path / "demo")
    return tmp_path


@pytest.fixture
def client(root: Path) -> Iterator[FlaskClient]:
    with create_app(root).test_client() as client:
        yield client


def links(client: FlaskClient) -> list[str]:
    feed = etree.fromstring(client.get("/demo/feed.xml").data)
    urls = [str(node.attrib["url"]) for node in feed.iter("{*}chapters", "enclosure") if "url" in node.attrib]
    return [url.removeprefix("http://localhost") for url in urls]


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/demo/", "text/html; charset=utf-8"),
        ("/demo/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
    ],
)
def test_pages_and_their_types(client: FlaskClient, path: str, content_type: str) -> None:
    got = client.get(path)
    assert (got.status_code, got.content_type) == (200, content_type)
    assert got.headers["Cache-Control"]
    assert got.last_modified
    assert int(got.headers["Content-Length"]) == len(got.data)
    head = client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert {**head.headers, "Date": ""} == {**got.headers, "Date": ""}


def test_everything_that_the_feed_names_is_there(client: FlaskClient) -> None:
    assert len(links(client)) == 5
    for path in links(client):
        with client.get(path) as got:
            assert got.status_code == 200
            if path.endswith(".json"):
                assert got.content_type == "application/json+chapters"
                assert got.headers["Access-Control-Allow-Origin"] == "*"
                assert "immutable" in got.headers["Cache-Control"]
                assert json.loads(got.data)["version"] == "1.2.0"
            else:
                assert got.content_type == "audio/mpeg"


def test_audio_can_be_asked_for_in_parts(client: FlaskClient) -> None:
    path = next(path for path in links(client) if path.endswith(".mp3"))
    with client.get(path, headers={"Range": "bytes=0-99"}) as part:
        assert (part.status_code, len(part.data)) == (206, 100)


def test_every_link_between_pages_leads_somewhere(client: FlaskClient) -> None:
    seen, todo = set(), ["/"]
    while todo:
        path = todo.pop()
        seen.add(path)
        with client.get(path) as page:
            assert page.status_code == 200, path
            nodes = list(etree.HTML(page.data).iter("{*}*")) if "html" in page.content_type else []
        found = (str(node.get("href") or node.get("src") or "") for node in nodes)
        local = {url.partition("#")[0].removeprefix("http://localhost") for url in found}
        resolved = {urljoin(path, url) for url in local if url and "://" not in url}
        todo += sorted(resolved - seen - set(todo))
    assert len([path for path in seen if "/episodes/" in path]) == 3


@pytest.mark.parametrize(
    "tags", ["{etag}", "W/{etag}", '"other", {etag}', "*"], ids=["same", "weak", "in a list", "any"]
)
def test_etags(client: FlaskClient, tags: str) -> None:
    etag = client.get("/demo/feed.xml").headers["ETag"]
    got = client.get("/demo/feed.xml", headers={"If-None-Match": tags.format(etag=etag)})
    assert (got.status_code, got.data) == (304, b"")
    assert got.headers["ETag"] == etag
    assert got.headers["Cache-Control"]


def test_dates(client: FlaskClient) -> None:
    date = client.get("/demo/feed.xml").headers["Last-Modified"]

    def status(**headers: str) -> int:
        return client.get(
            "/demo/feed.xml", headers={key.replace("_", "-"): value for key, value in headers.items()}
        ).status_code

    assert status(If_Modified_Since=date) == 304
    assert status(If_Modified_Since=date, If_None_Match='"other"') == 200
    assert status(If_Modified_Since="yesterday-ish") == 200


def test_a_saved_note_changes_the_etag_and_a_new_app_has_the_same(root: Path) -> None:
    first, second = (create_app(root).test_client() for _ in range(2))
    etag = first.get("/demo/feed.xml").headers["ETag"]
    assert second.get("/demo/feed.xml").headers["ETag"] == etag
    note = next((root / "demo" / "notes").glob("1*.md"))
    note.write_text(note.read_text(encoding="utf-8").replace("Untitled", "水声"), encoding="utf-8")
    changed = first.get("/demo/feed.xml")
    assert changed.headers["ETag"] != etag
    assert "水声" in changed.get_data(as_text=True)


@pytest.mark.parametrize(("mode", "said"), [("listener", "noindex"), ("owner", None)])
def test_a_listeners_copy_is_not_for_search_engines(root: Path, mode: str, said: str | None) -> None:
    settings = root / "demo" / "show.toml"
    settings.write_text(f'mode = "{mode}"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    client = create_app(root).test_client()
    paths = ["/", "/demo/", "/demo/feed.xml", "/feeds.opml", *links(client)]
    assert any(path.endswith(".mp3") for path in paths)
    for path in paths:
        with client.get(path) as got:
            assert got.headers.get("X-Robots-Tag") == said, path
            if got.mimetype == "text/html":  # the export has no headers
                named = etree.HTML(got.data).xpath("string(//meta[@name='robots']/@content)")
                assert (named or None) == said


@pytest.mark.parametrize(
    "path",
    ["/nose/", "/demo/nose", "/demo/chapters/x.json", "/demo/media/no.mp3", "/demo/media/../show.toml",
     "/demo/media/%2e%2e/show.toml", "/demo/show.toml", "/..%2fwsgi.py", "/nose/media/x.mp3", "/_assets/nose.css"],
)  # fmt: skip
def test_what_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_methods_and_slashes(client: FlaskClient) -> None:
    refused = client.post("/demo/feed.xml")
    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]
    moved = client.get("/demo")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/demo/")


def show_of(root: Path, *answers: Response | Exception) -> tuple[FlaskClient, Upstream]:
    (root / "ear").mkdir()
    (root / "ear" / "show.toml").write_text(f'upstream = "{URL}"\n', encoding="utf-8")
    upstream = Upstream(*answers)
    return create_app(publisher=Publisher(Library(root), Network(fetch=upstream))).test_client(), upstream


def test_the_first_request_fetches_and_the_next_do_not(tmp_path: Path) -> None:
    client, upstream = show_of(tmp_path, good())
    assert [client.get("/ear/feed.xml").status_code for _ in range(3)] == [200] * 3
    assert upstream.asked == [Validators()]
    assert json.loads(client.get("/healthz").data)["ok"]


def test_without_upstream_and_without_a_copy(tmp_path: Path) -> None:
    client, upstream = show_of(tmp_path, FetchError("no answer"))
    for _ in range(2):
        got = client.get("/ear/feed.xml")
        assert got.status_code == 503
        assert int(got.headers["Retry-After"]) > 0
    assert len(upstream.asked) == 1
    health = client.get("/healthz")
    assert health.status_code == 503
    assert json.loads(health.data)["shows"][0]["ok"] is False
    assert client.get("/").status_code == 200


def test_the_log_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    client, _ = show_of(tmp_path, FetchError("nobody there"))
    for _ in range(3):
        assert client.get("/").status_code == 200
        for thread in threading.enumerate():
            if thread.name == "refresh ear":
                thread.join(5)
    told = [said for record in caplog.records if "nobody there" in (said := record.getMessage())]
    assert 0 < len(told) == len(set(told)) <= 2


def test_a_copy_that_was_spoilt_is_fetched_anew_before_its_time(tmp_path: Path) -> None:
    client, upstream = show_of(tmp_path, good(), FetchError("no answer"), good())
    assert client.get("/ear/feed.xml").status_code == 200
    copy = tmp_path / "ear" / "cache" / "upstream.xml"
    copy.write_bytes(b"\0")
    assert [client.get("/ear/feed.xml").status_code for _ in range(3)] == [503] * 3
    assert len(upstream.asked) == 2  # once more, and then not before the time that a failure sets
    (tmp_path / "ear" / "cache" / "asked.json").unlink()
    assert client.get("/ear/feed.xml").status_code == 200
    assert copy.read_bytes() != b"\0"


def test_offline_nobody_is_asked(tmp_path: Path) -> None:
    fetching, upstream = show_of(tmp_path, good())
    publisher = Publisher(Library(tmp_path), Network(fetch=upstream, clock=lambda: time.time() + 10**6))
    offline = create_app(publisher=publisher, offline=True).test_client()
    assert offline.get("/ear/feed.xml").status_code == 503
    assert fetching.get("/ear/feed.xml").status_code == 200
    assert offline.get("/ear/feed.xml").status_code == 200
    assert len(upstream.asked) == 1


BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("path", "status", "languages", "said"),
    [
        ("/nose/", 404, "en", "There is nothing here"),
        ("/nose/episodes/x/", 404, "zh-CN", "这里什么也没有"),
        ("/demo/nose", 404, "fr", "There is nothing here"),
        ("/broken/", 503, "en", "by “feedtool check”"),
        ("/broken/feed.xml", 503, "zh", "暂时打不开这个节目"),
    ],
)
def test_a_browser_gets_a_page_that_says_what_to_do(
    root: Path, path: str, status: int, languages: str, said: str
) -> None:
    (root / "broken").mkdir()
    (root / "broken" / "show.toml").write_text("upstream = 1", encoding="utf-8")
    client = create_app(root).test_client()
    got = client.get(path, headers={**BROWSER, "Accept-Language": languages})
    page = got.get_data(as_text=True)
    assert (got.status_code, got.mimetype, got.headers["Cache-Control"]) == (status, "text/html", "no-store")
    assert ("Retry-After" in got.headers) == (status == 503)
    assert said in page
    assert "nose" not in page
    (style,) = re.findall(r'rel="stylesheet" href="([^"]*)"', page)
    assert client.get(urljoin(path, style)).status_code == 200
    assert urljoin(path, re.findall(r'<a href="([^"]*)"', page)[0]) == "/"
    assert client.get(path).mimetype == "text/plain"  # an app wants a sentence
    assert client.get("/x" * 100, headers=BROWSER).mimetype == "text/plain"


def test_one_broken_show_does_not_take_the_others_along(root: Path) -> None:
    (root / "broken").mkdir()
    (root / "broken" / "show.toml").write_text("upstream = 1", encoding="utf-8")
    client = create_app(root).test_client()
    assert client.get("/broken/feed.xml").status_code == 503
    assert client.get("/demo/feed.xml").status_code == 200
    assert "demo/" in client.get("/").get_data(as_text=True)


def test_an_old_copy_is_served_at_once_and_renewed_behind(tmp_path: Path) -> None:
    client, upstream = show_of(tmp_path, good(), good(FEED.replace(b"1: ", b"2: ")))
    Publisher(Library(tmp_path), Network(fetch=Upstream(good()))).refresh("ear")
    cache = tmp_path / "ear" / "cache"
    os.utime(cache / "upstream.json", (0, 0))
    (cache / "asked.json").unlink()
    upstream.answers.pop(0)
    assert b"1: " in client.get("/ear/feed.xml").data
    deadline = time.monotonic() + 5
    while b"2: " not in client.get("/ear/feed.xml").data:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert len(upstream.asked) == 1


def test_a_root_that_is_not_there_is_no_root_without_shows(tmp_path: Path) -> None:
    client = create_app(tmp_path / "feeds").test_client()
    health = client.get("/healthz")
    assert health.status_code == 503
    assert health.get_json()["error"] == f"there is no folder {tmp_path / 'feeds'}"
    assert client.get("/demo/feed.xml").status_code == 503
    (tmp_path / "feeds").mkdir()
    assert client.get("/healthz").status_code == 200
    assert client.get("/demo/feed.xml").status_code == 404
