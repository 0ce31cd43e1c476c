"""A megabyte each of what makes careless patterns slow; `tests/benchmarks/notes.py` says how long each takes."""

from __future__ import annotations

PLAYED = """### [01:11] x
[🎧 Play snip - 1min️ (00:00 - 01:11)](https://share.snipd.com/snip/a)
<audio controls> <source src="https://a.example.org/12.mp3#t=00:00,01:11"> </audio>
"""

TRAPS = {
    "digits and colons": "00:" * 333_000,
    "dashes": "-" * 1_000_000,
    "blanks": " " * 1_000_000 + "x",
    "brackets": "[" * 1_000_000,
    "wikilinks": "[[" * 500_000,
    "comments": "%% " * 333_000,
    "comment blocks": "%%\n\n" * 250_000,
    "highlights": " ==a" * 250_000,
    "headings": "### [00:00] x\n" * 70_000,
    "known headings": "## Snips\n" * 110_000,
    "hashes": "#" * 1_000_000,
    "tags": "### x " + "#a" * 500_000,
    "audio": '<source src="' * 80_000,
    "snips": PLAYED * 6_000,
    "a snip of blanks": PLAYED.replace("x", " :" * 500_000),
    "share links": "[x](https://share.snipd.com/snip/a)\n" * 28_000,
    "callouts": "[!a" * 333_000,
    "bullets": "- 00:00-00:01 x\n" * 62_000,
    "breaks": "<br/>" * 200_000,
    "moments": "- 00:00 x\n" * 100_000,
    "captured": "- [0:01](obsidian://podnotes?episodeName=a&time=1) x\n" * 20_000,
    "links to nowhere": "[a](obsidian://podnotes?(" * 40_000,
}


_SHARED = "https://share.snipd.com/snip/a"
_CAPTURED = "obsidian://podnotes?episodeName=a&time=764"
LAYOUTS = {
    "snipd-plugin": f"---\nfrom_snipd: true\ntitle: a\n---\n## Snips\n### [x]({_SHARED})\nTRAP\n",
    "snipd-export": "# a\n## Episode metadata\n- Episode title: a\n- Show notes\nTRAP\n## Snips\nTRAP\n",
    "snipd-obsidian": "---\nsnipd: a\ntitle: a\n---\n## Show notes\n> TRAP\n## Snips\nTRAP\n",
    "logseq": f"- ## [[a]]\n  - #### 1min snip at [05:12]({_SHARED})\n    - TRAP\n",
    "readwise": "# a\n## Metadata\n- Full Title: a\n- Category: #podcasts\n## Highlights\n"
    f"- TRAP ([Time 0:12:44]({_SHARED}))\n",
    "podnotes": f"---\npodcast: b\n---\n# a\n- [00:12:44]({_CAPTURED}) TRAP\n\tTRAP\n## Snips\nTRAP\n",
    "own": "---\ntitle: a\nshow: b\n---\n## Chapters\nTRAP\n## People\nTRAP\n## Glossary\nTRAP\n",
}
"""A note of each layout, with TRAP where the program or the listener writes freely."""


def of_layout(layout: str, trap: str) -> bytes:
    """A note of that layout with a megabyte of the trap in it."""
    text = LAYOUTS[layout]
    return text.replace("TRAP", TRAPS[trap][: len(TRAPS[trap]) // text.count("TRAP")]).encode()


def note(trap: str, section: str) -> bytes:
    """A note that has the trap in one of its sections."""
    return f"---\ntitle: a\nshow: b\n---\n## {section}\n{TRAPS[trap]}\n".encode()
