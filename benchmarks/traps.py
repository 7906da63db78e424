"""What the cleaner makes of the traps (`tests/traps/`): synthetic documents that were written before any model, and never fitted on.

    python -m benchmarks.traps [--lines] [--date YYYY-MM-DD]

Documents of one outlet are a corpus of their own, as they are in life. A line that is residue counts as found where it
is removed; a glued line where its residue is gone and the rest is left. With --lines every content line that was lost
is printed with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks import measure
from corpuskit.app.context import default_context
from corpuskit.cleaning import remove
from corpuskit.cleaning.lines import Draft
from corpuskit.cleaning.remove import Judged
from corpuskit.model.articles import Address, RawArticle
from corpuskit.model.context import Context
from corpuskit.survey import signature, survey
from tests.traps_set import Document, read_traps


@dataclass(slots=True)
class Tally:
    """What became of the lines of some documents."""

    found: int = 0
    missed: int = 0
    asked: int = 0
    lost: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    documents: int = 0

    def row(self, name: str) -> tuple[str, ...]:
        """The cells of a table."""
        precision = self.found / max(self.found + len(self.lost), 1)
        recall = self.found / max(self.found + self.missed, 1)
        score = 2 * precision * recall / max(precision + recall, 1e-9)
        shares = [f"{value:.3f}" for value in (score, precision, recall)]
        return (name, str(self.documents), *shares, str(len(self.lost)), str(self.asked))


def judged(documents: Sequence[Document], context: Context) -> list[tuple[str, Judged]]:
    """The clean text of each document, and what was thought of its lines."""
    drafts = [Draft(one.text, one.language, one.title or None, one.site, one.name) for one in documents]
    raws = [RawArticle(one.name, None, "", None, Address("", 0, 0), "", site=one.site) for one in documents]
    facts = survey([signature(raws, [draft.text for draft in drafts])])
    return [(text, told) for _, text, told in remove(drafts, context.with_facts(facts))]


def tally(documents: Sequence[Document], context: Context) -> dict[str, Tally]:
    """What became of these documents, by language."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for one, (text, told) in zip(documents, judged(documents, context), strict=True):
        of = tallies[one.language]
        of.documents += 1
        left = Counter(text.split("\n"))
        why = {verdict.text: f"{verdict.code}: {verdict.reason}" for verdict in told.verdicts}
        asked = {verdict.text for verdict in told.verdicts if verdict.outcome == "undecided"}
        for line in one.lines:
            stays = left[line.text] > 0
            left[line.text] -= stays
            if line.label == "b" or line.seam:
                rest = line.text[line.seam or len(line.text) :]
                gone = not stays and (not line.seam or left[rest] > 0)
                of.found, of.missed = of.found + gone, of.missed + (not gone)
                of.asked += line.text in asked
                of.kinds[f"{line.code} {'found' if gone else 'missed'}"] += 1
            if line.label == "c" and not stays and not (line.seam and left[line.text[line.seam :]] > 0):
                of.lost.append(f"{one.name}: {line.text[:100]} ({why.get(line.text, 'a seam')})")
    return dict(tallies)


def main() -> None:
    """Print the table."""
    parser = measure.arguments(__doc__)
    parser.add_argument("--lines", action="store_true", help="print the content lines that were lost")
    given = parser.parse_args()
    tallies = tally(read_traps(), default_context())
    rows = [("", "docs", "F1", "precision", "recall", "content lines lost", "residue undecided")]
    rows += [of.row(name) for name, of in sorted(tallies.items())]
    print(measure.table(rows) + measure.heading(given.date))
    for name, of in sorted(tallies.items()):
        print(name, ", ".join(f"{kind} {count}" for kind, count in sorted(of.kinds.items())))
        if given.lines:
            print("\n".join(of.lost))


if __name__ == "__main__":
    main()
