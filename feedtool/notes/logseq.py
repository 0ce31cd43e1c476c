"""Snipd's export to Logseq: `- ## [[Title]]` with properties, `- #### 1min snip at [05:12](share link)`.

Outlined headings become plain ones; the rest is as in the other layouts.
Source: https://docs.logseq.com/#/page/properties
"""

from __future__ import annotations

import re
from dataclasses import replace

from feedtool.model import Note
from feedtool.notes import episode, metadata, sections
from feedtool.notes.source import Source, cut

NAME = "logseq"

_OUTLINED = re.compile(r"\n[ \t]{0,40}- #{1,6} ")
_BULLETED = ("- #", "- [:audio", "- ![", "- **")
_PROPERTIES = re.compile(r"(?:[\w-]{1,40}::[^\n]*(?:\n|$)){1,100}")
_QUOTED = re.compile(r'^([\w-]{1,40}:: )"((?:[^"\\\n]|\\.){1,1000})"$', re.MULTILINE)
_ESCAPED = re.compile(r"\\([\"#\\])")
_PLUMBING = re.compile(r"collapsed:: |id:: |- ?#\+|#\+(?:BEGIN|END)_", re.IGNORECASE)


def detect(source: Source) -> bool:
    """Headings in an outline, and a player or link of Snipd's."""
    if "- #" not in source.body or _OUTLINED.search("\n" + source.body) is None:
        return False
    return "https://share.snipd.com/" in source.body or "[:audio " in source.body


def read(source: Source) -> tuple[Note, ...]:
    """A note for each episode on the page."""
    body = _plain(source.body)
    starts = [heading.start for heading in sections.headings(body) if heading.level <= 2]
    return tuple(_note(part) for part in cut(replace(source, body=body), starts or [0]))


def page(source: Source) -> Source:
    """A page that begins with properties (`source:: …`) as a note with front matter; any other page as it is."""
    properties = _PROPERTIES.match(source.body)
    if properties is None:
        return source
    fields = {**metadata.listed(unquoted(properties[0])), **source.metadata}
    return replace(source, metadata=fields, body=_plain(source.body))


def unquoted(properties: str) -> str:
    """Lines of properties without the quotes that keep Logseq from seeing tags and commas in their words."""
    return _QUOTED.sub(lambda match: match[1] + _ESCAPED.sub(r"\1", match[2]), properties)


def _plain(body: str) -> str:
    return "\n".join(_outdented(line) for line in body.split("\n"))


def _outdented(line: str) -> str:
    """A line of an outline as one of plain Markdown; "" for what only Logseq reads."""
    line = line.lstrip(" \t")
    if line.startswith(_BULLETED):
        line = line[2:]
    return "" if _PLUMBING.match(line) else line


def _note(source: Source) -> Note:
    found = list(sections.headings(source.body))
    title = found[0].title if found and found[0].level <= 2 else ""
    below = next((heading.start for heading in found if heading.level > 2), len(source.body))
    fields = {"title": (title,), **metadata.listed(source.body[:below])}
    parts = sections.split(source.body, source.line)
    return episode.note(source, NAME, fields, sections.ensuring_snips(parts, source.body, source.line))
