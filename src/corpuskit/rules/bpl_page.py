"""Residue of the page itself: links, notices, advertising, tools, and what looks like residue of no kind we know."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

RELATED = Code(
    "BPL206",
    "related-link",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A line that leads to other articles: "read also", "more on this topic", the title of the next one.

## Why it matters

It puts the subject of another article into this one, often in the middle of it.

## Example

```toml
language = "fr"
text = '''
Le bac de la rive gauche reprendra ses traversées au printemps, avec un moteur électrique que le département a payé.
Lire aussi : Trois ponts fermés, mode d'emploi
Les riverains demandaient depuis dix ans que la traversée du soir soit rétablie, surtout pour les apprentis de la scierie.
'''
```

## Instead

```toml
language = "fr"
text = '''
Le bac de la rive gauche reprendra ses traversées au printemps, avec un moteur électrique que le département a payé.
Les horaires sont à lire sur le panneau du quai, et aussi dans la vitrine de la mairie, où ils changent chaque lundi.
'''
```

## Source

Our reading of French pages from 112 outlets, 2026: such links are 17 % of the residue that scrapers leave.
""",
)

LEGAL = Code(
    "BPL207",
    "consent-or-legal",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A notice of copyright, consent, privacy, terms or liability.

## Why it matters

It binds the site and its visitor. Read as part of the text it is noise; what it says of the licence belongs in `license`.

## Example

```toml
language = "fr"
text = '''
Le bac de la rive gauche reprendra ses traversées au printemps, avec un moteur électrique que le département a payé.
Les riverains demandaient depuis dix ans que la traversée du soir soit rétablie, surtout pour les apprentis de la scierie.
© 2024 La Gazette de Valmore. Tous droits réservés.
'''
```

## Instead

```toml
language = "fr"
text = '''
Le bac de la rive gauche reprendra ses traversées au printemps, avec un moteur électrique que le département a payé.
Le notaire a rappelé que les droits de passage sur la berge avaient été réservés aux mariniers par un acte de 1812.
'''
```

## Source

Raffel et al., "Exploring the Limits of Transfer Learning", 2020: C4 drops lines on cookies, terms and privacy.
""",
)

ADVERTISING = Code(
    "BPL208",
    "advertising",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

Advertising: the word itself alone on a line, an offer, a discount, or a seller who presents himself to the reader.

## Why it matters

It was paid for, or pays; it is seldom true in the way an article is, and it is about something else.

## Example

```toml
language = "nl"
text = '''
De dijk bij Oosterweer wordt volgend jaar over een lengte van drie kilometer verhoogd, heeft het waterschap dinsdag besloten.
Advertentie
Bewoners van de Kadestraat vrezen dat het uitzicht op het wad verdwijnt en vragen om een pad boven op de kruin.
'''
```

## Instead

```toml
language = "nl"
text = '''
De dijk bij Oosterweer wordt volgend jaar over een lengte van drie kilometer verhoogd, heeft het waterschap dinsdag besloten.
Een advertentie in het dorpsblad, waarin bewoners om een wandelpad vroegen, leverde vierhonderd handtekeningen op.
'''
```

## Source

The lexicons' words for offers and for sellers that speak of themselves, from advertising in sixteen languages, 2026.
""",
)

TOOLS = Code(
    "BPL209",
    "tags-shares-tools",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

Tags, share buttons, and the rest of the interface: print, comment, log in, back to the top.

## Why it matters

These are the labels of buttons. They say nothing, and stand on every page.

## Example

```toml
language = "it"
text = '''
La funicolare di Montaspro tornerà a salire fino al santuario entro l'estate, ha annunciato ieri l'assessore ai trasporti della provincia.
Per nove anni i pellegrini hanno fatto la strada a piedi o con il pulmino del parroco, che portava sei persone per volta.
Condividi su Facebook
Tag: trasporti, montagna, santuario
'''
```

## Instead

```toml
language = "it"
text = '''
La funicolare di Montaspro tornerà a salire fino al santuario entro l'estate, ha annunciato ieri l'assessore ai trasporti della provincia.
Un gruppo su Facebook, aperto da due pensionate del paese, ha raccolto in un mese le fotografie di quattro generazioni.
'''
```

## Source

Raffel et al., "Exploring the Limits of Transfer Learning", 2020; Penedo et al., "The RefinedWeb Dataset", 2023, appendix on line-wise filters.
""",
)

UNKNOWN = Code(
    "BPL290",
    "kind-unknown",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A line that looks like residue and fits no kind: short and apart from the sentences of the article, about something else, or one that speaks to the reader, or of "us".

## Why it matters

What templates leave is not always in words that a list holds: half a date, a name, the title of another article. Form, place and neighbours give it away together; they are not proof, and so often a warning.

## Example

```toml
language = "en"
text = '''
Growers around Hollin Dale have picked the last of the russets, three weeks later than in any autumn they remember.
The cold spring held the blossom back, and a dry August kept the fruit small until the rain came in September.
Prices at the gate are a third higher than last year, which most of the farms say will only just cover the picking.
Until next week, keep your boots dry and your kettle on.
'''
```

## Instead

Look at the line. If it is the author's, nothing is lost: a line that is only suspected is not removed.

```toml
language = "en"
text = '''
Growers around Hollin Dale have picked the last of the russets, three weeks later than in any autumn they remember.
The cold spring held the blossom back, and a dry August kept the fruit small until the rain came in September.
Prices at the gate are a third higher than last year, which most of the farms say will only just cover the picking.
The next market is on the first Saturday of December, in the yard behind the old tithe barn.
'''
```

## Source

The model of lines ([docs/model.md](../model.md)), fitted on labelled pages of public benchmarks and of French outlets, 2026.
""",
)

CODES = (RELATED, LEGAL, ADVERTISING, TOOLS, UNKNOWN)
