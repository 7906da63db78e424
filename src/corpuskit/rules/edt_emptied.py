"""Articles of which nothing is left to read."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place, Severity

CODE = Code(
    "EDT102",
    "nothing-left",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

An article without a single visible character once it is clean: a file of blanks, byte order marks or zero-width characters alone, or one that held nothing but residue which other articles prove to be such, or which you decided to remove. Where only its form or words speak against the last lines of an article, they stay, undecided.

## Why it matters

It would be a row without a text. Whoever counts articles counts it, and whoever reads finds nothing.

## Example

```toml
language = "fr"
corpus = [
  "La fanfare a répété jeudi dans la cour de l'école, devant quelques parents et beaucoup d'élèves.\\nLire aussi : les ponts de la vallée\\n",
  "Le pont suspendu sera fermé lundi matin, le temps de changer deux câbles que le gel avait usés.\\nLire aussi : les ponts de la vallée\\n",
]
text = '''

Lire aussi : les ponts de la vallée
'''
```

## Instead

Scrape the article again, or take the file out of the corpus.

```toml
language = "fr"
text = '''
Le pont de la vallée rouvre samedi aux piétons, après deux ans de travaux que la commune a payés seule.

Lire aussi : les ponts de la vallée
'''
```

## Source

The promise that every row of a package is an article.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    article = subject.article
    if article is None or any(char.isprintable() and not char.isspace() for char in article.text):
        return
    removed = any(verdict.outcome == "remove" for verdict in article.verdicts)
    held = "nothing but what cleaning removes" if removed else "nothing that can be seen"
    yield CODE.finding(
        f"no text is left: the file holds {held}; fetch the article again, or take the file out",
        article=article.id,
        place=Place(subject.raw.address.path),
    )


CHECK = Check(CODES, _check)
