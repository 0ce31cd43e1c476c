"""One of Readwise's highlights: its words, the time at which it begins, and what its reader wrote about it.

    - Title
      Summary:
      What Snipd made of it.
      Transcript:
      Speaker 1
      What was said. ([Time 0:12:44](share link))
        - **Note:** What I thought of it,
          on as many lines as it takes.
        - Tags: [[a tag]] #another

Words without such parts are a quote, as a highlight in a book is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from feedtool import timecode
from feedtool.model import Problem, Snip
from feedtool.notes import passages, snips

LINKED = re.compile(r"\(\[Time\s([\d:]{1,12})\]\((https?://[^\s()]{1,500})\)\)")
"""A highlight's time where its words end."""

_REMARK = re.compile(r"[ \t]{1,8}[*-] \*{0,2}(Note|Tags)\*{0,2}:\*{0,2}[ \t]*([^\n]*)")
_PART = re.compile(r"(?:^|\n)[ \t]*(Summary|Key takeaways|Transcript|Quote):[ \t]*(?=\n)")
_TAG = re.compile(r"#?\[\[([^\[\]]+)\]\]|#?([^\s,#]+)")
_BOLD = re.compile(r"[ \t]*\*\*[^*\n]{1,300}\*\*[ \t]*(?=\n|$)")
_LISTED = re.compile(r"[-*+•]|\d{1,3}[.)、]")
_AI_NOTES = "episode ai notes"
"""Snipd's title for what it says of the whole episode."""
_PLACEHOLDER = re.compile(r"\d{1,3}\s?(?:min|sec)\s?snip", re.IGNORECASE)
"""What Snipd sends to Readwise in place of words that it has not transcribed yet."""
_LONGEST_TITLE = 150  # characters
_SENTENCE_ENDS = tuple(".:;,…。：；，")


def linked(text: str, line: int, name: str) -> snips.Snips:
    """The snip in a bullet, `- Words ([Time 0:12:44](link))`, which begins at `line` of the file `name`."""
    time = LINKED.search(text)
    start = timecode.parse_or_none(time[1]) if time else None
    if time is None or start is None:
        message = "the highlight has no time and is left out; expected ([Time 0:12:44](link)) at its end"
        return snips.Snips(problems=(Problem(where=name, line=line, message=message),))
    said = _said(text[2 : time.start()], start)
    return snips.Snips(snips=(_remarked(replace(said, url=time[2]), text[time.end() :]),))


def headed(text: str, line: int, name: str) -> snips.Snips:
    """The snip in a heading, `### Time 0:12:44`, and the quoted words below it."""
    heading, _, text = text.partition("\n")
    start = timecode.parse_or_none(heading.partition("Time ")[2])
    if start is None:
        message = f"the highlight {heading!r} has no readable time and is left out; expected Time 0:12:44"
        return snips.Snips(problems=(Problem(where=name, line=line, message=message),))
    quoted = [row.lstrip(" \t>") for row in text.split("\n") if row.startswith(">")]
    return snips.Snips(snips=(_remarked(_said("\n".join(quoted), start), text),))


def _remarked(snip: Snip, text: str) -> Snip:
    """`snip` with the tags and the reader's own note that stand in `text`; Snipd's note comes after the reader's."""
    remarks = _remarks(text)
    note = "\n".join(filter(None, (passages.lines(remarks["Note"]), snip.note)))
    tags = tuple(match[1] or match[2] for match in _TAG.finditer(remarks["Tags"]))
    return replace(snip, note=note, tags=tags)


def _remarks(text: str) -> dict[str, str]:
    """The words of the bullets for note and tags; lines that are further in belong to the bullet above."""
    remarks: dict[str, list[str]] = {"Note": [], "Tags": []}
    current: list[str] | None = None
    for row in text.split("\n"):
        if match := _REMARK.match(row):
            current = remarks[match[1]]
            current.append(match[2])
        elif row and not row[0].isspace():
            current = None
        elif row and current is not None:
            current.append(row)
    return {name: "\n".join(rows) for name, rows in remarks.items()}


def _said(text: str, start: float) -> Snip:
    """The highlight whose words are `text`, at `start` seconds."""
    lead, *named = _PART.split(text)
    parts = {name: passages.lines(part) for name, part in zip(named[::2], named[1::2], strict=True)}
    title, rest = _parted(lead, titled=bool(named))
    noted = (parts.get("Summary", ""), parts.get("Key takeaways", ""))
    return Snip(
        start=start,
        end=start,
        title=title,
        quote=parts.get("Quote", "") if named or title else rest,
        transcript=parts.get("Transcript", ""),
        note="\n".join(filter(None, (*noted, rest if named or title else ""))),
    )


def _parted(lead: str, *, titled: bool) -> tuple[str, str]:
    """The title, "" if there is none, and the words below it; `titled`: parts follow, above which Snipd puts a title.

    That may be missing all the same, so a first line that reads like a sentence or a list is no title.
    """
    plain = passages.lines(lead)
    first, _, rest = plain.partition("\n")
    if _PLACEHOLDER.fullmatch(first):
        return "", rest
    sure = first.lower() == _AI_NOTES or (rest and _BOLD.match(lead))
    likely = len(first) <= _LONGEST_TITLE and not first.endswith(_SENTENCE_ENDS) and not _LISTED.match(first)
    if sure or (titled and (likely or not rest)):
        return first, rest
    return "", plain
