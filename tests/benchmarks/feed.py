"""What a cold build costs, step by step, in CPU per item and as ratios to lxml's parse + serialise of the same feed.

    PYTHONPATH=. python tests/benchmarks/feed.py [ITEMS]

Every item has a timeline in its description, and every second one a note, so nothing is left out.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from feedtool.chapters import Subject, description
from feedtool.formats import Edition, additions, changes, rss
from feedtool.library import Library
from feedtool.publish import Publisher
from feedtool.upstream import document
from feedtool.upstream import rss as upstream_rss

WORDS = "开源 模型 播客 笔记 时间 听众 训练 推理 数据 故事 podcast chapter model note open source the of and to".split()
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel><title>Bench</title><link>https://bench.example</link><description>d</description><language>zh-cn</language>
"""
ITEM = """<item><title>{number}: {title}</title><link>https://bench.example/{number}</link>
<guid isPermaLink="false">00000000-0000-4000-8000-{number:012}</guid><pubDate>Tue, 03 Mar 2026 08:00:00 +0800</pubDate>
<enclosure url="https://a.example/{number}.mp3" length="1" type="audio/mpeg"/><itunes:duration>2:00:00</itunes:duration>
<itunes:explicit>no</itunes:explicit><description>{short}</description>
<content:encoded><![CDATA[{prose}<p>{timeline}</p>{links}]]></content:encoded><itunes:summary>{short}</itunes:summary>
<podcast:person role="host">小明</podcast:person></item>
"""
NOTE = """---
show: Bench
source: https://bench.example/{number}
title: '{number}: {title}'
---

## Show notes
> {short}
> 嘉宾：小红，写作者
> 工具： https://tool.example/{number}
> {lines}

## Snips
### [02:30] Untitled
[🎧 Play snip - 1min️ (01:00 - 02:30)](https://share.snipd.com/snip/{number})
"""


def episode(number: int) -> tuple[str, str]:
    """(item, note) number `number`; the same for the same number."""
    random.seed(number)

    def say(count: int) -> str:
        return "，".join(" ".join(random.choices(WORDS, k=6)) for _ in range(count))  # noqa: S311

    starts = accumulate(random.randint(40, 400) for _ in range(15))  # noqa: S311
    lines = [f"{start // 60:02}:{start % 60:02} {say(2)}" for start in starts]
    given = {"number": number, "title": say(1), "short": say(12)}
    prose = "".join(f"<p>{say(8)}</p>\n" for _ in range(12))
    links = (
        "<ul>"
        + "".join(f'<li><a href="https://e.example/{at}">{say(1)}</a></li>' for at in range(10))
        + "</ul>"
    )
    item = ITEM.format(**given, prose=prose, timeline="<br>\n".join(lines), links=links)
    return item, NOTE.format(**given, lines="\n> ".join(lines))


def library(root: Path, count: int) -> Library:
    notes = root / "bench" / "notes"
    notes.mkdir(parents=True)
    episodes = [episode(number) for number in range(1, count + 1)]
    feed = HEAD + "".join(item for item, _ in episodes) + "</channel></rss>\n"
    (root / "bench" / "upstream.xml").write_text(feed, encoding="utf-8")
    (root / "bench" / "show.toml").write_text('upstream = "upstream.xml"\n', encoding="utf-8")
    for number, (_, note) in list(enumerate(episodes))[::2]:
        (notes / f"{number}.md").write_text(note, encoding="utf-8")
    return Library(root)


def cost(step: Callable[[], object]) -> float:
    """Least CPU seconds of three runs."""

    def once() -> float:
        began = time.process_time()
        step()
        return time.process_time() - began

    return min(once() for _ in range(3))


def steps(publisher: Publisher, data: bytes) -> dict[str, Callable[[], object]]:
    """The whole, and its parts, each with its input made before."""
    scanned = document.scan(data)
    loaded = publisher.load("bench")
    show: Edition = publisher.edition(loaded, "https://me.example")
    subjects = [Subject(item=item, note=None, document=scanned) for item in upstream_rss.read(scanned).items]
    return {
        "lxml": lambda: etree.tostring(etree.fromstring(data)),
        "scan": lambda: document.scan(data),
        "read": lambda: upstream_rss.read(scanned),
        "find chapters": lambda: [description.find(subject) for subject in subjects],
        "changes": lambda: list(map(changes.of_items(show), show.show.items)),
        "additions": lambda: [list(added) for added in map(additions.of_items(show), show.show.items)],
        "render": lambda: rss.render(show),
        "load (all but render)": lambda: Publisher(publisher.library).load("bench"),
    }


def main(count: int) -> None:
    with TemporaryDirectory() as root:
        publisher = Publisher(library(Path(root), count))
        data = (Path(root) / "bench" / "upstream.xml").read_bytes()
        took = {name: cost(step) for name, step in steps(publisher, data).items()}
    print(f"{count} items, {len(data) // count} bytes each")
    for name, seconds in took.items():
        print(f"{name:22} {1e6 * seconds / count:8.1f} us/item {seconds / took['lxml']:6.2f} x lxml")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
