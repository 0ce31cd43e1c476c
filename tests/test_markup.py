"""Markup to text; the pairs of files are in tests/shownotes/markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool import markup

FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<a href='https://x.example'>",
            "</a>",
            "<",
            ">",
            "[",
            "](",
            ")",
            "*",
            "_",
            "&amp;",
            "\n",
        ]
    )
    | st.text(max_size=8)
).map("".join)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("**bold** and *it* and _it_ and `code` and ~~no~~", "bold and it and it and code and no"),
        ("[a](https://x.example/y_(z)) b", "a b"),
        ("[More #[must_use] here](https://x.example#a)", "More #[must_use] here"),
        ("2 * 3 * 4, snake_case_name", "2 * 3 * 4, snake_case_name"),
        ("_a_ __b c__ ___d___ _e_f_ _（甲）_", "a b c d e_f （甲）"),
        ("snake__case x_ y___ __z a_b_ _ ____", "snake__case x_ y___ __z a_b_ _ ____"),
        (" \u00a0 two \u3000 spaces\t", "two spaces"),
        ("[not a link] (aside)", "[not a link] (aside)"),
    ],
)
def test_plain(line: str, text: str) -> None:
    assert markup.plain(line) == text


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p>x", True),
        ("x<br/>y", True),
        ("<A HREF=x>", True),
        ("a < b > c", False),
        ("<https://x.example>", False),
        ("", False),
    ],
)
def test_is_html(source: str, html: bool) -> None:
    assert markup.is_html(source) is html


@given(FRAGMENTS)
def test_any_input_becomes_text(source: str) -> None:
    assert "<p>" not in markup.to_text(source).replace("&lt;p&gt;", "")
    assert "\n" not in markup.plain(source)


@pytest.mark.parametrize(
    "unit", ["<", "<a", "<a href=", "<script>", "<!--", "[", "[a](", "*", "&", "\n>", '<p style="']
)
def test_half_a_megabyte_is_read_before_the_suite_gives_up(unit: str) -> None:
    source = unit * (500_000 // len(unit))
    assert "\n" not in markup.plain(markup.to_text(source))
