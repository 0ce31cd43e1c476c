"""What the enriched feed may have changed in upstream's document; all else must be as upstream wrote it.

Names have the conventional prefixes, as in `feedtool.upstream.names`; misspelt namespace URIs are repaired.
"""

from __future__ import annotations

DROPPED = frozenset({"itunes:new-feed-url"})
PAGING_RELS = frozenset({
    "first", "last", "next", "previous", "prev", "current", "prev-archive", "next-archive",
})  # fmt: skip
DROPPED_RELS = PAGING_RELS | {"self", "hub"}
"""atom:link: they lead back to upstream's document, its hub and its pages."""
DROPPED_PURPOSES = frozenset({"verify", "applepodcastsverify"})
"""podcast:txt: tokens by which a service knows the feed's owner; in a listener's copy only."""

CHANGED_IN_COPY = frozenset(
    {"podcast:guid", "podcast:locked", "podcast:block", "itunes:block", "itunes:owner"}
)
"""In the channel, where the feed is a listener's copy."""
VOLATILE = frozenset(f"{{http://fireside.fm/modules/rss/fireside}}{name}" for name in ("genDate", "hostname"))
"""They change at every request to Fireside, so an older one may stand in our copy."""

NOTES = ("description", "itunes:summary", "content:encoded")
"""Rewritten in enriched items: content:encoded begins with upstream's. Cleaned of scripts everywhere."""
REPLACED_IN_ITEMS = frozenset({"podcast:chapters", "psc:chapters", "author"})
OUR_BLOCK = '<div class="feedtool">'
"""Where an earlier run's addition begins in show notes, should upstream have been through feedtool before."""
ADDED_PREFIXES = ("podcast:", "psc:")
ADDED = frozenset({"source", "guid", "dc:creator", *NOTES})
"""What an enriched item may have that upstream's has not (guid: where upstream gives none)."""

PERSON = frozenset({"role", "group", "img", "href"})
"""What a podcast:person may have: its empty attributes, and Fireside's `email`, are taken off."""
EXPLICIT = {
    "yes": "true", "explicit": "true", "true": "true", "no": "false", "clean": "false", "false": "false",
}  # fmt: skip
"""itunes:explicit, as it is and was written, and as Apple reads it now."""
MEDIA_TYPES = {"audio/mp3": "audio/mpeg", "audio/x-mp3": "audio/mpeg"}
"""enclosure types: no such thing as audio/mp3 is registered, and Apple does not list it."""


def resolves(ours: str, theirs: str) -> bool:
    """Whether `ours` is `theirs`, or the absolute form of a relative address of upstream's."""
    relative = bool(theirs) and "://" not in theirs
    return ours == theirs or (relative and "://" in ours and ours.endswith(theirs.strip().lstrip("./")))


def may_add(name: str) -> bool:
    """Whether an enriched item may have an element `name` more than upstream's."""
    return name in ADDED or name.startswith(ADDED_PREFIXES)
