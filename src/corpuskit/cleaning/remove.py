"""Outcomes to edits: what is removed goes with the LF that ends it, and every line that is not plainly kept says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpuskit.cleaning.features import features
from corpuskit.cleaning.lines import Draft, lines_in
from corpuskit.cleaning.model import model_of
from corpuskit.cleaning.outcomes import KEEP, REMOVE, outcomes
from corpuskit.cleaning.reasons import reason
from corpuskit.cleaning.spoken import CODES
from corpuskit.model.articles import Verdict
from corpuskit.model.context import Context
from corpuskit.model.edits import Edit, Span


@dataclass(frozen=True, slots=True)
class Judged:
    """What was thought of one draft's lines: a verdict for each that is not plainly kept, the edits that remove the sure ones.

    The verdicts' spans lie in the draft; whoever knows the raw file gives them their places there. `answers` are the bands of repetition of its lines, in order: what this article asked of the corpus.
    `asked` are the hashes of these lines, 64-bit little-endian.
    """

    verdicts: tuple[Verdict, ...]
    edits: tuple[Edit, ...]
    answers: bytes
    asked: bytes = b""


def remove_lines(batch: Sequence[Draft], context: Context) -> list[Judged]:
    """One judgement a draft; the edits take whole lines, each with the LF that ends it."""
    import numpy as np

    lines = lines_in(batch)
    if not lines.texts:
        return [Judged((), (), b"") for _ in batch]
    seen = features(batch, lines, context)
    found = outcomes(seen, model_of(context.model), context.thresholds)
    answers = (seen.site * 16 + seen.corpus).astype(np.uint8)
    hashes = lines.hashes.astype("<u8")
    verdicts: list[list[Verdict]] = [[] for _ in batch]
    for place in np.flatnonzero(found.outcomes != KEEP).tolist():
        at = int(seen.at[place])
        start, line = lines.starts[at], lines.texts[at]
        verdicts[int(lines.drafts[at])].append(
            Verdict(
                Span(start, start + len(line)),
                line,
                0,
                CODES[int(found.kinds[place])],
                int(found.chances[place]),
                reason(seen, place, int(found.kinds[place])),
                "remove" if found.outcomes[place] == REMOVE else "undecided",
            )
        )
    bounds = lines.bounds.tolist()
    return [
        Judged(tuple(told), _edits(draft.text, told), answers[a:b].tobytes(), hashes[a:b].tobytes())
        for draft, told, a, b in zip(batch, verdicts, bounds, bounds[1:], strict=False)
    ]


def _edits(text: str, verdicts: Sequence[Verdict]) -> tuple[Edit, ...]:
    edits = []
    for verdict in verdicts:
        if verdict.outcome == "remove":
            start, end = verdict.span.start, min(verdict.span.end + 1, len(text))
            edits.append(Edit(start, text[start:end], "", verdict.code, verdict.score, verdict.reason))
    return tuple(edits)
