"""The feed from nothing, by way of `publish`, and the rows for the process after this one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import accumulate
from math import isinf
from typing import NamedTuple

from feedtool import leads
from feedtool.enrich import by_items
from feedtool.formats import Edition
from feedtool.formats.parts import parts, separable
from feedtool.kept.container import Writer, write
from feedtool.kept.ground import Ground, Place, compare, survey
from feedtool.kept.outgoing import Feed
from feedtool.kept.record import Details, Facts, ItemRow, Look, Stray, rows_of, to_json
from feedtool.kept.rows import file_row, head_of_item, outcome_of, said
from feedtool.leads import audio_files
from feedtool.library import Library
from feedtool.match import Match, Unmatched
from feedtool.publish import Loaded, Publisher
from feedtool.refresh import Network
from feedtool.vault import Vault
from feedtool.vault.sort_out import sort_out


def feed(library: Library, place: Place, network: Network | None) -> Feed:
    """Raises what `Publisher.load` and `Publisher.follow` raise."""
    publisher, slug = Publisher(library, network or Network()), place.folder.slug
    ground = survey(place, publisher.network.clock())
    if not place.offline:
        publisher.follow(slug)
    loaded, vault = publisher.load(slug), publisher.vault(slug)
    edition = publisher.edition(loaded, place.base_url)
    pieces: Iterator[bytes | memoryview] = parts(edition)
    # What changed while it was read is not known well enough to be built upon.
    if compare(ground, place) != "other" and all(isinf(reading.failed) for reading in vault.readings):
        pieces = _kept(pieces, place, ground, _Built(loaded, edition, vault))
    strays = tuple(Stray(lost.note.name, lost.reason) for lost in loaded.enriched.strays)
    foreign = tuple(lost.note.name for lost in loaded.enriched.foreign)
    return Feed(pieces=pieces, problems=loaded.problems, strays=strays, foreign=foreign)


class _Built(NamedTuple):
    loaded: Loaded
    edition: Edition
    vault: Vault


def _kept(
    pieces: Iterator[bytes | memoryview], place: Place, ground: Ground, built: _Built
) -> Iterator[bytes | memoryview]:
    """The pieces; with the last of them, what the next process needs is kept."""
    lengths: list[int] = []
    writer = Writer(place.body)
    try:
        for piece in pieces:
            writer.write(piece)
            lengths.append(len(piece))
            yield piece
        writer.end_section()
        data = built.edition.document.data
        writer.write(b"" if sha256(data).hexdigest() == ground.files[0].digest else data)
        writer.end_section()
        _keep(place, ground, built, writer.finish(), lengths)
    finally:
        writer.abandon()


def _keep(place: Place, ground: Ground, built: _Built, body: int, lengths: Sequence[int]) -> None:
    details = _details(built, lengths)
    entries = built.vault.entries
    facts = Facts(
        ground=ground,
        body=body,
        patches=(),
        files=leads.of(built.loaded.upstream, (), place.settings).files,
        **said(details, sort_out(place.folder.path, entries).problems, Look(ground.looked, entries)),
    )
    write(place.state, b"", to_json(details), to_json(facts))


def _details(built: _Built, lengths: Sequence[int]) -> Details:
    loaded, edition, vault = built
    enriched, show = loaded.enriched, loaded.upstream.show
    found: tuple[Match | Unmatched, ...] = (*enriched.matched, *enriched.unmatched)
    outcomes = {id(one.note): outcome_of(one) for one in found}
    return Details(
        title=show.title,
        feed_url=show.feed_url,
        separable=separable(edition),
        problems=rows_of(loaded.of_upstream),
        files=tuple(file_row(reading, lambda note: outcomes[id(note)]) for reading in vault.readings),
        items=tuple(_items(loaded, edition, lengths)),
    )


def _items(loaded: Loaded, edition: Edition, lengths: Sequence[int]) -> Iterator[ItemRow]:
    ends, notes = list(accumulate(lengths)), dict[int, list[Match]]()
    for found in loaded.enriched.matched:
        notes.setdefault(found.item.index, []).append(found)
    for index, element in enumerate(edition.document.items):
        one = loaded.enriched.decided[index]
        yield ItemRow(
            start=element.start,
            stop=element.stop,
            at=ends[2 * index],
            length=lengths[2 * index + 1],
            head=head_of_item(one.item),
            problems=rows_of(one.problems),
            several=rows_of(by_items(notes.get(index, ()))[1]),
            audio="".join(audio_files([one.item], loaded.settings, unless_known=True)),
        )
