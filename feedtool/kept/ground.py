"""What a feed is made of besides notes, and whether that is the same now.

A file is taken to be the same while its stamp is; one that had just been changed when it was looked at may
have changed again under the same stamp, so there its content decides
(the rule of git's index: https://git-scm.com/docs/racy-git).
"""

from __future__ import annotations

import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

import feedtool
from feedtool.files import read, read_json
from feedtool.library import Folder, Stamp, stamp
from feedtool.settings import Settings
from feedtool.vault.look import COARSEST_DATE_SECONDS


class Seen(NamedTuple):
    """A file or folder as it was looked at."""

    stamp: Stamp | None
    digest: str
    """SHA-256; "" when it could not be read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A show, and where its feed will be."""

    folder: Folder
    settings: Settings
    base_url: str
    """Without a slash at the end."""
    offline: bool = False
    """Whether nobody is to be asked."""

    @property
    def body(self) -> Path:
        return self.folder.path / "cache" / "feed.body"

    @property
    def state(self) -> Path:
        return self.folder.path / "cache" / "feed.state"

    @property
    def upstream(self) -> Path:
        """The file that the feed is made of."""
        url = self.settings.upstream_is_url
        return self.folder.copy_path if url else self.folder.path / self.settings.upstream


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """What a feed is made of, but for the notes."""

    made_by: str
    """A digest of all that is no file of data: this program, the settings, the address."""
    files: tuple[Seen, ...]
    looked: float
    """Seconds since the epoch, before anything was looked at."""


def survey(place: Place, now: float) -> Ground:
    """What is there at `now`, in seconds since the epoch."""
    return Ground(
        made_by=_made_by(place),
        files=tuple(Seen(stamp(path), _digest(path)) for path in _files(place)),
        looked=now,
    )


def compare(ground: Ground, place: Place) -> Literal["same", "looked into", "other"]:
    """`looked into`: it is the same, though the stamps could not tell."""
    if ground.made_by != _made_by(place):
        return "other"
    doubtful = [
        (path, seen)
        for path, seen in zip(_files(place), ground.files, strict=True)
        if stamp(path) != seen.stamp or not settled(seen.stamp, ground.looked)
    ]
    if all(_digest(path) == seen.digest for path, seen in doubtful):
        return "looked into" if doubtful else "same"
    return "other"


def settled(seen: Stamp | None, looked: float) -> bool:
    """Whether a stamp that was there at `looked` can stand for one content only."""
    return seen is None or max(seen[0], seen[2]) / 1e9 < looked - COARSEST_DATE_SECONDS


def _files(place: Place) -> tuple[Path, ...]:
    cache = place.folder.path / "cache"
    linked = (cache / name for name in ("linked.json", "linked", "audio.json", "audio"))
    return (place.upstream, place.folder.history_path, *linked)


def _digest(path: Path) -> str:
    """Of a file's bytes; of a folder, of what its files look like."""
    try:
        if path.is_dir():
            return _of([(file.name, stamp(file)) for file in sorted(path.iterdir())])
        return sha256(read(path)).hexdigest()
    except OSError:
        return ""


def _made_by(place: Place) -> str:
    folder = place.folder
    described = _described(folder) if place.settings.upstream_is_url else ()
    return _of((_program(), str(folder.path), read(folder.settings_path), place.base_url, described))


def _described(folder: Folder) -> tuple[object, ...]:
    """What is said of the last good copy, as far as it decides how it is read."""
    try:
        said = read_json(folder.copy_path.with_suffix(".json"))
        return tuple(said.get(name) for name in ("sha256", "url", "charset"))
    except (OSError, ValueError, AttributeError):
        return ()


@cache
def _program() -> str:
    """This very program: Python, our modules, and where packages are installed (installing one changes the folder)."""
    home = Path(feedtool.__file__).parent
    ours = sorted((str(path.relative_to(home)), stamp(path)) for path in home.rglob("*.py"))
    packages = [stamp(Path(sysconfig.get_path(name))) for name in ("purelib", "platlib")]
    return _of((feedtool.__version__, sys.version, ours, packages))


def _of(what: object) -> str:
    return sha256(repr(what).encode()).hexdigest()
