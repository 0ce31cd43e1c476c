"""The chapters files that upstream's feed links: fetched with the same care as upstream, kept, seldom asked again.

    cache/linked/<digest of the URL>.json    a file's bytes
    cache/linked.json                        what is known of each URL: when it was asked for, its validators

They are on other people's hosts, named by what upstream wrote: only public addresses are asked, a few at a
time, and what is missing (404 is normal) is not asked for again at once.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from feedtool.errors import FetchError
from feedtool.fetch import Fetch, Response, Validators
from feedtool.files import write

_DAY = 24 * 3600.0
_AGAIN = {"good": 7 * _DAY, "none": _DAY}
"""How long after an answer the same file is not asked for."""
_MOST, _AT_ONCE, _SECONDS = 100, 4, 20.0
"""Files asked for in one refresh, how many at a time, and after how long no more are begun."""


_EMPTY = b'{"chapters": []}'
"""What stands for a file that is not there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    state: str
    """`good` or `none`."""
    checked: float
    etag: str = ""
    last_modified: str = ""


class Linked:
    """The linked files of one show."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "cache" / "linked"
        self._index = folder / "cache" / "linked.json"

    def files(self, urls: Iterable[str]) -> Mapping[str, bytes]:
        """URL → bytes, of those that are at hand; a file that is known to be missing is there as an empty list."""
        known = self._known()
        return {
            url: self._read(url) if known[url].state == "good" else _EMPTY for url in urls if url in known
        }

    def refresh(self, urls: Iterable[str], fetch: Fetch, clock: Callable[[], float]) -> bool:
        """Ask for those that are due; whether anything changed. What fails is tried again next time."""
        known, now = self._known(), clock()
        due = [
            url
            for url in dict.fromkeys(urls)
            if url not in known or now - known[url].checked > _AGAIN[known[url].state]
        ]
        if not due:
            return False
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
        return bool(answers)

    def _ask(self, url: str, known: Known | None, fetch: Fetch, now: float) -> tuple[str, Known] | None:
        validators = Validators(etag=known.etag, last_modified=known.last_modified) if known else Validators()
        try:
            response = fetch(url, validators)
        except FetchError:
            return url, Known(state="none" if known is None else known.state, checked=now)
        return url, self._taken(url, response, validators, now)

    def _taken(self, url: str, response: Response, asked: Validators, now: float) -> Known:
        if response.body is not None:
            write(self._path(url), response.body)
        validators = response.validators if response.body is not None else asked
        return Known(state="good", checked=now, etag=validators.etag, last_modified=validators.last_modified)

    def _known(self) -> dict[str, Known]:
        try:
            return {url: Known(**entry) for url, entry in json.loads(self._index.read_bytes()).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _read(self, url: str) -> bytes:
        try:
            return self._path(url).read_bytes()
        except OSError:
            return _EMPTY

    def _path(self, url: str) -> Path:
        return self._folder / f"{sha256(url.encode()).hexdigest()[:32]}.json"
