"""From a folder to a show: what upstream does, what notes do, and that nothing is read twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedtool.errors import FetchError, NotAFeed, SettingsError, UpstreamError, WriteError
from feedtool.fetch import Response, Validators
from feedtool.files import write
from feedtool.library import Copy, Library
from feedtool.publish import Publisher
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
