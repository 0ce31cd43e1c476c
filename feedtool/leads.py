"""What upstream's feed leads to: which files it links, asked for when they are due, and what is at hand of them.

upstream ── of ──> Leads ── follow ──> cache/linked, cache/audio ── at_hand ──> Fetched
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from feedtool import audio
from feedtool.chapters import Fetched
from feedtool.fetch import Response, Validators
from feedtool.library import Folder
from feedtool.linked import AUDIO, FILES, Linked
from feedtool.model import Item
from feedtool.refresh import Network
from feedtool.settings import Settings
from feedtool.upstream import Upstream
from feedtool.upstream.document import every


@dataclass(frozen=True, kw_only=True, slots=True)
class Leads:
    """URLs that the feed leads to."""

    files: tuple[str, ...] = ()
    """The chapters files that it links."""
    audio: tuple[str, ...] = ()
    """Where the settings look into audio: the audio files of items that no source before has chapters for."""


def of(read: Upstream, items: Iterable[Item], settings: Settings) -> Leads:
    """What `read` leads to; `items` are its items, enriched."""
    return Leads(
        files=tuple(_chapter_files(read, settings)),
        audio=tuple(audio_files(items, settings, unless_known=True)),
    )


def follow(folder: Folder, settings: Settings, leads: Leads, network: Network) -> None:
    """Ask for what the feed leads to (of audio files the heads), as far as it is due. Raises `WriteError`."""

    def file(url: str, validators: Validators) -> Response:
        at_home = urlsplit(url)[:2] == urlsplit(settings.upstream)[:2]
        return (network.fetch if at_home else network.fetch_public)(url, validators)

    def heard(url: str, validators: Validators) -> Response:
        with network.open_remote(url, trusted=settings.upstream) as remote:
            remote.peek(1)
            if remote.etag and remote.etag == validators.etag:
                return Response(url=url, body=None)
            body = audio.to_json(audio.read(remote))
            return Response(url=url, body=body, validators=Validators(etag=remote.etag))

    if leads.files:
        Linked(folder.path, FILES).refresh(leads.files, file, network.clock)
    if leads.audio:
        Linked(folder.path, AUDIO).refresh(leads.audio, heard, network.clock)


def at_hand(folder: Folder, settings: Settings, read: Upstream) -> Fetched:
    """What was fetched of all that `read` leads to."""
    return Fetched(
        files=Linked(folder.path, FILES).files(_chapter_files(read, settings)),
        audio=Linked(folder.path, AUDIO).files(audio_files(read.show.items, settings)),
    )


def _chapter_files(read: Upstream, settings: Settings) -> list[str]:
    if "upstream" not in settings.chapter_sources:
        return []
    links = (link for item in read.document.items for link in every(item.children, "podcast:chapters"))
    return [link.attributes.get("url", "") for link in links]


def audio_files(items: Iterable[Item], settings: Settings, *, unless_known: bool = False) -> list[str]:
    """The items' enclosures; `unless_known`: of those without chapters from a source that goes before audio."""
    sources = settings.chapter_sources
    if "audio" not in sources:
        return []
    before = sources[: sources.index("audio")] if unless_known else ()
    return [item.enclosure.url for item in items if item.enclosure and item.chapters_from not in before]
