"""Active content out of HTML: scripts, event handlers, `javascript:` and the like. What has none stays byte for byte.

First a proof that there is nothing to clean: every `<` begins a tag that only formats, with attributes that do
nothing. It is one pattern over the bytes as they are, and nearly all show notes pass it. What does not (broken
HTML, mostly) is looked at with suspicion, and what is suspicious nh3 (Mozilla's ammonia) cleans by an allow-list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from feedtool import markup
from feedtool.upstream.document import Document, Element, Splice

_FORMATTING = (
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del"
    " details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav"
    " o:p ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead"
    " time tr tt u ul var wbr"
)
_LEADING_ELSEWHERE = (
    "action background cite classid codebase data dynsrc formaction href icon longdesc lowsrc manifest ping poster"
    " profile src srcdoc srcset style usemap values xlink:href xml:base"
)
_ADDRESS = (
    r"(?:https?://[^%(quote)s<>]*+|mailto:[^%(quote)s<>&]*+|tel:[\d+ -]*+|[#/][^%(quote)s<>:&]*+|[\w./%%-]*+)"
)
_CSS = r"[^\"'<>]*(?:url|expression|position|import|behavior|binding)"
_ATTRIBUTE = "|".join((
    rf"(?:href|src|cite)\s*=\s*(?:\"\s*{_ADDRESS % {'quote': chr(34)}}\s*\"|'\s*{_ADDRESS % {'quote': chr(39)}}\s*')",
    rf"style\s*=\s*(?:\"(?!{_CSS})[^\"<>\\&]*+\"|'(?!{_CSS})[^'<>\\&]*+')",
    rf"(?!on|(?:{'|'.join(_LEADING_ELSEWHERE.split())})[\s=>/])[a-z][\w:.-]*+"
    r"(?:\s*=\s*(?:\"[^\"<>`]*+\"|'[^'<>`]*+'|[\w#.%,:;+-]++))?",
))  # fmt: skip
_NAME = "|".join(sorted(_FORMATTING.split(), key=len, reverse=True))
_HARMLESS = re.compile(
    # the most frequent first, which saves half of the time
    rf"<(?:/?(?:p|br|li|ul|a|strong)>|/(?:{_NAME})\s*>|(?:{_NAME})(?:\s+(?:{_ATTRIBUTE}))*+\s*/?>)".encode(),
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"<\s*/?\s*(?:script|style|i?frame|object|embed|applet|form|input|button|select|textarea|keygen|isindex|svg|math|base"
    r"|meta|link|template|audio|video|source|track|bgsound|layer|noembed|noscript|xml|title|body|html|head|comment"
    r"|listing|plaintext|dialog|slot|menu|command|event-source|map|area|marquee|portal|param|[?]|!\[|!doctype)"
    r"|[^\w]on[a-z]{2,30}\s*=|srcdoc|\bstyle\s*=[^>]*(?:url|expression|position|behavior|binding|\\\\)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:script|data|file|jar|blob|view-source|feed):", re.IGNORECASE)
_BLANK = re.compile("[\0-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")

_TAGS = set(_FORMATTING.split()) - {"o:p"}
_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "*": {"lang", "dir"},
}
_MOST_TAGS = 5_000
_SCHEMES = {"http", "https", "mailto"}


def harmless(raw: bytes) -> bool:
    """Whether HTML, as bytes, is proved to have nothing active in it. A text without a tag has not."""
    return raw.count(b"<") == len(_HARMLESS.findall(raw))


def active(source: str) -> bool:
    """Whether there may be something active in HTML: a suspicion, with character references decoded as browsers do."""
    text = unescape(source)
    return bool(_ACTIVE.search(text) or _SCHEME.search(_BLANK.sub("", text)))


def cleaned(source: str) -> str:
    """HTML without anything active; as it is if there is nothing to clean."""
    if harmless(source.encode(errors="replace")) or not active(source):
        return source
    return sanitized(source)


def sanitized(source: str) -> str:
    """HTML made of what the allow-list names, well-formed: for a page of ours, and for what is active."""
    if source.count("<") > _MOST_TAGS:  # nested 200,000 deep, a minute would not do
        return "".join(
            f"<p>{escape(line)}</p>\n" for line in markup.to_text(source).split("\n") if line.strip()
        )
    import nh3  # noqa: PLC0415 - few feeds need it

    return nh3.clean(source, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None)


# --- in a document

FIELDS = ("description", "content:encoded", "itunes:summary")
"""The elements whose text apps show as HTML."""


def cdata(text: str) -> bytes:
    return f"<![CDATA[{within_cdata(text)}]]>".encode()


def within_cdata(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")


def text(document: Document, element: Element) -> str | None:
    """An element's HTML cleaned, or None if there is nothing to clean."""
    start, stop = document.content(element)
    raw = document.data[start:stop].strip()
    if raw.startswith(b"<![CDATA[") and raw.count(b"<![CDATA[") == 1:
        if harmless(raw[9:-3]):
            return None
    elif b"<" not in raw and b"&lt;" not in raw and b"&#" not in raw:
        return None
    source = document.text(element)
    result = cleaned(source)
    return result if result != source else None


def splice(document: Document, element: Element) -> Iterator[Splice]:
    html = text(document, element)
    if html is not None:
        yield document.refill(element, cdata(html), f"cleaned {element.name}")
