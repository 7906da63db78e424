"""The full counts: every fault, kill, flip and mutant that the tests try a few times, into docs/reliability.md.

    python -m benchmarks.prove [faults store flips changes pairs surroundings mutants readers] [--most N] [--flips 1000] [--out FILE]

All of it takes half an hour; `readers` needs pip, for the tools of others. The exit status is 1 where anything was lost; the page then says what.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks import measure, proofs, readers, surroundings
from benchmarks.proofs import Proof
from benchmarks.readers import Reading
from corpuskit.app.package import package
from tests.faults import loop, test_package_command, with_store

PAGE = measure.ROOT / "docs" / "reliability.md"
OPENING = """\
# What corpuskit withstands

Written by `make prove`, which tries all of this; the tests try a part of it at every change.

- **Kills.** A run is traced once; then it runs again for each system call that changes the target, and SIGKILL meets it
  at that call. Allowed is the old package, byte for byte, or the new one. (*Renames* is the way for file systems that
  cannot exchange two folders: between two renames the name is absent until the next run.)
- **Failing calls.** The same with each system call failing in each way that a full, broken, read-only or limited disk
  has. Allowed is exit status 0 with the new package, or 3 with one sentence and the old package.
- After each of these the next run must sweep what was left, and succeed.
- **With a store.** The same for a second run, which finds results of the first one in `.corpuskit/`: calls there count, too. A run
  that cannot write there may say so in one sentence and go on. The next run may tell one sentence of the store, the one after
  it none, and both packages are those of a run without it.
"""
READ = """\
## What the tools of others read

Each tool alone, in an environment of its own that has never heard of corpuskit, the Hub's offline mode on. `datasets` loads every
config plain and by streaming: whole, some `columns=`, what `filters=` lets through. Every row and record is compared by value with
the Parquet files. A config without rows opens by streaming only
([huggingface/datasets#8401](https://github.com/huggingface/datasets/pull/8401)): that counts as read where `datasets` says so.
"""


def scenarios(folder: Path) -> Iterator[loop.Scenario]:
    """All ways of publishing: the three of the publisher alone, and the whole command."""
    for make in loop.SCENARIOS.values():
        yield make()
    new = test_package_command.corpus(folder / "new", "chat")
    old = test_package_command.corpus(folder / "old", "chien")
    package(old, folder / "published", name="x")

    def lay(out: Path) -> None:
        shutil.copytree(folder / "published" / "x", out / "x")

    def again(out: Path) -> None:
        package(new, out, name="x")

    yield loop.Scenario("corpuskit package", lambda out: test_package_command.command(new, out), lay, again)


def with_a_store(_: Path) -> Iterator[loop.Scenario]:
    """The second run over a corpus: what it reads and writes in the store is part of what fails."""
    yield with_store.scenario()


def faults(most: int | None, ways: Callable[[Path], Iterator[loop.Scenario]]) -> Iterator[Proof]:
    """The loops over system calls, or why they cannot run here."""
    why = loop.missing()
    if why:
        yield Proof("Kills and failing system calls", 0, f"not tried: {why}")
        return
    errors = sorted({error for errors in loop.ERRORS.values() for error in errors})
    with tempfile.TemporaryDirectory() as name:
        work = Path(name) / "work"
        work.mkdir()
        for scenario in ways(Path(name)):
            yield _proof("SIGKILL", [partial(loop.kills, work, scenario, most)], scenario)
            tries = [partial(loop.failures, work, scenario, most, [error]) for error in errors]
            yield _proof("failing call", tries, scenario)


def _proof(what: str, tries: Sequence[Callable[[], loop.Count]], scenario: loop.Scenario) -> Proof:
    """The counts of several loops together; a loop ends at its first loss, and its counts are then not known."""
    tried, ended, lost = 0, Counter[str](), []
    for one in tries:
        try:
            count = one()
        except loop.Lost as loss:
            lost.append(str(loss))
            continue
        tried += count.total
        ended.update({f"{state} package": number for state, number in count.ended.items()})
    cut = f"; {len(lost)} of {len(tries)} loops ended at a loss" if lost else ""
    return Proof(f"{what}: {scenario.name}", tried, proofs.told(ended) + cut, tuple(lost))


def page(found: Sequence[Proof | Reading], date: str) -> str:
    """docs/reliability.md."""
    rows = [("what was tried", "how often", "how it ended", "lost")]
    proved = [proof for proof in found if isinstance(proof, Proof)]
    rows += [(proof.name, str(proof.tried), proof.ended, str(len(proof.lost))) for proof in proved]
    read = [reading for reading in found if isinstance(reading, Reading)]
    others = f"{READ}\n{readers.table(read)}\n" if read else ""
    lost = [f"- {proof.name}: {what}\n" for proof in found for what in proof.lost]
    what = "".join(lost) if lost else "Nothing.\n"
    measured = measure.heading(date).strip().replace("\n", "  \n")
    return f"{OPENING}\n{measure.table(rows)}\n{others}## What was lost\n\n{what}\n## Where\n\n`make prove`, {measured}\n"


def main() -> int:
    """Try everything, write the page, say what was lost."""
    parser = measure.arguments(__doc__, 1)
    parser.add_argument("--most", type=int, metavar="N", help="try N of the system calls only; default: all")
    parser.add_argument(
        "--flips", type=int, default=1000, metavar="N", help="articles with a flipped bit (1000)"
    )
    parser.add_argument(
        "--changes", type=int, default=500, metavar="N", help="bits flipped in a package (500)"
    )
    parser.add_argument("--pairs", type=int, default=20, metavar="N", help="pairs of runs at once (20)")
    parser.add_argument(
        "--articles", type=int, default=1500, metavar="N", help="articles packaged again and again (1500)"
    )
    parser.add_argument(
        "--read", type=int, default=20_000, metavar="N", help="articles that readers read (20000)"
    )
    parser.add_argument(
        "--environments", type=Path, metavar="FOLDER", help="where readers are; default: made anew"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="default: docs/reliability.md, if all is tried"
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="what to try; default: all")
    given = parser.parse_args()
    jobs: dict[str, Callable[[], Iterable[Proof | Reading]]] = {
        "faults": lambda: faults(given.most, scenarios),
        "store": lambda: faults(given.most, with_a_store),
        "flips": lambda: [proofs.broken_utf8(given.flips)],
        "changes": lambda: [proofs.changed_package(given.changes)],
        "pairs": lambda: [proofs.pairs(given.pairs)],
        "surroundings": lambda: surroundings.prove(given.articles),
        "mutants": lambda: [proofs.mutants()],
        "readers": lambda: readers.readings(given.read, given.environments),
    }
    if not set(given.parts) <= set(jobs):
        parser.error(f"choose from {', '.join(jobs)}")
    found: list[Proof | Reading] = []
    for proof in (proof for name, job in jobs.items() if name in (given.parts or jobs) for proof in job()):
        print(f"{proof.name}: {proof.tried}, {proof.ended}, lost {len(proof.lost)}", flush=True)
        found.append(proof)
    out = given.out or (None if given.parts else PAGE)
    if out:
        out.write_text(page(found, given.date), encoding="utf-8", newline="")
    return 1 if any(proof.lost for proof in found) else 0


if __name__ == "__main__":
    sys.exit(main())
