"""The second pass over the rows of a dataset: what is wrong with each, and what a baseline makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from corpuskit.app.rows import Batch
from corpuskit.app.work import guarded, reason
from corpuskit.model.articles import ArticleResult
from corpuskit.model.baseline import Comparison, Known, lines_of
from corpuskit.model.context import Context
from corpuskit.model.findings import Finding, Place, Severity
from corpuskit.model.report import Tally
from corpuskit.rules import adjusted, codes

_OF_TEXT = ("TXT", "BPL", "DUP", "EDT", "PII", "BUG", "SET", "MET101")  # what a text alone can answer for
_OF_METADATA = ("MET", "PRV", "LIC")


@dataclass(frozen=True, slots=True)
class RowTask:
    """A batch, and what a baseline knows of its rows by their ids; None without a baseline."""

    batch: Batch
    known: Mapping[str, Known] | None = None


@dataclass(frozen=True, slots=True)
class RowsChecked:
    """What was found in a batch; `of_files` belongs to no row, and is not counted yet."""

    tally: Tally
    of_files: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RowValidation:
    """Looks at a batch. `ours` says that metadata are looked at too, `record` asks for the lines of a new baseline."""

    context: Context
    refuse_at: Severity
    ours: bool
    keep: bool
    record: bool

    def __call__(self, task: RowTask) -> RowsChecked:
        """What is wrong with the rows of a batch."""
        compared = Comparison() if self.record or task.known is not None else None
        tally = Tally(keep=self.keep, compared=compared)
        of_files: list[Finding] = []
        for ident, sha256, findings, refused in self._outcomes(task.batch):
            if ident is None:
                of_files += findings
                continue
            tally.articles += 1
            tally.refused += refused
            if compared is None:
                tally.add(findings)
                continue
            if self.record:
                compared.lines += lines_of(findings, sha256)
            tally.add(compared.split(findings, (task.known or {}).get(ident, {}), self.keep))
        return RowsChecked(tally, tuple(of_files))

    def _outcomes(self, batch: Batch) -> Iterator[tuple[str | None, str, list[Finding], bool]]:
        """Of each row its id, the SHA-256 of its text, what was found, and whether it is refused; without an id what concerns a file."""
        for result in guarded(batch.raws, self.context):
            found = [
                _in_row(finding, result) for finding in result.findings if self._answers(finding, result)
            ]
            refused = reason(replace(result, findings=tuple(found)), self.refuse_at) is not None
            yield result.raw.id, result.raw.sha256, found, refused
        for (
            finding
        ) in batch.stray:  # a row without a text is an article, and refused whatever codes are ignored
            yield finding.article, "", list(adjusted([finding], self.context)), finding.article is not None

    def _answers(self, finding: Finding, result: ArticleResult) -> bool:
        """Whether a row can answer for this: for what its text says, and for anything that leaves it without a text."""
        if result.article is None and finding.severity >= codes()["BUG001"].severity:
            return True
        if finding.code in ("MET002", "SRC004"):  # found while reading the rows
            return True
        wanted = (*_OF_TEXT, *(_OF_METADATA if self.ours else ()))
        return finding.code.startswith(wanted) and finding.code not in ("MET006", "EDT001")


def _in_row(finding: Finding, result: ArticleResult) -> Finding:
    """The finding with the place of its row; the line in the text of the row is kept among its data."""
    raw, place = result.raw, finding.place
    within = {"row": raw.address.offset}
    if place is not None and place.pointer is None and place.line is not None:
        within |= {"line": place.line} | ({"column": place.column} if place.column is not None else {})
    here = raw.record.place if raw.record else Place(raw.address.path)
    pointer = f"/{raw.address.offset}"
    if place is not None and place.pointer and not place.pointer.startswith(pointer):
        pointer += place.pointer
    return replace(finding, place=replace(here, pointer=pointer), data={**finding.data, **within})
