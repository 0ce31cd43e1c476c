"""The pages for people: all shows, a show with its episodes, an episode with player, chapters, snips and notes.

The same bytes from the server and in the export; nothing in them needs the server but the audio's address. What
they say is in the show's language, since a browser's is not known where bytes are files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from feedtool.formats import addresses, notes_html, qr, structured, subscribe
from feedtool.formats.description import paragraphs, plain
from feedtool.formats.edition import Edition, Page
from feedtool.formats.templating import assets, render
from feedtool.formats.words import most_common, tag, words
from feedtool.model import Item
from feedtool.upstream.document import first

MEDIA_TYPE = "text/html"


def pages(edition: Edition) -> Iterator[Page]:
    yield Page(f"{edition.slug}/index.html", MEDIA_TYPE, partial(_show, edition))
    for place, item in enumerate(edition.show.items):
        yield Page(f"{edition.episode_path(item)}index.html", MEDIA_TYPE, partial(_episode, edition, place))


def site(editions: Sequence[Edition]) -> Iterator[Page]:
    yield Page("index.html", MEDIA_TYPE, partial(_site, editions))
    yield from assets().values()


def _site(editions: Sequence[Edition]) -> bytes:
    spoken = most_common(edition.show.language for edition in editions)
    return render("site.html", root="", editions=editions, **_about(spoken, *editions))


def _show(edition: Edition) -> bytes:
    return render(
        "show.html",
        root="../",
        edition=edition,
        show=edition.show,
        description=plain(edition.show.description),
        offers=subscribe.offers(edition.feed_url),
        qr=qr.svg(edition.feed_url),
        data=structured.series(edition),
        **_about(edition.show.language, edition),
    )


def _episode(edition: Edition, place: int) -> bytes:
    items = edition.show.items
    item = items[place]
    audio = addresses.linked(edition.absolute(item.enclosure.url)) if item.enclosure else ""
    return render(
        "episode.html",
        root="../../../",
        edition=edition,
        show=edition.show,
        item=item,
        note=item.note,
        newer=items[place - 1] if place else None,
        older=items[place + 1] if place + 1 < len(items) else None,
        image=addresses.linked(edition.absolute(item.image) if item.image else edition.image),
        audio=audio,
        notes=_notes(edition, item),
        data=structured.episode(edition, item, audio),
        **_about(edition.show.language, edition),
    )


def _about(spoken: str, *editions: Edition) -> dict[str, Any]:
    """What every page says of itself."""
    is_for_search = all(edition.is_for_search for edition in editions)
    return {"language": tag(spoken), "words": words(spoken), "is_for_search": is_for_search}


def _notes(edition: Edition, item: Item) -> str:
    """Upstream's show notes as HTML without anything active in it."""
    children = edition.document.items[item.index].children
    full = (
        first(children, "content:encoded")
        or first(children, "description")
        or first(children, "itunes:summary")
    )
    html = paragraphs(edition.document.text(full))
    return notes_html.section(html, words(edition.show.language).image, edition.absolute).strip()
