"""The pages for people: all shows, a show with its episodes, an episode with player, chapters, snips and notes.

The same bytes from the server and in the export; nothing in them needs the server but the audio's address.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from feedtool import timecode
from feedtool.formats import addresses, clean
from feedtool.formats.description import paragraphs
from feedtool.formats.edition import Edition, Page, digest
from feedtool.formats.words import words
from feedtool.model import Item
from feedtool.shownotes import titles
from feedtool.soundbites import name as snip_name
from feedtool.upstream.document import first

MEDIA_TYPE = "text/html"
_ASSET_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def pages(edition: Edition) -> Iterator[Page]:
    yield Page(f"{edition.slug}/index.html", MEDIA_TYPE, partial(_show, edition))
    for item in edition.show.items:
        yield Page(f"{edition.episode_path(item)}index.html", MEDIA_TYPE, partial(_episode, edition, item))


def site(editions: Sequence[Edition]) -> Iterator[Page]:
    yield Page(
        "index.html", MEDIA_TYPE, partial(_render, "site.html", root="", editions=editions, language="en")
    )
    yield from assets().values()


@cache
def assets() -> dict[str, Page]:
    """File name → page; the name in the URL carries a hash, so that browsers may keep it for ever."""
    files = (
        file for file in resources.files(__package__).joinpath("assets").iterdir() if file.name[0] != "."
    )
    return {
        file.name: _asset(file.name, file.read_bytes()) for file in sorted(files, key=lambda file: file.name)
    }


def _asset(name: str, data: bytes) -> Page:
    stem, _, suffix = name.rpartition(".")
    return Page(f"_assets/{stem}.{digest(data)}.{suffix}", _ASSET_TYPES[suffix], lambda: data)


def _show(edition: Edition) -> bytes:
    return _render(
        "show.html",
        root="../",
        edition=edition,
        show=edition.show,
        language=edition.show.language,
        feed=edition.feed_url,
    )


def _episode(edition: Edition, item: Item) -> bytes:
    return _render(
        "episode.html",
        root="../../../",
        edition=edition,
        show=edition.show,
        item=item,
        note=item.note,
        audio=addresses.linked(edition.absolute(item.enclosure.url)) if item.enclosure else "",
        notes=_notes(edition, item),
        words=words(edition.show.language),
        language=edition.show.language,
    )


def _notes(edition: Edition, item: Item) -> str:
    """Upstream's show notes as HTML without anything active in it."""
    children = edition.document.items[item.index].children
    full = (
        first(children, "content:encoded")
        or first(children, "description")
        or first(children, "itunes:summary")
    )
    return clean.sanitized(paragraphs(edition.document.text(full)))


def _render(template: str, **context: Any) -> bytes:
    html: str = _environment().get_template(template).render(context)
    return html.encode()


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only pages need it

    environment = Environment(
        loader=PackageLoader("feedtool.formats"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "clock": timecode.clock,
        "seconds": timecode.decimal,
        "short": titles.short,
        "day": lambda item: item.published.strftime("%Y-%m-%d") if item.published else "",
        "minutes": lambda seconds: f"{round(seconds / 60)} min" if seconds else "",
        "host": _host,
        "linked": addresses.linked,
    }
    environment.globals |= {"asset": lambda name: assets()[name].path, "snip_name": snip_name}
    return environment


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.removeprefix("www.")
    except ValueError:  # a bracket that closes nowhere
        return url
