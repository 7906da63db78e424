"""Every code of `corpuskit rules` is brought up by the corpora of the repository, and the golden reports show where.

The sample corpus, `tests/corpora/broken`, `tests/corpora/own-schema`, a copy of `broken` with what Git cannot hold,
and packages of the sample corpus that were damaged. Read the golden files' diff when a rule changes: it is the change.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpuskit import validate
from corpuskit.model.report import Report
from corpuskit.rules import codes
from tests.conftest import ROOT
from tests.corpus import rows_of, run
from tests.goldens import GOLDEN, golden
from tests.packages import SHARD

CORPORA = {
    "sample": ROOT,
    "broken": ROOT / "tests/corpora/broken",
    "own-schema": ROOT / "tests/corpora/own-schema",
}
# What no folder and no package shows by itself: each is provoked below, in the run of a corpus of this list; what
# `package` is asked to leave out, in test_left_out.py.
PROVOKED = {
    "LIC001": "somebody must ask for it: package --without",
    "LIC002": "somebody must ask for it: package --exclude-license",
    "BUG001": "a failure of corpuskit itself: a check is made to crash",
    "SRC005": "a file must change during the run: it is changed between the passes",
    "SRC008": "root may read every file: the system is made to refuse one",
}
ON_LINUX = pytest.mark.skipif(
    sys.platform != "linux",
    reason="other systems refuse names that are not UTF-8, or that differ in case alone",
)


def listed(said: Mapping[str, Any]) -> str:
    """JSON with one key a line."""
    lines = (f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in sorted(said.items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def counted(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items()))


def found_in(corpus: Path) -> dict[str, dict[str, int]]:
    """How often each code is found, by article, or by path where a finding is about none."""
    done = run("validate", ".", "--output-format", "json", cwd=corpus)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for finding in json.loads(done.stdout)["findings"]:
        found[finding["article"] or finding["path"]][finding["code"]] += 1
    return {name: counted(there) for name, there in found.items()}


def edited_in(corpus: Path, out: Path) -> dict[str, dict[str, int]]:
    """How often each code changes a text in the package, by article."""
    assert run("package", corpus, "--out", out, "--name", "x").returncode == 0
    edits = {row["id"]: Counter(edit["code"] for edit in row["edits"]) for row in rows_of(out / "x")}
    return {name: counted(there) for name, there in edits.items() if there}


def copied(corpus: Path, to: Path) -> Path:
    """The raw folder, the settings and the decisions of a corpus, links as links."""
    to.mkdir()
    for item in corpus.iterdir():
        if item.name == "raw":
            shutil.copytree(item, to / "raw", symlinks=True)
        elif item.suffix in (".toml", ".json", ".jsonl"):
            shutil.copy(item, to / item.name)
    return to


# Corpora.


@pytest.mark.parametrize("name", CORPORA)
def test_golden_of_each_corpus(name: str, tmp_path: Path) -> None:
    corpus = copied(CORPORA[name], tmp_path / "c")
    done = run("validate", ".", "--output-format", "concise", "--show-notes", cwd=corpus)
    assert (done.returncode, done.stderr) == (int(name == "broken"), "")
    golden(f"corpora/{name}.txt", done.stdout)
    golden(f"corpora/{name}.json", listed(found_in(corpus)))
    golden(f"corpora/{name}-edits.json", listed(edited_in(corpus, tmp_path / "out")))


def beyond_git(raw: Path) -> None:
    """What Git cannot hold, as ../corpora/README.md lists it, but for the file that root may read."""
    os.mkfifo(raw / "pipe.txt")
    (raw / "huge.txt").touch()
    os.truncate(raw / "huge.txt", 17 << 20)
    with open(os.fsencode(raw) + b"/caf\xe9.txt", "wb") as file:  # noqa: PTH123 - no name for a Path
        file.write(b"Une nuit.\n")
    shutil.copy(raw / "good-market.txt", raw / "Good-Market.txt")
    shutil.copy(raw / "good-orchard.md", raw / "23:00.md")


@ON_LINUX
def test_golden_of_what_git_cannot_hold(tmp_path: Path) -> None:
    corpus = copied(CORPORA["broken"], tmp_path / "c")
    before = found_in(corpus)
    beyond_git(corpus / "raw")
    after = found_in(corpus)
    golden(
        "corpora/beyond-git.json",
        listed({name: there for name, there in after.items() if before.get(name) != there}),
    )
    assert before.keys() <= after.keys()


# Packages.


def _column(name: str, value: str) -> Callable[[Path], tuple[str, ...]]:
    def harm(package: Path) -> tuple[str, ...]:
        table = pq.read_table(package / SHARD)
        column = pa.array([value] * len(table))
        pq.write_table(table.set_column(table.column_names.index(name), name, column), package / SHARD)
        return ()

    return harm


def _manifest(package: Path) -> tuple[str, ...]:
    manifest = package / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"name": "x"', b'"name": "y"'))
    return ()


def _file(package: Path) -> tuple[str, ...]:
    with (package / "README.md").open("ab") as file:
        file.write(b"One more line.\n")
    return ()


def _raw_file(package: Path) -> tuple[str, ...]:
    raw = package.parent / "raw"
    shutil.copytree(ROOT / "raw", raw)
    with (raw / "tre-valli/campane.txt").open("ab") as file:
        file.write(b"Una riga.\n")
    return ("--against", str(raw))


HARMS: Mapping[str, Callable[[Path], tuple[str, ...]]] = {
    "a byte of the manifest": _manifest,
    "a line more in the card": _file,
    "another title": _column("title", "Un autre titre"),
    "another encoding": _column("encoding", "utf-16-be"),
    "another text": _column("text", "Un autre texte."),
    "a raw file that was changed": _raw_file,
    "a path that leads out": _column("raw_path", "../../outside.txt"),
    "another digest was asked for": lambda _: ("--digest", "0" * 64),
}


def test_golden_of_damaged_packages(tmp_path: Path) -> None:
    assert run("package", ROOT, "--out", tmp_path / "out", "--name", "x").returncode == 0
    assert run("verify", tmp_path / "out/x").returncode == 0
    told = {}
    for at, (name, harm) in enumerate(HARMS.items()):
        package = tmp_path / str(at) / "x"
        shutil.copytree(tmp_path / "out/x", package)
        done = run("verify", package, *harm(package))
        assert (done.returncode, done.stderr) == (1, ""), name
        told[name] = sorted(set(re.findall(r"\bPKG\d{3}\b", done.stdout)))
    golden("corpora/damaged.json", listed(told))


# What a corpus shows only where somebody helps.


def _crash(corpus: Path, patch: pytest.MonkeyPatch) -> Report:
    def crashing(*_: object) -> Iterator[object]:
        raise RuntimeError("a check that crashes")

    patch.setattr("corpuskit.app.work.process", crashing)
    return validate(corpus, engine="serial")


def _change(corpus: Path, patch: pytest.MonkeyPatch) -> Report:
    def between(done: int, total: int) -> None:
        if done * 2 == total:
            (corpus / "raw/licence-in-words.txt").write_bytes(b"Plus rien.\n")

    return validate(corpus, progress=between)


def _refuse(corpus: Path, patch: pytest.MonkeyPatch) -> Report:
    real = os.open

    def refusing(path: Any, flags: int, *args: Any, **keywords: Any) -> int:
        if os.fsencode(path).endswith(b"licence-in-words.txt"):
            raise PermissionError(13, os.strerror(13))
        return real(path, flags, *args, **keywords)

    patch.setattr(os, "open", refusing)
    return validate(corpus, engine="serial")


@pytest.mark.parametrize(("code", "provoke"), [("BUG001", _crash), ("SRC005", _change), ("SRC008", _refuse)])
def test_what_is_provoked(
    code: str,
    provoke: Callable[[Path, pytest.MonkeyPatch], Report],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    corpus = copied(CORPORA["own-schema"], tmp_path / "c")
    assert dict(provoke(corpus, monkeypatch).by_code)[code] == 1


def test_every_code_is_shown_by_a_golden_report_or_provoked() -> None:
    shown = {
        code
        for path in (GOLDEN / "corpora").glob("*.json")
        for code in re.findall(r"\b[A-Z]{3}\d{3}\b", path.read_text("utf-8"))
    }
    assert set(codes()) - shown == set(PROVOKED)
    assert shown <= set(codes())
