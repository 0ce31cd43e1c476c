"""Active content out of HTML: scripts, event handlers, `javascript:` and the like. What has none stays byte for byte.

First a proof that there is nothing to clean: every `<` begins a tag that only formats, with attributes that do
nothing. It is one pattern over the bytes as they are (13 µs for 10 KB with 200 tags), and nearly all show notes
pass it. What does not (broken HTML, mostly) is looked at with suspicion, and what is suspicious nh3 (Mozilla's
ammonia) cleans by an allow-list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from feedtool import markup
from feedtool.formats import schemes
from feedtool.upstream.document import Document, Element
from feedtool.upstream.splices import Splice
from feedtool.upstream.text import decode, section

_FORMATTING = (
    "a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del"
    " details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav"
    " o:p ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead"
    " time tr tt u ul var wbr"
)
_LEADING_ELSEWHERE = (
    "action background cite classid codebase data dynsrc formaction from href icon longdesc lowsrc manifest ping"
    " poster profile src srcdoc srcset style to usemap values xlink:href xml:base"
)
_ADDRESS = (
    r"(?:https?://[^%(quote)s<>]*+|mailto:[^%(quote)s<>&]*+|tel:[\d+ -]*+|[#/][^%(quote)s<>:&]*+|[\w./%%-]*+)"
)
_CSS = r"[^%s<>]*(?:url|expression|position|import|behavior|binding)"
_ATTRIBUTE = "|".join((
    rf"(?:href|src|cite)\s*=\s*(?:\"\s*{_ADDRESS % {'quote': chr(34)}}\s*\"|'\s*{_ADDRESS % {'quote': chr(39)}}\s*')",
    rf"style\s*=\s*(?:\"(?!{_CSS % chr(34)})[^\"<>\\&]*+\"|'(?!{_CSS % chr(39)})[^'<>\\&]*+')",
    rf"(?!on|(?:{'|'.join(_LEADING_ELSEWHERE.split())})[\s=>/])[a-z][\w:.-]*+"
    r"(?:\s*=\s*(?:\"[^\"<>`]*+\"|'[^'<>`]*+'|[\w#.%,:;+-]++))?",
))  # fmt: skip
_NAME = "|".join(sorted(_FORMATTING.split(), key=len, reverse=True))
_COMMON = (
    r"/[a-z1-6]++>|p>|br ?/?>|li>|ul>|strong>"
    r"|(?:a href|img src)=\"https?://[^\"<>]*+\"(?: (?:alt|height|rel|target|title|width)=\"[^\"<>]*+\")*+ ?/?>"
)
"""What most show notes are made of: tried first, which makes the pattern five times as fast."""
_ANY = rf"/(?:{_NAME})\s*>|(?:{_NAME})(?:\s+(?:{_ATTRIBUTE}))*+\s*/?>"
_UNPROVED = re.compile(rf"<(?!{_COMMON}|[^a-zA-Z/!?]|(?i:{_ANY}))".encode())
"""A `<` that may begin anything. Before other than a letter, `/`, `!` and `?` it is text (HTML §13.2.5.6)."""
_ACTIVE_TAG = re.compile(
    r"<[\s/]{0,9}(?:script|style|i?frame|object|embed|applet|form|input|button|select|textarea|keygen|isindex|svg|math|base"
    r"|meta|link|template|audio|video|source|track|bgsound|layer|noembed|noframes|noscript|xm[lp]|title|body|html|head|comment"
    r"|listing|plaintext|dialog|slot|menu|command|event-source|map|area|marquee|portal|param|[?]|!\[|!doctype)"
)
_HANDLER = re.compile(r"on(?<!\won)[a-z]{2,30}\s*=")
_STYLE = re.compile(r"style\s*=\s*(?:\"[^\"]*+|'[^']*+|[^\s>]*+)")
_ACTIVE_STYLE = re.compile(r"url|expression|position|behavior|binding|\\")
_SCHEME = re.compile(rf"=[\"'`]{{0,2}}{schemes.UNSAFE}:")
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f]")

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
    """Whether HTML, as bytes, is proved to have nothing active in it."""
    return _UNPROVED.search(raw) is None


def active(source: str) -> bool:
    """Whether there may be something active in HTML: a suspicion, with character references decoded as browsers do.

    White space and controls do not count in a URL's scheme (WHATWG URL §4.4).
    """
    text = _CONTROL.sub("", unescape(source).lower())
    return (
        _ACTIVE_TAG.search(text) is not None
        or _HANDLER.search(text) is not None
        or "srcdoc" in text
        or any(_ACTIVE_STYLE.search(style[0]) for style in _STYLE.finditer(text))
        or _SCHEME.search("".join(text.split())) is not None
    )


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


def inert(text: str) -> str:
    """Text for an element that some apps show as text and some as HTML: `<script>` in it is words to both."""
    return escape(text, quote=False) if cleaned(text) != text else text


# --- in a document

FIELDS = ("description", "content:encoded", "itunes:summary")
"""The elements whose text apps show as HTML, and that are rewritten in enriched items."""
HTML = frozenset({*FIELDS, "itunes:subtitle"})


def cdata(text: str) -> bytes:
    return f"<![CDATA[{within_cdata(text)}]]>".encode()


def within_cdata(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")


_SECTION = re.compile(r"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->|<\?.*?\?>", re.DOTALL)
_PREFIX = re.compile(r"(</?)[\w.-]{1,100}:")


def text(document: Document, element: Element) -> str | None:
    """An element's HTML cleaned, or None if there is nothing to clean."""
    start, stop = document.content(element)
    raw = document.data[start:stop]
    if _harmless_content(raw):
        return None
    source = _source(raw)
    result = cleaned(source)
    return result if result != source else None


def _harmless_content(raw: bytes) -> bool:
    """`harmless` for HTML as XML has it: in one CDATA section, or escaped."""
    if b"<" in raw:
        literal = section(raw)
        return literal is not None and harmless(literal)
    if (b"#" in raw and b"&#" in raw) or b"&apos;" in raw:
        return False  # written in a way that is seldom enough
    # What is `&amp;` may stay so: the proof asks for no `&`.
    return b"&lt;" not in raw or harmless(
        raw.replace(b"&lt;", b"<").replace(b"&gt;", b">").replace(b"&quot;", b'"')
    )


def _source(raw: bytes) -> str:
    """The HTML that XML content stands for: its text; where it has elements in it (XHTML), those as tags."""
    xml = raw.decode()
    if "<" not in _SECTION.sub("", xml):
        return decode(raw)
    return _PREFIX.sub(r"\1", _SECTION.sub(lambda found: escape(found[1] or ""), xml))


def splice(document: Document, element: Element) -> Iterator[Splice]:
    html = text(document, element)
    if html is not None:
        yield document.refill(element, cdata(html), f"cleaned {element.name}")
