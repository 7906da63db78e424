"""Which encodings a language was ever written in: a detector that knows the language of a text chooses among few."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

_FAMILIES = {
    "western": "cp1252 iso8859-1 iso8859-15 mac-roman cp850 cp858 cp437",
    "central european": "cp1250 iso8859-2 iso8859-16 mac-latin2 cp852",
    "baltic": "cp1257 iso8859-13 iso8859-4 iso8859-10 cp775",
    "cyrillic": "cp1251 koi8-r koi8-u iso8859-5 mac-cyrillic cp866 cp855 cp1125",
    "greek": "cp1253 iso8859-7 mac-greek cp737 cp869",
    "turkish": "cp1254 iso8859-9 iso8859-3 mac-turkish cp857",
    "hebrew": "cp1255 iso8859-8 cp862 cp856",
    "arabic": "cp1256 iso8859-6 cp720 cp864 cp1006",
    "thai": "cp874 tis-620",
    "vietnamese": "cp1258",
    "japanese": "cp932 shift_jis_2004 euc_jis_2004 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_ext",
    "korean": "cp949 euc_kr johab iso2022_kr",
    "chinese": "gb18030 big5hkscs hz",  # both scripts: zh-TW papers come in GB as well
    "celtic": "iso8859-14",
    "icelandic": "mac-iceland cp861",
    "portuguese": "cp860",
    "nordic": "cp865",
    "canadian": "cp863",
    "latin 3": "iso8859-3",
    "kazakh": "kz1048 ptcp154",
    "tajik": "koi8-t",
}

# Primary subtags (BCP 47) of languages by the families they were written in.
_LANGUAGES = {
    "western": "af ast ca co de en es eu fil fy gl ht id it lb ms nl oc rm sc scn sq sw wa",
    "western canadian": "fr",
    "western nordic": "da fi fo nb nn no se sv",
    "western icelandic": "is",
    "western portuguese": "pt",
    "western celtic": "br cy ga gd gv kw",
    "western latin 3": "eo mt",
    "central european": "cs dsb hr hsb hu pl ro sk sl",
    "central european cyrillic": "bs cnr sh sr",
    "baltic": "et lt ltg lv",
    "cyrillic": "ab av ba be bg ce cv ky mk mn os ru rue tt uk",
    "cyrillic kazakh": "kk",
    "cyrillic tajik": "tg",
    "turkish cyrillic": "az crh tk uz",
    "greek": "el",
    "turkish": "ku tr",
    "hebrew": "he iw yi",
    "arabic": "ar arz azb ckb fa ps sd ug ur",
    "thai": "th",
    "vietnamese": "vi",
    "japanese": "ja",
    "korean": "ko",
    "chinese": "cmn gan hak lzh nan wuu yue zh",
}

# One language for our purpose, whichever tag it goes by.
KIN = {"nb": "no", "nn": "no", "bs": "hr", "cnr": "hr", "sh": "hr", "iw": "he", "cmn": "zh"}
_EAST_ASIAN = ("japanese", "korean", "chinese")


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the detector is told of it: the subtag, the families of its encodings, the encodings."""

    tag: str
    families: tuple[str, ...]
    encodings: tuple[str, ...]

    @property
    def east_asian(self) -> bool:
        """Whether it is written in characters of several bytes, for which neighbours prove nothing."""
        return any(family in _EAST_ASIAN for family in self.families)


def language_of(tag: str | None) -> Language | None:
    """The language of a BCP 47 tag; None where no encodings are known for it ("und", "mul", a tag that is no tag).

    >>> language_of("fr-CA").encodings[:2], language_of("und")
    (('cp1252', 'iso8859-1'), None)
    """
    if not tag or len(tag) > 100:
        return None
    return _language(tag.strip().replace("_", "-").partition("-")[0].lower())


@cache
def _languages() -> dict[str, Language]:
    found = {}
    for families, tags in _LANGUAGES.items():
        names = tuple(name for name in _FAMILIES if name in families)
        encodings = tuple(code for name in names for code in _FAMILIES[name].split())
        for tag in tags.split():
            found[tag] = Language(tag, names, tuple(dict.fromkeys(encodings)))
    return found


def _language(tag: str) -> Language | None:
    return _languages().get(tag)


def same_language(one: str, other: str) -> bool:
    """Whether two subtags name one language for our purpose ("nb" and "no").

    >>> same_language("nn", "no"), same_language("fr", "es")
    (True, False)
    """
    return KIN.get(one, one) == KIN.get(other, other)
