"""A second run of `package` with a store of earlier results, over a package of before: what the fault loops kill and starve.

    python -m tests.faults.with_store CORPUS OUT

The corpus is small, its shards smaller still, and it has a store all the same; files are trusted by their times at once.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from corpuskit.app import shards, store, surveying
from corpuskit.app.package import build
from corpuskit.errors import MachineError
from tests.corpus import BODY, record
from tests.faults.loop import Lost, Scenario, tree

CORPUS = "corpus"
ARTICLES = 6
SHARD = 2  # articles, as a mean


def second(corpus: Path, out: Path, *, cache: bool = True) -> list[str]:
    """Builds `out`/x, and gives the sentences that were told of the store."""
    saved = shards.MEAN, store.WORTH, surveying.RACY
    shards.MEAN, store.WORTH, surveying.RACY = SHARD, 1, -(10**18)
    told: list[str] = []
    try:
        build(corpus, out, name="x", cache=cache, warn=told.append)
    finally:
        shards.MEAN, store.WORTH, surveying.RACY = saved
    return told


def write(corpus: Path, turn: int) -> None:
    """The corpus at first, and after that with another text here, another title there, an article more and one less."""
    raw = corpus / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    names = [f"{number}.txt" for number in range(turn, ARTICLES + turn)]
    for number, name in enumerate(names, start=turn):
        text = f"{BODY.replace('1897', str(1500 + number))}\nPartager sur Facebook\nNuméro {number * 37}.\n"
        if turn and number == ARTICLES - 1:
            text += "Une phrase de plus, que personne n’attendait ici.\n"
        if not (raw / name).is_file() or (raw / name).read_text(encoding="utf-8") != text:
            (raw / name).write_text(text, encoding="utf-8", newline="")
    for file in raw.glob("*.txt"):
        if file.name not in names:
            file.unlink()
    records = [
        record(name, title=f"Titre {number // 3}") for number, name in enumerate(names, start=2 * turn)
    ]
    lines = "".join(json.dumps(one) + "\n" for one in records)
    (raw / "metadata.jsonl").write_text(lines, encoding="utf-8", newline="")


def lay(out: Path) -> None:
    """A first run, its package and its store; then the corpus changes."""
    corpus = out.parent / CORPUS
    shutil.rmtree(corpus, ignore_errors=True)
    write(corpus, 0)
    second(corpus, out)
    write(corpus, 1)


def again(out: Path) -> None:
    """What must hold after a fault: one more run succeeds, tells one sentence of the store at most, and the next none."""
    corpus = out.parent / CORPUS
    told = second(corpus, out)
    found = tree(out / "x")
    if len(told) > 1 or second(corpus, out):
        raise Lost(f"the store is told of again and again: {told}")
    second(corpus, out, cache=False)
    if not found == tree(out / "x"):
        raise Lost("with the store a package differs from one without")


def command(out: Path) -> Sequence[str]:
    """The run that faults meet."""
    return [sys.executable, "-m", "tests.faults.with_store", str(out.parent / CORPUS), str(out)]


def scenario() -> Scenario:
    """A second run, with calls counted in the package's folder and in the corpus, which holds the store."""
    return Scenario("a second run with a store", command, lay, again, beside=f"{CORPUS}/{store.FOLDER}")


def main(corpus: str, out: str) -> int:
    """One run; its exit status, with a sentence on stderr for each thing that failed."""
    try:
        told = second(Path(corpus), Path(out))
    except MachineError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    sys.stderr.writelines(f"{sentence}\n" for sentence in told)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
