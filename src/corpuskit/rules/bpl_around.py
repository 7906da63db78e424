"""Residue that stands around an article and says what it is: label, byline, caption, author, call."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

SECTION = Code(
    "BPL201",
    "section-label",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

The name of a section alone on a line before or after the article. Labels that a scraper ran together, or glued to the title or the first sentence, are set apart first (EDT007).

## Why it matters

The label belongs to the page. In front of the headline it makes titles wrong, and it lets a classifier read the answer.

## Example

```toml
language = "fr"
text = '''
SociétéÉducation
L'internat de Valmore rouvre ses portes
L'internat du lycée de Valmore accueillera de nouveau quarante élèves à la rentrée, après six ans de travaux et deux reports.
Les chambres de deux ont remplacé les dortoirs, et une salle d'étude occupe désormais l'ancienne chapelle du bâtiment.
'''
```

## Instead

```toml
language = "fr"
text = '''
L'internat de Valmore rouvre ses portes
L'internat du lycée de Valmore accueillera de nouveau quarante élèves à la rentrée, après six ans de travaux et deux reports.
Les chambres de deux ont remplacé les dortoirs, et une salle d'étude occupe désormais l'ancienne chapelle du bâtiment.
'''
```

## Source

The section words of the lexicons, one for each of sixteen languages, from the navigation of news sites, 2026.
""",
)

BYLINE = Code(
    "BPL202",
    "byline-or-date",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A line that names the author, the agency, the day of publication or the time it takes to read.

## Why it matters

It is metadata: it belongs in `authors` and `published_at`, where it can be queried, and not in the text, where it is counted as words.

## Example

```toml
language = "en"
text = '''
Published on 4 May 2024 | 3 min read
The ferry between Saltmarsh and Great Orrin will run every hour from April, the harbour board decided on Tuesday night.
Fares stay as they are until the autumn, when the board will publish the first figures on passengers and fuel.
'''
```

## Instead

```toml
language = "en"
text = '''
The ferry between Saltmarsh and Great Orrin will run every hour from April, the harbour board decided on Tuesday night.
A study published on 4 May 2024 found that half of all passengers would leave their cars at home for it.
'''
```

## Source

Our reading of French pages from 112 outlets, 2026: bylines and dates are a fifth of the residue that scrapers leave.
""",
)

CAPTION = Code(
    "BPL203",
    "caption-or-credit",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A caption, or the credit of a picture, a video or a map.

## Why it matters

The picture is not in the text. What is left of it breaks the flow between two sentences, and its credit is a name that did not speak.

## Example

```toml
language = "de"
text = '''
Die Stadtbibliothek von Auenfelde öffnet ihre Lesesäle künftig auch am Sonntag, wie der Rat am Donnerstagabend beschlossen hat.
Foto: Jörn Hellweg / Auenfelder Anzeiger
Vier neue Stellen sind dafür vorgesehen, und der Förderverein übernimmt im ersten Jahr die Kosten für die Heizung.
'''
```

## Instead

```toml
language = "de"
text = '''
Die Stadtbibliothek von Auenfelde öffnet ihre Lesesäle künftig auch am Sonntag, wie der Rat am Donnerstagabend beschlossen hat.
Auf dem ältesten Foto des Hauses sitzen noch Männer mit Hut vor den Regalen, und keine einzige Frau ist zu sehen.
'''
```

## Source

IPTC Photo Metadata Standard, *Caption* and *Credit Line*, names the parts. Captions are a third of the residue that cleaners miss on our development pages.
""",
)

BIOGRAPHY = Code(
    "BPL204",
    "author-biography",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

The profile of the author, most often after the last sentence of the article. Words of the trade are a weak sign, since articles are about people too; a long line is never removed for them, and stays until you decide.

## Why it matters

It is about the writer and the same under everything the writer wrote. It is also personal data that the article does not need.

## Example

```toml
language = "en"
text = '''
Growers around Hollin Dale have picked the last of the russets, three weeks later than in any autumn they remember.
The cold spring held the blossom back, and a dry August kept the fruit small until the rain came in September.
Prices at the gate are a third higher than last year, which most of the farms say will only just cover the picking.
Martha Kettering is a staff writer at the Hollin Courier. Follow her on Mastodon.
'''
```

## Instead

```toml
language = "en"
text = '''
Growers around Hollin Dale have picked the last of the russets, three weeks later than in any autumn they remember.
The cold spring held the blossom back, and a dry August kept the fruit small until the rain came in September.
Prices at the gate are a third higher than last year, which most of the farms say will only just cover the picking.
'''
```

## Source

Regulation (EU) 2016/679, article 5(1)(c), data minimisation; the lexicons' words for authors.
""",
)

CALL = Code(
    "BPL205",
    "call-to-act",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A line that asks the reader to subscribe, follow, write, give, join, sponsor or say what they think.

## Why it matters

The outlet speaks here, not the article. A model that read many such lines ends its texts with them.

## Example

```toml
language = "es"
text = '''
La cooperativa de Sierralba ha prensado este otoño las primeras aceitunas de los bancales que un incendio dejó sin hojas hace nueve años.
Los vecinos replantaron cuatro mil olivos con las manos, y el ayuntamiento pagó el agua de los dos primeros veranos.
El aceite se venderá en la plaza, en botellas sin etiqueta, hasta que el consejo regulador conceda su sello.
Suscríbete a nuestro boletín y recibe cada viernes las noticias de la sierra.
'''
```

## Instead

```toml
language = "es"
text = '''
La cooperativa de Sierralba ha prensado este otoño las primeras aceitunas de los bancales que un incendio dejó sin hojas hace nueve años.
Los vecinos replantaron cuatro mil olivos con las manos, y el ayuntamiento pagó el agua de los dos primeros veranos.
El boletín de la cooperativa, que en su mejor época tuvo seiscientos lectores, volverá a imprimirse en enero.
'''
```

## Source

Our reading of French pages from 112 outlets, 2026: calls are 18 % of the residue that scrapers leave.
""",
)

CODES = (SECTION, BYLINE, CAPTION, BIOGRAPHY, CALL)
