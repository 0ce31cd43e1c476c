"""From a folder to a show: what upstream does, what notes do, and that nothing is read twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from feedtool.errors import FetchError, NotAFeed, SettingsError, UpstreamError, WriteError
from feedtool.export import changes
from feedtool.fetch import Response, Validators
from feedtool.files import write
from feedtool.formats import rss
from feedtool.library import Copy, Library
from feedtool.publish import Loaded, Publisher
from feedtool.refresh import Network

URL = "https://ear.example/feed"
FEED = """<rss version="2.0"><channel><title>耳边笔记</title><item><title>1: 一</title><guid>one</guid>
<link>https://ear.example/1</link></item></channel></rss>""".encode()
NOTE = "---\nsource: https://ear.example/1\ntitle: 一\n---\n## Chapters\n00:00 开始\n01:00 后来\n"


class Upstream:
    """A fetch that answers what it is told to."""

    def __init__(self, *answers: Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[Validators] = []

    def __call__(self, url: str, validators: Validators) -> Response:
        assert url == URL
        self.asked.append(validators)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def good(body: bytes | None = FEED, etag: str = '"1"') -> Response:
    return Response(url=URL, body=body, validators=Validators(etag=etag))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "ear" / "notes").mkdir(parents=True)
    (tmp_path / "ear" / "show.toml").write_text(f'upstream = "{URL}"\n', encoding="utf-8")
    return tmp_path


def publisher(root: Path, *answers: Response | Exception, now: float = 1000.0) -> tuple[Publisher, Upstream]:
    upstream = Upstream(*answers)
    return Publisher(Library(root), Network(fetch=upstream, clock=lambda: now)), upstream


def test_a_copy_is_kept_and_asked_about(root: Path) -> None:
    show, upstream = publisher(root, good(), good(None), good(FEED.replace(b"1: ", b"2: ")))
    assert [show.refresh("ear").outcome for _ in range(3)] == ["taken", "unchanged", "taken"]
    assert [asked.etag for asked in upstream.asked] == ["", '"1"', '"1"']
    assert show.load("ear").upstream.show.items[0].title == "2: 一"
    assert Library(root).folder("ear").copy() == Copy(
        body=FEED.replace(b"1: ", b"2: "), url=URL, etag='"1"', fetched=1000.0, changed=1000.0
    )


@pytest.mark.parametrize(
    "answer",
    [
        FetchError(f"{URL}: the server answered 503"),
        good(b"<html><body>maintenance</body></html>"),
        good(b""),
        good(FEED[:60]),
    ],
    ids=["503", "html", "empty", "cut"],
)
def test_whatever_upstream_does_the_last_good_copy_goes_on(root: Path, answer: Response | Exception) -> None:
    show, _ = publisher(root, good(), answer)
    show.refresh("ear")
    before = show.load("ear")
    refreshed = show.refresh("ear")
    assert refreshed.outcome == "kept"
    assert refreshed.reason.startswith(f"{URL}: ")
    assert show.load("ear") is before


def test_without_a_copy_the_reason_is_an_error(root: Path) -> None:
    show, _ = publisher(root, FetchError("no"), good(b"<html/>"))
    with pytest.raises(FetchError, match="no"):
        show.refresh("ear")
    with pytest.raises(NotAFeed, match=f"{URL}: it is an HTML page"):
        show.refresh("ear")
    with pytest.raises(UpstreamError, match="there is no copy of it yet"):
        show.load("ear")


def test_a_copy_of_another_feed_is_not_used(root: Path) -> None:
    show, _ = publisher(root, good())
    show.refresh("ear")
    (root / "ear" / "show.toml").write_text('upstream = "https://other.example/feed"\n', encoding="utf-8")
    with pytest.raises(UpstreamError, match=r"other\.example"):
        show.load("ear")


def test_a_copy_that_is_not_the_one_described_has_no_validators(root: Path) -> None:
    show, _ = publisher(root, good())
    show.refresh("ear")
    (root / "ear" / "cache" / "upstream.xml").write_bytes(FEED + b"\n")
    assert Library(root).folder("ear").copy() == Copy(body=FEED + b"\n")


def test_a_saved_note_is_there_at_the_next_load(root: Path) -> None:
    show, _ = publisher(root, good())
    show.refresh("ear")
    before = show.load("ear")
    assert show.load("ear") is before
    note = root / "ear" / "notes" / "1.md"
    note.write_text(NOTE, encoding="utf-8")
    assert [chapter.title for chapter in show.load("ear").enriched.show.items[0].chapters] == ["开始", "后来"]
    note.write_text(NOTE.replace("后来", "然后"), encoding="utf-8")
    assert show.load("ear").enriched.show.items[0].chapters[1].title == "然后"
    note.unlink()
    assert show.load("ear").enriched.show.items[0].chapters == ()


def test_one_bad_note_costs_itself(root: Path) -> None:
    show, _ = publisher(root, good())
    show.refresh("ear")
    folder = root / "ear" / "notes"
    (folder / "good.md").write_text(NOTE, encoding="utf-8")
    (folder / "yaml.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    (folder / "diary.md").write_text("Dear diary\n", encoding="utf-8")
    (folder / "large.md").write_bytes(b"x" * (2 * 1024 * 1024 + 1))
    (folder / "image.png").write_bytes(b"\x89PNG")
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    loaded = show.load("ear")
    assert [found.note.name for found in loaded.enriched.matched] == ["good.md"]
    assert {problem.where for problem in loaded.problems if problem.level == "warning"} == {
        "yaml.md",
        "large.md",
        "gone.md",
    }
    assert [problem.where for problem in loaded.problems if "no podcast episode" in problem.message] == [
        "diary.md"
    ]


def test_a_vault_that_is_not_there_is_reported(root: Path) -> None:
    (root / "ear" / "show.toml").write_text(f'upstream = "{URL}"\nnotes = ["/no/vault"]\n', encoding="utf-8")
    show, _ = publisher(root, good())
    show.refresh("ear")
    assert [problem.message for problem in show.load("ear").problems] == [
        "`notes`: there is no /no/vault; expected a folder or file of Markdown"
    ]


def test_what_show_toml_names_must_be_there(root: Path) -> None:
    (root / "ear" / "show.toml").write_text('upstream = "no.xml"\n', encoding="utf-8")
    show, _ = publisher(root)
    with pytest.raises(
        SettingsError, match=r"`upstream` names .*no\.xml, which cannot be read: No such file"
    ):
        show.load("ear")
    with pytest.raises(SettingsError, match=r"there is no such show; in .* there are: ear"):
        show.load("nose")


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    assert write(path, b"one")
    assert not write(path, b"one")
    assert write(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o644
    assert [file.name for file in path.parent.iterdir()] == ["b.txt"]
    with pytest.raises(WriteError, match=r"b\.txt/c: cannot be written: File exists"):
        write(path / "c", b"")


@pytest.mark.parametrize("spoilt", [b"", FEED[:50], b"\0" * 200], ids=["empty", "cut", "zeros"])
@pytest.mark.parametrize("which", ["upstream.xml", "*"])
def test_what_a_disk_spoilt_is_fetched_anew(root: Path, spoilt: bytes, which: str) -> None:
    publisher(root, good())[0].refresh("ear")
    for path in (root / "ear" / "cache").glob(which):
        path.write_bytes(spoilt)
    show, upstream = publisher(root, good())
    assert show.refresh("ear").outcome == "taken"
    assert upstream.asked == [Validators()]
    assert [item.guid for item in show.load("ear").upstream.show.items] == ["one"]


def test_watching_gives_what_changed(root: Path) -> None:
    (root / "ear" / "show.toml").write_text('upstream = "u.xml"\n', encoding="utf-8")
    (root / "ear" / "u.xml").write_bytes(FEED)
    show, said = Publisher(Library(root)), list[str]()
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: (root / "ear" / "notes" / "1.md").write_text(NOTE, encoding="utf-8"),
        lambda: (root / "ear" / "show.toml").write_text("upstream = 1"),
        lambda: None,
        lambda: (root / "ear" / "show.toml").write_text('upstream = "u.xml"\nmode = "owner"'),
    ]

    def sleep(_: float) -> None:
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    seen = [
        [(loaded.settings.mode, len(loaded.notes)) for loaded in changed]
        for changed in changes(show, ["ear"], [show.load("ear")], said.append, offline=True, sleep=sleep)
    ]
    assert seen == [[("listener", 1)], [("owner", 1)]]
    assert len(said) == 1
    assert "show.toml" in said[0]


def test_a_changed_note_costs_its_item_only(root: Path) -> None:
    (root / "ear" / "show.toml").write_text('upstream = "u.xml"\n', encoding="utf-8")
    two = FEED.replace(b"</channel>", b"<item><title>2: x</title><guid>two</guid></item></channel>")
    (root / "ear" / "u.xml").write_bytes(two)
    note = root / "ear" / "notes" / "1.md"
    show = Publisher(Library(root))

    def seen(publisher: Publisher) -> tuple[Loaded, bytes]:
        loaded = publisher.load("ear")
        return loaded, rss.render(publisher.edition(loaded, "https://me.example", remember=True))

    feeds: list[bytes] = []
    before: Loaded | None = None
    for text in (
        NOTE,
        NOTE.replace("01:00", "02:00"),
        "---\nguid: two\n---\n## Chapters\n00:00 a\n01:00 b\n",
        "---\nguid: none\n---\n## Chapters\n00:00 a\n01:00 b\n",
    ):
        note.write_text(text, encoding="utf-8")
        os.utime(note, (len(feeds), len(feeds)))
        loaded, feed = seen(show)
        assert feed == seen(Publisher(Library(root)))[1]
        feeds.append(feed)
        if before and len(feeds) == 2:
            assert loaded.enriched.show.items[1] is before.enriched.show.items[1]
            assert loaded.enriched.show.items[0] is not before.enriched.show.items[0]
        before = loaded
    assert len(set(feeds)) == 4
    (root / "ear" / "show.toml").write_text('upstream = "u.xml"\nmode = "owner"\n', encoding="utf-8")
    assert seen(show)[1] == seen(Publisher(Library(root)))[1] != feeds[-1]
