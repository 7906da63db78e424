"""Lines that several articles share: what a site, or a whole corpus, prints around its articles."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

ON_SITE = Code(
    "BPL101",
    "repeated-on-site",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A line that stands, but for case, blanks and digits, in several articles of the same site. Articles are counted, not occurrences, and versions of one article count as one.

A note: the line will be removed. A warning: it may be residue, and stays until you decide; look at it.

## Why it matters

What an outlet prints around every article is no part of any of them. A model trained on it learns the footer by heart; counts and search results tell of the footer too.

## Example

```toml
language = "fr"
text = '''
Le conseil municipal de Valmore a voté lundi soir la réfection du lavoir, fermé depuis l'effondrement de sa charpente en janvier.
La Gazette de Valmore, le journal du canton
'''
corpus = [
  '''
Trois classes de l'école des Tilleuls ont planté samedi les premiers pommiers du verger partagé, sous une pluie froide.
La Gazette de Valmore, le journal du canton
''',
  '''
Le bac de la rive gauche reprendra ses traversées au printemps, avec un moteur électrique que le département a payé.
La Gazette de Valmore, le journal du canton
''',
]
```

## Instead

Nothing: the line is removed and recorded. Where several articles truly share a sentence, look at what was removed.

```toml
language = "fr"
text = '''
Le conseil municipal de Valmore a voté lundi soir la réfection du lavoir, fermé depuis l'effondrement de sa charpente en janvier.
Les travaux commenceront en mai et dureront quatre mois, selon le calendrier que la maire a présenté aux habitants.
'''
corpus = [
  '''
Trois classes de l'école des Tilleuls ont planté samedi les premiers pommiers du verger partagé, sous une pluie froide.
''',
  '''
Le bac de la rive gauche reprendra ses traversées au printemps, avec un moteur électrique que le département a payé.
''',
]
```

## Source

Lee et al., "Deduplicating Training Data Makes Language Models Better", ACL 2022. Repetition on the site was the most precise signal on our development pages: of the lines it named, 93 to 100 % were residue.
""",
)

IN_CORPUS = Code(
    "BPL102",
    "repeated-in-corpus",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A line at the edge of at least three articles that need not be from one site; or a long line at the edge of two, which is left to you as a warning. Where the words of the line say plainly what it is, such as a profile or a credit, it has the code of that kind, and the repetition is a reason.

## Why it matters

Agencies, content systems and scrapers leave the same line on many sites: a notice of distribution, a prompt, a plug-in's greeting. It belongs to the channel, not to the article.

## Example

```toml
language = "en"
text = '''
The ferry between Saltmarsh and Great Orrin will run every hour from April, the harbour board decided on Tuesday night.
Carried by the Northwind exchange of regional papers
'''
corpus = [
  '''
Growers around Hollin Dale have picked the last of the russets, three weeks later than in any autumn they remember.
Carried by the Northwind exchange of regional papers
''',
  '''
A retired surveyor has mapped every dry-stone wall in the upper valley and left the drawings to the village library.
Carried by the Northwind exchange of regional papers
''',
]
sites = ["ledger.example", "dalesman.example", "uplands.example"]
```

## Instead

Nothing, where the line is removed. Where it is only suspected, look at it.

```toml
language = "en"
text = '''
The ferry between Saltmarsh and Great Orrin will run every hour from April, the harbour board decided on Tuesday night.
Fares stay as they are until the autumn, when the board will publish the first figures on passengers and fuel.
'''
corpus = [
  '''
Growers around Hollin Dale have picked the last of the russets, three weeks later than in any autumn they remember.
''',
  '''
A retired surveyor has mapped every dry-stone wall in the upper valley and left the drawings to the village library.
''',
]
sites = ["ledger.example", "dalesman.example", "uplands.example"]
```

## Source

Dodge et al., "Documenting Large Webtext Corpora", EMNLP 2021: the same notices fill whole shares of web corpora.
""",
)

CODES = (ON_SITE, IN_CORPUS)
