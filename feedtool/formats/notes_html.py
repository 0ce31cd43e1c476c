"""Upstream's show notes as a part of a page of ours: nothing active, nothing fetched, a place in the outline.

What `clean.sanitized` leaves is well-formed, its attributes in double quotes: one pattern finds its tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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


def section(source: str, image: str, absolute: Callable[[str], str]) -> str:
    """HTML of upstream's → HTML for below an h2.

    Images become links to them: a page of ours fetches nothing but covers and audio. `image` is what one without
    words is called; `absolute` completes upstream's addresses, which are relative to its own page.
    """
    inside_link = False
    rest, parts = 0, []
    html = clean.sanitized(source)
    for tag in _TAG.finditer(html):
        closes, name, attributes = tag.groups()
        parts.append(html[rest : tag.start()])
        if name == "img":
            parts.append(_image(attributes, image, absolute, inside_link=inside_link))
        else:
            parts.append(f"<{closes}{_RENAMED.get(name, name)}{_completed(attributes, absolute)}>")
        rest = tag.end()
        if name == "a":
            inside_link = not closes
    return "".join((*parts, html[rest:]))


def _completed(attributes: str, absolute: Callable[[str], str]) -> str:
    if " href=" not in attributes:
        return attributes
    values = _ATTRIBUTE.findall(attributes)
    return "".join(
        f' {name}="{escape(absolute(unescape(value))) if name == "href" else value}"'
        for name, value in values
    )


def _image(attributes: str, image: str, absolute: Callable[[str], str], *, inside_link: bool) -> str:
    values = dict(_ATTRIBUTE.findall(attributes))
    words = values.get("alt") or values.get("title") or escape(image)
    source = values.get("src", "")
    address = addresses.linked(absolute(unescape(source))) if source else ""
    return words if inside_link or not address else f'<a href="{escape(address)}">{words}</a>'
