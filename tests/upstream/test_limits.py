"""What is made to keep a parser busy is refused, or read in no time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from feedtool import upstream
from feedtool.errors import NotAFeed


def rss(body: str, *, root: str = "") -> str:
    return f"<rss{root}><channel><title>t</title>{body}<item><title>a</title></item></channel></rss>"


def broken(body: str, *, root: str = "") -> str:
    return rss(f"<i>&nbsp</b>{body}", root=root)


def atom(body: str, *, root: str = "") -> str:
    entry = f"<entry><title>a</title>{body}</entry>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{root}><title>t</title>{entry}</feed>'


BIG = 100_000
"""Bytes: enough for what is quadratic to take minutes."""
ATTACKS = {
    "digits and colons": "1:" * (BIG // 2),
    "open CDATA": "<![CDATA[" * (BIG // 9),
    "open comments": "<!--" * (BIG // 4),
    "open instructions": "<?" * (BIG // 2),
    "open tags": "<a " * (BIG // 3),
    "open values": "<a b='" * (BIG // 6),
    "angles": "<" * BIG,
    "ampersands": "&" * BIG,
    "entities": "&nbsp;" * (BIG // 6),
    "space in a tag": f"<a{' ' * BIG}>x</a>",
    "attributes": "<x" + "".join(f" a{number}='1'" for number in range(BIG // 9)) + "/>",
    "attributes without values": f"<x{' a' * (BIG // 2)}/>",
    "depth": "<x>" * (BIG // 7) + "</x>" * (BIG // 7),
    "end tags": "</x>" * (BIG // 4),
    "prefixes": "".join(f"<p{number}:x/>" for number in range(BIG // 10)),
    "namespaces": "".join(f'<x xmlns:a{number}="u"/>' for number in range(BIG // 20)),
    "an author": f"<author>a@{'a.' * (BIG // 2)}!</author>",
    "an author in pieces": f"<author>a@{'a.<!-- x -->' * (BIG // 12)}!</author>",
    "authors": "<author>a</author>" * (BIG // 18),
    "DOCTYPEs": "<!DOCTYPE " * (BIG // 10),
    "roots": "</rss>" * (BIG // 6),
}
SHAPES: dict[str, Callable[[str], str]] = {
    "rss": rss,
    "broken": broken,
    "atom": atom,
    "before": lambda attack: attack + rss(""),
    "before atom": lambda attack: attack + atom(""),
    "root": lambda attack: rss("", root=f' a="{attack}"'),
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.timeout(10)
def test_nothing_takes_long(shape: str, attack: str) -> None:
    data = SHAPES[shape](ATTACKS[attack]).encode()
    with suppress(NotAFeed):
        assert upstream.read(data).document.data


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        (f"<rss a='{'x' * 10_000_001}'><channel><b></channel></rss>", "neither a title nor episodes"),
        (atom(ATTACKS["attributes"]), "an element with more than 100 attributes"),
        (atom(ATTACKS["authors"] * 4), "an episode with more than 10000 elements"),
        (atom(ATTACKS["namespaces"][:20_000]), "more than 500 namespaces"),
        (atom("</entry><entry>" * 20_001), "more than 20000 episodes"),
        (atom(f"<author>a@{'a.<!-- x -->' * 20_000}!</author>"), "words of tens of thousands of letters"),
        (
            rss("").replace("<title>a", f"{ATTACKS['an author']}<title>a"),
            "item 1 has an author of more than 4096 bytes",
        ),
    ],
)
def test_what_would_stall_feedparser_is_refused(feed: str, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        upstream.read(feed.encode())


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "doctype",
    [
        LAUGHS,
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % d SYSTEM "https://x.example/e.dtd"> %d;]>',
        "<!doctype rss\n[<!ELEMENT rss ANY>]>",
        '<!DOCTYPE rss [<!ENTITY a "<rss>">]>',
        f"Warning: x\n{LAUGHS}",
        f"<!-- <rss> -->{LAUGHS}",
    ],
)
@pytest.mark.parametrize("shape", [rss, atom])
def test_declared_entities_are_refused(shape: Callable[[str], str], doctype: str) -> None:
    with pytest.raises(NotAFeed, match="DOCTYPE declares entities, which is refused"):
        upstream.read((doctype + shape("<x>&x;&b;</x>")).encode())


def test_what_is_outside_is_never_read(tmp_path: Path) -> None:
    secret = f"{tmp_path}/secret"
    feed = f'<!DOCTYPE rss SYSTEM "file://{secret}">' + rss(
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{secret}" parse="text"/><b><i></b></i>'
    )
    assert "libxml2" in upstream.read(feed.encode()).problems[-1].message
