"""What the rows of a dataset say together: lines that are repeated, copies, and near copies, for which some rows are read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

from corpuskit.app.comparing import FEW, likenesses, portions
from corpuskit.app.rows import Batch
from corpuskit.app.work import text_of
from corpuskit.cleaning.lines import Draft
from corpuskit.engines import Engine
from corpuskit.engines.serial import Serial
from corpuskit.model.facts import CorpusFacts
from corpuskit.survey import Known, Likeness, Pairs, Signature, signature, with_near_copies

_Task = tuple[tuple[Draft | None, ...], tuple[tuple[int, int], ...]]


def signed(batch: Batch) -> Signature:
    """The signature of a batch."""
    texts = [(raw, text) for raw in batch.raws if (text := text_of(raw)) is not None]
    return signature([raw for raw, _ in texts], [text for _, text in texts])


def compared(known: Known, batches: Iterable[Batch], score: int, engine: Engine) -> CorpusFacts:
    """What the rows say together, near copies included. `batches` are the rows once more, read only where some may be alike.

    The texts that are compared wait in a temporary file: of a dataset full of near copies they would not fit in memory.
    """
    ids, job = known.corpus.ids, _Compare(known.facts)

    def compare(pairs: Pairs) -> Iterator[Likeness | None]:
        if not pairs:
            return
        wanted = frozenset(ids[at] for pair in pairs for at in pair)
        runner = Serial() if len(pairs) < FEW else engine
        with TemporaryFile() as file:
            texts = _Texts(file)
            texts.take(batches, wanted)
            tasks = (
                (tuple(map(texts.draft, portion.ids)), portion.pairs)
                for portion in portions(pairs, ids, texts.length)
            )
            for found in runner.map(job, tasks):
                yield from found

    return with_near_copies(known, score, compare)


@dataclass(frozen=True, slots=True)
class _Compare:
    facts: CorpusFacts

    def __call__(self, task: _Task) -> tuple[Likeness | None, ...]:
        drafts, pairs = task
        return likenesses(drafts, pairs, self.facts)


@dataclass(slots=True)
class _Texts:
    """The texts of some rows in a file, by the id of the row: where each begins, how long it is, its site."""

    file: IO[bytes]
    places: dict[str, tuple[int, int, str]] = field(default_factory=dict)

    def take(self, batches: Iterable[Batch], wanted: frozenset[str]) -> None:
        """Write down the texts of these rows."""
        end = 0
        for batch in batches:
            for raw in batch.raws:
                text = text_of(raw) if raw.id in wanted else None
                if text is not None:
                    written = self.file.write(text.encode("utf-8", "surrogatepass"))
                    self.places[raw.id] = end, written, raw.site
                    end += written

    def length(self, ident: str) -> int:
        """Bytes of the text of a row; 0 where it is gone since the survey."""
        return self.places.get(ident, (0, 0, ""))[1]

    def draft(self, ident: str) -> Draft | None:
        """The text as the survey compares it; None where it is gone since."""
        if ident not in self.places:
            return None
        start, length, site = self.places[ident]
        self.file.seek(start)
        return Draft(self.file.read(length).decode("utf-8", "surrogatepass"), site=site, id=ident)
