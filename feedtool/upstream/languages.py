"""Whether a decoded text makes sense: each encoding by the commonest characters of what is written in it.

Most bytes are letters in many encodings, but only in the right one are they the common letters, and in Latin
script alone they stand apart, among ASCII. This is no language detection: it tells readable from mojibake,
and prefers no answer to a wrong one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CHINESE = (
    "的一是不了在有我人这中大来上国个到说们为子和你地出会也时要就可以对生能而着下自之年过发后作里用道行所然家种事成方多经么"
    "去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三"
    "又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度"
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感"
    "建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设"
    "式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔集播客聊谈访，。！？：；、（）《》“”"
)
_TRADITIONAL = (
    "的一是不了在有我人這中大來上國個到說們為子和你地出會也時要就可以對生能而著下自之年過發後作裡用道行所然家種事成方多經麼"
    "去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日者意無力它與長把機十民第公此已工使情明性知全三"
    "又關點正業外將兩高間由問很最重並物手應向頭文體政美相見被利什二等產或新己制身果加西月話合回特代內信表化老給世位次度"
    "門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活更別打女變四神總何電數安少報才結反受目太量再感"
    "，。！？：；、（）「」《》"
)
_KANA = (
    "のにはをたがでてとしれさあるいもらなりっかきくこすせそだつどまみめやよわん"
    "イスントルアリドックラシタコプレマフジグデサロカメテ、。ー・「」"
)
_HANGUL = (
    "이다는의에을가하고은지를한도로사어기자시나아리서그라대인해수들일정부만있보니과것"
    "여게장주전상스오우성구와제마무조비원동신선안소유저공미면으거할음됐년방"
)


class Language(NamedTuple):
    encoding: str
    common: str
    """The commonest characters that are not ASCII."""
    least: float
    """Their share of all that are not ASCII, at least."""
    apart: bool = False
    """Their bytes stand apart among ASCII letters, not together in words of their own."""
    evidence: int = 8
    """So many characters make a guess."""


_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбч"
_LANGUAGES = (
    Language("gb18030", _CHINESE, 0.35),
    Language("big5hkscs", _TRADITIONAL, 0.35),
    Language("cp932", _KANA, 0.35),
    Language("euc_jp", _KANA, 0.35),
    Language("cp949", _HANGUL, 0.35),
    Language("cp1251", _CYRILLIC, 0.8),
    Language("koi8-r", _CYRILLIC, 0.8),
    Language("cp1253", "αοιετσνηυρπκμλςόίάήέύώωδγχθφβ", 0.8),
    Language("cp1255", "יוהלארמבתשעןםנפחדקצגטסכז", 0.8),
    Language("cp1256", "اليمونرتبةعدسفهكقأح،", 0.8),
    Language("cp874", "านรอกเงมยลวดทสตะปบคหแจพชขใไโผซถศณัี่้ิืุูำ็์", 0.8),
    Language(
        "cp1252", "éèàüöäßñçáíóúâêôîûåæøëïãõÉÖÜÄÅØ’‘“”–—…©®™°«»£€·\xa0¿¡œ•", 0.8, apart=True, evidence=1
    ),
    Language("cp1254", "çğıöşüÇĞİÖŞÜâ’“”", 0.8, apart=True),
    Language("cp1250", "ěščřžýáíéúůťďňóąćęłńśźżőűöüŠČŘŽŁŚŻäß’„”“–…", 0.8, apart=True),
)
"""Where two fit a text equally well the earlier one is taken."""

_NOT_ASCII = re.compile("[^\0-\x7f]+")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 100_000
"""Characters looked at: as many as a language needs to show itself, many times over."""


def fits(data: bytes, text: str, encoding: str) -> bool:
    """Whether `data` read as `encoding` makes sense; so does all whose language is not known here."""
    known = [language for language in _LANGUAGES if language.encoding == encoding]
    return not known or any(_likeness(text, language, _apart(data)) >= 1 for language in known)


def guess(data: bytes) -> tuple[str, str] | None:
    """The text that bytes make sense as, and the encoding; None where none does, or there is too little to tell."""
    best, apart = (1.0, "", ""), _apart(data)
    for language in _LANGUAGES:
        try:
            text = data.decode(language.encoding)
        except UnicodeDecodeError:
            continue
        if len("".join(_NOT_ASCII.findall(text))) >= language.evidence:
            found = (_likeness(text, language, apart), text, language.encoding)
            best = max(best, found, key=lambda reading: reading[0])
    return best[1:] if best[1] else None


def _apart(data: bytes) -> bool:
    """Whether most bytes that are not ASCII have no neighbours that are not."""
    words = _HIGH_BYTES.findall(data)
    return sum(map(len, words)) < 2 * len(words)


def _likeness(text: str, language: Language, apart: bool) -> float:
    """How far the share of common characters is above the least, from 1 on; 0 if the text has another shape."""
    sample = "".join(_NOT_ASCII.findall(text))[:_SAMPLE]
    if not sample or apart != language.apart:
        return 0.0
    return sum(map(frozenset(language.common).__contains__, sample)) / len(sample) / language.least
