"""Text and links in HTML and Markdown: everything becomes lines of text, with links in Markdown's form."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]{0,15})([^<>]*)>")
_HTML = re.compile(
    r"</?(?:p|br|a|div|ul|ol|li|span|strong|b|em|i|u|h[1-6]|hr|blockquote|table|tr|td|pre|img|iframe|script|style"
    r"|figure|section|article|font|code)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"</?(?:p|li|div|h[1-6])[\s>/]", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_LINE_ENDS = frozenset(
    "br p div ul ol li h1 h2 h3 h4 h5 h6 hr blockquote table tr dl dt dd pre figure section article header footer".split()
)
_HIDDEN = frozenset(("script", "style", "iframe", "noscript", "template"))
_QUOTE = re.compile(r"^>[ >]{0,8}", re.MULTILINE)
_CSS_LEAK = re.compile(r"(?:[a-z-]{3,24}:[^;:<>\"\n]{1,80};){2,20}\"(?:\s?[a-z-]{2,20}=\"[^<>\"\n]{0,40}\")?/?>")
_LINK = re.compile(
    r"!?\[((?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){0,400})\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,500}){0,3}\)"
)
_MARKS = re.compile(r"\*\*|__|``?|~~|(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])")


def is_html(source: str) -> bool:
    """Whether `source` holds at least one HTML tag that show notes are written with."""
    return "<" in source and _HTML.search(source) is not None


def to_text(source: str) -> str:
    """HTML, Markdown or plain text as lines of text; links are `[text](url)`, list items begin with `- `."""
    text = _untagged(source) if is_html(source) else source.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = unescape(text)
    if ">" not in text:
        return text
    if ';">' in text or ';" data-' in text:  # Snipd cuts style attributes at the wrong end
        text = _CSS_LEAK.sub("\n", text)
    return _QUOTE.sub("", text)


def _untagged(source: str) -> str:
    if "<!--" in source:
        head, *rest = source.split("<!--")
        source = head + "".join(part.partition("-->")[2] for part in rest)
    space = " " if _BLOCK.search(source) else "\n"
    source = source.replace("\r\n", "\n").replace("\n", space)
    first, *pieces = _TAG.split(source)
    out = [first]
    opened, url, hidden = -1, "", ""
    for name, attributes, text in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        tag = name.lower()
        if hidden:
            hidden = "" if tag == "/" + hidden else hidden
            if hidden:
                continue
        elif tag in _HIDDEN:
            if not attributes.endswith("/"):
                hidden = tag
                continue
        elif tag == "a":
            href = _HREF.search(attributes)
            opened, url = len(out), (href[1] or href[2] or href[3] or "") if href else ""
        elif tag == "/a" and opened >= 0:
            label = " ".join("".join(out[opened:]).split())
            del out[opened:]
            out.append(_link(label, url.strip()))
            opened = -1
        elif tag == "li":
            out.append("\n- ")
        elif tag.removeprefix("/") in _LINE_ENDS:
            out.append("\n")
        out.append(text)
    return "".join(out)


def _link(label: str, url: str) -> str:
    if not url:
        return label
    return url if label in {"", url} else f"[{label}]({url})"


def plain(text: str) -> str:
    """One line of Markdown as plain text: links by their text, marks of emphasis and code gone, white space collapsed."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text or "`" in text or "~~" in text:
        text = _MARKS.sub("", text)
    return " ".join(text.split())
