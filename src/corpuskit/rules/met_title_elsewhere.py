"""Titles that seem to be those of another article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity

CODE = Code(
    "MET104",
    "title-not-in-text",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A title of which the decoded text has nothing: none of its content words, wherever in the text. A content word has five letters or more and counts by its first five, so that *budgets* finds *budgétaire*; in scripts without blanks between words, each pair of characters counts. Case, accents, quotes, dashes and blanks make no difference, and neither does the name of a site behind the title. Titles with fewer than three such words are passed over, and so are texts of fewer than 500 characters.

That the title as a whole is not there is no fault: scrapers leave the headline out of most texts.

## Why it matters

Records that slipped by one line give each article the title of its neighbour, and everything else of it too. Or the text is not the article: a cookie notice, an error page, another column of the page.

## Example

```toml
text = '''
Dans la vallée, les pêcheurs de la Sorèze comptent les truites une à une depuis que l'éclusier ne relève plus ses vannes.
Le niveau est si bas que les enfants traversent à pied, un seau à la main, pour déplacer les alevins vers les fosses profondes.
La fédération demande un lâcher d'eau avant dimanche ; le barragiste répond qu'il n'a plus que trois semaines de réserve.
En attendant, on arrose la frayère avec la citerne des pompiers, et le boulanger a promis du pain à ceux qui veillent la nuit.
Personne, ici, ne se souvient d'un mois de mars pareil.
'''
metadata = { title = "Orchestre municipal : Valmore applaudit sa nouvelle cheffe" }
```

## Instead

Look at the article's address, then correct the record, or scrape the page again. Where a poetic title is right, silence the code in `allow`.

```toml
text = '''
Dans la vallée, les pêcheurs de la Sorèze comptent les truites une à une depuis que l'éclusier ne relève plus ses vannes.
Le niveau est si bas que les enfants traversent à pied, un seau à la main, pour déplacer les alevins vers les fosses profondes.
La fédération demande un lâcher d'eau avant dimanche ; le barragiste répond qu'il n'a plus que trois semaines de réserve.
En attendant, on arrose la frayère avec la citerne des pompiers, et le boulanger a promis du pain à ceux qui veillent la nuit.
Personne, ici, ne se souvient d'un mois de mars pareil.
'''
metadata = { title = "Sorèze : sauver les truites, seau après seau" }
```

## Source

Measured in 2025 on 1,200 pages of public benchmarks of article extraction, mostly English, German, Greek, Polish, Russian, Chinese, as three extractors render their main text. The page's own title stands in the text in 13 to 68 % of them; this code fires on 0.2 to 0.4 %, half of which are the name of a blog in place of a title. With the title of another page of the same language it fires on half. The limits are round numbers.
""",
)
CODES = (CODE,)

WORDS = 3  # content words that a title must have
LETTERS = 5  # of a content word, and of it that count
SHORTEST = 500  # code points of a text that can be expected to come back to its title

_PARTED = re.compile(
    r"[\s!-/:-@\[-`{-~\u00a1-\u00bf\u2010-\u2027\u2030-\u205e\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]+"
)
_MARKS = re.compile(r"[\u0300-\u036f]+")
# Thai to Lao, Burmese, Khmer, kana, Han, Hangul: written without blanks, or with endings glued to the words.
_UNPARTED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _check(subject: Subject) -> Iterator[Finding]:
    article, metadata = subject.article, subject.raw.metadata
    title = metadata.get("title") if metadata is not None else None
    if article is None or not isinstance(title, str):
        return
    text = article.decoded.text
    if len(text) < SHORTEST or _plainly_occurs(text, title):
        return
    words = content_words(title)
    if len(words) >= WORDS and not _occurs(_folded(text), words):
        yield CODE.finding(
            "the text has no word of its title: look whether the record is that of another article, or the text is none",
            article=article.id,
            place=subject.raw.said_at("/title"),
            excerpt=title,
        )


def content_words(title: str) -> frozenset[str]:
    """What counts of the words of a title: their first letters, or the pairs of characters of scripts without blanks.

    >>> sorted(content_words("L’été à Valmore | La Gazette")), sorted(content_words("水道水が"))
    (['gazet', 'valmo'], ['水が', '水道', '道水'])
    """
    found: set[str] = set()
    for word in _PARTED.split(_folded(title)):
        if _UNPARTED.search(word):
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= LETTERS:
            found.add(word[:LETTERS])
    return frozenset(found)


def _occurs(text: str, words: frozenset[str]) -> bool:
    return any(word in text for word in words)


def _plainly_occurs(text: str, title: str) -> bool:
    """The same question for a tenth of the cost: whether a long word stands in the text as the title has it, or in lower case."""
    for word in title.replace("\N{RIGHT SINGLE QUOTATION MARK}", " ").replace("'", " ").split():
        if len(word) >= LETTERS:
            start = word[:LETTERS]
            if start in text or start.lower() in text:
                return True
    return False


def _folded(text: str) -> str:
    """In one case, without compatibility forms and without accents."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())


CHECK = Check(CODES, _check)
