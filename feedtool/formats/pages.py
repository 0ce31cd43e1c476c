"""The pages for people: all shows, a show with its episodes, an episode with player, chapters, snips and notes.

The same bytes from the server and in the export; nothing in them needs the server but the audio's address. Their
interface is in the language that the settings name, else the show's; a server also has the others, for browsers
that ask for one. What publisher and listener wrote stays as it is, and says what language it is in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from unicodedata import east_asian_width

from feedtool.formats import addresses, notes_html, qr, structured, subscribe
from feedtool.formats.description import paragraphs, plain
from feedtool.formats.edition import Edition, Page
from feedtool.formats.templating import assets, render
from feedtool.formats.words import Refusal, most_common, spoken, tag, words
from feedtool.model import Item
from feedtool.settings import LANGUAGES
from feedtool.upstream.document import first

MEDIA_TYPE = "text/html"
_MOST_CELLS = 360
"""A longer description takes more lines than the style sheet shows of it on any screen: it can be unfolded."""


def pages(edition: Edition) -> Iterator[Page]:
    language = _default(edition)
    yield _page(f"{edition.slug}/index.html", language, partial(_show, edition))
    for place, item in enumerate(edition.show.items):
        yield _page(f"{edition.episode_path(item)}index.html", language, partial(_episode, edition, place))


def site(editions: Sequence[Edition]) -> Iterator[Page]:
    yield _page("index.html", most_common(map(_default, editions)), partial(_site, editions))
    yield from assets().values()


def refusal(what: Refusal, language: str, root: str) -> bytes:
    """What a server shows in place of a page; `language` is "" where the browser asks for none that we have."""
    about = _about(spoken(language)) | {"is_for_search": False}
    headline, advice = about["words"].refusals[what]
    return render("refusal.html", root=root, headline=headline, advice=advice, **about)


def _page(path: str, language: str, render: Callable[[str], bytes]) -> Page:
    """`render` takes the interface's language, which is `language` for whoever asks for no other."""
    others = {other: partial(render, other) for other in LANGUAGES if other != language}
    return Page(path, MEDIA_TYPE, partial(render, language), translations=others)


def _default(edition: Edition) -> str:
    return edition.settings.page_language or spoken(edition.show.language)


def _site(editions: Sequence[Edition], language: str) -> bytes:
    shows = [(edition, _theirs(edition.show.language, language)) for edition in editions]
    return render("site.html", root="", shows=shows, **_about(language, *editions))


def _show(edition: Edition, language: str) -> bytes:
    description = plain(edition.show.description)
    return render(
        "show.html",
        root="../",
        edition=edition,
        show=edition.show,
        description=description,
        folded=_cells(description) > _MOST_CELLS,
        offers=subscribe.offers(edition.feed_url),
        reach=subscribe.reach(edition.feed_url),
        qr=qr.svg(edition.feed_url),
        data=structured.series(edition),
        **_about_show(edition, language),
    )


def _episode(edition: Edition, place: int, language: str) -> bytes:
    items = edition.show.items
    item = items[place]
    audio = addresses.linked(edition.audio(item))
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
        notes=_notes(edition, item, language),
        data=structured.episode(edition, item, audio),
        **_about_show(edition, language),
    )


def _cells(text: str) -> int:
    """How wide a text is: a Chinese character takes the room of two letters."""
    return sum(1 + (east_asian_width(letter) in "WF") for letter in text)


def _about(language: str, *editions: Edition) -> dict[str, Any]:
    """What every page says of itself."""
    is_for_search = all(edition.is_for_search for edition in editions)
    return {"language": language, "words": words(language), "is_for_search": is_for_search}


def _about_show(edition: Edition, language: str) -> dict[str, Any]:
    theirs = _theirs(edition.show.language, language)
    own = {} if theirs else {"language": tag(edition.show.language)}
    return _about(language, edition) | own | {"theirs": theirs}


def _theirs(shown: str, language: str) -> dict[str, str]:
    """The attributes of what is in a show's language: none on a page in the same (WCAG 2.2, 3.1.2)."""
    return {} if tag(shown).lower().startswith(language) else {"lang": tag(shown)}


def _notes(edition: Edition, item: Item, language: str) -> str:
    """Upstream's show notes as HTML without anything active in it."""
    children = edition.document.items[item.index].children
    full = (
        first(children, "content:encoded")
        or first(children, "description")
        or first(children, "itunes:summary")
    )
    html = paragraphs(edition.document.text(full))
    return notes_html.section(html, words(language).image, edition.absolute).strip()
