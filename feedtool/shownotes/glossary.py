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
_TERM = re.compile(r"([-·•*]\s{0,4}|\d{1,2}[.、)]\s{0,4})?([^\n：:]{1,60})[：:](?!//)([^\n]{1,4000})")
_NO_TERM = re.compile(r"[。！？!?，,；;]|https?$|^\W?\d{1,3}$")


def read(text: str) -> tuple[Term, ...]:
    """The terms under the headings 附录, 名词解释, 术语, Appendix, Glossary; a line of another kind ends them."""
    found: dict[str, Term] = {}
    reached = 0
    for heading in _HEADING.finditer(text):
        head = text.rfind("\n", 0, heading.start()) + 1
        if heading.start() >= reached and not any(map(str.isalnum, text[head : heading.start()])):
            terms, reached = _terms(text, heading.end())
            for term in terms:
                found.setdefault(term.name, term)
    return tuple(found.values())


def _terms(text: str, begin: int) -> tuple[list[Term], int]:
    """The terms on the lines from `begin` on, and where the first line of another kind begins."""
    found: list[Term] = []
    bullets: set[bool] = set()
    while begin < len(text):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        line = text[begin:end].lstrip("> \t\u3000")
        if line:
            match = _TERM.match(line)
            name = markup.plain(match[2]) if match else ""
            bullets.add(match is not None and match[1] is not None)
            if (
                not match
                or not name
                or len(bullets) > 1
                or _NO_TERM.search(name)
                or name.removeprefix("本期") in ROLES
            ):
                break
            found.append(Term(name=name, meaning=markup.plain(match[3])))
        begin = end + 1
    return [term for term in found if term.meaning], begin
