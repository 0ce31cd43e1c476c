"""Files written so that a crash, a full disk or a second writer leaves the old one or the new one; turns taken."""

from __future__ import annotations

import errno
import json
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from feedtool.errors import WriteError

UNFINISHED = ".feedtool-new"
"""What the names of files end in that are not whole yet."""
_DEAD_SECONDS = 60.0
"""How long nothing was written to a file whose writer is dead; if it lives after all, it says that it failed."""


AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""Opened with this flag, a pipe that nobody writes to lets nobody wait."""


def opened(path: Path) -> BinaryIO:
    """A file to read. Raises `OSError`, too, for what is none: a pipe lets wait for ever, a device never ends."""
    try:
        file = open(path, "rb", opener=lambda name, flags: os.open(name, flags | AT_ONCE))  # noqa: SIM115
    except FileNotFoundError:
        if path.is_symlink():
            raise OSError(errno.ELOOP, "it is a link that leads nowhere", str(path)) from None
        raise
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, "it is no regular file", str(path))


def read(path: Path) -> bytes:
    """A file's bytes. Raises as `opened` does."""
    with opened(path) as file:
        return file.read()


def expanded(path: str) -> Path:
    """With `~` as shells read it: of a user that nobody knows it stays, where pathlib gives up."""
    return Path(os.path.expanduser(path))  # noqa: PTH111


def read_json(path: Path) -> Any:
    """What a file of JSON holds. Raises `OSError`, and `ValueError` for what is none."""
    try:
        return json.loads(read(path))
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def write(path: Path, data: bytes) -> bool:
    """Write a file whole or not at all; one that holds these bytes already is left alone (False).

    A name of its own for each writer, in the same folder (a rename is atomic only within a file system),
    flushed to the disk before it takes the old one's place. Raises `WriteError`.
    """
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=UNFINISHED, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)  # mkstemp makes files that only we can read
            Path(temporary).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error
    return True


def sweep(folder: Path) -> None:
    """Remove files that writers which were killed left unfinished in the folder; what can't be removed stays."""
    with suppress(OSError):
        for path in folder.glob(f".*{UNFINISHED}"):
            if time.time() - path.stat().st_mtime > _DEAD_SECONDS:
                path.unlink()


@contextmanager
def turn(lock_path: Path, wait: float) -> Iterator[bool]:
    """Whether, within `wait` seconds, it is our turn to do what only one process at a time may do.

    The lock is the operating system's: it ends with the process that holds it, whatever that dies of.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - most commands take no turns

    lock = FileLock(lock_path)
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        yield False
        return
    except OSError:  # a folder that nobody can write to needs no turns
        yield True
        return
    try:
        yield True
    finally:
        lock.release()
