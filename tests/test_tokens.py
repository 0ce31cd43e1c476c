"""Private shows: who gets in, and that nobody else learns that there is something."""

from __future__ import annotations

import json
import logging
import shutil
import threading
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from lxml import etree

from feedtool.cli import main
from feedtool.errors import SettingsError, WriteError
from feedtool.tokens import FILE, Tokens, changing, keep, load
from feedtool.web import create_app

DEMO = Path(__file__).parents[1] / "feeds" / "demo"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for slug in ("demo", "open"):
        shutil.copytree(DEMO, tmp_path / slug)
    return tmp_path


@pytest.fixture
def client(root: Path) -> FlaskClient:
    return create_app(root).test_client()


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["token", *words, "--root", str(root)])


def new(root: Path, name: str) -> str:
    return run(root, "add", "demo", name).stdout.strip()


def status(client: FlaskClient, path: str) -> int:
    with client.get(path) as answer:
        return answer.status_code


def test_a_token_is_told_once_and_kept_as_a_hash(root: Path) -> None:
    added = run(root, "add", "demo", "我的手机")
    token = added.stdout.strip()
    assert len(token) >= 43
    assert f"/demo/{token}/feed.xml" in added.stderr
    assert token not in (root / "demo" / FILE).read_text(encoding="utf-8")
    assert run(root, "list", "demo").stdout == "我的手机\n"
    assert load(root / "demo").opened_by(token)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("add", "demo", "phone"), "there is a token 'phone' already"),
        (("add", "demo", ""), "a token's name is 1 to 64 characters"),
        (("add", "demo", "a\nb"), "a token's name is 1 to 64 characters"),
        (("revoke", "demo", "watch"), "there is no token 'watch'; there are: phone"),
        (("revoke", "demo", "phone"), "without any, the show is open to all"),
        (("list", "nose"), "there is no such show"),
    ],
)
def test_wrong_words(root: Path, words: tuple[str, ...], reason: str) -> None:
    new(root, "phone")
    failed = run(root, *words)
    assert failed.exit_code == 2
    assert reason in failed.stderr
    assert list(load(root / "demo").hashes) == ["phone"]


def test_everything_of_the_show_is_behind_its_tokens(root: Path, client: FlaskClient) -> None:
    paths = [
        "feed.xml", "", "index.html", "media/1.mp3", "show.toml",
        *(path.relative_to(root / "demo").as_posix() for path in (root / "demo" / "media").iterdir()),
    ]  # fmt: skip
    assert status(client, "/demo/feed.xml") == 200
    token = new(root, "phone")
    assert {status(client, f"/demo/{path}") for path in paths} == {404}
    assert status(client, "/demo") == 404
    for wrong in ("x", token[:-1], token + "x", token.upper(), "%00", "..", "é", "x" * 10_000):
        assert {status(client, f"/demo/{wrong}/{path}") for path in paths} == {404}, wrong
    assert status(client, f"/demo/{token}") == 308
    assert status(client, f"/demo/{token}/demo/feed.xml") == 404
    assert status(client, f"/open/{token}/feed.xml") == 404


def test_all_that_a_private_feed_names_holds_the_token_and_is_there(root: Path, client: FlaskClient) -> None:
    token = new(root, "phone")
    with client.get(f"/demo/{token}/feed.xml") as answer:
        assert answer.headers["Cache-Control"].startswith("private, ")
        feed = etree.fromstring(answer.data)
    home = f"http://localhost/demo/{token}/"
    urls = [str(node.get("url") or node.get("href") or "") for node in feed.iter("{*}*")]
    ours = [url for url in urls if url.startswith("http://localhost/")]
    assert home + "feed.xml" in ours
    assert len(ours) >= 6
    for url in ours:
        assert url.startswith(home)
        with client.get(url) as answer:
            assert answer.status_code == 200, url
            assert "private" in answer.headers["Cache-Control"]
            assert answer.headers["X-Robots-Tag"] == "noindex"


def test_private_audio_in_parts(root: Path, client: FlaskClient) -> None:
    name = next(path.name for path in (root / "demo" / "media").glob("*.mp3"))
    path = f"/demo/{new(root, 'phone')}/media/{name}"
    with client.get(path, headers={"Range": "bytes=0-99"}) as part:
        assert (part.status_code, len(part.data)) == (206, 100)
        assert part.headers["Cache-Control"].startswith("private")


def test_the_pages_of_a_private_show_lead_to_each_other(root: Path, client: FlaskClient) -> None:
    token = new(root, "phone")
    with client.get(f"/demo/{token}/") as answer:
        page = etree.HTML(answer.data)
    links = [str(node.get("href") or node.get("src")) for node in page.iter("a", "link", "script")]
    local = [link for link in links if link != "None" and ":" not in link]
    assert len(local) >= 5
    for link in local:
        assert status(client, urljoin(f"/demo/{token}/", link)) == 200, link
    episode = next(link for link in local if "episodes/" in link)
    with client.get(urljoin(f"/demo/{token}/", episode)) as answer:
        crumbs = etree.HTML(answer.data).xpath("//nav[@class='crumbs']/a/@href")
    assert crumbs == ["../../"]


def test_nobody_is_told_of_a_private_show(root: Path, client: FlaskClient) -> None:
    new(root, "phone")
    for path in ("/", "/feeds.opml", "/healthz"):
        text = client.get(path).get_data(as_text=True)
        assert "open" in text
        assert "demo" not in text
    exported = CliRunner().invoke(main, ["export", "--root", str(root), "--out", str(root / "site")])
    assert "demo is private" in exported.stderr
    assert not (root / "site" / "demo").exists()
    assert "demo" not in (root / "site" / "feeds.opml").read_text(encoding="utf-8")


def test_a_private_show_is_exported_for_who_is_told_of_it(root: Path) -> None:
    new(root, "phone")
    (root / "demo" / "show.toml").write_text('upstream = "upstream.xml"\nmode = "owner"\n', encoding="utf-8")
    CliRunner().invoke(main, ["export", "demo", "--root", str(root), "--out", str(root / "site")])
    page = etree.HTML((root / "site" / "demo" / "index.html").read_bytes())
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page.xpath("//a[@href='../']")


def test_tokens_made_at_once_are_all_kept(root: Path) -> None:
    def add(number: int) -> None:
        with changing(root / "demo") as known:
            keep(root / "demo", known.with_new(str(number))[0])

    threads = [threading.Thread(target=add, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(load(root / "demo")) == 16


def test_who_does_not_get_a_turn_changes_nothing(root: Path) -> None:
    with (
        changing(root / "demo"),
        pytest.raises(WriteError, match="another process is changing it"),
        changing(root / "demo", wait=0.01),
    ):
        pytest.fail("two at once")


def test_several_tokens_and_one_revoked(root: Path, client: FlaskClient) -> None:
    phone, tablet = new(root, "phone"), new(root, "tablet")
    assert [status(client, f"/demo/{token}/feed.xml") for token in (phone, tablet)] == [200, 200]
    assert run(root, "revoke", "demo", "phone").stderr == ""
    assert [status(client, f"/demo/{token}/feed.xml") for token in (phone, tablet)] == [404, 200]
    assert "open to all" in run(root, "revoke", "demo", "tablet", "--open").stderr
    assert status(client, "/demo/feed.xml") == 200
    assert "open to all" in run(root, "list", "demo").stderr


@pytest.mark.parametrize("content", ["", "[]", '{"phone": 1}', '{"phone": "é"}', "\x00"])
def test_a_spoilt_file_opens_nothing(root: Path, client: FlaskClient, content: str) -> None:
    (root / "demo" / FILE).write_text(content, encoding="utf-8")
    assert status(client, "/demo/feed.xml") == 503
    assert status(client, "/demo/x/media/1.mp3") == 503
    assert "demo" not in client.get("/feeds.opml").get_data(as_text=True)
    with pytest.raises(SettingsError, match=FILE):
        load(root / "demo")


def test_no_line_of_the_log_tells_a_token(
    root: Path, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = new(root, "phone")
    (root / "demo" / "show.toml").write_text("upstream = 1", encoding="utf-8")
    assert status(client, f"/demo/{token}/feed.xml") == 503
    (root / "demo" / "show.toml").unlink()
    (root / "demo" / "show.toml").mkdir()
    assert status(client, f"/demo/{token}/feed.xml") == 404
    assert caplog.records
    assert token not in caplog.text


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    tokens, token = Tokens().with_new("手机")
    keep(tmp_path, tokens)
    assert load(tmp_path) == tokens
    assert json.loads((tmp_path / FILE).read_bytes()).keys() == {"手机"}
    assert not load(tmp_path).without("手机").opened_by(token)


@pytest.mark.parametrize("content", ["{", "[" * 100_000, None])
def test_tokens_that_cannot_be_read_open_nothing_and_are_told(
    root: Path, client: FlaskClient, content: str | None
) -> None:
    path = root / "demo" / "tokens.json"
    if content is None:
        path.symlink_to("on-another-disk")
    else:
        path.write_text(content, encoding="utf-8")
    assert [status(client, f"/{path}") for path in ("demo/feed.xml", "open/feed.xml", "healthz")] == [
        503,
        200,
        503,
    ]
    assert b"demo" not in client.get("/healthz").data
    listed = run(root, "list", "demo")
    assert (listed.exit_code, listed.stdout) == (2, "")
    assert str(path) in listed.stderr
    assert "Errno" not in listed.stderr
