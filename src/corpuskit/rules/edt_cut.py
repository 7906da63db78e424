"""Lines that cleaning took out of the middle of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpuskit.model.articles import Article
from corpuskit.model.checks import Check, Subject
from corpuskit.model.edits import Edit, EditScript, Span
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import place_in

CODE = Code(
    "EDT103",
    "cut-in-the-middle",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Lines that cleaning removed although the kept text seems to run through them. The line after them begins in lower case, and

- it ends as a sentence does, while the line before them, or the last of them, breaks off in a letter, a comma or a hyphen; or
- it follows without a blank line, and the lines themselves begin in lower case after a line that breaks off: text that was wrapped.

Scripts without lower case show nothing of this, and are silent.

## Why it matters

Either a part of the article went with the residue, or residue stood inside a sentence and its break is left. A person sees which at a glance; nothing is lost meanwhile.

## Example

```toml
language = "fr"
corpus = [
  "La fanfare a répété jeudi dans la cour de l'école, devant quelques parents et beaucoup d'élèves.\\nLire aussi : les ponts de la vallée\\n",
  "Le pont suspendu sera fermé lundi matin, le temps de changer deux câbles que le gel avait usés.\\nLire aussi : les ponts de la vallée\\n",
]
text = '''
Le comité des fêtes a choisi la halle parce que les organisateurs et
Lire aussi : les ponts de la vallée
les commerçants de la place s'étaient mis d'accord sur la date et sur le prix.
Le bal commencera à la nuit tombée, et la fanfare jouera jusqu'à ce que le dernier danseur soit parti.
'''
```

## Instead

Look with `corpuskit clean --diff`, mend the break in the raw file or scrape the article again. Where content was taken, raise `remove_at` under `[clean]`.

```toml
language = "fr"
corpus = [
  "La fanfare a répété jeudi dans la cour de l'école, devant quelques parents et beaucoup d'élèves.\\nLire aussi : les ponts de la vallée\\n",
  "Le pont suspendu sera fermé lundi matin, le temps de changer deux câbles que le gel avait usés.\\nLire aussi : les ponts de la vallée\\n",
]
text = '''
Le comité des fêtes a choisi la halle parce que tout le monde s'était mis d'accord.
Lire aussi : les ponts de la vallée
Les commerçants de la place, eux, auraient préféré que la fête se tînt au bord de la rivière.
Le bal commencera à la nuit tombée, et la fanfare jouera jusqu'à ce que le dernier danseur soit parti.
'''
```

## Source

Punctuation and case at line breaks, as in Kiss and Strunk, "Unsupervised Multilingual Sentence Boundary Detection", Computational Linguistics 32(4), 2006. How long a line must be was chosen on 3,798 development pages, 2026: 11 are named, in lists and captions or with cause.
""",
)
CODES = (CODE,)

_CLOSERS = " \t»”’\"')]\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_ENDS = frozenset(".!?…։؟।")
_LONG = 4  # words from which a line is more than a name or a label


@dataclass(frozen=True, slots=True)
class _Cut:
    """Lines that stood together and are gone, where they were in the text without them, the edits that took them."""

    at: int
    edits: tuple[Edit, ...]


def _check(subject: Subject) -> Iterator[Finding]:
    article = subject.article
    number = _step(article) if article is not None else None
    if article is None or number is None:
        return
    after = EditScript(article.script.steps[number + 1 :]).undo(article.text)
    cuts = [cut for cut in _cuts(article.script.steps[number].edits) if _runs_on(after, cut)]
    if cuts:
        edit = cuts[0].edits[0]
        at = EditScript(article.script.steps[:number]).origin(Span(edit.start, edit.end)).start
        places = "" if len(cuts) == 1 else f", in {len(cuts)} places"
        yield CODE.finding(
            f"cleaning removed lines in the middle of a sentence{places}: look with `corpuskit clean --diff`",
            article=article.id,
            place=place_in(subject.raw.address.path, article.decoded.text, at),
            excerpt=edit.old.strip(),
            data={"count": len(cuts), "codes": sorted({edit.code for cut in cuts for edit in cut.edits})},
        )


def _step(article: Article) -> int | None:
    names = [step.name for step in article.script.steps]
    return names.index("lines") if "lines" in names else None


def _cuts(edits: tuple[Edit, ...]) -> Iterator[_Cut]:
    together: list[Edit] = []
    gone = 0
    for edit in edits:
        if together and edit.start != together[-1].end:
            yield _Cut(together[0].start - gone, tuple(together))
            gone += sum(len(each.old) for each in together)
            together = []
        together.append(edit)
    if together:
        yield _Cut(together[0].start - gone, tuple(together))


def _runs_on(text: str, cut: _Cut) -> bool:
    """Whether a sentence seems to go through the place of the cut; `text` is without the lines that went."""
    start = cut.at
    while text[start : start + 1].isspace():
        start += 1
    if not text[start : start + 1].islower():
        return False
    line_end = text.find("\n", start)
    after = text[start : line_end if line_end >= 0 else len(text)]
    if after[1:2].isupper() or len(after.split()) < 2:
        return False
    end = len(text[: cut.at].rstrip())
    before = text[text.rfind("\n", 0, end) + 1 : end]
    first, last = cut.edits[0].old.strip(), cut.edits[-1].old.strip()
    if _ends(after) and (_breaks_off(before, _LONG) or _breaks_off(last, 2)):
        return True
    wrapped = "\n\n" not in text[end:start]
    return wrapped and first[:1].islower() and _breaks_off(before, _LONG) and _breaks_off(last, _LONG)


def _ends(line: str) -> bool:
    return line.rstrip(_CLOSERS)[-1:] in _ENDS


def _breaks_off(line: str, words: int) -> bool:
    """Whether a line of at least so many words ends in a letter, a comma or a hyphen."""
    last = line[-1:]
    return (last.isalpha() or last in (",", "-")) and len(line.split()) >= words


CHECK = Check(CODES, _check)
