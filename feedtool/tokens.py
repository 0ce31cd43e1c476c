"""Private feeds: a show with tokens answers only at addresses that hold one of them, `/<slug>/<token>/…`.

feeds/<slug>/tokens.json names the tokens and has their SHA-256. A token is 256 random bits, so that a plain hash is
enough: there is nothing to guess. Whoever reads the file can't read the feed.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from feedtool.errors import SettingsError, WriteError
from feedtool.files import read_json, turn, write

FILE = "tokens.json"
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a show: name → SHA-256 in hexadecimal digits. Without any the show is open to all."""

    hashes: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.hashes)

    def opened_by(self, token: str) -> bool:
        """Compared with each, in constant time: how long it takes tells nothing."""
        given = _hash(token)
        return True in [hmac.compare_digest(given, kept) for kept in self.hashes.values()]

    def with_new(self, name: str) -> tuple[Tokens, str]:
        """The tokens with one more, and that one: nobody can tell it again. Raises `SettingsError`."""
        if not name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
            raise SettingsError(f"a token's name is 1 to {_LONGEST_NAME} characters that can be printed")
        if name in self.hashes:
            raise SettingsError(f"there is a token {name!r} already; revoke it first, or choose another name")
        token = secrets.token_urlsafe()
        return Tokens({**self.hashes, name: _hash(token)}), token

    def without(self, name: str) -> Tokens:
        """Raises `SettingsError` when there is no token of that name."""
        if name not in self.hashes:
            raise SettingsError(f"there is no token {name!r}; there are: {', '.join(self.hashes) or 'none'}")
        return Tokens({other: digest for other, digest in self.hashes.items() if other != name})


def load(folder: Path) -> Tokens:
    """The tokens of the show in `folder`. Raises `SettingsError`: a file that can't be read opens nothing."""
    path = folder / FILE
    try:
        hashes = read_json(path)
    except FileNotFoundError:
        return Tokens()
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:
        raise SettingsError(
            f"{path}: is no JSON: {error}; put back what was there, or delete it: the show is open then"
        ) from error
    if not isinstance(hashes, dict) or not all(
        isinstance(digest, str) and digest.isascii() for digest in hashes.values()
    ):
        raise SettingsError(f"{path}: expected names and hashes, as `feedtool token add` writes them")
    return Tokens(hashes)


def _unreadable(path: Path, error: OSError) -> SettingsError:
    return SettingsError(f"{path}: cannot be read: {error.strerror}")


@contextmanager
def changing(folder: Path, wait: float = 10.0) -> Iterator[Tokens]:
    """The tokens as they are while nobody else changes them, for who is to `keep` others made of them.

    Raises `SettingsError`, as `load` does, and `WriteError` when others are still at it after `wait` seconds.
    """
    with turn(folder / "cache" / "tokens.lock", wait) as is_ours:
        if not is_ours:
            raise WriteError(f"{folder / FILE}: cannot be written: another process is changing it")
        yield load(folder)


def keep(folder: Path, tokens: Tokens) -> None:
    """Raises `WriteError`."""
    write(folder / FILE, json.dumps(tokens.hashes, indent=1, ensure_ascii=False).encode() + b"\n")


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class TokenFiles:
    """The tokens of all shows below a root folder, each file read again when it changes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, tuple[object, Tokens]] = {}

    def of(self, slug: str) -> Tokens:
        """Raises `SettingsError`, as `load` does."""
        path = self._root / slug / FILE
        try:
            status = path.stat()
        except FileNotFoundError:
            return load(path.parent) if path.is_symlink() else _NONE
        except OSError as error:
            raise _unreadable(path, error) from error
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        known = self._known.get(slug)
        if known is None or known[0] != stamp:
            known = self._known[slug] = (stamp, load(self._root / slug))
        return known[1]

    def is_private(self, slug: str) -> bool:
        try:
            return bool(self.of(slug))
        except SettingsError:  # there are tokens, whatever they are
            return True


_NONE = Tokens()
