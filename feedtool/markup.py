"""Text and links in HTML and Markdown: everything becomes lines of text, with links in Markdown's form.

No HTML parser: show notes are fragments, often broken ones, and only lines and links matter here. The text is split
at each `<`, and one loop joins the pieces; a tag ends before the next one, so the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from operator import itemgetter

_TAG = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,15}")
_HTML = re.compile(
    r"</?(?:p|br|a|div|ul|ol|li|span|strong|b|em|i|u|h[1-6]|hr|blockquote|table|tr|td|pre|img|iframe|script|style"
    r"|figure|section|article|font|code|dl|dt|dd|details|summary|center|small|su[bp]|header|footer|main)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"</?(?:p|li|div|h[1-6])[\s>/]", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s{0,4}=\s{0,4}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_LINES = "br p div ul ol h1 h2 h3 h4 h5 h6 hr blockquote table tr dl dt dd pre figure section article header footer"
_BREAKS = {"li": "\n- ", "/li": "\n", "br /": "\n"} | {
    end + tag: "\n" for tag in _LINES.split() for end in ("", "/")
}
_BREAKS |= {"/td": "\t", "/th": "\t"}
_HIDDEN = frozenset(("script", "style", "iframe", "noscript", "template"))

_QUOTE = re.compile(r"^>[ >]{0,8}", re.MULTILINE)
_CSS_LEAK = re.compile(
    r"(?:[a-z-]{3,24}:[^;:<>\"\n]{1,80};){2,20}\"(?:\s?[a-z-]{2,20}=\"[^<>\"\n]{0,40}\")?/?>"
)
_LINK = re.compile(
    r"!?\[((?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){0,400})\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,500}){0,3}\)"
)
_WORDS, _INNER = itemgetter(1), itemgetter(2)  # a call of one costs a fraction of a template like "\\1"
_MARKS = re.compile(r"\*\*|``?|~~|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
# `_` is a mark only around whole words (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis).
_UNDERSCORED = re.compile(
    r"(?<!\w)(_{1,3})(?=[^\s_])((?:[^_\n]|(?<=[^\W_])_{1,9}(?=[^\W_])){1,400}?)(?<=[^\s_])\1(?!\w)"
)


def is_html(source: str) -> bool:
    """Whether `source` holds at least one of the HTML tags that show notes are written with."""
    return "<" in source and _HTML.search(source) is not None


def to_text(source: str) -> str:
    """HTML, Markdown or plain text as lines of text; links are `[text](url)`, list items begin with `- `.

    Scripts, styles and all other tags are dropped, entities decoded, leading `>` of quotations taken off. Any input is
    fine, however broken.
    """
    text = source.replace("\r\n", "\n") if "\r" in source else source
    if is_html(text):
        text = _untagged(text)
    if "&" in text:
        text = unescape(text)
    # One character is found ten times faster than two, and most texts have neither of these.
    # Snipd cuts some style attributes at the wrong end, and its raw export joins the lines of a quotation by `<br/>>`.
    if '"' in text and (';">' in text or ';" data-' in text):
        text = _CSS_LEAK.sub("\n", text)
    return _QUOTE.sub("", text) if ">" in text and ("\n>" in text or text[0] == ">") else text


def _untagged(source: str) -> str:
    if "<!--" in source:
        head, *rest = source.split("<!--")
        source = head + "".join(part.partition("-->")[2] for part in rest)
    if _BLOCK.search(source):  # only then a line end is no more than a space
        source = source.replace("\n", " ")
    first, *pieces = source.split("<")
    return first + "".join(_joined(pieces))


def _joined(pieces: Iterable[str]) -> list[str]:
    """The text in `pieces` (each from behind a `<` to the next), with lines and links in place."""
    out: list[str] = []
    opened, url, hidden = -1, "", ""
    for piece in pieces:
        inner, end, text = piece.partition(">")
        if not hidden and (mark := _BREAKS.get(inner)):  # most tags, as they are mostly written
            out += (mark, text)
            continue
        match = _TAG.match(inner) if end else None
        if not match:
            out += () if hidden else ("<", piece)
            continue
        tag = match[0].lower()
        if hidden:
            if tag != "/" + hidden:
                continue
            hidden = ""
        elif mark := _BREAKS.get(tag):
            out.append(mark)
        elif tag == "a":
            opened, url = len(out), _href(inner)
        elif tag == "/a" and opened >= 0:
            out[opened:] = [_link(" ".join("".join(out[opened:]).split()), url)]
            opened = -1
        elif tag in _HIDDEN and not inner.endswith("/"):
            hidden = tag
            continue
        out.append(text)
    return out


def _href(tag: str) -> str:
    if tag.startswith('a href="') and '"' in tag[8:]:  # as nearly all are written
        return tag[8 : tag.index('"', 8)].strip()
    match = _HREF.search(tag)
    return (match[1] or match[2] or match[3] or "").strip() if match else ""


def _link(label: str, url: str) -> str:
    if not url:
        return label
    return url if label in {"", url} else f"[{label}]({url})"


def plain(text: str) -> str:
    """One line of Markdown as plain text: links by their text, no marks of emphasis or code, white space collapsed."""
    if "](" in text:
        text = _LINK.sub(_WORDS, text)
    if "*" in text or "`" in text or "~~" in text:
        text = _MARKS.sub("", text)
    if "_" in text:
        text = _UNDERSCORED.sub(_INNER, text)
    return " ".join(text.split())
