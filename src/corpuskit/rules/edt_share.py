"""Articles of which cleaning left little."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.articles import Article
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place, Severity

CODE = Code(
    "EDT101",
    "mostly-removed",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

An article of which the cleaner removed most: more than `share` of the code points of its normalised text, 0.5 unless settings say otherwise (`[rules.EDT101] share = 0.7`).

## Why it matters

Either the file was never an article (a front page, a login wall, a list of links), or the cleaner took content for residue. Both need a person to look.

## Example

```toml
language = "fr"
text = '''
La piscine de Valmore rouvrira lundi.
Partager sur Facebook
Partager sur WhatsApp
Partager sur LinkedIn
Suivez-nous sur Facebook
Envoyer par e-mail
Imprimer cet article
© 2024 La Gazette de Valmore. Tous droits réservés.
Mots-clés : piscine, sport, travaux
'''
```

## Instead

Scrape the article again, or leave it out. Nothing is lost meanwhile: `corpuskit clean --diff` shows each line with its reason, `corpuskit restore` brings it back.

```toml
language = "fr"
text = '''
La piscine de Valmore rouvrira lundi, après huit mois de travaux et une dernière semaine d'essais sous l'œil de l'agence de santé.
Le grand bassin a gagné deux couloirs, et un toit de bois remplace la bulle qui s'était déchirée pendant la tempête de novembre.
Partager sur Facebook
'''
```

## Source

The default of one half is a round number, not a fitted one: below it the residue outweighs the article.
""",
)
CODES = (CODE,)


def _check(subject: Subject, *, share: float = 0.5) -> Iterator[Finding]:
    article = subject.article
    if article is None:
        return
    removed, before = _sizes(article)
    if removed > share * before:
        yield CODE.finding(
            f"cleaning removed {removed * 100 // before} % of the text: look whether it was an article",
            article=article.id,
            place=Place(subject.raw.address.path),
            data={"removed": removed, "of": before},
        )


def _sizes(article: Article) -> tuple[int, int]:
    """Code points in removed lines, and in the normalised text; a seam is inserted and removes nothing."""
    removed, before = 0, len(article.decoded.text)
    for step in article.script.steps:
        for edit in step.edits:
            if edit.code.startswith("BPL"):
                removed += len(edit.old)
            elif edit.code < "EDT006":
                before -= len(edit.old) - len(edit.new)
    return removed, before


CHECK = Check(CODES, _check)
