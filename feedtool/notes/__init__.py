"""Notes in Markdown, in every layout that people have: bytes -> what each note says about its episode.

A layout is a module with NAME, `detect` and `read` (`source.Layout`), and one line in `LAYOUTS`. What layouts share:
`source` opens a file (`frontmatter`, `flat`), `sections` and `metadata` find what is where, `snips` (`played`) and
`moments` read what was clipped (`passages`: what is written in it), and `episode` puts a note together. `obsidian` and
`blocks` help them.
"""

from __future__ import annotations

from feedtool.errors import NotANote
from feedtool.model import Note
from feedtool.notes import logseq, own, podnotes, readwise, snipd_export, snipd_obsidian, snipd_plugin
from feedtool.notes.source import Layout, open_source

LAYOUTS: tuple[Layout, ...] = (snipd_plugin, snipd_export, snipd_obsidian, logseq, readwise, podnotes, own)
"""In order of precedence: the strictest detection first, a note written by hand last."""


def read(data: bytes, name: str) -> tuple[Note, ...]:
    """The notes in a file, one for each episode that it is about; `name` says which file it is.

    Raises NoteError when nothing can be read (no text, broken front matter), NotANote when no layout fits.
    Whatever else is wrong stands in the notes' `problems`, with the line of the file.
    """
    source = open_source(data, name)
    for layout in LAYOUTS:
        if layout.detect(source):
            return layout.read(source)
    names = ", ".join(layout.NAME for layout in LAYOUTS)
    raise NotANote(
        f"it is about no podcast episode: none of the layouts fits ({names});"
        " name the episode in the front matter by source, guid or audio, or by title and show"
    )
