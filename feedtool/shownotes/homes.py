"""Home pages behind or under people's names: `小红（主页：https://…）`, and a line `Website: https://…`."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORDS = (
    r"(?:(?:个人|個人)?(?:主页|主頁|网站|網站|官网|博客|微博|小红书|豆瓣|公众号)"
    r"|(?i:(?:personal )?(?:home ?page|web ?site|blog|twitter|instagram|github|weibo)))"
)
_ADDRESS = re.compile(r"https?://[^\s()（）【】，。；、]{1,500}")
_SAYS_HOME = re.compile(_WORDS)
_BEFORE = re.compile(rf"[ \t，,|｜]{{0,4}}([（(【\[]?)[ \t]{{0,4}}{_WORDS}?[ \t：:]{{0,4}}\Z")
_NEAR = 40  # characters that may stand between a name and its page
_CLOSING = re.compile(r"[ \t]{0,4}[)）】\]]")
_LINE = re.compile(
    rf"\n[>\s]{{0,8}}[-·•*]?[ \t]{{0,4}}{_WORDS}[ \t]{{0,4}}[：:]?[ \t]{{0,4}}({_ADDRESS.pattern})[ \t]{{0,8}}(?=\n|\Z)"
)


class Page(NamedTuple):
    at: int
    """Where it stands in the text."""
    url: str


def apart(text: str) -> tuple[str, list[Page]]:
    """`text` without the pages in it and without what introduces them; and these pages, in order."""
    kept, pages, reached = "", [], 0
    for match in _ADDRESS.finditer(text):
        before = _BEFORE.search(text, max(reached, match.start() - _NEAR), match.start())
        assert before
        closing = _CLOSING.match(text, match.end()) if before[1] else None
        kept += text[reached : before.start()]
        pages.append(Page(match.start(), match[0]))
        reached = closing.end() if closing else match.end()
    return kept + text[reached:], pages


def is_home(words: str) -> bool:
    """Whether `words` only say that something is somebody's page: `个人主页`, `Website`."""
    return _SAYS_HOME.fullmatch(words) is not None


def below(text: str, at: int) -> str:
    """The page on the line after the line end at `at`, if nothing else is on it: `主页：https://…`; else ""."""
    match = _LINE.match(text, at)
    return match[1] if match else ""
