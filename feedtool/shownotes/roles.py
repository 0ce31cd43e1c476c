"""What people's roles in a podcast are called in show notes, and in the podcast taxonomy.

Source: https://github.com/Podcastindex-org/podcast-namespace/blob/main/taxonomy.json (roles and groups in lower case).
Words that the taxonomy has nothing sure for (运营, 出品) are left out: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

_POST = "audio post-production"
_DIRECTION = "creative direction"
_TAXONOMY = (  # role, group, what show notes call it ("_" for a space)
    ("host", "cast", "主播 主持 主持人 主讲 主讲人 主講 主講人 谈话人 談話人"),
    ("host", "cast", "Host Hosts host hosts Hosted_by Moderation Moderator Moderatorin"),
    ("host", "cast", "Presenta Presentador Presentadora"),
    ("host", "cast", "Présenté_par Animateur Animatrice Apresentação Ведущий Ведущая Ведущие"),
    ("host", "cast", "パーソナリティ ホスト 聞き手 進行 진행 진행자 호스트"),
    ("co-host", "cast", "联合主持 联合主播 Co-host Co-hosts Co-Host Co-Hosts"),
    ("guest", "cast", "嘉宾 嘉賓 来宾 來賓 来客 受访者 登场人物 出场人物 本期人物 Guest Guests guest guests"),
    ("guest", "cast", "Featuring Gast Gäste Zu_Gast"),
    ("guest", "cast", "Invitado Invitada Invitados Invitadas Invité Invitée Invités Invitées"),
    ("guest", "cast", "Convidado Convidada Convidados Ospite Ospiti Гость Гостья Гости"),
    ("guest", "cast", "ゲスト 게스트 출연 출연자"),
    ("narrator", "cast", "旁白 Narrator Narrated_by"),
    ("audio editor", _POST, "剪辑 剪輯 剪辑制作 后期剪辑 音频剪辑 Audio_editor Edited_by"),
    ("audio editor", _POST, "后期 後期 后期制作 後期製作 音频后期"),
    ("sound designer", _POST, "声音设计 声音设计师 聲音設計 Sound_design Sound_designer Sound_design_by"),
    ("composer", _POST, "作曲 Composer Music_by Original_music_by"),
    ("producer", _DIRECTION, "制作 製作 制作人 製作人 节目制作 Producer Producers Produced_by"),
    ("executive producer", _DIRECTION, "监制 監製 总监制 Executive_producer Executive_Producer"),
    ("development producer", _DIRECTION, "策划 策劃 节目策划 内容策划"),
    ("writer", "writing", "文案 撰稿 撰稿人 Writer Written_by"),
    ("editor", "writing", "编辑 編輯 责任编辑 责编 文案编辑 文字编辑 运营编辑"),
    ("researcher", "writing", "研究员 Researcher Researched_by"),
    ("translator", "writing", "翻译 翻譯 Translator"),
    ("audio engineer", "audio production", "录音 錄音 录音师 混音 Audio_engineer Mixed_by"),
    ("production coordinator", "administration", "统筹 統籌 节目统筹 制作统筹"),
    ("cover art designer", "visuals", "封面 封面设计 封面設計 Cover_art Cover_art_by"),
    ("graphic designer", "visuals", "设计 平面设计 视觉设计 视觉 Logo设计 logo设计 Logo_设计"),
    ("intern", "misc.", "实习生 实习研究员"),
)
ROLES = {
    form: (role, group)
    for role, group, words in _TAXONOMY
    for word in words.split()
    for form in (word.replace("_", " "), word.replace("_", " ").upper())
}
"""The word in the show notes → (role, group)."""


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`, the longest first; an engine tries only those that begin with the right letter."""
    ordered = sorted(words, key=lambda word: (word[0], -len(word)))
    return "|".join(
        f"{first}(?:{'|'.join(re.escape(word[1:]) for word in group)})"
        for first, group in groupby(ordered, key=itemgetter(0))
    )


_PREFIXES = (
    *"本期 本集 本次 今日 节目 節目 特邀 特别 常驻 参与 录制 对谈 客座 友情 岛上 幕后 关于".split(),
    *(f"{word} " for word in "Special|Your|Our|Today's|Today’s|This week's|This week’s".split("|")),
)
_PREFIX = f"(?:{'|'.join(_PREFIXES)})?"
_FIRST = "".join(sorted({word[0] for word in (*ROLES, *_PREFIXES)}))
_WORD = rf"({_one_of(ROLES)})(?:们|人员|\(s\)|[ \t]?[1-9](?=[ \t]?[：:]))?"
_SEPARATOR = (
    r"([ \t\u3000]{0,4}[-–—]?[】\]]?(?:$|(?=\n))|[】\]]?[*_]{0,2}[ \t\u3000]{0,4}[：:｜|]"
    r"|[ \t]{1,4}[-–—](?=[ \t])|[】\]]|[ \t\u3000])"
)
_BODY = rf"[^\w\n]{{0,12}}_{{0,2}}(?=[{_FIRST}])(?:[\u4e00-\u9fff]{{2,5}}[、/&])?{_PREFIX}{_WORD}{_SEPARATOR}"
# A fixed beginning each, that the engine skips to: a line's head, or what Snipd leaves of one where it joins lines.
_LINE = re.compile(rf"\n{_BODY}")
_JOINED = re.compile(rf"  {_BODY}")
_ENDED = re.compile(rf"[。！？] {_BODY}")
_TAGGED = re.compile(rf"【{_BODY}")
_NEXT = re.compile(rf"[\s|｜★/;；,，]{_BODY}")
_MOST = 1000  # labels of each kind that are looked at; more are no show notes
_NEAR = 300  # characters of a line behind a label that may hold the next


class Label(NamedTuple):
    """A role's name in the text: where it begins, and where the people's names may begin."""

    begin: int
    end: int
    word: str
    """The key in `ROLES`; "" where it looks like a word of a sentence."""
    heads: bool
    """It begins its line, so that the people may stand on the lines under it."""


def labels(text: str) -> list[Label]:
    """Where `text` names a role: at the head of a line, behind two spaces, a sentence or 【, and after another role."""
    padded = "\n" + text
    found = {match.start(1): _label(match, heads=True) for match in islice(_LINE.finditer(padded), _MOST)}
    for pattern in (_JOINED, _ENDED, _TAGGED):
        for match in islice(pattern.finditer(padded), _MOST):
            found.setdefault(match.start(1), _label(match, heads=False))
    reached = 0
    for _, label in sorted(found.items()):
        end = padded.find("\n", label.end + 1, label.end + _NEAR)
        end = label.end + _NEAR if end < 0 else end
        for match in _NEXT.finditer(padded, max(reached, label.end), end):
            if match[2].strip() or match[1].endswith("by"):
                found.setdefault(match.start(1), _label(match, heads=False))
        reached = max(reached, end)
    return [label for _, label in sorted(found.items()) if label.word][:_MOST]


def _label(match: re.Match[str], *, heads: bool) -> Label:
    word, separator = match.groups()
    # A blank is enough behind Chinese and `Hosted by`. Any other word needs a mark, or a capital and the line's end.
    marked = bool(separator.strip()) or not word.isascii() or word.endswith("by")
    alone = not word.islower() and separator[:1] in {"", "\n"}
    return Label(match.start(), match.end() - 1, word if marked or alone else "", heads)
