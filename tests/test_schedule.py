"""When upstream is asked again, and that nobody asks before."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedtool import schedule
from feedtool.errors import FetchError
from feedtool.fetch import Response, Validators
from feedtool.library import Library
from feedtool.publish import Publisher
from feedtool.refresh import Network
from feedtool.schedule import Schedule

URL = "https://ear.example/feed"
MINUTE, HOUR, DAY = 60.0, 3600.0, 24 * 3600.0
NOW = 1e9
FEED = b"<rss version='2.0'><channel><title>Ear</title><item><guid>one</guid></item></channel></rss>"


@pytest.mark.parametrize(
    ("max_age", "pause"),
    [(None, 15 * MINUTE), (0.0, 15 * MINUTE), (HOUR, HOUR), (DAY, 6 * HOUR)],
)
def test_an_answer_is_fresh_for_a_while(max_age: float | None, pause: float) -> None:
    due = schedule.answered(URL, NOW, max_age=max_age).due - NOW
    assert pause <= due <= 1.1 * pause


def test_shows_that_start_together_drift_apart() -> None:
    dues = {schedule.answered(f"{URL}/{number}", NOW).due for number in range(20)}
    assert len(dues) == 20


def test_pauses_grow_and_an_answer_ends_them() -> None:
    plan, pauses = Schedule(url=URL), []
    for _ in range(30):
        plan = schedule.failed(plan, "refused", NOW)
        pauses.append((plan.due - NOW) / MINUTE)
    assert [
        round(pause / 1.1) <= expected <= pause
        for pause, expected in zip(pauses, (2, 4, 8, 16), strict=False)
    ] == [True] * 4
    assert 6 * HOUR <= pauses[-1] * MINUTE <= 6.6 * HOUR
    assert plan.held <= NOW, "a person may ask at any time"
    assert schedule.answered(URL, NOW).failures == 0


@pytest.mark.parametrize(
    ("retry_after", "gone", "held"),
    [(120.0, False, 120.0), (8 * HOUR, False, 8 * HOUR), (None, True, 7 * DAY), (None, False, 0.0)],
)
def test_what_the_server_wants_holds_for_everybody(retry_after: float, gone: bool, held: float) -> None:
    plan = schedule.failed(Schedule(url=URL), "busy", NOW, retry_after=retry_after, gone=gone)
    assert plan.held == NOW + held
    assert plan.due >= plan.held


class Host:
    """A server that answers, until it is told to fail."""

    def __init__(self) -> None:
        self.now, self.asked = NOW, 0
        self.fails: FetchError | None = None
        self.moved_to = ""

    def fetch(self, url: str, validators: Validators) -> Response:
        self.asked += 1
        if self.fails:
            raise self.fails
        return Response(url=url, body=FEED, validators=validators, moved_to=self.moved_to)

    def show(self, root: Path) -> Publisher:
        (root / "ear").mkdir(exist_ok=True)
        (root / "ear" / "show.toml").write_text(f'upstream = "{URL}"\n', encoding="utf-8")
        return Publisher(Library(root), Network(fetch=self.fetch, clock=lambda: self.now))


def test_a_server_that_asks_to_wait_is_left_alone(tmp_path: Path) -> None:
    host = Host()
    host.show(tmp_path).refresh("ear")
    host.fails = FetchError(f"{URL}: the server answered 503", retry_after=120)
    assert host.show(tmp_path).refresh("ear").outcome == "kept"
    refreshed = host.show(tmp_path).refresh("ear")
    assert refreshed.outcome == "kept"
    assert "the server answered 503" in refreshed.reason
    assert "not asked again before 2001-09-09 01:48:40 UTC" in refreshed.reason
    assert host.asked == 2
    host.now += 121
    host.fails = None
    assert host.show(tmp_path).refresh("ear").outcome == "unchanged"
    assert host.asked == 3


def test_who_waits_for_a_first_copy_is_told_the_reason(tmp_path: Path) -> None:
    host = Host()
    host.fails = FetchError(f"{URL}: Connection refused")
    for _ in range(2):
        with pytest.raises(FetchError, match="Connection refused"):
            host.show(tmp_path).refresh("ear", only_due=True)
    assert host.asked == 1, "a server of ours does not insist"
    with pytest.raises(FetchError, match="Connection refused"):
        host.show(tmp_path).refresh("ear")
    assert host.asked == 2, "a person may"


def test_only_what_is_due_is_asked_for_behind_a_request(tmp_path: Path) -> None:
    host = Host()
    host.show(tmp_path).refresh("ear")
    for _ in range(3):
        assert host.show(tmp_path).refresh("ear", only_due=True).outcome == "unchanged"
    assert host.asked == 1
    host.now += HOUR
    host.show(tmp_path).refresh("ear", only_due=True)
    assert host.asked == 2


def test_one_process_at_a_time_asks(tmp_path: Path) -> None:
    host = Host()
    publisher = host.show(tmp_path)
    publisher.refresh("ear")
    host.now += HOUR
    with publisher.library.folder("ear").asking(0) as our_turn:
        assert our_turn
        publisher.refresh("ear", only_due=True)
    assert host.asked == 1


def test_another_address_begins_anew(tmp_path: Path) -> None:
    host = Host()
    host.fails = FetchError(f"{URL}: gone", gone=True)
    with pytest.raises(FetchError):
        host.show(tmp_path).refresh("ear")
    assert Library(tmp_path).folder("ear").schedule(URL + "/new") == Schedule(url=URL + "/new")


def test_where_upstream_moved_is_said(tmp_path: Path) -> None:
    host = Host()
    host.moved_to = "https://new.example/feed"
    assert host.show(tmp_path).refresh("ear").moved_to == host.moved_to
    assert host.show(tmp_path).refresh("ear", only_due=True).moved_to == host.moved_to
