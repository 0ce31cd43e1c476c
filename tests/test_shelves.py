"""What is kept while shows are served: as long as nothing changes, within bounds, and nobody waits for it."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from feedtool.formats import Page
from feedtool.library import Library
from feedtool.publish import Loaded, Publisher
from feedtool.serving.live import Live
from feedtool.serving.resource import About
from feedtool.serving.shelf import Kept, Shelf
from feedtool.serving.shelves import Shelves

DEMO = Path(__file__).parents[1] / "feeds" / "demo"
BASE = "http://localhost"


class Watched(Live):
    """Counts what is loaded, and loads nothing while `gate` is closed."""

    def __init__(self, root: Path) -> None:
        super().__init__(Publisher(Library(root)))
        self.loads = 0
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()

    def load(self, slug: str, *, wait: bool = True) -> Loaded:
        self.loads += 1
        self.entered.set()
        assert self.gate.wait(10)
        return super().load(slug, wait=wait)


@pytest.fixture
def live(tmp_path: Path) -> Watched:
    shutil.copytree(DEMO, tmp_path / "demo")
    return Watched(tmp_path)


def change_a_note(live: Live) -> None:
    note = next((live.publisher.library.root / "demo" / "notes").glob("1*.md"))
    note.write_text(note.read_text(encoding="utf-8").replace("Untitled", "水声"), encoding="utf-8")


def test_a_page_is_the_same_until_something_changes(live: Watched) -> None:
    shelves = Shelves(live)
    first = shelves.page("demo/feed.xml", BASE)
    assert first
    assert shelves.page("demo/feed.xml", BASE) is first
    change_a_note(live)
    live.publisher.load("demo")
    assert first.body != getattr(Shelves(live).page("demo/feed.xml", BASE), "body", ())


def test_while_somebody_looks_others_get_what_was_there(live: Watched) -> None:
    shelves = Shelves(live)
    before = shelves.page("demo/feed.xml", BASE)
    change_a_note(live)
    live.gate.clear()
    live.entered.clear()
    looks = threading.Thread(target=shelves.page, args=("demo/feed.xml", BASE))
    looks.start()
    assert live.entered.wait(10)
    assert shelves.page("demo/feed.xml", BASE) is before
    live.gate.set()
    looks.join()
    after = shelves.page("demo/feed.xml", BASE)
    assert after
    assert "水声".encode() in b"".join(after.body)


@pytest.mark.parametrize(
    "path", ["nose", "favicon.ico", "healthz", "_assets/x.css", "nose/feed.xml", "", "../demo"]
)
def test_what_is_about_no_show_loads_none(live: Watched, path: str) -> None:
    assert Shelves(live).page(path, BASE) is None
    assert live.loads == 0


def test_assets_are_found_from_every_folder(live: Watched) -> None:
    shelves = Shelves(live)
    page = shelves.page("index.html", BASE)
    assert page
    name = b"".join(page.body).decode().partition('href="')[2].partition('"')[0]
    assert name.startswith("_assets/")
    assert shelves.page(name, BASE) is shelves.page(f"demo/token/{name}", BASE) is not None


def test_of_many_addresses_the_newest_are_kept() -> None:
    kept = Kept(shows=())
    made = [
        kept.shelf((str(host), ""), lambda _: Shelf({}, About(modified=None)), most=2) for host in range(5)
    ]
    again = [
        kept.shelf((str(host), ""), lambda _: Shelf({}, About(modified=None)), most=2) for host in (4, 3)
    ]
    assert again == [made[4], made[3]]


def test_of_many_pages_some_are_kept_and_all_are_there() -> None:
    rendered: list[str] = []

    def page(name: str) -> Page:
        def render() -> bytes:
            rendered.append(name)
            return name.encode()

        return Page(name, "text/html", render)

    shelf = Shelf({str(number): page(str(number)) for number in range(1000)}, About(modified=None))
    for number in [*range(1000), 999, 998]:
        resource = shelf.get(str(number))
        assert resource
        assert resource.body == (str(number).encode(),)
    assert len(rendered) == 1000
    shelf.get("0")
    assert rendered[-1] == "0"
    assert shelf.get("1000") is None


def test_of_a_large_feed_only_what_changed_is_compressed_again(live: Watched) -> None:
    upstream = live.publisher.library.root / "demo" / "upstream.xml"
    text = upstream.read_text(encoding="utf-8")
    items = "".join(
        f"<item><guid>{n}</guid><description>{'长' * 9000}</description></item>" for n in range(30)
    )
    upstream.write_text(text.replace("</channel>", f"{items}</channel>"), encoding="utf-8")
    shelves = Shelves(live)

    def blocks() -> dict[str, tuple[bytes, ...]]:
        page = shelves.page("demo/feed.xml", BASE)
        assert page
        return {coding: page.variant(coding).body for coding in ("gzip", "identity")}

    before = blocks()
    change_a_note(live)
    after = blocks()
    assert len(after["identity"]) > 5
    for coding, changed in (("gzip", 2), ("identity", 1)):  # in gzip the sum at the end is another as well
        same = [one is other for one, other in zip(before[coding], after[coding], strict=True)]
        assert same.count(False) == changed
