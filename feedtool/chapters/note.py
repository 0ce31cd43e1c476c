"""Chapters from the listener's note."""

from __future__ import annotations

from feedtool.chapters.found import Found, Subject


def find(subject: Subject) -> Found:
    return Found(chapters=subject.note.chapters) if subject.note else Found()
