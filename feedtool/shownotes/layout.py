"""Which times of the show notes are the entries of a timeline, and what text belongs to each.

Decided by the shape of the whole list, not by one pattern per style: times lead their lines, or end them, or stand
alone with the title on the next line, or many stand on one line (as Snipd joins lines). A time in the middle of a
sentence is a reference and no entry; so is whatever a list of scores, events or speakers' turns holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from operator import attrgetter

from feedtool.shownotes import oneline
from feedtool.shownotes.oneline import OPENERS, Entry, labelled
from feedtool.shownotes.stamps import Rejected, Stamp, dated

Found = tuple[list[Entry], list[Rejected]]
"""The entries in the order of the text, and the times that are none."""

_BARE = re.compile(r"(?:\]\([^()\s]{0,400}\))?(?:[^\w\n]|_){0,40}")
_JOINT = re.compile(
    r"(?:\s{2}|[】/|:：。！？!?…；;」』”)）\]~～]\s?|[(（\[【]|\s\d{1,2}[.、)]\s?)[(（\[【*_@]{0,3}$"
)
_START = attrgetter("start")
_LEADER = ".·…"
"""Dots may lead from a title to its time: `Title ..... 12:34`."""
_AT = re.compile(r"(?i:\s(?:(?:starts?|begins?)\s)?(?:at|@|from)|\s?[:：])$")
_REFERENCE = re.compile(r"[)）\]]?[，。,.;；、!！?？]|\s?[处處]")
_LONGEST = 700  # characters a title has on average in the wordiest timelines; more is a transcript
_MORNING, _MIDNIGHT = 6 * 60, 24 * 60
"""06:00 and 24:00, as they read when they are taken for minutes and seconds."""
_CLOSEST = 10  # seconds between entries on average; less is a transcript


def entries(text: str, stamps: list[Stamp]) -> Found:
    """The timeline's entries among `stamps`, as `text` is laid out."""
    signed = [stamp for stamp in stamps if text[stamp.start - 1 : stamp.start] == "-" and stamp.lead]
    if signed and len(signed) * 2 <= len(stamps):  # else the minus is the list's bullet
        found, refused = entries(text, sorted(set(stamps).difference(signed), key=_START))
        return found, [*refused, *(Rejected(stamp.line, "a negative time", "warning") for stamp in signed)]
    rows = _rows(stamps)
    if len([stamp for stamp in stamps if text[stamp.stop - 2] in ":："]) * 2 > len(stamps):
        return _none(rows, "a score or a ratio")  # `21:8` happens in a timeline, but not throughout
    trailing = [row for row in rows if not row[0].lead and _bare(text, row[-1])]
    if trailing and len(trailing) > len([row for row in rows if row[0].lead]):
        return _trailing(text, rows, trailing)
    return _leading(text, rows)


def _rows(stamps: list[Stamp]) -> list[list[Stamp]]:
    rows: list[list[Stamp]] = []
    for stamp in stamps:
        if rows and rows[-1][0].line == stamp.line:
            rows[-1].append(stamp)
        else:
            rows.append([stamp])
    return rows


def _bare(text: str, stamp: Stamp) -> bool:
    """Whether nothing but marks follows on the line."""
    if stamp.stop == stamp.tail:
        return True
    return not text[stamp.tail - 1].isalnum() and _BARE.fullmatch(text, stamp.stop, stamp.tail) is not None


def _trailing(text: str, rows: list[list[Stamp]], trailing: list[list[Stamp]]) -> Found:
    """The reading in which times end what they belong to: `title - 00:02:52`."""
    if sum(":" in text[row[-1].stop : row[-1].stop + 3] for row in trailing) * 2 > len(trailing):
        return _none(rows, "a speaker's turn in a transcript")
    if sum(dated(text, row[0]) for row in trailing) * 2 > len(trailing):
        return _none(rows, "a time of day on a date, or a verse")
    found = [_before(text, *pair) for row in trailing for pair in zip([None, *row], row, strict=False)]
    if len(found) < 3 or found[-1].seconds < 2 * found[0].seconds:
        return _none(rows, "a length or another single time")  # songs' lengths are all alike
    kept = {entry.line for entry in found}
    return _if_chapters(text, rows, found, [_refused(row) for row in rows if row[0].line not in kept])


def _before(text: str, previous: Stamp | None, stamp: Stamp) -> Entry:
    begin = previous.stop if previous else stamp.head
    own = text[begin : stamp.start].rstrip(OPENERS)
    led = own.rstrip(_LEADER)
    own = _AT.sub("", led.rstrip() if led.endswith(" ") else own)
    return Entry(stamp.seconds, stamp.line, begin, begin + len(own), stamp.line)


def _leading(text: str, rows: list[list[Stamp]]) -> Found:
    """The reading in which text follows its time, on the line or on the next."""
    found: list[Entry] = []
    refused: list[Rejected] = []
    if all(len(row) == 2 and row[0].lead and _bare(text, row[1]) for row in rows):
        rows = [[_until(text, *row)] for row in rows]  # `start title end`
    for row, following in zip_longest(rows, rows[1:]):
        kept = _kept(text, row)
        if not kept:
            refused.append(_refused(row))
        elif row[0].lead and _bare(text, row[0]):
            entry = _below(
                text, row[0], found[-1].last if found else -1, following[0].head if following else len(text)
            )
            found += [entry] if entry else []
            refused += [] if entry else [_refused(row, "a time whose title is not clear")]
        else:
            found += oneline.cut(text, kept)
    if len(found) < 2 or (len(found) == 2 and not _trusted(text, rows, found)):
        return _none(rows)
    return _if_chapters(text, rows, found, refused)


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
    return row


def _joined(text: str, stamp: Stamp) -> bool:
    """Whether a time inside a line begins something new: after a label or a mark that ends what stood before."""
    before = text[max(stamp.head, stamp.start - 24) : stamp.start]
    return (
        (labelled(before) or _JOINT.search(before) is not None)
        and not _bare(text, stamp)
        and not _REFERENCE.match(text, stamp.stop)
        and not dated(text, stamp)
    )


def _below(text: str, stamp: Stamp, taken: int, limit: int) -> Entry | None:
    """A time alone on its line, with the next line of text before `limit`; None where a line right above claims it."""
    if stamp.line - taken > 1:
        above = text[text.rfind("\n", 0, max(0, stamp.head - 1)) + 1 : stamp.head].strip()
        if above and above[-1] not in ":：" and not labelled(above):
            return None
    begin, line = stamp.tail + 1, stamp.line + 1
    while begin < limit:
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if not text[begin:end].isspace() and end > begin:
            return Entry(stamp.seconds, stamp.line, begin, end, line)
        begin, line = end + 1, line + 1
    return None


def _trusted(text: str, rows: list[list[Stamp]], found: list[Entry]) -> bool:
    """Two times are a timeline when each leads its own line, or a label announces them."""
    own = {row[0].line for row in rows if row[0].lead}
    return labelled(text[max(0, found[0].begin - 60) : found[0].begin]) or (
        found[0].line != found[1].line and own.issuperset((found[0].line, found[1].line))
    )


def _if_chapters(text: str, rows: list[list[Stamp]], found: list[Entry], refused: list[Rejected]) -> Found:
    titles = [text[entry.begin : entry.end] for entry in found]
    reason = unlike_chapters([entry.seconds for entry in found], titles)
    return _none(rows, reason) if reason else (found, refused)


def unlike_chapters(seconds: Sequence[float], titles: Sequence[str]) -> str:
    """What a list with these times and titles is instead of chapters; "" if it may be chapters."""
    count = len(seconds)
    wordy = sum(map(len, titles)) > _LONGEST * count
    close = count >= 10 and abs(seconds[-1] - seconds[0]) < _CLOSEST * count
    turns = count >= 4 and len(set(titles)) * 2 <= count  # the same few speakers
    if wordy or close or turns:
        return "a transcript's time"
    by_day = count >= 4 and seconds[0] >= _MORNING and seconds[-1] < _MIDNIGHT
    return "a time of day in a programme" if by_day and not any(second % 15 for second in seconds) else ""


def _none(rows: list[list[Stamp]], reason: str = "") -> Found:
    return [], [_refused(row, reason) for row in rows]


def _refused(row: list[Stamp], reason: str = "") -> Rejected:
    return Rejected(row[0].line, reason or ("a single time" if row[0].lead else "a time within a sentence"))
