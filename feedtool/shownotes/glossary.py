"""The glossary that some show notes end with: `term：meaning` lines under a heading."""

from __future__ import annotations

import re

from feedtool import markup
from feedtool.model import Term
from feedtool.shownotes.roles import ROLES

_HEADING = re.compile(
    r"\n[^\w\n]{0,24}_{0,2}(?:附录|附錄|名词解释|名詞解釋|名词表|术语|術語|词汇表|Appendix|APPENDIX|Glossary|GLOSSARY)"
    r"[^\n。，；.,;]{0,12}(?=\n)"
)
_TERM = re.compile(
    r"[>\s]{0,99}+([-·•*]\s{0,4}|\d{1,2}[.、)]\s{0,4})?([^\n：:。！？!?，,；;]{1,60})[：:](?!//)([^\n]{1,4000})[^\n]*"
)
_GROUP = re.compile(
    r"\n[>\t \u3000]{0,9}[^\s：:。！？!?，,；;][^\n：:。！？!?，,；;]{0,29}[：:][ \t]{0,9}(?=\n[^\n])"
)
_NUMBER = re.compile(r"\W?\d{1,3}")


def read(text: str) -> tuple[Term, ...]:
    """The terms under the headings 附录, 名词解释, 术语, Appendix, Glossary; a line of another kind ends them.

    A group's name (`模型：`) is passed over where no blank line stands above it.
    """
    found: dict[str, Term] = {}
    padded = f"\n{text}\n"
    reached = 0
    for heading in _HEADING.finditer(padded):
        if heading.start() >= reached:
            terms, reached = _terms(padded, heading.end())
            for term in terms:
                found.setdefault(term.name, term)
    return tuple(found.values())


def _terms(text: str, begin: int) -> tuple[list[Term], int]:
    """The terms on the lines from `begin` on, and where the first line of another kind begins."""
    found: list[Term] = []
    bulleted: bool | None = None
    while match := _TERM.match(text, _under(text, begin)):
        bullet, name, meaning = match.groups()
        name = markup.plain(name)
        if bulleted is None:
            bulleted = bullet is not None
        if bulleted is not (bullet is not None) or not _is_term(name):
            break
        if meaning := markup.plain(meaning):
            found.append(Term(name=name, meaning=meaning))
        begin = match.end()
    return found, begin


def _under(text: str, begin: int) -> int:
    """Where the next term may begin: under the name of its group, if there is one."""
    group = _GROUP.match(text, begin)
    return group.end() if group else begin


def _is_term(name: str) -> bool:
    """Whether `name` is not what stands before other colons: a person's role, a time's hours, an address."""
    number = name[-1:].isdigit() and _NUMBER.fullmatch(name)
    return bool(name) and not number and name.removeprefix("本期") not in ROLES
