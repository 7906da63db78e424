"""What `prove` tries beside faults of the machine: changed bytes, runs at once, mutants.

Each proof is a function that gives a `Proof`: what was tried, how often, how it ended, and what was lost.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks import flips, measure
from corpuskit.app.package import package
from corpuskit.errors import CorpuskitError
from corpuskit.model.findings import Severity
from corpuskit.packaging.verify import verify
from tests.corpus import many, tree, write


@dataclass(frozen=True, slots=True)
class Proof:
    """One line of docs/reliability.md; `lost` names what must not have happened, empty where it did not."""

    name: str
    tried: int
    ended: str
    lost: tuple[str, ...] = ()


def told(count: Counter[str]) -> str:
    """How often which end was met, the most frequent first."""
    return ", ".join(
        f"{name} {number}" for name, number in sorted(count.items(), key=lambda c: (-c[1], c[0]))
    )


def broken_utf8(number: int) -> Proof:
    """Articles with one flipped bit: lost are those that pass for articles, and those with a wrong byte named."""
    count = flips.check(flips.flips(number, 1))
    lost = [f"{name}: {c}" for name, c in sorted(count.items()) if name == flips.KEPT or "ANOTHER" in name]
    return Proof("One bit flipped in a UTF-8 article, so that it is none", number, told(count), tuple(lost))


def changed_package(number: int) -> Proof:
    """A bit of a package flipped, file after file: lost is what `verify`, given the digest, does not find."""
    count: Counter[str] = Counter()
    lost = []
    chance = random.Random(1)  # noqa: S311  # damage, not a secret
    with tempfile.TemporaryDirectory() as folder:
        manifest = package(measure.ROOT, folder, name="x")
        dist = Path(folder) / "x"
        files = sorted(tree(dist))
        for i in range(number):
            name = files[i % len(files)]
            file = dist / name
            whole = file.read_bytes()
            at, bit = chance.randrange(len(whole)), chance.randrange(8)
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
            report = verify(dist, digest=manifest.digest).report
            file.write_bytes(whole)
            named = {one.place.path for group in report.groups for one in group.examples if one.place}
            if report.fails(Severity.ERROR):
                count["found, the file named" if name in named else "found, another file named"] += 1
            else:
                count["not found"] += 1
                lost.append(f"{name}, byte {at}, bit {bit} was not found")
        if verify(dist, digest=manifest.digest).report.fails(Severity.ERROR):
            lost.append("the package itself does not verify")
    return Proof(
        f"One bit flipped in a package of {len(files)} files, then `verify`", number, told(count), tuple(lost)
    )


def pairs(number: int) -> Proof:
    """Two runs of `package` at once onto one name: lost is anything but one package whole, and a plain refusal."""
    count: Counter[str] = Counter()
    lost = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [many(folder / label, size) for label, size in (("a", 40), ("b", 60))]
        package(write(folder / "old", {"o.txt": "Un texte.\n"}), folder / "out", name="x")
        wholes = []
        for source in sources:
            package(source, folder / "alone", name="x")
            wholes.append(tree(folder / "alone" / "x"))
        for _ in range(number):
            options = ("--out", folder / "out", "--name", "x")
            runs = [
                subprocess.Popen(
                    list(map(str, measure.corpuskit("package", source, *options))),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
                for source in sources
            ]
            said = [run.communicate()[1].decode("utf-8", "replace") for run in runs]
            states = sorted(run.returncode for run in runs)
            left = sorted(path.name for path in (folder / "out").iterdir())
            named = all(f"process {runs[1 - i].pid}" in said[i] for i in (0, 1) if runs[i].returncode)
            refused = f"one refused, {'' if named else 'not '}told who holds it"
            count["both published, one after the other" if states == [0, 0] else refused] += 1
            if states not in ([0, 0], [0, 2]) or not named or left != ["x"]:
                lost.append(f"status {states}, left {left}, said {said}".replace(name, "OUT"))
            elif tree(folder / "out" / "x") not in wholes:
                lost.append("the package is neither run's")
    return Proof("Two runs of `package` at once onto one name", number, told(count), tuple(lost))


def mutants() -> Proof:
    """Small faults put into the code of edit scripts: lost is each that no law notices."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ["-k", "mutant", "-p", "no:cacheprovider", f"--junitxml={report}"]
        command = [sys.executable, "-m", "pytest", "tests/laws/test_edits.py", *options]
        measure.run(command, cwd=measure.ROOT)
        if not report.is_file():
            raise CorpuskitError("pytest did not run")
        cases = list(ET.parse(report).getroot().iter("testcase"))  # noqa: S314  # our own report
    lost = tuple(case.get("name", "") for case in cases if len(case))
    return Proof(
        "Mutants of the code of edit scripts, against its laws",
        len(cases),
        f"caught {len(cases) - len(lost)}",
        lost,
    )
