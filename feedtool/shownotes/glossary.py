"""The glossary that some show notes end with: `term：meaning` lines under a heading."""

from __future__ import annotations

import re

from feedtool import markup
from feedtool.model import Term
from feedtool.shownotes.roles import ROLES

_HEADING = re.compile(
    r"(?:附录|附錄|名词解释|名詞解釋|名词表|术语|術語|词汇表|Appendix|APPENDIX|Glossary|GLOSSARY)[^\n。，；.,;]{0,12}$",
    re.MULTILINE,
)
_TERM = re.compile(
    r"\s{0,8}(?:[-·•*]\s{0,4}|\d{1,2}[.、)]\s{0,4})?([^\n：:]{1,60})[：:](?!//)([^\n]{1,4000})"
)
_NO_TERM = re.compile(r"[。！？!?，,；;]|https?$|^\W?\d{1,3}$")


def read(text: str) -> tuple[Term, ...]:
    """The terms under the headings 附录, 名词解释, 术语, Appendix, Glossary; a line of another kind ends them."""
    found: dict[str, Term] = {}
    for heading in _HEADING.finditer(text):
        head = text.rfind("\n", 0, heading.start()) + 1
        if not any(map(str.isalnum, text[head : heading.start()])):
            for term in _terms(text, heading.end()):
                found.setdefault(term.name, term)
    return tuple(found.values())


def _terms(text: str, begin: int) -> list[Term]:
    found: list[Term] = []
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        line = text[begin:end]
        begin = end + 1
        if not line or line.isspace():
            continue
        match = _TERM.match(line)
        name = markup.plain(match[1]) if match else ""
        if match is None or not name or _NO_TERM.search(name) or name.removeprefix("本期") in ROLES:
            break
        if meaning := markup.plain(match[2]):
            found.append(Term(name=name, meaning=meaning))
    return found
