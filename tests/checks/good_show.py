"""The show that passes every check: its files are in `good/`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "good"
UPSTREAM = (FOLDER / "upstream.xml").read_bytes()
FEED = (FOLDER / "feed.xml").read_bytes()
CHAPTERS = (FOLDER / "chapters.json").read_bytes()
OPML = (FOLDER / "feeds.opml").read_bytes()

URL = "https://me.example/tea/feed.xml"
GUID = "0b7c2c1e-2222-4b8e-9a53-000000000002"
CHAPTERS_URL = f"https://me.example/tea/chapters/{GUID}.31b407ed5f551052.json"
DURATION = 1800.0
FILES: Mapping[str, bytes] = {CHAPTERS_URL: CHAPTERS}
