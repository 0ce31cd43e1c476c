"""What the headers of an answer say."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedtool.fetch import answer

NOW = 1_772_500_000.0  # Tue, 03 Mar 2026 01:06:40 GMT


@pytest.mark.parametrize(
    ("control", "seconds"),
    [
        ("max-age=600", 600),
        ("public, MAX-AGE=600, must-revalidate", 600),
        ('max-age="60"', 60),
        ("max-age=31536000", 31536000),
        ("max-age=60, no-cache", 0),
        ("no-store", 0),
        ("s-maxage=600", None),
        ("max-age=soon", None),
        ("", None),
    ],
)
def test_max_age(control: str, seconds: float | None) -> None:
    assert answer.max_age({"Cache-Control": control}) == seconds


@pytest.mark.parametrize(
    ("given_", "date", "seconds"),
    [
        ("120", "", 120),
        ("0", "", 0),
        ("99999999999", "", 8 * 3600),
        ("-5", "", None),
        ("soon", "", None),
        ("", "", None),
        ("Tue, 03 Mar 2026 01:08:40 GMT", "", 120),
        ("Tue, 03 Mar 2026 01:08:40 GMT", "Tue, 03 Mar 2026 01:08:30 GMT", 10),
        ("Tue, 03 Mar 2026 01:00:00 GMT", "", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "", 8 * 3600),
    ],
)
def test_retry_after(given_: str, date: str, seconds: float | None) -> None:
    assert answer.retry_after({"Retry-After": given_, "Date": date}, NOW) == seconds


@pytest.mark.parametrize(
    ("text", "length"), [("12", 12), ("", None), ("banana", None), ("5, 5", None), ("²", None), ("-1", None)]
)
def test_length(text: str, length: int | None) -> None:
    assert answer.length({"Content-Length": text}) == length


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/xml; charset=GB2312", "gb2312"),
        ('application/rss+xml;charset="utf-8"', "utf-8"),
        ("text/xml", ""),
        ("", ""),
    ],
)
def test_charset(content_type: str, charset: str) -> None:
    assert answer.charset({"Content-Type": content_type}) == charset


@given(st.text(st.characters(max_codepoint=255)))
@example("9" * 5000)
@example("text/xml; charset*=x''%zz")
@example("Mon, 99 Foo 99999999999 99:99:99 +9999")
def test_no_header_breaks_anything(text: str) -> None:
    names = ("Cache-Control", "Retry-After", "Date", "Content-Length", "Content-Type")
    headers = dict.fromkeys(names, text)
    answer.max_age(headers)
    answer.length(headers)
    answer.charset(headers)
    assert 0 <= (answer.retry_after(headers, NOW) or 0) <= 8 * 3600
