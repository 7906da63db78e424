"""Articles whose text is nearly that of another one."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.facts import NEARLY
from corpuskit.model.findings import Code, Finding, Place, Severity
from corpuskit.text import place_in

CODE = Code(
    "DUP102",
    "near-duplicate",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

An article that says nearly what another one says: an agency's dispatch with another first sentence, an edition with corrections. Compared are the sequences of three words in the normalised texts (of three characters where a script writes no blanks), whatever their case and punctuation. Lines that the site repeats around its articles do not count. The score is the exact share of what two articles have in common in all that they have together (Jaccard), in thousandths; 500 is enough unless settings say otherwise (`[rules.DUP102] score = 800`), which is two thirds of either text, or every tenth word changed. Pairs below 400 are not looked for.

Of several versions the one that was published first stays, of equal dates the one with the smallest id; the others are named, each with a version that stays. Never named are

- articles of fewer than 24 such sequences;
- articles of one form that differ in their figures: the weather of two days, two results of one league;
- pages of one site that share lines to the letter, where less than half of what is left of one is in the other: a template is no copy.

## Why it matters

Versions of one text weigh as much as many texts, and no comparison of bytes finds them. One in the training set and another in the test set makes a score too good.

## Example

```toml
language = "fr"
text = '''
La halle couverte de Valmore a rouvert samedi matin, après onze mois de travaux et une facture que la commune n'avait pas prévue.
Sous la charpente refaite, quarante étals se serraient déjà à neuf heures, et la file devant la fromagère faisait le tour de la fontaine.
'''
corpus = [
  '''
La halle couverte de Valmore a rouvert samedi matin, après onze mois de travaux et une facture que la commune n'avait pas prévue.
Sous la charpente refaite, quarante étals se serraient déjà à huit heures, et la file devant le fromager faisait le tour de la fontaine.
''',
]
```

## Instead

Keep one of them: the first, or the one that is better documented. `[package] duplicates = "drop"` leaves the others out of the package, each by name.

```toml
language = "fr"
text = '''
La halle couverte de Valmore a rouvert samedi matin, après onze mois de travaux et une facture que la commune n'avait pas prévue.
Sous la charpente refaite, quarante étals se serraient déjà à neuf heures, et la file devant la fromagère faisait le tour de la fontaine.
'''
corpus = [
  '''
Devant la halle couverte de Valmore, une pétition circule depuis samedi contre le nouveau plan de circulation du centre.
Les commerçants craignent que la fermeture du pont aux voitures ne leur prenne un tiers de leurs clients avant les fêtes.
''',
]
```

## Source

Broder, "On the resemblance and containment of documents", 1997, for the measure; Lee et al., "Deduplicating Training Data Makes Language Models Better", ACL 2022, for what it is good for. The default was set on the development pages (1,389 pages, 2026-11): the three pairs that reach it are each one article on two sites; so is the next, at 454; at 313 stands the first pair that is not.
""",
)
CODES = (CODE,)


def _check(subject: Subject, *, score: int = NEARLY) -> Iterator[Finding]:
    article = subject.article
    near = article.facts.near if article is not None else None
    if article is None or near is None or near.score < score:
        return
    path, text = subject.raw.address.path, article.decoded.text
    at = text.find(near.passage)
    yield CODE.finding(
        f"nearly the same as {near.original}: they share {near.shared:,} of {near.of:,} sequences of three words, "
        f"{near.words:,} words in one piece; keep one of them",
        article=article.id,
        place=Place(path, place_in(path, text, at).line) if at >= 0 else Place(path),
        excerpt=f"{near.passage}\N{HORIZONTAL ELLIPSIS}",
        data={
            "near_duplicate_of": near.original,
            "score": near.score,
            "shared": near.shared,
            "of": near.of,
            "words": near.words,
        },
    )


CHECK = Check(CODES, _check)
