"""Bytes in any encoding become the text that was meant, or are refused: never mojibake."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedtool import upstream
from feedtool.errors import NotAFeed
from feedtool.upstream.encoding import may_be_utf8, to_utf8

LANGUAGES = [
    (encoding, sentence)
    for encoding, _, sentence in (
        line.partition("\t")
        for line in (Path(__file__).parent / "languages.tsv").read_text(encoding="utf-8").splitlines()
    )
]
UNKNOWN = ("iso8859-5", "mac_roman", "mac_cyrillic", "cp437", "cp866", "johab", "gb18030", "utf-16-be")
"""Encodings that nothing is known of here, or that these languages are rarely in."""


def feed(title: str, declared: str = "utf-8") -> str:
    return f"<?xml version='1.0' encoding='{declared}'?><rss><channel><title>{title}</title></channel></rss>"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (feed("晚点", "gbk").encode("utf-8-sig"), ""),
        (feed("晚点", "gb2312").encode("gbk"), "utf-8"),
        (feed("晚点").replace(" encoding='utf-8'", "").encode("gbk"), "gb2312"),
        (feed("晚點", "big5").encode("big5"), "utf-8"),
        (feed("晚点", "euc-kr").replace("晚点", "년").encode("euc-kr"), ""),
        (feed("晚点", "utf-16").encode("utf-16"), ""),
        (feed("晚点", "utf-16").encode("utf-16-be"), ""),
        (
            feed("晚点", "utf-16")
            .removeprefix("<?xml version='1.0' encoding='utf-16'?>")
            .encode("utf-16-le"),
            "",
        ),
        (feed("晚点", "utf-32").encode("utf-32"), ""),
        (feed("晚点", "utf-32").encode("utf-32-le"), ""),
        (feed("晚点", "utf-32").encode("utf-32-be"), ""),
        (feed("晚点", "latin-1").encode(), "x-klingon"),
        (feed("晚点", "x-klingon").encode(), "us-ascii"),
        (feed("毎週", "iso-2022-jp").encode("iso-2022-jp"), ""),
        (feed("Ángel ®", "iso-8859-1").encode("cp1252"), "utf-8"),
    ],
)
def test_what_is_labelled_one_way_or_another_is_read(data: bytes, charset: str) -> None:
    text = to_utf8(data, charset)[0].decode()
    assert any(title in text for title in ("晚点", "晚點", "년", "毎週", "Ángel ®"))
    assert "encoding" not in text or "encoding='UTF-8'" in text


@pytest.mark.parametrize(("encoding", "sentence"), LANGUAGES)
def test_what_is_labelled_wrongly_is_read_by_what_makes_sense(encoding: str, sentence: str) -> None:
    text, problems = to_utf8(feed(sentence).encode(encoding))
    assert sentence in text.decode()
    assert [problem.message.partition(", ")[2] for problem in problems] == ["but says utf-8"]


@pytest.mark.parametrize(("encoding", "sentence"), LANGUAGES)
def test_latin_1_is_believed_where_the_text_may_be_latin(encoding: str, sentence: str) -> None:
    text = to_utf8(feed(sentence, "iso-8859-1").encode(encoding))[0].decode()
    assert sentence in text or encoding.startswith("cp125")


@pytest.mark.parametrize("encoding", UNKNOWN)
def test_there_is_no_mojibake(encoding: str) -> None:
    """Holes (U+FFFD) at most: whatever the language, the encoding and the lies."""
    for _, sentence in LANGUAGES:
        try:
            data = feed(sentence).encode(encoding)
            text = to_utf8(data)[0].decode()
        except (UnicodeEncodeError, NotAFeed):
            continue
        assert sentence in text or "\ufffd" in text


def test_a_few_bad_bytes_cost_themselves_only() -> None:
    read = upstream.read(feed("晚点聊 X, 第一百期").encode().replace(b"X", b"\xff"))
    assert read.show.title == "晚点聊 \ufffd, 第一百期"
    assert [problem.message for problem in read.problems] == [
        "repaired: it has 1 bytes that are not UTF-8, replaced by U+FFFD"
    ]


def test_surrogates_in_utf8_are_paired() -> None:
    halves = "\ud83d\ude00".encode("utf-8", "surrogatepass")
    read = upstream.read(feed("晚点聊 X").encode().replace(b"X", halves))
    assert read.show.title == "晚点聊 😀"
    assert [problem.message for problem in read.problems] == [
        "repaired: it has 1 characters in CESU-8, written as UTF-8"
    ]


@pytest.mark.parametrize(
    ("data", "charset", "reason"),
    [
        (feed("x", "utf-7").encode(), "", "labelled UTF-7, which is refused"),
        (feed("x").encode(), "unicode-1-1-utf-7", "labelled UTF-7, which is refused"),
        (feed("晚点").encode("gbk"), "", "bytes fit none of the encodings it may have"),
        (b"\xff\xfea", "", "begins as UTF-16 but is not"),
        (b"\x80\x81" * 500, "", "bytes fit none of the encodings it may have"),
    ],
)
def test_what_may_mean_anything_is_refused(data: bytes, charset: str, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        upstream.read(data, charset=charset)


def test_utf8_is_tried_without_a_copy() -> None:
    assert may_be_utf8(feed("晚点").encode(), "iso-8859-1")
    assert not may_be_utf8(feed("晚点", "gbk").encode())
    assert not may_be_utf8(feed("晚点").encode("utf-8-sig"))
