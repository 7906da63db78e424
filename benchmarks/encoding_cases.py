"""Cases for `benchmarks.encoding`: texts of the development set and of our own, stored as people once stored them.

A case is a piece of an article, cut at a word, in an encoding that its language was written in. What an encoding lacks
is written as typists did ("œ" as "oe", curly quotes as straight ones); lines that still do not fit are left out. The
same seed gives the same cases.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks import measure
from corpuskit.decoding.labels import codec_of

DATA = measure.SHARED / "data" / "boilerplate"
OWN = Path(__file__).parent / "texts"
MAIN = ("trafilatura_recall", "readability", "resiliparse_main")
SHORT = (50, 100, 200, 500)
SIZES = (*SHORT, 1000, 2000, 5000)
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
ENOUGH = 200  # characters of content from which a page is an article

# Language groups, their languages, and the encodings in which each was stored on computers of its country.
GROUPS = {
    "French": {"fr": "cp1252 iso8859-15 mac-roman cp850"},
    "other western": dict.fromkeys(
        ("en", "de", "es", "it", "pt", "nl", "sv", "da", "no", "fi"), "cp1252 iso8859-15 mac-roman cp850"
    ),
    "central European": dict.fromkeys(
        ("pl", "cs", "sk", "hu", "hr", "sl"), "cp1250 iso8859-2 cp852 mac-latin2"
    )
    | {"ro": "cp1250 iso8859-2 cp852"},
    "Baltic": dict.fromkeys(("lt", "lv", "et"), "cp1257 iso8859-13 cp775"),
    "Cyrillic": dict.fromkeys(("ru", "bg"), "cp1251 koi8-r iso8859-5 mac-cyrillic cp866 cp855")
    | {"uk": "cp1251 koi8-u iso8859-5 mac-cyrillic cp1125"},
    "Greek": {"el": "cp1253 iso8859-7 mac-greek cp737 cp869"},
    "Turkish": {"tr": "cp1254 iso8859-9 mac-turkish cp857"},
    "Hebrew, Arabic": {"he": "cp1255 iso8859-8 cp862", "ar": "cp1256 iso8859-6 cp720"},
    "Thai, Vietnamese": {"th": "cp874", "vi": "cp1258"},
    "East Asian": {
        "ja": "cp932 euc_jp iso2022_jp",
        "ko": "cp949 euc_kr johab iso2022_kr",
        "zh": "gb18030 hz",
        "zh-Hant": "big5 big5hkscs gb18030",
    },
}
GROUP_OF = {language: group for group, languages in GROUPS.items() for language in languages}

_TYPED = {
    "œ": "oe", "Œ": "OE", "…": "...", "€": "EUR", "•": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"',
    "‚": "'", "«": '"', "»": '"', "‹": "'", "›": "'", "™": "(TM)", "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{THIN SPACE}": " ", "\N{ZERO WIDTH SPACE}": "", "\N{SOFT HYPHEN}": "", "\N{NON-BREAKING HYPHEN}": "-",
    "\N{MINUS SIGN}": "-", "\N{LEFT-TO-RIGHT MARK}": "", "\N{RIGHT-TO-LEFT MARK}": "", "ё": "е", "Ё": "Е", "ґ": "г", "Ґ": "Г",
    "ș": "ş", "ț": "ţ", "Ș": "Ş", "Ț": "Ţ",
}  # fmt: skip
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_PLAIN = {"ş": "s", "ţ": "t", "Ş": "S", "Ţ": "T"}  # Romanian on a computer that had neither


Articles = dict[str, list[str]]

# What chardet's tests call the languages and encodings that say which one it is.
_SPOKEN = {
    "ar": "arabic", "bg": "bulgarian", "hr": "croatian", "cs": "czech", "el": "greek", "he": "hebrew", "hu": "hungarian", "pl": "polish",
    "ro": "romanian", "ru": "russian ibm855 ibm866 koi8-r maccyrillic", "sk": "slovak", "sl": "slovene", "tr": "turkish", "th": "tis-620",
    "ja": "cp932 euc-jp shift_jis iso-2022-jp", "ko": "cp949 euc-kr johab iso-2022-kr", "zh": "big5 gb2312",
}  # fmt: skip
_SPOKEN_IN = {name: tag for tag, names in _SPOKEN.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Case:
    """Bytes of which the text is known.

    `kind` is "legacy", or the harm that was done to UTF-8; `size` the length aimed at; `offset` the first byte that
    is not UTF-8, where harm was done; `also` the text by the narrower meaning of a label.
    """

    kind: str
    language: str
    encoding: str
    size: int
    data: bytes
    text: str
    offset: int | None = None
    also: str | None = None

    @property
    def group(self) -> str:
        """The group of its language."""
        return GROUP_OF[self.language]


def articles(half: int | None = None) -> Articles:
    """The articles of each language, one rendering a page; of a half of the domains only, where asked (0 or 1)."""
    found: Articles = defaultdict(list)
    seen = set()
    for name in ("dev", "dev_fr"):
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for page in map(json.loads, lines):
                known = page["id"] in seen or page["lang"] not in GROUP_OF
                if known or page["renderer"] not in MAIN or half not in (None, _half(page["domain"] or "")):
                    continue
                seen.add(page["id"])
                text = "\n\n".join(
                    unicodedata.normalize("NFC", line)
                    for line, label in zip(page["lines"], page["labels"], strict=True)
                    if label == "c" and not _CONTROLS.search(line)
                )
                if len(text) >= ENOUGH:
                    found[page["lang"]].append(text)
    for file in sorted(OWN.glob("*.txt")):
        found[file.stem].append(file.read_text(encoding="utf-8").strip())
    return dict(sorted(found.items()))


def _half(domain: str) -> int:
    return hashlib.blake2b(domain.encode(), digest_size=1).digest()[0] & 1


@cache
def typed(text: str, encoding: str) -> str:
    """The text as it was typed where the encoding lacks some of its signs; lines that do not fit are left out."""
    if encoding == "cp1258":
        text = "".join(map(_with_tone_apart, text))
    lacking = [char for char in sorted(set(text)) if not _fits(char, encoding)]
    table = str.maketrans({char: _typed(char, encoding) for char in lacking})
    return "\n".join(line for line in text.translate(table).split("\n") if _fits(line, encoding))


def _typed(char: str, encoding: str) -> str:
    signs = (_TYPED.get(char, char), _PLAIN.get(_TYPED.get(char, char), char))
    return next((sign for sign in signs if _fits(sign, encoding)), char)


def _with_tone_apart(char: str) -> str:
    """A Vietnamese letter as cp1258 writes it: the tone is a character of its own, the shape of the vowel is not."""
    if _fits(char, "cp1258"):
        return char
    apart = unicodedata.normalize("NFD", char)
    tones = "".join(c for c in apart if c in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(c for c in apart if c not in tones)) + tones


def _fits(text: str, encoding: str) -> bool:
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeEncodeError:
        return False


def cut(rng: random.Random, article: str, encoding: str, size: int) -> tuple[str, bytes] | None:
    """A piece of the article of `size` bytes or a little less, from a word on, and its bytes; None without any accent."""
    whole = typed(article, encoding)
    for _ in range(8):
        start = rng.randrange(max(1, len(whole) - size // 2))
        start = whole.rfind(" ", max(0, start - 40), start) + 1 or start
        low, high = 0, size
        while low < high:  # the most characters that fit
            middle = (low + high + 1) // 2
            if len(whole[start : start + middle].encode(encoding)) <= size:
                low = middle
            else:
                high = middle - 1
        end = start + low
        if end < len(whole):  # at a word, where there are some
            end = max(whole.rfind(" ", end - 20, end), whole.rfind("\n", end - 20, end)) % (end + 1) or end
        text = whole[start:end].strip()
        data = text.encode(encoding)
        if len(data) >= size * 0.6 and (not data.isascii() or encoding.startswith(("iso2022", "hz"))):
            return text, data
    return None


def legacy(found: Articles, number: int, sizes: Sequence[int] = SIZES) -> Iterator[Case]:
    """`number` pieces of each length in each encoding of each language, or as many as there are; five times as many of French."""
    for language, encoding in ((one, e) for g in GROUPS.values() for one in g for e in g[one].split()):
        for size in sizes:
            rng = random.Random(f"{language} {encoding} {size}")  # noqa: S311 - the same cases each time
            wanted = number * 5 if language == "fr" else number
            done = set()
            for _ in range(2 * wanted):
                piece = cut(rng, rng.choice(found[language]), encoding, size)
                if piece and piece[1] not in done:
                    done.add(piece[1])
                    yield Case("legacy", language, encoding, size, piece[1], piece[0])
                if len(done) == wanted:
                    break


def labelled(folder: Path) -> Iterator[Case]:
    """The files of a folder whose parts are named ENCODING or ENCODING-LANGUAGE, where they decode by that name."""
    for file in sorted(folder.glob("*/*")):
        label, data = file.parent.name.lower(), file.read_bytes()
        head, _, tail = label.rpartition("-")
        encoding, language = (head, _SPOKEN_IN[tail]) if tail in _SPOKEN_IN and head else (label, "")
        encoding = {"macroman": "mac-roman", "maccyrillic": "mac-cyrillic"}.get(encoding, encoding)
        texts = [_as_labelled(data, codec) for codec in (codec_of(encoding), encoding) if codec]
        found = [text.removeprefix(MARK) for text in texts if text is not None]
        if found:
            known = language or _SPOKEN_IN.get(label, "und")
            yield Case("legacy", known, encoding, len(data), data, found[0], also=found[-1])


def _as_labelled(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (LookupError, UnicodeDecodeError):
        return None
