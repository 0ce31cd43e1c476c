"""Chapters inside the audio file, for shows whose settings ask to look there."""

from __future__ import annotations

from feedtool.chapters.found import Found, Subject


def find(subject: Subject) -> Found:
    enclosure = subject.item.enclosure
    return Found(chapters=subject.fetched.audio.get(enclosure.url, ())) if enclosure else Found()
