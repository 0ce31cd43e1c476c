"""The static site: every page's bytes as a file, what has not changed left alone."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

from feedtool.errors import FeedtoolError, SettingsError, WriteError
from feedtool.files import read, sweep, turn, write
from feedtool.formats import SITE_FORMATS
from feedtool.formats.edition import digest
from feedtool.publish import Loaded, Publisher, pages
from feedtool.tokens import TokenFiles


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    new: int
    same: int
    pruned: int
    unread: tuple[str, ...] = ()
    """What of the person's own files could not be read, and why; what was exported of them before stays."""


_PATIENCE = 600.0
"""Seconds that an export waits for another one into the same folder; a large one takes minutes."""


def _silent(_: str) -> None:
    pass


def export(  # noqa: PLR0913
    publisher: Publisher,
    shows: Sequence[Loaded],
    out: Path,
    base_url: str,
    *,
    prune: bool = False,
    say: Callable[[str], None] = _silent,
    wait: float = _PATIENCE,
) -> Written:
    """Write the shows' pages below `out`, each file whole or not at all, a feed after all that it names.

    One export at a time writes there: with two, one would prune what the other's feeds name.

    The pages about all shows name every open show that can be loaded, whether it is exported now or was before.
    With `prune`, files in the shows' folders that are no longer made are removed at the end, when no feed
    names them any more. Raises `WriteError`, also when another export is at it for more than `wait` seconds,
    and `SettingsError` where the site would take the place of what is not its own.
    """
    _refuse_what_is_not_ours(out, shows)
    with our_turn(out, say, wait):
        return _export(publisher, shows, out, base_url, prune=prune)


@contextmanager
def our_turn(out: Path, say: Callable[[str], None], wait: float) -> Iterator[None]:
    """While nobody else exports into `out`; `say` tells of waiting. Raises `WriteError` after `wait` seconds of it."""
    # Not in the folder itself: all that is in there is published.
    lock = Path(tempfile.gettempdir(), f"feedtool-export-{digest(str(out.resolve()).encode())}.lock")
    with turn(lock, 0) as is_ours:
        if is_ours:
            yield
            return
    say(f"{out}: another export is writing there; this one waits for it to end")
    with turn(lock, wait) as is_ours:
        if not is_ours:
            raise WriteError(
                f"{out}: cannot be written: another export has been writing there for {wait:g} s"
            )
        yield


def _export(
    publisher: Publisher, shows: Sequence[Loaded], out: Path, base_url: str, *, prune: bool
) -> Written:
    made: set[Path] = set()
    new, unread = 0, []
    for path, data in _files(publisher, shows, base_url):
        made.add(out / path)
        try:
            new += write(out / path, data())
        except OSError as error:
            unread.append(f"{error.filename}: cannot be read: {error.strerror}")
    for folder in {path.parent for path in made}:
        sweep(folder)
    pruned = sum(_prune(out / loaded.slug, made) for loaded in shows) if prune else 0
    return Written(new=new, same=len(made) - new - len(unread), pruned=pruned, unread=tuple(unread))


def _refuse_what_is_not_ours(out: Path, shows: Iterable[Loaded]) -> None:
    for folder in (out, *(out / loaded.slug for loaded in shows)):
        if (folder / "show.toml").exists():
            raise SettingsError(f"{folder} is where a show's settings and notes are; choose another --out")
    if (out / "index.html").exists() and not (out / "feeds.opml").exists():
        raise SettingsError(
            f"{out}/index.html is another site's, which ours would replace; choose another --out"
        )


_LOOK_SECONDS, _LOOKS_PER_QUESTION = 1.0, 60
"""Between two looks at the files' dates, and how many of them pass before upstream is asked if it is due."""


def changes(  # noqa: PLR0913
    publisher: Publisher,
    slugs: Sequence[str],
    before: Sequence[Loaded],
    say: Callable[[str], None],
    *,
    offline: bool,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[list[Loaded]]:
    """The shows that became others, each time that some do, for ever; ends at Ctrl-C.

    What fails is said once, and the show goes on as it was.
    """
    current = {loaded.slug: loaded for loaded in before}
    said: dict[str, str] = {}
    for look in count(1):
        try:
            sleep(_LOOK_SECONDS)
        except KeyboardInterrupt:
            return
        changed = []
        for slug in slugs:
            try:
                if look % _LOOKS_PER_QUESTION == 0:
                    publisher.refresh(slug, offline=offline, only_due=True)
                loaded = publisher.load(slug)
            except FeedtoolError as error:
                if said.get(slug) != str(error):
                    say(f"feedtool: {error}")
                said[slug] = str(error)
                continue
            said.pop(slug, None)
            if loaded is not current.get(slug):
                changed.append(loaded)
                current[slug] = loaded
        if changed:
            yield changed


def _files(
    publisher: Publisher, shows: Sequence[Loaded], base_url: str
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    files = TokenFiles(publisher.library.root)

    def is_private(loaded: Loaded) -> bool:
        return files.is_private(loaded.slug)

    for loaded in shows:
        edition = replace(publisher.edition(loaded, base_url), is_private=is_private(loaded))
        for name, path in publisher.library.folder(edition.slug).media_files().items():
            yield f"{edition.slug}/media/{name}", partial(read, path)
        yield from ((page.path, page.render) for page in pages(edition).values())
    every = [publisher.edition(loaded, base_url) for loaded in publisher.loadable() if not is_private(loaded)]
    yield from ((page.path, page.render) for format_ in SITE_FORMATS for page in format_(every))


_SHAPES = ("feed.xml", "index.html", "chapters/*.json", "episodes/*/index.html", "media/[!.]*")
"""What an export writes for a show. Whatever else is in its folder is somebody's."""


def _prune(folder: Path, made: set[Path]) -> int:
    """Remove what has the shape of ours and is not in `made`, and folders that it leaves empty; how many files."""
    stale = [path for shape in _SHAPES for path in folder.glob(shape) if path not in made and path.is_file()]
    try:
        for path in stale:
            path.unlink()
            for above in path.relative_to(folder).parents:
                if not any((folder / above).iterdir()):
                    (folder / above).rmdir()
    except OSError as error:
        raise WriteError(f"{error.filename}: cannot be removed: {error.strerror}") from error
    return len(stale)
