"""Which times of the show notes are the entries of a timeline, and what text belongs to each.

Decided by the shape of the whole list, not by one pattern per style: times lead their lines, or end them, or stand
alone with the title on the next line or the one above, or many stand on one line (as Snipd joins lines). A time in
the middle of a sentence is a reference and no entry; so is whatever a list of scores, events or turns holds.
"""

from __future__ import annotations

import re
from itertools import pairwise, zip_longest

from feedtool.shownotes import alone, oneline, unlike
from feedtool.shownotes.oneline import OPENERS, Entry, labelled
from feedtool.shownotes.stamps import FEWEST, Rejected, Stamp, dated

Found = tuple[list[Entry], list[Rejected]]
"""The entries in the order of the text, and the times that are none."""

_JOINT = re.compile(
    r"(?:\s{2}|[】/|:：。！？!?…；;」』”)）\]~～]\s?|[(（\[【]|\s\d{1,2}[.、)]\s?)[(（\[【*_@]{0,3}$"
)
"""What ends before a time that begins something new on its line: a sentence, a bracket, a list number."""
_LEADER = ".·…"
"""Dots may lead from a title to its time: `Title ..... 12:34`."""
_AT = re.compile(
    r"(?i:\s(?:(?:starts?|begins?)\s)?(?:at|@|from)|\s?[:：]|[(（【]?第|\s[\"'“‘„«]"
    r"|(?:\s(?:at|from|ab))?[\s(（\[](?:ab\s)?min(?:ut[aeo]|\.)?)$"
)
"""What leads from a title to its time: `Title at 12:34`."""
_OPENING, _MANY = 60, 6
"""A line of prose refers neither to the first minute (in seconds) nor to so many times."""
_LONGEST_NAME = 60  # characters
_REFERENCE = re.compile(r"[)）\]]?[，。,.;；、!！?？]|\s?[处處]")
"""What follows a time that a sentence refers to."""


def entries(text: str, stamps: list[Stamp]) -> Found:
    """The timeline's entries among `stamps`, as `text` is laid out."""
    negative = [stamp for stamp in stamps if _has_minus(text, stamp)]
    if negative and len(negative) * 2 <= len(stamps):  # else the minus is the list's bullet
        found, refused = entries(text, [stamp for stamp in stamps if not _has_minus(text, stamp)])
        return found, [*refused, *(Rejected(stamp.line, "a negative time", "warning") for stamp in negative)]
    rows = _rows(stamps)
    if len([stamp for stamp in stamps if text[stamp.stop - 2] in ":："]) * 2 > len(stamps):
        return _none(rows, "a score or a ratio")  # `21:8` happens in a timeline, but not throughout
    if unlike.are_lengths_in_letters(text, stamps):
        return _none(rows, "a length")
    trailing = [row for row in rows if not row[0].lead and alone.is_last(text, row[-1])]
    if trailing and len(trailing) > len([row for row in rows if row[0].lead]):
        return _trailing(text, rows, trailing)
    return _leading(text, rows)


def _has_minus(text: str, stamp: Stamp) -> bool:
    return stamp.lead and text[stamp.start - 1 : stamp.start] == "-"


def _rows(stamps: list[Stamp]) -> list[list[Stamp]]:
    """The times of each line that has any."""
    rows: list[list[Stamp]] = []
    for stamp in stamps:
        if rows and rows[-1][0].line == stamp.line:
            rows[-1].append(stamp)
        else:
            rows.append([stamp])
    return rows


def _trailing(text: str, rows: list[list[Stamp]], trailing: list[list[Stamp]]) -> Found:
    """The reading in which times end what they belong to: `title - 00:02:52`."""
    if sum(":" in text[row[-1].stop : row[-1].stop + 3] for row in trailing) * 2 > len(trailing):
        return _none(rows, "a speaker's turn in a transcript")
    if sum(dated(text, row[0]) for row in trailing) * 2 > len(trailing):
        return _none(rows, "a time of day on a date, or a verse")
    found = [_before(text, *pair) for row in trailing for pair in zip([None, *row], row, strict=False)]
    if len(found) < FEWEST or unlike.are_lengths([entry.seconds for entry in found]):
        return _none(rows, "a length or another single time")
    kept = {entry.line for entry in found}
    return _if_chapters(text, rows, found, [_refused(row) for row in rows if row[0].line not in kept])


def _before(text: str, previous: Stamp | None, stamp: Stamp) -> Entry:
    """The entry whose title goes from the `previous` time on the line, or its head, up to its own time."""
    begin = previous.stop if previous else stamp.head
    own = text[begin : stamp.start].rstrip(OPENERS)
    led = own.rstrip(_LEADER)
    own = _AT.sub("", led.rstrip() if led.endswith(" ") else own)
    return Entry(stamp.seconds, stamp.line, begin, begin + len(own), stamp.line)


def _leading(text: str, rows: list[list[Stamp]]) -> Found:
    """The reading in which times lead what belongs to them, unless all of them name what stands before or above."""
    if all(len(row) == 2 and row[0].lead and alone.is_last(text, row[1]) for row in rows):
        rows = [[_until(text, *row)] for row in rows]  # `start title end`
    heads = [text[row[0].head : row[0].start] for row in rows if not row[0].lead]
    if unlike.are_turns(heads) or unlike.are_turns(alone.lines_above(text, rows)):
        return _none(rows, "a speaker's turn in a transcript")
    if named := _named(text, rows):
        return _if_chapters(text, rows, named, [])
    if titled := alone.titled_above(text, rows):
        return _if_chapters(text, rows, titled, [_refused(row) for row in rows if not row[0].lead])
    found, refused = _followed(text, rows)
    if len(found) < 2 or (len(found) == 2 and not _trusted(text, rows, found)):
        return _none(rows)
    seconds = [entry.seconds for entry in found]
    if unlike.are_blocks(seconds, [text[entry.begin : then.begin] for entry, then in pairwise(found)]):
        return _none(rows, "a transcript's time")
    return _if_chapters(text, rows, found, refused)


def _followed(text: str, rows: list[list[Stamp]]) -> Found:
    """The entries whose text follows their time, on the line or on the next one."""
    found: list[Entry] = []
    refused: list[Rejected] = []
    for row, following in zip_longest(rows, rows[1:]):
        kept = _kept(text, row)
        if not kept:
            refused.append(_refused(row))
        elif row[0].lead and alone.is_last(text, row[0]):
            reached, limit = found[-1].last if found else -1, following[0].head if following else len(text)
            if entry := alone.titled_below(text, row[0], reached, limit):
                found.append(entry)
            else:
                refused.append(_refused(row, "a time whose title is not clear"))
        else:
            found += oneline.cut(text, kept)
    return found, refused


def _named(text: str, rows: list[list[Stamp]]) -> list[Entry]:
    """The entries where each time stands in brackets behind a title, and what is said about it follows."""
    if any(row[0].lead or len(row) > 1 or text[row[0].start - 1] not in "([（" for row in rows):
        return []
    names = [text[row[0].head : row[0].start].rstrip(OPENERS) for row in rows]
    distinct = len(set(names)) == len(names) >= FEWEST and all(
        0 < len(name) <= _LONGEST_NAME for name in names
    )
    if not distinct or labelled(names[0]):
        return []
    return [
        Entry(row[0].seconds, row[0].line, row[0].head, row[0].head + len(name), row[0].line)
        for row, name in zip(rows, names, strict=True)
    ]


def _until(text: str, stamp: Stamp, end: Stamp) -> Stamp:
    """`stamp` on a line that goes up to its `end`."""
    return stamp._replace(tail=stamp.stop + len(text[stamp.stop : end.start].rstrip(OPENERS)))


def _kept(text: str, row: list[Stamp]) -> list[Stamp]:
    """The times of a line that begin an entry."""
    first = row[0]
    if len(row) > 1:
        row = [stamp for stamp in row if stamp.lead or not _REFERENCE.match(text, stamp.stop)]
    if len(row) == 1:
        return row if row[0].lead or _joined(text, row[0]) else []
    if len(row) == 2:
        if not first.lead:
            return row if _joined(text, row[0]) else []
        return row if _JOINT.search(text[first.stop : row[1].start]) else row[:1]
    listed = first.lead or first.seconds < _OPENING or len(row) >= _MANY
    return row if listed or any(_joined(text, stamp) for stamp in row[:2]) else []


def _joined(text: str, stamp: Stamp) -> bool:
    """Whether a time inside a line begins something new: after a label or a mark that ends what stood before."""
    before = text[max(stamp.head, stamp.start - 24) : stamp.start]
    return (
        (labelled(before) or _JOINT.search(before) is not None)
        and not alone.is_last(text, stamp)
        and not _REFERENCE.match(text, stamp.stop)
        and not dated(text, stamp)
    )


def _trusted(text: str, rows: list[list[Stamp]], found: list[Entry]) -> bool:
    """Two times are a timeline when each leads its own line, or a label announces them."""
    own = {row[0].line for row in rows if row[0].lead}
    return labelled(text[max(0, found[0].begin - 60) : found[0].begin]) or (
        found[0].line != found[1].line and own.issuperset((found[0].line, found[1].line))
    )


def _if_chapters(text: str, rows: list[list[Stamp]], found: list[Entry], refused: list[Rejected]) -> Found:
    """What was found and refused, unless the entries as a whole are something other than chapters."""
    titles = [text[entry.begin : entry.end] for entry in found]
    reason = unlike.reason([entry.seconds for entry in found], titles, text[: found[0].begin])
    return _none(rows, reason) if reason else (found, refused)


def _none(rows: list[list[Stamp]], reason: str = "") -> Found:
    return [], [_refused(row, reason) for row in rows]


def _refused(row: list[Stamp], reason: str = "") -> Rejected:
    return Rejected(row[0].line, reason or ("a single time" if row[0].lead else "a time within a sentence"))
