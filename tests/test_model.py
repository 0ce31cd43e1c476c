"""Dates as hosts write them."""

from __future__ import annotations

import pytest

from feedtool.model import parse_date


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 06 Jan 2025 08:00:00 +0800", "2025-01-06T08:00:00+08:00"),
        ("Mon, 06 Jan 2025 08:00:00 +08:00", "2025-01-06T08:00:00+08:00"),
        ("Mon, 06 Jan 2025 08:00:00 UTC+8", "2025-01-06T08:00:00+08:00"),
        ("Mon Jan 06 2025 08:00:00 GMT+0800 (中国标准时间)", "2025-01-06T08:00:00+08:00"),
        ("Mon, 06 Jan 2025 08:00:00 GMT-0330", "2025-01-06T08:00:00-03:30"),
        ("Mon, 06 Jan 2025 08:00 +0530", "2025-01-06T08:00:00+05:30"),
        ("Mon, 06 Jan 2025 08:00:00 PST", "2025-01-06T08:00:00-08:00"),
        ("Sat, 06 Sept 2025 08:00:00 GMT", "2025-09-06T08:00:00+00:00"),
        ("2025-01-06T08:00:00+08:00", "2025-01-06T08:00:00+08:00"),
        ("2025-01-06T08:00:00.5-08:00", "2025-01-06T08:00:00.500000-08:00"),
        ("2025-01-06 08:00:00", "2025-01-06T08:00:00+00:00"),
        ("2025-01-06", "2025-01-06T00:00:00+00:00"),
        ("Mon, 06 Jan 2025 08:00:00 +99:99", ""),
        ("06/01/2025", ""),
        ("", ""),
    ],
)
def test_a_date_is_the_instant_that_was_meant(written: str, meant: str) -> None:
    date = parse_date(written)
    assert (date.isoformat() if date else "") == meant
