"""feeds/ on disk: what a person put there is read, what is ours is written whole or not at all.

feeds/<slug>/show.toml     the person's
feeds/<slug>/notes/        the person's (or wherever show.toml points)
feeds/<slug>/media/        the person's: audio and pictures to serve along with a feed that is a file
feeds/<slug>/cache/        ours: the last good upstream and what its server said of it
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from feedtool import settings
from feedtool.errors import SettingsError
from feedtool.files import read, read_json, sweep, turn, write
from feedtool.schedule import Schedule
from feedtool.settings import Settings

if TYPE_CHECKING:
    from feedtool.history import History

SLUG = re.compile(r"[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?")
NO_SLUG = "the slug {!r} can't be part of a URL; expected a-z, 0-9 and - only, 64 at most, no - at either end"

Stamp = tuple[int, int, int, int]
"""mtime in nanoseconds, size, ctime in nanoseconds, inode: what changes when a file does, at the price of a look."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """The last good upstream: its bytes, where they came from, and what to ask the server with next time."""

    body: bytes
    url: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    fetched: float = 0.0
    """When upstream last confirmed it, in seconds since the epoch."""
    changed: float = 0.0
    """When the bytes last became others."""


class Library:
    """All shows below one root folder (`feeds`)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def is_there(self) -> bool:
        return self.root.is_dir()

    def slugs(self) -> tuple[str, ...]:
        return tuple(name for name in self._names() if SLUG.fullmatch(name))

    def misnamed(self) -> tuple[str, ...]:
        """Folders with a show.toml whose names can't be part of a URL."""
        return tuple(name for name in self._names() if name[0] != "." and not SLUG.fullmatch(name))

    def _names(self) -> list[str]:
        """Folders that hold a show.toml, whether it can be read or not."""
        try:
            return sorted(path.name for path in self.root.iterdir() if _is_there(path / "show.toml"))
        except OSError:
            return []

    def folder(self, slug: str) -> Folder:
        """Raises `SettingsError` when there is no such show."""
        folder = Folder(self.root / slug, slug)
        if not SLUG.fullmatch(slug) or not _is_there(folder.settings_path):
            shows = ", ".join(self.slugs()) or "none yet; make one with `feedtool add SLUG URL`"
            raise SettingsError(
                f"{folder.settings_path}: there is no such show; in {self.root}/ there are: {shows}"
            )
        return folder


@dataclass(frozen=True, slots=True)
class Folder:
    """One show's folder."""

    path: Path
    slug: str

    @property
    def settings_path(self) -> Path:
        return self.path / "show.toml"

    @property
    def media_path(self) -> Path:
        return self.path / "media"

    def settings(self) -> Settings:
        """Raises `SettingsError` naming file, key and what was expected."""
        try:
            text = read(self.settings_path).decode("utf-8-sig")  # Windows' editors put a mark before it
        except OSError as error:
            raise SettingsError(f"{self.settings_path}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise SettingsError(f"{self.settings_path}: is not UTF-8; save it as UTF-8") from error
        return settings.parse(text, self.settings_path)

    # --- upstream: a file of the person's, or the last good copy of what was fetched

    @property
    def copy_path(self) -> Path:
        return self.path / "cache" / "upstream.xml"

    def stamps(self, settings: Settings) -> tuple[Stamp | None, ...]:
        """What changes when upstream, or something that its feed leads to, does."""
        upstream = self.copy_path if settings.upstream_is_url else self.path / settings.upstream
        return tuple(
            map(stamp, (upstream, *(self.path / "cache" / name for name in ("linked.json", "audio.json"))))
        )

    def local_upstream(self, settings: Settings) -> Copy:
        """Upstream as a file. Raises `SettingsError`, since show.toml names it."""
        path = self.path / settings.upstream
        try:
            return Copy(body=read(path), changed=path.stat().st_mtime)
        except OSError as error:
            what = f"{self.settings_path}: `upstream` names {path}, which cannot be read: {error.strerror}"
            raise SettingsError(f"{what}; expected a feed's URL or a file beside show.toml") from error

    def copy(self) -> Copy | None:
        """What was kept, or None. A body that is not the one described (a crash between writes) has no validators."""
        try:
            body = read(self.copy_path)
        except OSError:
            return None
        try:
            meta = read_json(self.copy_path.with_suffix(".json"))
            if meta.pop("sha256") == sha256(body).hexdigest():
                return Copy(body=body, **meta)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            pass
        return Copy(body=body)

    def history(self) -> History:
        """All episodes ever seen; empty when there is no record, or none that can be read."""
        from feedtool.history import History, from_json  # noqa: PLC0415 - a look at dates needs no parser

        try:
            return from_json(read_json(self.history_path))
        except (OSError, ValueError, TypeError, LookupError):
            return History()

    @property
    def history_path(self) -> Path:
        return self.path / "cache" / "history.json"

    def keep(self, copy: Copy, history: History) -> None:
        """Store an upstream that was found good, the record of its episodes first. Raises `WriteError`."""
        from feedtool.history import to_json  # noqa: PLC0415

        sweep(self.copy_path.parent)
        write(self.history_path, json.dumps(to_json(history), ensure_ascii=False).encode() + b"\n")
        meta = asdict(copy) | {"sha256": sha256(copy.body).hexdigest()}
        del meta["body"]
        write(self.copy_path, copy.body)
        write(self.copy_path.with_suffix(".json"), json.dumps(meta, indent=1).encode() + b"\n")

    def schedule(self, url: str) -> Schedule:
        """What is known of asking for `url`; of another address, or unreadable, counts as nothing."""
        try:
            known = read_json(self._schedule_path)
            times = {name: float(known[name]) for name in ("due", "held")}
            schedule = Schedule(**known | times)
        except (OSError, ValueError, TypeError, LookupError):
            return Schedule(url=url)
        return schedule if schedule.url == url else Schedule(url=url)

    def keep_schedule(self, schedule: Schedule) -> None:
        """Raises `WriteError`."""
        write(
            self._schedule_path, json.dumps(asdict(schedule), indent=1, ensure_ascii=False).encode() + b"\n"
        )

    @property
    def _schedule_path(self) -> Path:
        return self.path / "cache" / "asked.json"

    def asking(self, wait: float) -> AbstractContextManager[bool]:
        """Whether, within `wait` seconds, it is our turn to ask upstream: one process at a time."""
        return turn(self.path / "cache" / "asking.lock", wait)

    def checked(self) -> float:
        """When upstream was last asked with success, in seconds since the epoch; 0 if never."""
        seen = stamp(self.copy_path.with_suffix(".json"))
        return seen[0] / 1e9 if seen else 0.0

    def media_files(self) -> Mapping[str, Path]:
        """Name → file in media/: what the server and the export give along with the feed."""
        if not self.media_path.is_dir():
            return {}
        return {
            path.name: path
            for path in sorted(self.media_path.iterdir())
            if path.is_file() and not path.name.startswith(".")
        }


def _is_there(path: Path) -> bool:
    """Also what cannot be looked at, and a link that leads nowhere: reading them tells why they are no good."""
    try:
        return not stat.S_ISDIR(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ctime_ns, status.st_ino
