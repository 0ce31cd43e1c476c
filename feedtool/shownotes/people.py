"""Who is heard in an episode, and who made it, as far as the show notes say so in so many words."""

from __future__ import annotations

import re
from itertools import zip_longest

from feedtool.model import Person
from feedtool.shownotes import homes, names
from feedtool.shownotes.names import Named
from feedtool.shownotes.roles import ROLES, Label, labels

_GAP = re.compile(r"\s(?:\s{1,}|(?<=\t)|[|｜](?=\S))")
_TIMELINE = re.compile(
    r"\s(?:(?:本期)?(?:时间[轴线戳点]|時間[軸線戳點])|(?i:time\s?line|time\s?stamps?)|[0-9]{1,3}[:：][0-9]{2})"
)
_BULLET = re.compile(r"[ \t]{0,8}[-·•*–—][ \t]{0,4}")
_AMBIGUOUS = frozenset(("host", "hosts", "guest", "guests", "Featuring"))
"""Labels that stand in other places too (`host: localhost`, `Featuring: music by X`): people have capitals there."""
_MOST_ROWS = 12  # lines under a heading that may name people

_TALK = re.compile(
    r"(?:talk(?:s|ed)?|speaks?|spoke|chat(?:s|ted)?|s[ai]ts? down|c(?:atch(?:es)?|aught) up|hung out) with \Z"
)
_NAME = r"\[?[A-Z][\w'’-]{1,20}(?:\s[A-Z](?:[\w'’-]{1,20}|\.)){1,3}(?:\]\(https?://[^()\s]{1,300}\))?"
_GUESTS = re.compile(rf"(?:[A-Z]\w{{1,20}} and )?{_NAME}(?:(?:, | and ){_NAME}){{0,4}}")
_HOST = re.compile(rf"({_NAME})\s$")


def read(text: str) -> tuple[Person, ...]:
    """The people whom `text` names by their role (嘉宾：…, Hosts: …, a heading with lines), or in `X talks with Y`."""
    found = labels(text)
    people: dict[tuple[str, str], Person] = {}
    for label, following in zip_longest(found, found[1:]):
        role, group = ROLES[label.word]
        for named in _named(text, label, following.begin if following else len(text)):
            if not _is_person(label.word, named.name):
                continue
            person = Person(name=named.name, role=role, group=group, href=named.href, about=named.about)
            known = people.setdefault((person.name, role), person)
            if known is not person and not (known.about or known.href):
                people[person.name, role] = person
    for person in _conversation(text):
        people.setdefault((person.name, person.role), person)
    return tuple(people.values())


def _is_person(label: str, name: str) -> bool:
    if label.endswith("by"):  # `Hosted by Acast`
        return " " in name
    return label not in _AMBIGUOUS or not name[0].islower()


def _named(text: str, label: Label, limit: int) -> list[Named]:
    """The people behind a label on its line, or on the lines under it, before `limit`."""
    end = text.find("\n", label.end, limit)
    end = limit if end < 0 else end
    rest = text[label.end : end].strip(" \t\u3000|｜·★【")
    if any(map(str.isalnum, rest)):
        return _homed(names.split(_up_to_gap(rest)), homes.below(text, end))
    return _rows(text[end:limit]) if label.heads else []


def _up_to_gap(rest: str) -> str:
    """`rest` up to a timeline, or to two spaces outside brackets: all that is left of a line end in joined lines."""
    if timeline := _TIMELINE.search(rest):
        rest = rest[: timeline.start()]
    for gap in _GAP.finditer(rest):
        head = rest[: gap.start()]
        if head.count("(") + head.count("（") == head.count(")") + head.count("）") and head[-1] not in "|｜":
            return head
    return rest


def _rows(under: str) -> list[Named]:
    """The people on the lines under a heading, one on each, up to a line of another kind.

    Blank lines may stand between bullets, and before somebody whose occupation is told.
    """
    found: list[Named] = []
    margin = 0
    blank = False
    for line in under.split("\n", _MOST_ROWS)[:_MOST_ROWS]:
        if not line.strip("> \t\u3000"):
            blank = bool(found)
            continue
        if found and (page := homes.below(f"\n{line}", 0)):
            found[-1:] = _homed(found[-1:], page)
            continue
        indent = len(line) - len(line.lstrip())
        if not found:
            margin = indent
        elif indent < margin:
            break  # the list that holds this one goes on
        bullet = _BULLET.match(line)
        row = names.split(line[bullet.end() :] if bullet else line)
        apart = blank and not bullet and not (row and names.is_occupation(row[0].about))
        if not row or apart or line.rstrip()[-1] in ":：-–":
            break
        found += row
    return found


def _homed(people: list[Named], page: str) -> list[Named]:
    """One person with the page that the line below names; whose page it is among several nobody can tell."""
    return [people[0]._replace(href=people[0].href or page)] if page and len(people) == 1 else people


def _conversation(text: str) -> list[Person]:
    """`Allen Wyma talks with [Howard Zuo](https://…)`: a host, if named, and guests."""
    found: list[Person] = []
    at = text.find(" with ")
    while at >= 0:
        verb = _TALK.search(text, max(0, at - 16), at + 6)
        guests = _GUESTS.match(text, at + 6) if verb else None
        if verb and guests:
            host = _HOST.search(text, max(0, text.rfind("\n", 0, at) + 1), verb.start())
            for role, written in (("host", host[1] if host else ""), ("guest", guests[0])):
                found += [Person(name=one.name, role=role, href=one.href) for one in names.split(written)]
        at = text.find(" with ", at + 6)
    return found
