"""Chapters inside the audio file, for shows whose settings ask to look there."""

from __future__ import annotations

from feedtool.chapters import json_file
from feedtool.chapters.found import Found, Subject


def find(subject: Subject) -> Found:
    """What was found in the episode's audio file, if somebody has looked there."""
    enclosure = subject.item.enclosure
    data = subject.fetched.audio.get(enclosure.url) if enclosure else None
    return Found(chapters=json_file.read(data)) if data else Found()
