"""Upstream's show notes as a part of a page of ours: nothing active, nothing fetched, a place in the outline.

What `clean.sanitized` leaves is well-formed, its attributes in double quotes: one pattern finds its tags.
"""

from __future__ import annotations

import re
from html import escape, unescape

from feedtool.formats import addresses, clean

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z]+=\"[^\"]*\")*) ?/?>")
_ATTRIBUTE = re.compile(r" ([a-z]+)=\"([^\"]*)\"")
_RENAMED = {
    **dict.fromkeys(
        ("h1", "h2", "h3", "h4", "h5", "h6"), "h3"
    ),  # the page has an h1, and "Show notes" is an h2
    "acronym": "abbr",
    "big": "span",
    "center": "div",
    "font": "span",
    "strike": "s",
    "tt": "code",
}


def section(source: str, image: str) -> str:
    """HTML of upstream's → HTML for below an h2. `image` is what an image without words is called.

    Images become links to them: a page of ours fetches nothing but covers and audio.
    """
    inside_link = False
    rest, parts = 0, []
    html = clean.sanitized(source)
    for tag in _TAG.finditer(html):
        closes, name, attributes = tag.groups()
        parts += [html[rest : tag.start()], _tag(closes, name, attributes, image, inside_link=inside_link)]
        rest = tag.end()
        if name == "a":
            inside_link = not closes
    return "".join((*parts, html[rest:]))


def _tag(closes: str, name: str, attributes: str, image: str, *, inside_link: bool) -> str:
    if name != "img":
        return f"<{closes}{_RENAMED.get(name, name)}{attributes}>"
    values = dict(_ATTRIBUTE.findall(attributes))
    words = values.get("alt") or values.get("title") or escape(image)
    address = addresses.linked(unescape(values.get("src", "")))
    return words if inside_link or not address else f'<a href="{escape(address)}">{words}</a>'
