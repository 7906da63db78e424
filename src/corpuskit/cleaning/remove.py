"""Points to outcomes: a line is removed, left to a person's decision, or kept; then lines to edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpuskit.cleaning.features import features
from corpuskit.cleaning.lines import Draft, lines_in
from corpuskit.cleaning.scorecard import KINDS, score
from corpuskit.model.articles import Verdict
from corpuskit.model.context import Context
from corpuskit.model.edits import Edit, Span


@dataclass(frozen=True, slots=True)
class Judged:
    """What was thought of one draft's lines: a verdict for each that is not plainly kept, the edits that remove the sure ones.

    The verdicts' spans lie in the draft; whoever knows the raw file gives them their places there. `answers` are the bands of repetition of its lines, in order: what this article asked of the corpus.
    """

    verdicts: tuple[Verdict, ...]
    edits: tuple[Edit, ...]
    answers: bytes


def remove_lines(batch: Sequence[Draft], context: Context) -> list[Judged]:
    """One judgement a draft; the edits take whole lines, each with the LF that ends it."""
    import numpy as np

    lines = lines_in(batch)
    if not lines.texts:
        return [Judged((), (), b"") for _ in batch]
    seen = features(batch, lines, context)
    scores = score(seen)
    limits = context.thresholds
    answers = (seen.site * 16 + seen.corpus).astype(np.uint8)
    verdicts: list[list[Verdict]] = [[] for _ in batch]
    for at in np.flatnonzero(scores.points >= limits.undecided).tolist():
        points, (code, reason) = int(scores.points[at]), KINDS[int(scores.kinds[at])]
        draft, start, line = int(lines.drafts[at]), lines.starts[at], lines.texts[at]
        where = (
            "before the article"
            if seen.head[at]
            else "after the article"
            if seen.tail[at]
            else "inside the article"
        )
        outcome = "remove" if points >= limits.remove else "undecided"
        span = Span(start, start + len(line))
        verdicts[draft].append(Verdict(span, line, 0, code, points, f"{reason}, {where}", outcome))
    bounds = lines.bounds.tolist()
    return [
        Judged(tuple(found), _edits(draft.text, found), answers[a:b].tobytes())
        for draft, found, a, b in zip(batch, verdicts, bounds, bounds[1:], strict=False)
    ]


def _edits(text: str, verdicts: Sequence[Verdict]) -> tuple[Edit, ...]:
    edits = []
    for verdict in verdicts:
        if verdict.outcome == "remove":
            end = min(verdict.span.end + 1, len(text))
            edits.append(
                Edit(
                    verdict.span.start,
                    text[verdict.span.start : end],
                    "",
                    verdict.code,
                    verdict.score,
                    verdict.reason,
                )
            )
    return tuple(edits)
