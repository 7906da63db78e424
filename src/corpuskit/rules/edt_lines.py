"""What cleaning does to the lay-out beside removing lines: blank lines, and labels that were run together."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

BLANK_LINES = Code(
    "EDT006",
    "blank-lines",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

An edit, recorded in the package: several blank lines in a row became one; those at the start and the end of the text were removed.

## Why it matters

They are what markup and removed lines leave behind. One is enough to part two paragraphs.

## Example

```toml
text = "Le marché aura lieu samedi.\\n\\n\\n\\nIl ouvrira à huit heures."
```

## Instead

Nothing to do.

```toml
text = "Le marché aura lieu samedi.\\n\\nIl ouvrira à huit heures."
```

## Source

CommonMark 0.31.2, section 4.9, "Blank lines": how many there are means nothing.
""",
)

SEAM = Code(
    "EDT007",
    "glued-labels",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

An edit, recorded in the package: among the first lines, names of sections that had been run together ("SportsCulture") were set apart, so that each can be judged (BPL201). In any line, a phrase such as "Read also:" with the title of another article was parted from the sentence behind it (BPL206), where the title ends as a sentence or a quotation does, or stands so in another article.

## Why it matters

A scraper that drops the tags between two links glues their texts. The word that results is in no dictionary; a link in front of a sentence would stay for the sake of it, or take it along.

## Example

```toml
language = "fr"
text = '''
SportsCulture
Le club de voile de Valmore exposera cet été, dans la halle aux poissons, les maquettes que ses membres ont taillées pendant l'hiver.
'''
```

## Instead

Nothing to do. A name with a capital inside stays whole, for its parts are no sections.

```toml
language = "fr"
text = '''
AlpEscale
Le club de voile de Valmore exposera cet été, dans la halle aux poissons, les maquettes que ses membres ont taillées pendant l'hiver.
'''
```

## Source

Seen in the first lines of French news pages whose text was taken from the markup without separators, 2026.
""",
)

CODES = (BLANK_LINES, SEAM)
