"""What the names say of files in a folder that some program keeps in step with other machines."""

from __future__ import annotations

import re
import unicodedata

NOTE_SUFFIXES = (".md", ".markdown")

_PLACEHOLDER = re.compile(r"\.(.+)\.icloud", re.DOTALL)
"""Of a file that iCloud Drive took off this disk: `.Note.md.icloud` for `Note.md`."""

_CONFLICT = re.compile(
    r"\.sync-conflict-\d{8}-\d{6}-\w{1,16}"  # Syncthing: https://docs.syncthing.net/users/syncing.html#conflicting-changes
    r"|\ \([^()]{0,99}(?:conflicted\ copy|冲突副本)[^()]{0,99}\)"  # Dropbox, Nextcloud, Obsidian Sync
    r"|\ \(SFConflict\ [^()]{0,99}\)",  # Seafile
    re.IGNORECASE | re.VERBOSE,
)


def is_note(name: str) -> bool:
    return name.lower().endswith(NOTE_SUFFIXES) and not name.startswith(".")


def of_placeholder(name: str) -> str:
    """The note that a placeholder stands for; "" if the name is no placeholder's."""
    match = _PLACEHOLDER.fullmatch(name)
    return match[1] if match and is_note(match[1]) else ""


def of_conflict(name: str) -> str:
    """The note that a conflict copy is a copy of; "" if the name is no copy's."""
    original, marks = _CONFLICT.subn("", name)
    return original if marks else ""


def printable(name: str) -> str:
    """The name in one line of text: without controls, and without bytes that are not UTF-8."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join("\ufffd" if unicodedata.category(char) == "Cc" else char for char in text)
