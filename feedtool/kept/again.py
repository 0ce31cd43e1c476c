"""The feed from what the process before has kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate
from typing import TYPE_CHECKING

from feedtool import files
from feedtool.kept.container import Container, Unusable, opened, write
from feedtool.kept.ground import Ground, Place, compare, settled, survey
from feedtool.kept.outgoing import BODY, STATE, Feed, patched
from feedtool.kept.record import Facts, Look, Patch, problems_of, to_json
from feedtool.kept.record import details as read_details
from feedtool.kept.record import facts as read_facts
from feedtool.vault import readings
from feedtool.vault.look import Entry, look
from feedtool.vault.sort_out import NoteFile, sort_out

if TYPE_CHECKING:
    from feedtool.refresh import Network

_MOST_UNSETTLED = 100
"""As many notes are looked into each time, rather than all be kept anew with the date of a later look."""


def feed(place: Place, network: Network | None) -> Feed:
    """Raises `Unusable` when it has to be built from nothing, and what `leads.follow` raises."""
    with opened(place.state) as state:
        facts = read_facts(state.section(STATE.facts))
        if compare(facts.ground, place) == "other":
            raise Unusable
        if not place.offline and (facts.files or facts.audio):
            _follow(facts, place, network)
        now = network.clock() if network else time.time()
        ground = _ground(facts.ground, place, now)
        seen = Look(now, look(place.folder.path, place.settings.notes))
        parts = state.section(STATE.parts)
        if ground is not facts.ground or not _unchanged(facts, seen.entries):
            facts, parts = _renewed(state, parts, place, replace(facts, ground=ground), seen)
    return Feed(
        pieces=patched(_body(place, facts, BODY.feed), parts, facts.patches),
        problems=problems_of(facts.problems),
        strays=facts.strays,
        foreign=facts.foreign,
    )


def _follow(facts: Facts, place: Place, network: Network | None) -> None:
    from feedtool.leads import Leads, follow  # noqa: PLC0415 - most feeds lead nowhere
    from feedtool.refresh import Network  # noqa: PLC0415

    leads = Leads(files=facts.files, audio=facts.audio)
    follow(place.folder, place.settings, leads, network or Network())


def _ground(known: Ground, place: Place, now: float) -> Ground:
    """What is known, if its stamps tell that it holds; the same with newer stamps, if its content does."""
    how = compare(known, place)
    ground = known if how == "same" else survey(place, now)
    if how == "other" or [seen.digest for seen in ground.files] != [seen.digest for seen in known.files]:
        raise Unusable
    return ground


def _unchanged(facts: Facts, entries: Sequence[Entry]) -> bool:
    """Whether the notes are those that the feed was made of."""
    return (
        len(facts.unsettled) <= _MOST_UNSETTLED
        and _without_dates_of_folders(entries) == _without_dates_of_folders(facts.look.entries)
        and all(_has(path, digest) for path, digest in facts.unsettled.items())
    )


def _without_dates_of_folders(entries: Sequence[Entry]) -> list[tuple[object, ...]]:
    return [entry[:3] if entry.kind == "folder" else entry for entry in entries]


def _has(path: str, digest: str) -> bool:
    try:
        return sha256(readings.opened(path)).hexdigest() == digest
    except OSError:
        return False


def _body(place: Place, facts: Facts, section: int) -> bytes:
    with opened(place.body) as body:
        if body.check != facts.body:
            raise Unusable
        return body.section(section)


def _renewed(state: Container, parts: bytes, place: Place, facts: Facts, seen: Look) -> tuple[Facts, bytes]:
    """The facts, and the bytes of their patches, as notes are now; they are kept, too."""
    from feedtool.kept.renew import renew  # noqa: PLC0415 - all that reads notes and makes items
    from feedtool.kept.rows import said  # noqa: PLC0415

    details, found = read_details(state.section(STATE.details)), sort_out(place.folder.path, seen.entries)
    stamps = {entry.path: entry[3:] for entry in facts.look.entries}

    def same(file: NoteFile) -> bool:
        return file.stamp == stamps.get(file.path) and settled(file.stamp, facts.look.began)

    renewed = renew(details, found.files, place, lambda: _document(place, facts), same)
    details = renewed.details
    made = dict(sorted((_patches(facts, parts) | renewed.parts).items()))
    now = replace(
        facts,
        patches=tuple(
            Patch(index, details.items[index].at, details.items[index].length, len(part))
            for index, part in made.items()
        ),
        **said(details, found.problems, seen),
    )
    parts = b"".join(made.values())
    write(place.state, parts, to_json(details), to_json(now))
    return now, parts


def _patches(facts: Facts, parts: bytes) -> dict[int, bytes]:
    starts = accumulate((patch.size for patch in facts.patches), initial=0)
    return {patch.item: parts[at : at + patch.size] for patch, at in zip(facts.patches, starts, strict=False)}


def _document(place: Place, facts: Facts) -> bytes:
    """What the feed was made of: one of our own, or upstream's file, if it is the one that was compared."""
    if own := _body(place, facts, BODY.document):
        return own
    try:
        data = files.read(place.upstream)
    except OSError as error:
        raise Unusable from error
    if compare(facts.ground, place) == "other":
        raise Unusable
    return data
