"""`podcast:guid` from a feed's URL."""

from __future__ import annotations

import re
import uuid
from typing import Final

_PODCASTS: Final = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def guid_from_url(url: str) -> str:
    """The UUIDv5 of a feed's URL without its scheme and trailing slashes; ValueError when nothing is left.

    Take it once in a podcast's life: the guid stays when the URL changes.
    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
    """
    scheme = _SCHEME.match(url)
    name = url[scheme.end() if scheme else 0 :].rstrip("/")
    if not name:
        raise ValueError(f"podcast:guid: URL is {url!r}, expected a feed's")
    return str(uuid.uuid5(_PODCASTS, name))
