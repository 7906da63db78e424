"""Whether a package is the same whatever surrounds its making, and however the run begins: anew, on what another left, after a kill.

Every run is the installed command, a whole process; `prove` counts them.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import measure
from benchmarks.proofs import Proof, told
from tests.corpus import many, tree

MORE = "\nUne ligne de plus, que l’on n’attendait pas.\n".encode()
HOW = {
    "anew": "",
    "again": ", after a hundredth of them changed, over the package and the store of before",
    "resumed": ", going on after a kill",
}


@dataclass(frozen=True, slots=True)
class Way:
    """What must not matter: workers, hash seed, time zone, locale, whether the metadata are shuffled; and how the run begins.

    Where it runs and its umask alternate, so that each goes with each of the others.
    """

    how: str
    workers: str
    seed: str
    zone: str
    locale: str
    mixed: bool

    @property
    def elsewhere(self) -> bool:
        """Whether it runs in the root folder, and not in the corpus."""
        return (self.seed == "1") ^ (self.zone == "UTC") ^ self.mixed

    @property
    def umask(self) -> str:
        """077 or 022."""
        return "077" if (self.locale == "C") ^ (self.zone == "UTC") ^ (self.workers == "2") else "022"


WAYS: tuple[Way, ...] = tuple(
    Way(*chosen)
    for chosen in itertools.product(
        HOW, ("1", "2", "4"), ("0", "1"), ("UTC", "Pacific/Chatham"), ("C", "C.UTF-8"), (False, True)
    )
)


def prove(articles: int, ways: Sequence[Way] = WAYS) -> list[Proof]:
    """The same corpus packaged under all that must not matter: lost is each run whose files differ from those of the first."""
    ended: dict[str, Counter[str]] = {how: Counter() for how in HOW}
    lost: dict[str, list[str]] = {how: [] for how in HOW}
    with tempfile.TemporaryDirectory() as name:
        corpus = many(Path(name) / "corpus", articles)
        wholes = []
        for turn in (True, False):
            changed(corpus, turn)
            packaged(corpus, WAYS[0])
            wholes.append(modes(corpus / "out" / "x"))
        turn, chance = False, random.Random(1)  # noqa: S311  # an order, not a secret
        for way in ways:
            turn = turn ^ (way.how == "again")
            changed(corpus, turn)
            shuffled(corpus, way.mixed, chance)
            if way.how == "resumed":
                what = "" if killed(corpus, way) else ", but it ended before it was killed"
            else:
                what = ""
            packaged(corpus, way)
            same = modes(corpus / "out" / "x") == wholes[not turn]
            ended[way.how][f"the same bytes{what}" if same else "other bytes"] += 1
            if not same:
                lost[way.how].append(str(way))
    what = "workers 1, 2, 4 × hash seed × time zone × locale × order of the metadata, working directory and umask in turn"
    return [
        Proof(f"{articles} articles packaged{told_how}: {what}", count.total(), told(count), tuple(lost[how]))
        for how, told_how in HOW.items()
        if (count := ended[how])
    ]


def changed(corpus: Path, turn: bool) -> None:
    """One of two states of the corpus, which differ in every hundredth article; the others are not touched."""
    for file in sorted((corpus / "raw").rglob("*.txt"))[::100]:
        body = file.read_bytes()
        plain = body.removesuffix(MORE)
        if body != (wanted := plain + MORE * turn):
            file.write_bytes(wanted)


def shuffled(corpus: Path, mixed: bool, chance: random.Random) -> None:
    """The metadata in the order of their names, or in any."""
    metadata = corpus / "raw" / "metadata.jsonl"
    lines = sorted(metadata.read_bytes().splitlines(keepends=True))
    if mixed:
        chance.shuffle(lines)
    metadata.write_bytes(b"".join(lines))


def around(corpus: Path, way: Way) -> tuple[list[str], Path, dict[str, str]]:
    """A run in this way: its command, where it runs, its environment. `sh` sets the umask."""
    given = ["--out", str(corpus / "out"), "--name", "x", "--workers", way.workers]
    given += ["--no-cache"] if way.how == "anew" else []
    command = measure.corpuskit("package", corpus if way.elsewhere else ".", *given)
    told = ["sh", "-c", f'umask {way.umask}; exec "$@"', "sh", *map(str, command)]
    where = Path(corpus.anchor) if way.elsewhere else corpus
    return told, where, {"PYTHONHASHSEED": way.seed, "TZ": way.zone, "LC_ALL": way.locale}


def packaged(corpus: Path, way: Way) -> None:
    """One run; what stood there before stays only where the run is to find it."""
    if way.how == "anew":
        shutil.rmtree(corpus / "out", ignore_errors=True)
    command, where, env = around(corpus, way)
    measure.done(command, cwd=where, env=env)


def killed(corpus: Path, way: Way) -> bool:
    """A run without any memory, killed with all its processes when its first shard is in the store; False where it was too late."""
    for name in ("out", ".corpuskit"):
        shutil.rmtree(corpus / name, ignore_errors=True)
    command, where, env = around(corpus, way)
    with subprocess.Popen(
        command,
        cwd=where,
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as run:
        while run.poll() is None and not any((corpus / ".corpuskit").glob("built-*/[!.]*.parquet")):
            time.sleep(0.002)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
    return run.returncode == -signal.SIGKILL


def modes(package: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a package: its mode and its bytes."""
    return {path: ((package / path).stat().st_mode, body) for path, body in tree(package).items()}
