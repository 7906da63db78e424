"""Text to edits: what an article loses on its way into the package, and why.

Two tuples of passes, because order is a decision. `NORMALISE` looks at one text alone and changes its form; `REMOVE`
looks at a batch of texts with what the corpus knows, and takes away what is not the article. A pass is one file with
a NAME and a function that yields edits; it never touches the text itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType

from corpuskit.cleaning import blanks, bom, controls, newlines, nfc, seams, trailing
from corpuskit.cleaning.cues import cues
from corpuskit.cleaning.lines import Draft, hashes_of
from corpuskit.cleaning.remove import Judged, remove_lines
from corpuskit.cleaning.sections import sections
from corpuskit.model.context import Context
from corpuskit.model.edits import Edit, Step

# Controls go before the byte order mark, which they may hide; blanks after NFC, which makes some of them.
NORMALISE: tuple[ModuleType, ...] = (newlines, controls, bom, nfc, trailing)


def normalise(text: str) -> tuple[tuple[Step, ...], str]:
    """The steps that give the text its normal form, and that form. Doing it twice changes nothing.

    >>> steps, text = normalise("\\ufeffun \\r\\ndeux\\r\\n")
    >>> [step.name for step in steps], text
    (['newlines', 'bom', 'trailing'], 'un\\ndeux\\n')
    """
    steps: list[Step] = []
    for module in NORMALISE:
        text = _take(steps, module.NAME, module.edits(text), text)
    return tuple(steps), text


def remove(drafts: Sequence[Draft], context: Context) -> list[tuple[tuple[Step, ...], str, Judged]]:
    """For each draft: the steps that take away what is not the article, the clean text, what was thought of its lines.

    What one draft loses does not depend on the others of the batch.
    """
    named, cue = sections(context.lexicons), cues(context.lexicons)
    parted = [seams.edits(draft, context, named, cue) for draft in drafts]
    steps: list[list[Step]] = [[] for _ in drafts]
    split = [
        _take(done, seams.NAME, edits, draft.text)
        for done, draft, (edits, _) in zip(steps, drafts, parted, strict=True)
    ]
    judged = remove_lines([draft.with_text(text) for draft, text in zip(drafts, split, strict=True)], context)
    results = []
    for (_, asked), done, text, verdict in zip(parted, steps, split, judged, strict=True):
        if asked:
            verdict = replace(verdict, asked=verdict.asked + hashes_of(asked).astype("<u8").tobytes())
        text = _take(done, "lines", verdict.edits, text)
        text = _take(done, blanks.NAME, blanks.edits(text), text)
        results.append((tuple(done), text, verdict))
    return results


def _take(steps: list[Step], name: str, edits: tuple[Edit, ...], text: str) -> str:
    if not edits:
        return text
    steps.append(Step(name, edits))
    return steps[-1].apply(text)
