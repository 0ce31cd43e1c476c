"""Keys: two values with the same key are the same thing, however exporters and hosts spell it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
# "102: …", "#12 …", "EP12｜…", "Vol. 5 …", "第 102 期…", "S2E5 …" is not: a season makes the number ambiguous.
_NUMBER = re.compile(
    r"^\W{0,3}(?:(?:ep(?:isode)?|vol|no|e)\W{0,2})?第?\s{0,2}(\d{1,5})\s{0,2}[期集话]?(?=[\W_]|$)",
    re.IGNORECASE,
)
_MOST_URLS = 8192
"""Whose keys are kept: a server whose notes change asks for those of all items each time."""


def plain_key(text: str) -> str:
    """Letters and digits only, in one width and case: titles differ in punctuation from export to export."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def number_and_rest(title: str) -> tuple[int | None, str]:
    """("102: DeepSeek …") → (102, "deepseek…"); without an episode number (None, whole title as a key)."""
    found = _NUMBER.match(title)
    return (int(found[1]), plain_key(title[found.end() :])) if found else (None, plain_key(title))


@lru_cache(maxsize=_MOST_URLS)
def uuid_of(url: str) -> str:
    """The last UUID in a URL's path, in lower case, or ""."""
    found = _UUID.findall(_split(url).path)
    return found[-1].lower() if found else ""


@lru_cache(maxsize=_MOST_URLS)
def link_key(url: str) -> str:
    """A page's address without what varies: scheme, www, case of the host, trailing slash, `utm_…`, fragment."""
    parts = _split(url)
    host = parts.netloc.lower().removeprefix("www.")
    query = "&".join(part for part in parts.query.split("&") if part and not part.startswith("utm_"))
    return host + unquote(parts.path).rstrip("/") + f"?{query}" * bool(query) if host else ""


@lru_cache(maxsize=_MOST_URLS)
def audio_key(url: str) -> str:
    """An audio file's address without query and tracking prefix (`chtbl.com/track/X/host/file` → `host/file`)."""
    parts = _split(url)
    segments = [parts.netloc.lower(), *parts.path.split("/")[1:]]
    hosts = [at for at, segment in enumerate(segments[:-1]) if "." in segment]
    return "/".join(segments[hosts[-1] :]) if hosts and segments[-1] else ""


def host_of(url: str) -> str:
    """Where a page or an audio file is, behind any tracking prefix; "" when that is not to be told."""
    return (audio_key(url) or link_key(url)).partition("/")[0].removeprefix("www.")


def _split(url: str) -> _Parts:
    try:
        return _Parts(*urlsplit(url.strip())[1:4])
    except ValueError:  # "http://[/x": an address that is none has no key
        return _Parts()


@dataclass(frozen=True, slots=True)
class _Parts:
    netloc: str = ""
    path: str = ""
    query: str = ""
