"""The chapters inside an audio file: ID3v2 CHAP and CTOC frames, and MP4's `chpl`. The one door to mutagen.

Sources: http://id3.org/id3v2-chapters-1.0; Nero's chpl atom, which is what podcast tools write.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from feedtool import limits, markup
from feedtool.model import Chapter


def read(file: IO[bytes]) -> tuple[Chapter, ...]:
    """The chapters of an MP3 or MP4 file, by start; () when there are none, or it is no such file.

    Reads only the tags: at the head of an MP3, wherever `moov` is in an MP4. What `file`
    raises passes through, if it is no OSError, which to mutagen is a broken tag.
    """
    from mutagen import MutagenError  # noqa: PLC0415 - only for shows that look into audio

    head = file.read(12)
    file.seek(0)
    try:
        if head[:3] == b"ID3":
            chapters = _id3(file)
        elif head[4:8] == b"ftyp":
            chapters = _mp4(file)
        else:
            return ()
        return tuple(sorted(chapters, key=lambda chapter: chapter.start))
    except MutagenError:
        return ()


def to_json(chapters: Iterable[Chapter]) -> bytes:
    """Chapters as a JSON chapters file, in full: what is kept of a file that was looked into."""
    rows = [{"startTime": row.start, "title": row.title, "url": row.url} for row in chapters]
    return json.dumps({"chapters": rows}, ensure_ascii=False).encode()


def _id3(file: IO[bytes]) -> Iterator[Chapter]:
    from mutagen.id3 import ID3  # noqa: PLC0415

    tags = ID3(file, load_v1=False)
    frames = tags.getall("CHAP")
    listed = {child for contents in tags.getall("CTOC") for child in contents.child_element_ids}
    for frame in frames:
        # Outside of every table of contents a chapter only changes the picture: the ancestor of `toc: false`.
        if not listed or frame.element_id in listed:
            title = markup.plain(" ".join(str(text) for text in frame.sub_frames.getall("TIT2")))
            if title:
                yield Chapter(start=frame.start_time / 1000, title=title, url=limits.url(_url(frame)))


def _url(frame: Any) -> str:
    links = [*frame.sub_frames.getall("WXXX"), *frame.sub_frames.getall("WOAF")]
    return next((str(link.url) for link in links), "")


def _mp4(file: IO[bytes]) -> Iterator[Chapter]:
    from mutagen.mp4 import MP4  # noqa: PLC0415

    for chapter in MP4(file).chapters or ():
        if title := markup.plain(chapter.title):
            yield Chapter(start=float(chapter.start), title=title)
