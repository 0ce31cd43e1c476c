"""The pages in a real browser: Debian's Chromium, headless, on the demo as it is served.

Without Chromium these tests are skipped (`apt-get install chromium`), unless $BROWSER_TESTS is `required`:
then they fail.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from feedtool.web import create_app

DEMO = Path(__file__).parents[1] / "feeds" / "demo"
EPISODE = "demo/episodes/c5b1635f-826e-4c9b-a023-aa9c3096c591/"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--mute-audio"]
DESKTOP = {"width": 1280, "height": 900}
LONG = f"""<rss version="2.0"><channel><title>长</title><link>https://x.example</link><language>zh</language>
<description>{"很长的说明。" * 60}</description><item><title>{"长" * 99} {"long" * 25}</title><guid>1</guid></item>
</channel></rss>"""
LONG_NOTE = f"""---
guid: '1'
---
## Chapters
00:00 {"a" * 99}
01:00 [{"b" * 99}](https://{"c" * 60}.example/)
## Links
https://x.example/{"d" * 99}
"""

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("BROWSER_TESTS") != "required",
    reason="no Chromium on this machine: apt-get install chromium",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("feeds")
    shutil.copytree(DEMO, root / "demo")
    (root / "long" / "notes").mkdir(parents=True)
    (root / "long" / "notes" / "n.md").write_text(LONG_NOTE, encoding="utf-8")
    (root / "long" / "show.toml").write_text('upstream = "u.xml"', encoding="utf-8")
    (root / "long" / "u.xml").write_text(LONG, encoding="utf-8")
    server = make_server("127.0.0.1", 0, create_app(root), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, (
        "$BROWSER_TESTS says that a browser is required, and there is no Chromium on this machine"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    yield from opened(browser, address)


def opened(browser: Browser, address: str, **settings: Any) -> Iterator[Page]:
    """A page of a fresh profile; what the console says of errors, violations of the policy included, fails the test."""
    context = browser.new_context(base_url=address, **{"viewport": DESKTOP, "locale": "zh-CN", **settings})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert not said


def now(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def paused(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('audio').paused"))


def until(page: Page, condition: str) -> None:
    """Waits for a condition on `audio`, asking from outside: the page's policy lets nobody wait in it by `eval`."""
    for _ in range(200):
        if page.evaluate(f"(audio => {condition})(document.querySelector('audio'))"):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {condition}")


def test_play_and_pause(page: Page) -> None:
    page.goto(EPISODE)
    page.get_by_role("button", name="播放").click()
    until(page, "audio.currentTime > 0.3")
    expect(page.locator(".elapsed")).not_to_have_text("", timeout=1000)
    page.get_by_role("button", name="暂停").click()
    assert paused(page)


def test_a_chapter_moves_the_audio_and_the_list_follows(page: Page) -> None:
    page.goto(EPISODE)
    page.locator(".chapters a", has_text="没有路牌的城市").click()
    until(page, "!audio.paused && audio.currentTime >= 50")
    expect(page.locator(".chapters [aria-current=true]")).to_contain_text("没有路牌的城市")
    expect(page.locator(".now")).to_contain_text("没有路牌的城市")
    page.evaluate("document.querySelector('audio').currentTime = 67.5")
    expect(page.locator(".chapters [aria-current=true]")).to_contain_text("It's in the show notes")
    assert page.locator(".chapters [aria-current]").count() == 1


def test_a_snip_ends_where_it_ends(page: Page) -> None:
    page.goto(EPISODE)
    snip = page.locator(".snips a.moment", has_text="一键就够了")
    snip.click()
    until(page, "!audio.paused && audio.currentTime >= 33")
    expect(snip).to_have_attribute("aria-current", "true")
    page.evaluate("document.querySelector('audio').playbackRate = 16")
    until(page, "audio.paused")
    assert 50 <= now(page) < 55
    expect(snip).not_to_have_attribute("aria-current", "true")


def test_after_a_jump_the_snip_s_end_is_forgotten(page: Page) -> None:
    page.goto(EPISODE)
    page.locator(".snips a.moment", has_text="一键就够了").click()
    until(page, "!audio.paused")
    page.keyboard.press("Shift+ArrowRight")
    page.evaluate("document.querySelector('audio').currentTime = 49")
    until(page, "audio.currentTime > 50.5")
    assert not paused(page)


def test_keys(page: Page) -> None:
    page.goto(EPISODE)
    for key, second in (
        ("ArrowRight", 30),
        ("ArrowLeft", 15),
        ("Shift+ArrowRight", 16),
        ("Shift+ArrowRight", 35),
    ):
        page.keyboard.press(key)
        assert now(page) == pytest.approx(second), key
    page.keyboard.press(" ")
    until(page, "!audio.paused")
    page.keyboard.press(" ")
    until(page, "audio.paused")


@pytest.mark.parametrize(
    ("fragment", "second"), [("t=68", 68), ("t=33,50", 33), ("t=nonsense", 0), ("chapters", 0)]
)
def test_deep_links(page: Page, fragment: str, second: float) -> None:
    page.goto(f"{EPISODE}#{fragment}")
    until(page, f"audio.currentTime === {second}")
    expect(page.locator(".elapsed")).to_have_text(f"0{second // 60:.0f}:{second % 60:02.0f}")


def test_the_progress_bar_shows_chapters_and_snips_and_moves(page: Page) -> None:
    page.goto(EPISODE)
    assert str(page.locator(".ticks").get_attribute("d")).count("M") == 6
    assert page.locator("rect.snip").count() == 4
    page.locator(".seek").fill("70")
    assert now(page) == pytest.approx(70)
    expect(page.locator(".seek")).to_have_attribute(
        "aria-valuetext", re.compile("^01:10 It's in the show notes")
    )


def test_speed(page: Page) -> None:
    page.goto(EPISODE)
    page.get_by_label("倍速").select_option("1.5")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5


def test_the_filter(page: Page) -> None:
    page.goto("demo/")
    field = page.get_by_role("searchbox")
    field.fill("rss 情书")
    expect(page.locator(".episodes > li:visible")).to_have_count(1)
    expect(page.locator(".filter output")).to_have_text("找到 1 期")
    field.fill("没有这样的单集")
    expect(page.locator(".episodes > li:visible")).to_have_count(0)
    field.fill("")
    expect(page.locator(".episodes > li:visible")).to_have_count(3)
    expect(page.locator(".filter output")).to_have_text("")


@pytest.mark.parametrize("secure", [True, False], ids=["secure", "plain http"])
def test_copying_the_feed_s_address(page: Page, address: str, secure: bool) -> None:
    page.goto("demo/")
    page.evaluate("navigator.clipboard.writeText('')")
    if not secure:
        page.evaluate(
            "Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })"
        )
    page.locator("button.copy").click()
    expect(page.locator("button.copy")).to_have_text("已复制")
    page.evaluate("delete navigator.clipboard")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}demo/feed.xml"
    expect(page.locator("button.copy")).to_have_text("复制")


def test_copying_the_link_to_a_snip(page: Page, address: str) -> None:
    page.goto(EPISODE)
    page.locator(".snips .copy").first.click()
    expect(page.locator(".snips .copy").first).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}{EPISODE}#t=0,16"


def test_audio_that_is_not_there(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, locale="zh-CN")
    page = context.new_page()
    page.route("**/*.mp3", lambda route: route.abort())
    page.goto(EPISODE)
    page.get_by_role("button", name="播放").click()
    expect(page.get_by_text("这里无法播放音频。")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    ("locale", "title", "filtered"),
    [
        ("zh-CN", "我的播客", "找到 1 期"),
        ("en-GB", "My podcasts", "1 episode found"),
        ("fr-FR", "我的播客", "找到 1 期"),
    ],
)
def test_the_interface_speaks_as_the_browser_does(
    browser: Browser, address: str, locale: str, title: str, filtered: str
) -> None:
    for page in opened(browser, address, locale=locale):
        page.goto("")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        page.get_by_role("link", name="耳边笔记").click()
        page.get_by_role("searchbox").fill("RSS")
        expect(page.locator(".filter output")).to_have_text(filtered)
        expect(page.locator(".episodes a").first).to_have_text("3: 给 RSS 的一封情书 A Love Letter to RSS")


def test_a_long_description_unfolds(browser: Browser, address: str) -> None:
    for page in opened(browser, address, viewport={"width": 390, "height": 800}):
        page.goto("long/")
        description = page.locator(".description")
        folded = description.bounding_box()
        page.get_by_text("展开").click()
        unfolded = description.bounding_box()
        assert folded
        assert unfolded
        assert folded["height"] < 200 < unfolded["height"]


@pytest.mark.parametrize("path", ["", "demo/", EPISODE, "long/", "long/episodes/1/"])
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_width_and_scheme(browser: Browser, address: str, path: str, width: int, scheme: str) -> None:
    for page in opened(browser, address, viewport={"width": width, "height": 800}, color_scheme=scheme):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", ground))) < 3 * 128) == (scheme == "dark")


def test_nothing_is_asked_of_other_hosts_and_nothing_moves(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shifts +="
        " entry.value; }).observe({ type: 'layout-shift', buffered: true })"
    )
    for path in ("", "demo/", EPISODE):
        page.goto(path, wait_until="networkidle")
        # What is painted before all has come may give way by a hair; 0.1 is what web.dev calls good.
        assert page.evaluate("window.shifts") < 0.01, path
    assert all(url.startswith(address) for url in asked)


def test_without_scripts(browser: Browser, address: str) -> None:
    for page in opened(browser, address, java_script_enabled=False):
        page.goto(EPISODE)
        expect(page.locator("audio")).to_be_visible()
        expect(page.locator(".deck")).to_be_hidden()
        link = page.locator(".chapters a", has_text="没有路牌的城市")
        expect(link).to_have_attribute("href", re.compile(r"\.mp3#t=50$"))
        page.goto("demo/")
        expect(page.get_by_role("searchbox")).to_have_count(0)
        expect(page.locator("button.copy")).to_be_hidden()
