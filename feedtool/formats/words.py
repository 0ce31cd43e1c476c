"""The few words that we add to a feed, in the show's language."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    chapters: str
    snips: str
    links: str
    glossary: str


_ENGLISH = Words(chapters="Chapters", snips="My snips", links="Links", glossary="Glossary")
_BY_LANGUAGE = {
    "en": _ENGLISH,
    "zh": Words(chapters="章节", snips="我的片段", links="链接", glossary="名词"),
}


def words(language: str) -> Words:
    """By a language tag such as `zh-cn`; English for languages that we have no words in."""
    return _BY_LANGUAGE.get(language.lower()[:2], _ENGLISH)
