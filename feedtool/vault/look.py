"""One look at the folders of notes: what is there, without opening anything.

Links are not followed (a folder that others can write to must not lead anywhere else); what `notes` in show.toml
names may be one.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from feedtool.files import expanded
from feedtool.vault.names import is_note, of_placeholder

Kind = Literal["file", "folder", "other", "link", "leaves", "closed", "missing"]
"""`link` leads to something in its own folder, `leaves` elsewhere or nowhere; `other` is a device, a pipe, …;
`closed` is a folder that cannot be read, `missing` what a pattern (then the `root`) should lead to."""


COARSEST_DATE_SECONDS = 2.0
"""What FAT counts files' dates in: changes this close together may bear the same one. Other file systems are finer."""
_MAGIC = re.compile(r"[*?[]")


class Entry(NamedTuple):
    """Something in a folder of notes. A tuple, since thousands are made at each look, and compared."""

    root: str
    """The folder that the search began in."""
    path: str
    kind: Kind
    modified: int = 0
    """Nanoseconds since the epoch."""
    size: int = 0
    changed: int = 0
    """When its inode did (ctime), in nanoseconds: that shows what a program that sets dates back has written."""
    inode: int = 0


def look(folder: Path, patterns: Iterable[str]) -> tuple[Entry, ...]:
    """All that may concern notes where the patterns lead: folders (searched to the bottom), files, globs."""
    home = folder.resolve()
    return tuple(entry for pattern in patterns for entry in _led_to(home, pattern))


def _led_to(home: Path, pattern: str) -> Iterator[Entry]:
    place = os.path.normpath(home / expanded(pattern))
    magic = _MAGIC.search(place)
    start = os.path.dirname(place[: magic.start()]) if magic else place
    if not os.path.exists(start):
        yield Entry(pattern, start, "missing")
    for found in _matches(place, start) if magic else (place,):
        if os.path.isdir(found):
            yield from _walk(found)
        elif is_note(os.path.basename(found)) or not magic:
            yield from _named(found)


def _matches(place: str, start: str) -> Iterator[str]:
    """What a glob leads to below the folder that it begins in: `**` follows links, also out of it."""
    stays = cache(lambda path: _is_below(path, start))
    for match in glob.iglob(place, recursive=True):
        if stays(os.path.dirname(match)) and (not os.path.islink(match) or stays(match)):
            yield match


def _named(place: str) -> Iterator[Entry]:
    path = os.path.realpath(place) if os.path.islink(place) else place
    with suppress(OSError):
        status = os.stat(path)
        kind: Kind = "file" if stat.S_ISREG(status.st_mode) else "other"
        yield Entry(os.path.dirname(path), path, kind, *_stamp(status))


def _walk(root: str) -> Iterator[Entry]:
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            modified = os.stat(folder).st_mtime_ns  # a deleted note leaves no other trace
            with os.scandir(folder) as found:
                inside = [*found]
        except OSError:
            yield Entry(root, folder, "closed")
            continue
        yield Entry(root, folder, "folder", modified)
        for entry in inside:
            kind = _kind(entry, root)
            if kind == "folder":
                folders += [entry.path] * (not entry.name.startswith("."))
            elif is_note(entry.name) or of_placeholder(entry.name) or kind == "leaves":
                yield _entry(entry, root, kind)


def _kind(entry: os.DirEntry[str], root: str) -> Kind:
    if entry.is_symlink():
        return "link" if _is_below(entry.path, root) else "leaves"
    if entry.is_dir():
        return "folder"
    return "file" if entry.is_file() else "other"


def _entry(entry: os.DirEntry[str], root: str, kind: Kind) -> Entry:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:  # gone since
        return Entry(root, entry.path, kind)
    return Entry(root, entry.path, kind, *_stamp(status))


def _stamp(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_mtime_ns, status.st_size, status.st_ctime_ns, status.st_ino


def _is_below(path: str, root: str) -> bool:
    """Whether a path leads to something that exists in `root`."""
    try:
        return Path(path).resolve(strict=True).is_relative_to(Path(root).resolve())
    except (OSError, RuntimeError):  # dangling, or a link to itself
        return False
