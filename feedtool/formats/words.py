"""All words that we say to listeners, in a feed and on its pages, by the show's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Refusal = Literal["not found", "unavailable", "our fault"]


class Words(NamedTuple):
    """English where a language does not say otherwise. `one|many` has a form for 1 and one for all other counts."""

    chapters: str = "Chapters"
    snips: str = "My snips"
    links: str = "Links"
    glossary: str = "Glossary"

    people: str = "People"
    mentioned: str = "Mentioned"
    show_notes: str = "Show notes"
    transcript: str = "Transcript"
    untitled: str = "Untitled"
    image: str = "Picture"
    favourite: str = "Favourite"

    shows: str = "My podcasts"
    about: str = "Podcasts with the chapters, snips and links that my notes know."
    opml: str = "All feeds as OPML"
    no_shows: str = "No show can be read yet."
    no_episodes: str = "There are no episodes yet."
    nothing: str = "There are no chapters, snips or show notes for this episode."
    more: str = "More"
    episodes: str = "Episodes"
    newer: str = "Newer episode"
    older: str = "Older episode"
    website: str = "Website"
    feed: str = "Feed"
    filter: str = "Filter episodes"
    shown: str = "{} episode found|{} episodes found"
    episode_count: str = "{} episode|{} episodes"
    chapter_count: str = "{} chapter|{} chapters"
    snip_count: str = "{} snip|{} snips"
    minutes: str = "{} min"
    note: str = "Note"

    subscribe: str = "Subscribe"
    address: str = "Address for your podcast app"
    copy: str = "Copy"
    copied: str = "Copied"
    scan: str = "Scan with your phone to get the address"
    scan_elsewhere: str = (
        "Only this computer reaches this address. For your phone, start “feedtool serve --host 0.0.0.0”,"
        " and open this page at the address that it says."
    )
    takes_chapters: str = "chapters"
    takes_notes: str = "show notes"
    needs_public: str = "public address only"

    player: str = "Player"
    play: str = "Play"
    pause: str = "Pause"
    back: str = "Back 15 seconds"
    forward: str = "Forward 30 seconds"
    previous: str = "Previous chapter"
    next: str = "Next chapter"
    position: str = "Position"
    speed: str = "Speed"
    play_snip: str = "Play this snip"
    moment: str = "Link to this moment"
    silent: str = "The audio cannot be played here."
    audio_file: str = "Audio file"
    keys: str = "Keys: space plays and pauses, ← → move 15 and 30 seconds, with Shift by chapter."

    refusals: Mapping[Refusal, tuple[str, str]] = MappingProxyType(
        {
            "not found": ("There is nothing here", "The address may be mistyped, or what was here is gone."),
            "unavailable": (
                "This show can’t be served right now",
                "Its feed could not be fetched yet; it is tried again in a few minutes."
                " Whoever runs this server finds the reason in its log, at /healthz and by “feedtool check”.",
            ),
            "our fault": ("That went wrong", "Whoever runs this server finds the reason in its log."),
        }
    )
    """For what there is no page for: a headline, and what to do."""

    roles: Mapping[str, str] = MappingProxyType({})
    """The podcast taxonomy's roles; one that is missing is said as upstream says it."""


_CHINESE_ROLES = {
    "host": "主播",
    "co-host": "联合主播",
    "guest": "嘉宾",
    "guest host": "客座主播",
    "narrator": "旁白",
    "reporter": "记者",
    "voice actor": "配音",
    "announcer": "播报",
    "producer": "制作",
    "executive producer": "监制",
    "associate producer": "助理制作",
    "development producer": "策划",
    "production coordinator": "统筹",
    "director": "导演",
    "author": "作者",
    "writer": "撰稿",
    "editor": "编辑",
    "researcher": "研究",
    "translator": "翻译",
    "transcriber": "文字稿",
    "audio editor": "剪辑",
    "audio engineer": "录音",
    "sound designer": "声音设计",
    "composer": "作曲",
    "theme music": "主题音乐",
    "cover art designer": "封面设计",
    "graphic designer": "视觉设计",
    "consultant": "顾问",
    "intern": "实习生",
}

_BY_LANGUAGE = {
    "en": Words(),
    "zh": Words(
        chapters="章节",
        snips="我的片段",
        links="链接",
        glossary="名词",
        people="人物",
        mentioned="提到的书和节目",
        show_notes="节目简介",
        transcript="文字稿",
        untitled="无题",
        image="图片",
        favourite="收藏",
        shows="我的播客",
        about="加上了章节、片段和链接的播客，都来自我的笔记。",
        opml="全部订阅（OPML）",
        no_shows="还没有可以读取的节目。",
        no_episodes="还没有单集。",
        nothing="这一期没有章节、片段和简介。",
        more="展开",
        episodes="单集",
        newer="后一期",
        older="前一期",
        website="官网",
        feed="订阅源",
        filter="筛选单集",
        shown="找到 {} 期",
        episode_count="{} 期",
        chapter_count="{} 个章节",
        snip_count="{} 个片段",
        minutes="{} 分钟",
        note="笔记",
        subscribe="订阅",
        address="在播客应用里添加这个地址",
        copy="复制",
        copied="已复制",
        scan="用手机扫码获取地址",
        scan_elsewhere="只有这台电脑能打开这个地址。要用手机，请启动 feedtool serve --host 0.0.0.0，打开它给出的地址。",
        takes_chapters="章节",
        takes_notes="节目简介",
        needs_public="仅限公网地址",
        player="播放器",
        play="播放",
        pause="暂停",
        back="后退 15 秒",
        forward="前进 30 秒",
        previous="上一章",
        next="下一章",
        position="播放位置",
        speed="倍速",
        play_snip="播放这个片段",
        moment="这一刻的链接",
        silent="这里无法播放音频。",
        audio_file="音频文件",
        keys="快捷键：空格播放或暂停，← → 后退 15 秒或前进 30 秒，按住 Shift 则切换章节。",
        refusals=MappingProxyType(
            {
                "not found": ("这里什么也没有", "地址可能写错了，也可能原来的内容已经不在了。"),
                "unavailable": (
                    "暂时打不开这个节目",
                    "还没有取到它的订阅源，几分钟后会再试。原因在服务器的日志、/healthz 和 feedtool check 里。",
                ),
                "our fault": ("出错了", "原因在服务器的日志里。"),
            }
        ),
        roles=MappingProxyType(_CHINESE_ROLES),
    ),
}

_OTHERS = "en"
"""For shows in languages that we have no words in."""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")


def words(language: str) -> Words:
    """By a language tag such as `zh-cn`; English for languages that we have no words in."""
    return _BY_LANGUAGE[spoken(language)]


def spoken(language: str) -> str:
    """The one of our languages for a show in `language`."""
    primary = language.lower()[:2]
    return primary if primary in _BY_LANGUAGE else _OTHERS


def tag(language: str) -> str:
    """A language as pages may name it (BCP 47); "en" where upstream's is none."""
    hyphenated = language.strip().replace("_", "-")
    return hyphenated if _TAG.fullmatch(hyphenated) else _OTHERS


def counted(count: int, forms: str) -> str:
    """`forms` is `one|many`, or one form for all counts; `{}` is where the number goes."""
    one, _, many = forms.partition("|")
    return (one if count == 1 or not many else many).format(count)


def most_common(languages: Iterable[str]) -> str:
    """The language that most speak, the first of equals."""
    every = list(languages)
    return max(every, key=every.count, default=_OTHERS)
