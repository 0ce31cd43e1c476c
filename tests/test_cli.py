"""The commands as scripts use them: what goes to which stream, exit statuses, and one line that says why."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feedtool.cli import main
from feedtool.reports.reading import CONVERTERS
from feedtool.web import create_app

PROJECT = Path(__file__).parents[1]
Run = Callable[..., Result]
COMMAND = [sys.executable, "-c", "import sys; from feedtool.cli import main; main(sys.argv[1:])"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PROJECT), "COLUMNS": "80", "TERM": "xterm"}


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as it ships, alone: the other show would be fetched."""
    root = tmp_path_factory.mktemp("feeds")
    shutil.copytree(PROJECT / "feeds" / "demo", root / "demo")
    return root


@pytest.fixture
def run() -> Run:
    def invoke(*words: object) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return invoke


def show(root: Path, settings: str, **files: str) -> Path:
    (root / "ear" / "notes").mkdir(parents=True)
    (root / "ear" / "show.toml").write_text(settings, encoding="utf-8")
    for name, text in files.items():
        (root / "ear" / name.replace("__", "/").replace("_", ".")).write_text(text, encoding="utf-8")
    return root


FEED = "<rss version='2.0'><channel><title>耳边</title><item><title>1: 一</title><guid>g</guid></item></channel></rss>"


def test_feed_is_what_the_server_gives(run: Run, feeds: Path) -> None:
    fed = run("feed", "demo", "--root", feeds, "--base-url", "http://localhost")
    assert fed.exit_code == 0
    assert fed.stdout_bytes == create_app(feeds).test_client().get("/demo/feed.xml").data
    assert (
        run("feed", "demo", "--root", feeds, "--base-url", "http://localhost").stdout_bytes
        == fed.stdout_bytes
    )


def test_feed_again_says_the_same(run: Run, tmp_path: Path) -> None:
    note = "---\nguid: {}\n---\n## Chapters\n00:00 a\n{} b\n"
    root = show(tmp_path, 'upstream = "u.xml"', u_xml=FEED)
    notes = {
        "one.md": note.format("g", "99:99"),
        "lost.md": note.format("x", "01:00"),
        "bad.md": "---\ntitle: [\n",
    }
    for name, text in notes.items():
        (root / "ear" / "notes" / name).write_text(text, encoding="utf-8")
    words = ("feed", "ear", "--root", root, "-v")
    first, again = run(*words), run(*words)
    assert (again.stdout, again.stderr) == (first.stdout, first.stderr)
    assert [name in first.stderr for name in notes] == [True] * 3
    quiet = run(*words[:-1])
    assert quiet.stdout == first.stdout
    assert set(quiet.stderr.splitlines()) <= set(first.stderr.splitlines())


def test_export_is_get_of_every_page(run: Run, feeds: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert (
        run("export", "--root", feeds, "demo", "--out", out, "--base-url", "http://localhost").exit_code == 0
    )
    client = create_app(feeds).test_client()
    files = [path for path in out.rglob("*") if path.is_file()]
    assert len(files) >= 12
    for file in files:
        with client.get("/" + file.relative_to(out).as_posix().removesuffix("index.html")) as got:
            assert got.data == file.read_bytes(), file


def test_export_again_touches_nothing_and_prunes_when_asked(run: Run, feeds: Path, tmp_path: Path) -> None:
    words = ("export", "demo", "--root", feeds, "--out", tmp_path)
    run(*words)
    stale = tmp_path / "demo" / "chapters" / "old.json"
    stale.write_text("{}", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = run(*words)
    assert "0 files written" in again.stderr
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before
    assert "1 removed" in run(*words, "--prune").stderr
    assert not stale.exists()


def test_an_export_of_nothing_writes_nothing(run: Run, feeds: Path, tmp_path: Path) -> None:
    exported = run("export", "nose", "--root", feeds, "--out", tmp_path / "site")
    assert exported.exit_code == 2
    assert not (tmp_path / "site").exists()


def test_export_into_a_place_that_cannot_be_written(run: Run, feeds: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = run("export", "demo", "--root", feeds, "--out", tmp_path / "file" / "site")
    assert refused.exit_code == 74
    assert refused.stderr.startswith("feedtool: ")
    assert "cannot be written" in refused.stderr


@pytest.mark.parametrize(
    ("settings", "status", "reason"),
    [
        ("upstream = 1", 2, "`upstream` is 1; expected a text in quotes"),
        ('upstream = "no.xml"', 2, "which cannot be read: No such file"),
        ('upstream = "http://127.0.0.1:9/feed"', 69, "127.0.0.1:9/feed: "),
        ('upstream = "page.html"', 69, "ear/page.html: it is an HTML page"),
        ('upstream = "/dev/null"', 2, "/dev/null, which cannot be read: it is no regular file"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_status(
    run: Run, tmp_path: Path, settings: str, status: int, reason: str
) -> None:
    root = show(tmp_path, settings, page_html="<!doctype html><title>x</title>")
    failed = run("feed", "ear", "--root", root)
    assert (failed.exit_code, failed.stdout) == (status, "")
    assert reason in failed.stderr
    assert failed.stderr.count("\n") == 1


def test_one_broken_show_does_not_stop_the_export(run: Run, tmp_path: Path) -> None:
    root = show(tmp_path / "feeds", 'upstream = "u.xml"', u_xml=FEED)
    (root / "bad").mkdir()
    (root / "bad" / "show.toml").write_text("", encoding="utf-8")
    exported = run("export", "--root", root, "--out", tmp_path / "site")
    assert exported.exit_code == 2
    assert "bad/show.toml: the key `upstream` is missing" in exported.stderr
    assert (tmp_path / "site" / "ear" / "feed.xml").is_file()


def test_the_last_good_copy_is_used_and_the_status_says_so(run: Run, tmp_path: Path) -> None:
    root = show(tmp_path, 'upstream = "http://127.0.0.1:9/feed"')
    (root / "ear" / "cache").mkdir()
    (root / "ear" / "cache" / "upstream.xml").write_text(FEED, encoding="utf-8")
    fed = run("feed", "ear", "--root", root)
    assert fed.exit_code == 75
    assert "the last good copy is used" in fed.stderr
    assert "耳边" in fed.stdout
    assert run("feed", "ear", "--root", root, "--offline").exit_code == 0


def test_a_copy_that_is_damaged_is_named(run: Run, tmp_path: Path) -> None:
    root = show(tmp_path, 'upstream = "http://127.0.0.1:9/feed"')
    (root / "ear" / "cache").mkdir()
    (root / "ear" / "cache" / "upstream.xml").write_text("<rss>", encoding="utf-8")
    fed = run("feed", "ear", "--root", root, "--offline")
    assert fed.exit_code == 69
    assert "ear/cache/upstream.xml, the last copy of http://127.0.0.1:9/feed: it is cut" in fed.stderr


def test_bad_notes_are_warnings(run: Run, tmp_path: Path) -> None:
    root = show(tmp_path, 'upstream = "u.xml"', u_xml=FEED, notes__bad_md="---\nx: [\n---\n")
    (root / "ear" / "notes" / "gbk.md").write_bytes(
        "---\nguid: g\ntitle: 一\n---\n## 章节\n00:00 开\n01:00 始\n".encode("gbk")
    )
    fed = run("feed", "ear", "--root", root)
    assert fed.exit_code == 0
    assert "warning: bad.md" in fed.stderr
    assert 'title="始"' in fed.stdout


def test_notes_of_other_shows_are_named_but_not_complained_about(run: Run, tmp_path: Path) -> None:
    others = {
        f"notes__{name}_md": f"---\ntitle: x\nshow: Elsewhere\nsource: https://e.example/{name}\n---\n## Links\n"
        for name in "abcd"
    }
    root = show(tmp_path, 'upstream = "u.xml"', u_xml=FEED, **others)
    fed = run("feed", "ear", "--root", root)
    assert fed.stderr == "ear: of other shows: a.md, b.md, c.md and 1 more\n"


def test_one_broken_show_does_not_stop_the_check(run: Run, feeds: Path, tmp_path: Path) -> None:
    shutil.copytree(feeds, tmp_path / "feeds")
    (tmp_path / "feeds" / "broken").mkdir()
    (tmp_path / "feeds" / "broken" / "show.toml").write_text("upstream = u.xml", encoding="utf-8")
    checked = run("check", "--root", tmp_path / "feeds")
    assert checked.exit_code == 2
    assert "demo: 耳边笔记" in checked.stdout
    assert "texts stand in quotes" in checked.stderr
    (row,) = json.loads(run("check", "--json", "--root", tmp_path / "feeds").stdout)["shows"]
    assert row["slug"] == "demo"


def test_serve_where_nobody_can(feeds: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        for words, reason in (
            (("--port", port), f"cannot serve at 127.0.0.1:{port}: "),
            (("--host", "no.such.host.invalid"), "there is no such host"),
        ):
            served = subprocess.run(
                [*COMMAND, "serve", "--root", str(feeds), *words],
                check=False,
                capture_output=True,
                text=True,
                env=ENVIRONMENT,
            )
            assert (served.returncode, served.stderr.count("\n")) == (2, 1)
            assert reason in served.stderr


@pytest.mark.parametrize("address", ["me.example", "ftp://me.example", "https://", "https://me.example?x=1"])
def test_a_site_at_no_address(run: Run, feeds: Path, address: str) -> None:
    fed = run("feed", "demo", "--root", feeds, "--base-url", address)
    assert fed.exit_code == 2
    assert "https://me.example/podcasts" in fed.stderr


def test_add_with_notes_that_are_not_there(run: Run, feeds: Path, tmp_path: Path) -> None:
    upstream = feeds / "demo" / "upstream.xml"
    added = run("add", "ear", upstream, "--root", tmp_path, "--notes", tmp_path / "nose")
    assert added.exit_code == 2
    assert f"there is no {tmp_path / 'nose'}" in added.stderr
    assert not (tmp_path / "ear").exists()


def test_a_text_without_a_timeline_says_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text("今天 12:30 开会。", encoding="utf-8")
    found = run("chapters", tmp_path / "n.txt")
    assert (found.exit_code, found.stdout) == (0, "")
    assert "no timeline is found" in found.stderr
    assert "n.txt:1: no chapter: " in found.stderr
    assert run("chapters", "--json", tmp_path / "n.txt").stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_what_a_file_is_called_does_nothing_to_a_terminal(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a\n\x1b[31m.md"
    file.write_text("no note", encoding="utf-8")
    told = run("note", file).stdout + run("chapters", file).stderr
    assert told.count("a\ufffd\ufffd[31m.md: ") == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_timeline_in_the_encodings_that_editors_write(run: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "n.txt").write_bytes("00:00 开始的地方\r\n01:00 中间的地方\r\n".encode(encoding))
    found = run("chapters", tmp_path / "n.txt", tmp_path / "n.txt", "--to", "json")
    first, second = map(json.loads, found.stdout.splitlines())
    assert [chapter["title"] for chapter in first["chapters"]] == ["开始的地方", "中间的地方"]
    assert first == second
    assert ("save it as UTF-8" in found.stderr) == (encoding == "gb18030")
    (tmp_path / "n.txt").write_bytes(b"\x80\xff" * 99)
    nothing = run("chapters", tmp_path / "n.txt")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "n.txt:1: the file is neither UTF-8" in nothing.stderr


def test_no_show_at_all(run: Run, tmp_path: Path) -> None:
    for words in (("export", "--out", tmp_path / "o"), ("check",), ("serve",)):
        failed = run(*words, "--root", tmp_path)
        assert failed.exit_code == 2
        assert "make one with `feedtool add SLUG URL`" in failed.stderr


def test_check_tells_people_and_scripts(run: Run, feeds: Path) -> None:
    told = run("check", "demo", "--root", feeds)
    assert told.exit_code == 0
    for words in (
        "episodes  3",
        "2 matched",
        "audio UUID = guid",
        "Apple Podcasts",
        "AntennaPod",
        "nothing is wrong",
    ):
        assert words in told.stdout
    row = json.loads(run("check", "--root", feeds, "demo", "--json").stdout)["shows"][0]
    assert (row["slug"], row["episodes"], row["notes"]) == ("demo", 3, 2)
    assert {found["evidence"] for found in row["matched"]} >= {"audio UUID = guid"}
    assert row["apps"][0]["shows"][0]["app"] == "Apple Podcasts"


def test_check_finds_what_is_wrong(run: Run, tmp_path: Path) -> None:
    root = show(
        tmp_path,
        'upstream = "http://127.0.0.1:9/feed"',
        notes__n_md="---\ntitle: 别的\nshow: 耳边\nsource: http://x.example/\n---\n## Chapters\n0:00 a\n1:00 b\n",
    )
    (root / "ear" / "cache").mkdir()
    (root / "ear" / "cache" / "upstream.xml").write_text(FEED, encoding="utf-8")
    told = run("check", "--root", root)
    assert told.exit_code == 1
    assert "the last good copy is served" in told.stdout
    assert "no match  n.md: no item has its source http://x.example/" in told.stdout
    told = run("feed", "ear", "--offline", "--root", root)
    assert "n.md: belongs to no episode: no item has its source http://x.example/" in told.stderr


def test_note_and_chapters(run: Run, feeds: Path, tmp_path: Path) -> None:
    note = next((feeds / "demo" / "notes").glob("1*.md"))
    row = json.loads(run("note", note, "--json").stdout)
    assert list(row)[:6] == ["file", "layout", "title", "source", "audio", "published"]
    assert {"chapters", "snips", "links", "people", "problems"} <= row.keys()
    assert row["chapters"][0]["start"] == 16
    assert "snip" in run("note", note).stdout
    (tmp_path / "bad.md").write_text("hello\n", encoding="utf-8")
    assert json.loads(run("note", tmp_path / "bad.md", "--json").stdout)["problems"]

    shownotes = tmp_path / "notes.html"
    shownotes.write_text(
        "<p>0:00 Start<br>1:00 <a href='https://x.example/'>Middle</a></p>", encoding="utf-8"
    )
    row = json.loads(run("chapters", shownotes, "--json").stdout)
    assert row["chapters"] == [{"start": 0, "title": "Start"}, {"start": 60, "title": "Middle"}]
    expected = {
        "json": '"startTime":60',
        "psc": 'start="00:01:00.000"',
        "text": "00:01:00 Middle",
        "vtt": "00:01:00.000 --> 00:02:00.000",
    }
    assert expected.keys() == CONVERTERS.keys()
    for kind, text in expected.items():
        assert text in run("chapters", shownotes, "--to", kind).stdout


def test_diff_reads_well(run: Run, feeds: Path) -> None:
    told = run("diff", "demo", "--root", feeds).stdout
    assert (
        "\n3 episodes: 3 enriched, 0 only repaired, 0 equal to upstream's byte for byte\n  added        24 "
        in told
    )
    assert "\nchannel\n  added     atom:link self, itunes:block, " in told
    assert "\n  dropped   itunes:owner, podcast:locked\n\n3: 给 RSS 的一封情书" in told
    assert "podcast:soundbite × 2, podcast:person × 2, source\n" in told


def test_diff_tells_repairs_of_like_episodes_together(run: Run, tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>{title}</title><guid>{title}</guid><itunes:explicit>{says}</itunes:explicit></item>"
        for title, says in (("A", "no"), ("B", "no"), ("C", "yes"), ("D", "true"))
    )
    feed = FEED.partition("<item>")[0] + items + "</channel></rss>"
    root = show(tmp_path, 'upstream = "u.xml"', u_xml=feed)
    told = run("diff", "ear", "--root", root).stdout
    assert "\n4 episodes: 0 enriched, 3 only repaired, 1 equal to upstream's byte for byte\n" in told
    assert told.endswith(
        "\n\n2 episodes: “A”, “B”\n  repaired  itunes:explicit (no → false)\n"
        "\nC\n  repaired  itunes:explicit (yes → true)\n"
    )
    each = run("diff", "ear", "--root", root, "-v").stdout
    assert "\n\nB\n  repaired  itunes:explicit (no → false)\n\nC\n" in each


def test_add_makes_a_show_and_reports(run: Run, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    added = run("add", "ear", tmp_path / "feed.xml", "--notes", tmp_path, "--root", tmp_path / "feeds")
    assert added.exit_code == 0
    assert "show.toml is made" in added.stderr
    assert "episodes  1" in added.stdout
    assert "/ear/feed.xml" in added.stdout
    assert (tmp_path / "feeds" / "ear" / "show.toml").is_file()
    assert not (tmp_path / "feeds" / "ear" / "notes").exists()
    bare = run("add", "bare", tmp_path / "feed.xml", "--root", tmp_path / "feeds")
    assert (tmp_path / "feeds" / "bare" / "notes").is_dir()
    assert "none yet: put them into notes/" in bare.stdout
    assert "problem" not in bare.stdout
    again = run("add", "ear", tmp_path / "feed.xml", "--root", tmp_path / "feeds")
    assert again.exit_code == 2
    assert "is there already" in again.stderr
    assert run("add", "Ear!", "x", "--root", tmp_path).exit_code == 2
    failed = run("add", "other", "http://127.0.0.1:9/feed", "--root", tmp_path / "feeds")
    assert failed.exit_code == 69
    assert not (tmp_path / "feeds" / "other" / "show.toml").exists()


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        (("",), 2, "a word of it is empty"),
        (("ear", ""), 2, "a word of it is empty"),
        (("ear", "{}/feed.xml", "--notes", ""), 2, "a word of it is empty"),
        (("ear", "{}/feed.xml", "--notes", "~nobody-here"), 2, "there is no ~nobody-here"),
        (("ear", "{}"), 2, "cannot be read: Is a directory; expected a feed's address or a file"),
        (("ear", "{}/no.xml"), 2, "cannot be read: No such file or directory"),
        (("ear", "~nobody-here/f.xml"), 2, "~nobody-here/f.xml: cannot be read"),
        (("ear", "{}/empty.xml"), 69, "empty.xml: it is empty"),
        (
            ("ear", "file:///feed.xml"),
            2,
            "file:///feed.xml is no web address; expected one with http:// or https://",
        ),
        (("ear", "http://[::1"), 2, "http://[::1 is no web address"),
        (
            ("--", "-e", "{}/feed.xml"),
            2,
            "the slug '-e' can't be part of a URL; expected a-z, 0-9 and - only, 64 at most",
        ),
    ],
)
def test_what_cannot_be_added_leaves_nothing(
    run: Run, tmp_path: Path, words: tuple[str, ...], status: int, reason: str
) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    (tmp_path / "empty.xml").touch()
    added = run("add", "--root", tmp_path / "feeds", *(word.replace("{}", str(tmp_path)) for word in words))
    assert (added.exit_code, added.stdout) == (status, "")
    assert reason in added.stderr
    assert added.stderr.count("\n") == 1
    assert not (tmp_path / "feeds").exists()


def test_a_show_that_cannot_be_looked_at_is_told(run: Run, feeds: Path, tmp_path: Path) -> None:
    shutil.copytree(feeds / "demo", tmp_path / "demo")
    shutil.copytree(feeds / "demo", tmp_path / "My Show")
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "show.toml").symlink_to("nowhere")
    (tmp_path / "unix").mkdir()
    (tmp_path / "unix" / "show.toml").write_bytes(b"\xef\xbb\xbfupstream = '../demo/upstream.xml'\r\n")
    checked = run("check", "--root", tmp_path)
    assert checked.exit_code == 2
    assert [line.partition(":")[0] for line in checked.stdout.splitlines() if line[:1].strip()] == [
        "demo",
        "unix",
    ]
    assert f"{tmp_path}/My Show: the slug 'My Show' can't be part of a URL" in checked.stderr
    assert "away/show.toml: cannot be read: it is a link that leads nowhere" in checked.stderr
    assert run("check", "demo", "demo", "--root", tmp_path).stdout.count("episodes  3") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals that Python opens")
def test_a_terminal_gets_tables_and_a_pipe_lines(feeds: Path) -> None:
    words = [*COMMAND, "check", "demo", "--root", str(feeds)]
    seen = in_terminal(words)
    assert "Chapters by episode" in seen
    assert "给 RSS 的一封情书" in seen
    piped = subprocess.run(words, capture_output=True, text=True, check=True, env=ENVIRONMENT)
    assert "Chapters by episode" not in piped.stdout
    assert "\x1b" not in piped.stdout
    assert piped.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals that Python opens")
def test_messages_stand_above_the_progress(tmp_path: Path) -> None:
    for name in ("one", "two"):
        show(tmp_path / name, 'upstream = "http://127.0.0.1:9/feed"')
        (tmp_path / name / "ear").rename(tmp_path / f"ear-{name}")
    seen = in_terminal(
        [*COMMAND, "export", "--root", str(tmp_path), "--out", str(tmp_path / "site")], status=69
    )
    erased_line = "\x1b[2K"
    assert seen.count(f"{erased_line}feedtool: http://127.0.0.1:9/feed: Connection refused\r\n") == 2
    assert "2/2" in seen


def in_terminal(words: list[str], status: int = 0) -> str:
    """What a command writes to a terminal, on either stream."""
    import pty  # noqa: PLC0415

    terminal, end = pty.openpty()
    with subprocess.Popen(words, stdout=end, stderr=end, stdin=end, env=ENVIRONMENT) as process:
        os.close(end)
        seen = b""
        with suppress(OSError):  # Linux ends a terminal whose other end is closed with EIO
            while piece := os.read(terminal, 65536):
                seen += piece
    os.close(terminal)
    assert process.returncode == status, seen
    return seen.decode()


def test_shells_complete_shows(feeds: Path) -> None:
    for words, completed in (
        ("feedtool check ", "demo"),
        ("feedtool che", "check"),
        ("feedtool check --js", "--json"),
    ):
        env = {
            "_FEEDTOOL_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        done = CliRunner(env=env | {"FEEDTOOL_FEEDS": str(feeds)}).invoke(main, [], prog_name="feedtool")
        assert done.stdout == f"plain,{completed}\n", words


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys; from feedtool.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'flask', 'requests', 'lxml', 'feedparser', 'feedgen', 'yaml', 'jinja2', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert told.stdout.endswith("[]\n")
    assert told.stdout.count("\n") > 10
