"""Times in and out: what people write, what formats want."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool import timecode

WRITTEN = {
    "2:20": 140,
    "02:20": 140,
    "74:21": 4461,
    "106:06": 6366,
    "1:09:37": 4177,
    "００：０２：２０": 140,
    "01:05：04": 3904,
    "21:8": 1268,
    "1:1:58": 3718,
    "23分4秒": 1384,
    "1小时2分3秒": 3723,
    "1h 02m 18s": 3738,
    "2 min 18 sec": 138,
    "2분 18초": 138,
    "1時間2分3秒": 3723,
    "1h2m3s": 3723,
    " 00:00:00.500 ": 0.5,
    "37": 37,
    "37.25": 37.25,
}
NO_TIMES = [
    "7:75",
    "1:75:00",
    "-1:00",
    "1:2:3:4",
    "",
    " ",
    ":20",
    "12:",
    "12:3x",
    "²:30",
    "1:000",
    "+1:00",
    "noon",
]


@pytest.mark.parametrize(("text", "seconds"), WRITTEN.items())
def test_parse(text: str, seconds: float) -> None:
    assert timecode.parse(text) == seconds


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time_says_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no time: expected .*74:21"):
        timecode.parse(text)


@given(st.integers(min_value=0, max_value=999 * 3600))
def test_whole_seconds_survive_the_way_out_and_in(seconds: int) -> None:
    assert timecode.parse(timecode.clock(seconds)) == seconds
    assert timecode.parse(timecode.npt(seconds)) == seconds
    assert timecode.decimal(seconds) == str(seconds)


@given(st.text(alphabet="0123456789:：.-分秒 ０９", max_size=12))
def test_parse_gives_seconds_or_a_value_error(text: str) -> None:
    try:
        assert timecode.parse(text) >= 0
    except ValueError as error:
        assert repr(text.strip()) in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("seconds", "clock", "npt", "decimal"),
    [
        (0, "00:00:00", "00:00:00.000", "0"),
        (71.5, "00:01:11", "00:01:11.500", "71.5"),
        (4461.9996, "01:14:21", "01:14:22.000", "4462"),
        (360000, "100:00:00", "100:00:00.000", "360000"),
        (1e-7, "00:00:00", "00:00:00.000", "0"),
    ],
)
def test_formats(seconds: float, clock: str, npt: str, decimal: str) -> None:
    assert (timecode.clock(seconds), timecode.npt(seconds), timecode.decimal(seconds)) == (
        clock,
        npt,
        decimal,
    )


def test_a_moment_has_one_time() -> None:
    assert timecode.span(764.21, 764.21) == "00:12:44"
    assert timecode.span(764.21, 3723) == "00:12:44 – 01:02:03"
