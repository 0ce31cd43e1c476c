"""A nearly well-formed feed made well-formed, text by text, so that it keeps all that feedparser would not know.

Each repair is one that hosts really need, touches only what an XML parser would stop at, and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.entities import html5

from lxml import etree

from feedtool.upstream.names import NAMESPACES

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_CDATA = re.compile(rb"(<!\[CDATA\[.*?\]\]>|<!--.*?-->)", re.DOTALL)
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+(?:rss|rdf:RDF|feed)\b[^>\[]*>", re.IGNORECASE)
_ENTITY = re.compile(
    rb"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:lt|gt|amp|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)?"
)
_TAG = re.compile(rb"<[A-Za-z_](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_PREFIX = re.compile(rb"[<\s]([A-Za-z_][\w.-]{0,60}):[A-Za-z_]")
_DECLARED = re.compile(rb"\sxmlns:([\w.-]+)\s*=")
_ROOT = re.compile(rb"<(?:\w{1,40}:)?[A-Za-z]")

_USUAL = {
    **NAMESPACES,
    "googleplay": "http://www.google.com/schemas/play-podcasts/1.0",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}


def repaired(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """UTF-8 with what can be mended mended, and what that was, in words."""
    told: list[str] = []
    for words, mend in _REPAIRS:
        data, count = mend(data)
        if count:
            told.append(f"{count} {words}")
    return data, tuple(told)


def recovered(data: bytes) -> bytes | None:
    """What libxml2 makes of broken XML, if it has as many items as the source; else it lost something."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, strip_cdata=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing at all to recover
        return None
    if (
        root is None
        or root.tag != "rss"
        or len(list(root.iter("item"))) < len(re.findall(rb"<item[\s>]", data))
    ):
        return None
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _without_controls(data: bytes) -> tuple[bytes, int]:
    mended = data.translate(None, _CONTROLS)
    return mended, len(data) - len(mended)


def _without_junk(data: bytes) -> tuple[bytes, int]:
    """What stands before the first tag or declaration."""
    begin = data.find(b"<")
    return data[begin:] if begin > 0 else data, int(begin > 0 and not data[:begin].isspace())


def _without_doctype(data: bytes) -> tuple[bytes, int]:
    """Netscape's of old; one that declares entities is not touched, and refused."""
    return _DOCTYPE.subn(b"", data, count=1)


def _with_entities(data: bytes) -> tuple[bytes, int]:
    """Named characters of HTML, and bare `&`, outside of CDATA."""
    pieces = _CDATA.split(data)
    counts = 0
    for at in range(0, len(pieces), 2):
        pieces[at], count = _ENTITY.subn(_character, pieces[at])
        counts += count
    return b"".join(pieces), counts


def _character(match: re.Match[bytes]) -> bytes:
    name = (match[1] or b"").decode()
    return html5[name].encode() if name in html5 else b"&amp;" + (match[1] or b"")


def _with_prefixes(data: bytes) -> tuple[bytes, int]:
    """Prefixes that nobody declared, declared at the root."""
    tags = _TAG.findall(_CDATA.sub(b"", data))
    used = {match.decode() for tag in tags for match in _PREFIX.findall(tag)}
    declared = {match.decode() for tag in tags for match in _DECLARED.findall(tag)}
    missing = sorted(used - declared - {"xml", "xmlns"})
    root = _ROOT.search(data)
    if not missing or not root:
        return data, 0
    at = _TAG.match(data, root.start())
    if not at:
        return data, 0
    end = at.end() - (2 if data[at.end() - 2 : at.end()] == b"/>" else 1)
    declare = "".join(f' xmlns:{name}="{_USUAL.get(name, f"urn:undeclared:{name}")}"' for name in missing)
    return data[:end] + declare.encode() + data[end:], len(missing)


_REPAIRS: tuple[tuple[str, Callable[[bytes], tuple[bytes, int]]], ...] = (
    ("characters that XML has not were left out", _without_controls),
    ("piece of text before the feed was left out", _without_junk),
    ("document type was left out", _without_doctype),
    ("characters were escaped that XML has no name for", _with_entities),
    ("namespace prefixes were declared that nobody had", _with_prefixes),
)
