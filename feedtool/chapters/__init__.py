"""An item's chapters: where they may come from (`sources.SOURCES`), and which it gets (`choice.choose`)."""

from feedtool.chapters.choice import Choice, choose, opening
from feedtool.chapters.found import Fetched, Found, Subject

__all__ = ["Choice", "Fetched", "Found", "Subject", "choose", "opening"]
