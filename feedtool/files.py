"""Files written so that a crash, a full disk or a second writer leaves the old one or the new one; turns taken."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from feedtool.errors import WriteError


def write(path: Path, data: bytes) -> bool:
    """Write a file whole or not at all; one that holds these bytes already is left alone (False).

    A name of its own for each writer, in the same folder (a rename is atomic only within a file system),
    flushed to the disk before it takes the old one's place. Raises `WriteError`.
    """
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".new", dir=path.parent)
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
