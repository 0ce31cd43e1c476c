"""What upstream's feed leads to: chapters files, and the chapters inside audio files. Kept, and seldom asked for again.

    cache/linked/<digest of the URL>.json    a chapters file's bytes, or what was found in an audio file, as one
    cache/linked.json                        what is known of each URL: when it was asked for, its validators
    cache/audio/…, cache/audio.json          the same for audio files

They are on other people's hosts, named by what upstream wrote: a few are asked at a time, and what is
missing (404 is normal) is not asked for again at once.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from feedtool.errors import FetchError
from feedtool.fetch import Fetch, Response, Validators
from feedtool.files import read, read_json, write

_DAY = 24 * 3600.0
_AGAIN = {"good": 7 * _DAY, "none": _DAY, "failed": 3600.0}
"""How long after an answer, or none, the same file is not asked for."""
FILES, AUDIO = "linked", "audio"
_MOST, _AT_ONCE, _SECONDS = 100, 4, 20.0
"""Files asked for in one refresh, how many at a time, and after how long no more are begun."""


_EMPTY = b'{"chapters": []}'
"""What stands for a file that is not there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    state: str
    """`good`; `none`: the server says that there is no such file; `failed`: it could not be asked."""
    checked: float
    etag: str = ""
    last_modified: str = ""


class Linked:
    """The files of one kind (`FILES`, `AUDIO`) that one show's feed leads to."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder = folder / "cache" / kind
        self._index = folder / "cache" / f"{kind}.json"

    def files(self, urls: Iterable[str]) -> Mapping[str, bytes]:
        """URL → bytes, of those that are at hand; a file that is known to be missing is there as an empty list."""
        wanted = list(urls)
        known = self._known() if wanted else {}
        answers = {url: known[url].state for url in wanted if url in known and known[url].state != "failed"}
        return {url: self._read(url) if state == "good" else _EMPTY for url, state in answers.items()}

    def refresh(self, urls: Iterable[str], fetch: Fetch, clock: Callable[[], float]) -> None:
        """Ask for those that are due. Raises `WriteError`."""
        known, now = self._known(), clock()
        due = [
            url
            for url in dict.fromkeys(urls)
            if url not in known or now - known[url].checked > _AGAIN[known[url].state]
        ]
        if not due:
            return
        deadline = time.monotonic() + _SECONDS

        def ask(url: str) -> tuple[str, Known] | None:
            if time.monotonic() > deadline:
                return None
            return self._ask(url, known.get(url), fetch, now)

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            answers = dict(filter(None, pool.map(ask, due[:_MOST])))
        if answers:
            index = {url: asdict(entry) for url, entry in (known | answers).items()}
            write(self._index, json.dumps(index, indent=0).encode() + b"\n")

    def _ask(self, url: str, known: Known | None, fetch: Fetch, now: float) -> tuple[str, Known]:
        validators = Validators(etag=known.etag, last_modified=known.last_modified) if known else Validators()
        try:
            response = fetch(url, validators)
        except FetchError as error:
            return url, _missed(known, error, now)
        return url, self._taken(url, response, validators, now)

    def _taken(self, url: str, response: Response, asked: Validators, now: float) -> Known:
        if response.body is not None:
            write(self._path(url), response.body)
        validators = response.validators if response.body is not None else asked
        return Known(state="good", checked=now, etag=validators.etag, last_modified=validators.last_modified)

    def _known(self) -> dict[str, Known]:
        try:
            return {url: Known(**entry) for url, entry in read_json(self._index).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _read(self, url: str) -> bytes:
        try:
            return read(self._path(url))
        except OSError:
            return _EMPTY

    def _path(self, url: str) -> Path:
        return self._folder / f"{sha256(url.encode()).hexdigest()[:32]}.json"


def _missed(known: Known | None, error: FetchError, now: float) -> Known:
    """A file that was there once goes on being used when its host fails, and is gone when its host says so."""
    if error.missing:
        return Known(state="none", checked=now)
    if known is None or known.state == "failed":
        return Known(state="failed", checked=now)
    # Asked again as soon as one that failed.
    return replace(known, checked=now - _AGAIN[known.state] + _AGAIN["failed"])
