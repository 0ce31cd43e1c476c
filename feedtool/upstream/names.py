"""Namespaces by their conventional prefix, and the misspellings of their URIs that feeds carry.

A near miss is another namespace to an XML parser, and apps ignore what stands in it, so misspelt URIs are
read as what they mean, and repaired on the way out.
"""

from __future__ import annotations

from functools import lru_cache

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
"""Prefix → URI, byte for byte. Sources: RFC 4287, RSS 1.0 content module, RFC 5005, Apple's podcast
guide, podcast-namespace docs/1.0.md, podlove-simple-chapters.md."""

COMMON = NAMESPACES | {
    "dcterms": "http://purl.org/dc/terms/",
    "fireside": "http://fireside.fm/modules/rss/fireside",
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "rawvoice": "http://www.rawvoice.com/rawvoiceRssModule/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "spotify": "http://www.spotify.com/ns/rss",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xlink": "http://www.w3.org/1999/xlink",
}
"""What feeds mean by prefixes that they forgot to declare."""

_OLD_PODCAST = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
"""The podcast namespace's first home; docs/1.0.md: clients must treat both as the same."""


def _squash(uri: str) -> str:
    """What all spellings of a URI share: no scheme, no `www.`, no case, no trailing slash."""
    return (
        uri.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    )


_PREFIX_OF = {_squash(uri): prefix for prefix, uri in NAMESPACES.items()} | {
    _squash(_OLD_PODCAST): "podcast",
    _squash(_OLD_PODCAST.replace("/main/", "/master/")): "podcast",
    _squash("http://podlove.de/simple-chapters"): "psc",
}


@lru_cache(maxsize=1024)
def meant(uri: str) -> str:
    """The conventional prefix of the namespace that a URI, maybe misspelt, means; "" if it is none of ours."""
    return _PREFIX_OF.get(_squash(uri), "")


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """expat's `uri local prefix` → `prefix:local` with the conventional prefix, or `{uri}local`, or `local`."""
    uri, _, rest = name.partition(" ")
    if not rest:
        return name
    local = rest.partition(" ")[0]
    return f"{prefix}:{local}" if (prefix := meant(uri)) else f"{{{uri}}}{local}"
