"""The benchmarks on tiny inputs: that they run, say what they should, and notice a loss. Nothing is timed here."""

from __future__ import annotations

import gzip
import itertools
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from benchmarks import (
    baseline,
    boilerplate,
    encoding,
    flips,
    language_fit,
    measure,
    proofs,
    prove,
    readers,
    sequence,
    stages,
    surroundings,
)
from benchmarks.encoding_cases import Case, labelled, typed
from benchmarks.labelled import MAIN
from corpuskit.language import load
from corpuskit.model.report import Report
from corpuskit.packaging.verify import Verified

DATE = "2024-02-29"
needs_seeds = pytest.mark.skipif(not measure.SEEDS.is_dir(), reason="the seeds are not beside this clone")
needs_bench = pytest.mark.skipif(
    not (measure.SHARED / "bench").is_dir(), reason="the scripts to compare with are not beside this clone"
)
needs_pages = pytest.mark.skipif(
    not (measure.SHARED / "data" / "boilerplate").is_dir(),
    reason="the labelled pages are not beside this clone",
)


def script(name: str, *arguments: str, cwd: Path = measure.ROOT) -> str:
    """What `python -m benchmarks.NAME` prints."""
    command = [sys.executable, "-m", f"benchmarks.{name}", "--date", DATE, *arguments]
    ended = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def cells(printed: str, row: str) -> list[str]:
    """The cells of a printed row, without its name."""
    [found] = [line for line in printed.splitlines() if line.startswith(f"| {row} ")]
    return [cell.strip() for cell in found.split("|")[2:-1]]


def head(printed: str) -> None:
    """The figures come with their date, machine and versions, and without the name of the machine."""
    assert f"\n{DATE}; " in printed
    assert re.search(r"\d+ cores? \(.*\), \d+ GB, ", printed)
    assert re.search(r"corpuskit \d.*, Python 3\..*, pyarrow \d", printed)


@needs_seeds
def test_start() -> None:
    printed = script("start", "--runs", "1")
    head(printed)
    assert cells(printed, "python -c 'import typer'")[1:] == ["1.00", ""]
    assert cells(printed, "corpuskit --version")[2] == "2.5"
    assert float(cells(printed, "corpuskit validate, five articles")[1]) > 0


@needs_bench
def test_speed() -> None:
    printed = script("speed", "--articles", "60", "--runs", "1", "--workers", "1")
    head(printed)
    assert cells(printed, "naive.py")[1] == "1.00"
    assert all(cells(printed, "corpuskit package --workers 1")[i] for i in (0, 1, 3, 4))
    assert re.search(r"largest process: \d+ MB for 15 articles, \d+ MB for 60: \d\.\d\d ×", printed)


@needs_bench
def test_speed_by_stage() -> None:
    printed = script("speed", "--articles", "60", "--stages")
    head(printed)
    assert cells(printed, "sum")[0] == "700"
    assert all(int(cells(printed, name)[1]) >= 0 for name, _, _ in stages.BUDGET)


def test_every_stage_has_its_place_in_the_budget() -> None:
    found, articles = stages.stages(measure.ROOT)
    assert articles == 16
    assert sorted(found) == sorted(part for _, _, parts in stages.BUDGET for part in parts)


@needs_pages
def test_boilerplate() -> None:
    printed = script("boilerplate", "--pages", "40")
    head(printed)
    assert 0 <= float(cells(printed, "dev_fr: main text")[1]) <= 1
    assert len(cells(printed, "dev: full page")) == 7


def labelled_pages(folder: Path, peers: str) -> None:
    """A set of one page, and a script of peers that ends so."""
    page = {
        "id": "a",
        "renderer": MAIN[0],
        "domain": "a.example",
        "lang": "fr",
        "source": "x",
        "partial": False,
    }
    page |= {"lines": ["Le pont rouvre.", "Photo : DR"], "labels": ["c", "b"]}
    with gzip.open(folder / "dev.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps(page) + "\n")
    (folder / "peers.py").write_text(peers, encoding="utf-8")


PEER = """
import gzip, json, sys
with gzip.open(sys.argv[2] + "/drop_all.jsonl.gz", "wt") as lines:
    lines.write(json.dumps({"id": "a", "renderer": "readability", "keep": [False, False]}))
"""


def test_what_peers_would_do_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    labelled_pages(tmp_path, PEER)
    monkeypatch.setattr(boilerplate, "DATA", tmp_path)
    assert boilerplate.peers("dev") == {"drop_all": {("a", "readability"): [False, False]}}


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("raise SystemExit('no jusText')", "no jusText"),
        ("raise SystemExit(3)", "ended with status 3"),
        ("", "wrote nothing"),
    ],
)
def test_peers_that_cannot_be_told_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    labelled_pages(tmp_path, script)
    monkeypatch.setattr(boilerplate, "DATA", tmp_path)
    with pytest.raises(SystemExit, match=f"no peers .*{said}"):
        boilerplate.peers("dev")


@needs_pages
def test_intervals_stand_beside_their_figures() -> None:
    printed = script("boilerplate", "--pages", "20", "--intervals", "20", "--worst", "2")
    found = cells(printed, "dev: main text")
    assert re.fullmatch(r"0\.\d{3} \(0\.\d{3}-\d\.\d{3}\)", found[1])
    assert printed.count("\nmissed\t") <= 4


def test_a_sequence_makes_a_doubtful_line_what_its_neighbours_are() -> None:
    sample = [sequence.states([1, 1, 0, 0, 0, -1, 1, 1])] * 9
    assert sample[0] == [0, 0, 1, 1, 1, 3, 3]
    counted = sequence.transitions(sample)
    inside = sequence.logits(np.array([-4.0, 0.0, -4.0]), counted, 0.0, 1.0)
    after = sequence.logits(np.array([-4.0, 0.0, 4.0]), counted, 0.0, 1.0)
    assert inside[1] < after[1]
    assert inside[0] < 0 < after[2]
    assert sequence.states([1, 1]) == []


@needs_pages
def test_language() -> None:
    printed = script("language", "--pages", "30")
    head(printed)
    assert cells(printed, "pages")[0] == "corpuskit"
    assert cells(printed, "pages")[2] == "100.00%"


def test_language_fit() -> None:
    texts = {
        "fr": [
            ["le chat dort et le chien aussi, été comme hiver"],
            ["le compte et le mot, s'il vous plaît : l'été"],
        ],
        "en": [["the cat sleeps and the dog too"], ["the account and the word"]],
    }
    written = language_fit.written(language_fit.fitted(texts))
    model = load(written)
    assert written == language_fit.written(json.loads(written))
    assert model.tags == ("fr", "en")
    assert model.weigh("the").points[0] == 0 < model.weigh("the").points[1]
    assert model.weigh("été").points[0] > model.weigh("ete").points[0]
    assert model.words["le"] > model.words["chat"]
    assert "s'il" not in model.words
    assert not language_fit.is_word("debug=true")


@needs_bench
def test_duplicates() -> None:
    printed = script("duplicates", "--articles", "1000", "--workers", "1")
    head(printed)
    assert cells(printed, "exact") == ["3", "3", "100.0"]
    assert cells(printed, "near")[0] == "3"
    assert int(cells(printed, "all")[0]) >= 5
    assert re.search(r"package: \d+ s, \d+ s of processor, largest process \d+ MB", printed)


def test_flips() -> None:
    printed = script("flips", "--flips", "20")
    head(printed)
    rows = [line.split("|")[1:3] for line in printed.splitlines() if line.startswith("| ")][2:]
    assert sum(int(count) for _, count in rows) == 20
    assert any("ENC102, the right byte named" in name for name, _ in rows)


def test_prove_prints_its_counts_and_writes_its_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    few = ("--flips", "5", "--changes", "8", "--pairs", "1")
    printed = script("prove", "flips", "changes", "pairs", *few, "--out", str(page))
    assert printed.count("lost 0\n") == 3
    written = page.read_text(encoding="utf-8")
    assert "\n## What was lost\n\nNothing.\n" in written
    assert f"`make prove`, {DATE}" in written
    assert cells(written, "Two runs of `package` at once onto one name")[0] == "1"


def test_prove_knows_its_parts() -> None:
    command = [sys.executable, "-m", "benchmarks.prove", "flip"]
    ended = subprocess.run(command, cwd=measure.ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 2
    assert "choose from faults, store, flips" in ended.stderr


def test_surroundings_change_no_byte() -> None:
    ways = {way.how: way for way in surroundings.WAYS if way.mixed and way.workers == "1"}
    found = surroundings.prove(600, list(ways.values()))
    assert [(proof.tried, proof.lost) for proof in found] == [(1, ())] * 3
    assert all(proof.ended.startswith("the same bytes") for proof in found)


def test_every_surrounding_meets_every_other() -> None:
    names = ("how", "workers", "seed", "zone", "locale", "mixed", "elsewhere", "umask")
    values = [{name: getattr(way, name) for name in names} for way in surroundings.WAYS]
    sizes = {name: len({one[name] for one in values}) for name in names}
    for a, b in itertools.combinations(names, 2):
        assert len({(one[a], one[b]) for one in values}) == sizes[a] * sizes[b], (a, b)


def test_a_package_that_differs_in_some_surroundings_is_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    real, seen = surroundings.modes, []

    def other(package: Path) -> dict[str, tuple[int, bytes]]:
        seen.append(package)
        return real(package) | ({"more": (0, b"")} if len(seen) == 3 else {})

    monkeypatch.setattr(surroundings, "modes", other)
    [proof] = surroundings.prove(20, surroundings.WAYS[:1])
    assert (proof.ended, len(proof.lost)) == ("other bytes 1", 1)


def test_a_loss_stands_on_the_page() -> None:
    kept = proofs.Proof("a kill", 3, "old package 2", ("half a package",))
    written = prove.page([kept, proofs.Proof("a flip", 4, "found 4")], DATE)
    assert "- a kill: half a package\n" in written
    assert cells(written, "a kill") == ["3", "old package 2", "1"]
    assert "Nothing." not in written


def test_what_the_tools_of_others_read_stands_apart() -> None:
    read = readers.Reading(
        "the sample", "datasets 5", 18, 482, 1.25, ("default: 1 of 16 rows are other ones",)
    )
    written = prove.page([proofs.Proof("a flip", 4, "found 4"), read], DATE)
    assert "\n## What the tools of others read\n" in written
    assert cells(written, "the sample") == ["datasets 5", "18", "482", "1.2", "1"]
    assert "- datasets 5 reads the sample: default: 1 of 16 rows are other ones\n" in written
    assert "tools of others" not in prove.page([proofs.Proof("a flip", 4, "found 4")], DATE)


def test_an_article_that_passes_though_it_is_damaged_is_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = flips.Flip("Un café, une tasse, déjà à moitié vide.\n".encode(), "fr", 0, 0)
    assert flips.check([whole]) == {flips.KEPT: 1}
    monkeypatch.setattr(flips, "check", lambda damaged: Counter({flips.KEPT: 1}))
    assert proofs.broken_utf8(1).lost == (f"{flips.KEPT}: 1",)


def test_a_wrong_byte_is_a_loss() -> None:
    [flip] = flips.flips(1, 1)
    moved = flips.Flip(flip.body, flip.language, flip.flipped, flip.broken + 1)
    [name] = flips.check([moved])
    assert "ANOTHER byte" in name


def test_flips_are_the_same_each_time_and_break_utf8() -> None:
    damaged = flips.flips(40, 7)
    assert damaged == flips.flips(40, 7) != flips.flips(40, 8)
    assert all(flips.fault(flip.body) == flip.broken for flip in damaged)


def test_a_change_that_verify_does_not_find_is_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = Verified(Report(0, 0, ()), 16, (), "")
    monkeypatch.setattr(proofs, "verify", lambda dist, digest: blind)
    proof = proofs.changed_package(4)
    assert len(proof.lost) == 4
    assert proof.ended == "not found 4"


def test_a_run_is_measured_to_its_end() -> None:
    code = "import sys; sys.stdout.write('é'); sys.stderr.write('out'); sys.exit(3)"
    ended = measure.run([sys.executable, "-X", "utf8", "-c", code])
    assert (ended.status, ended.output, ended.error) == (3, "é", "out")
    assert ended.cpu > 0
    with pytest.raises(SystemExit, match="ended with status 3:\nout"):
        measure.done([sys.executable, "-X", "utf8", "-c", code])


PEAKS = """
import sys
from benchmarks import measure
child = "b = bytearray({size})"
both = f"import subprocess, sys; [subprocess.run([sys.executable, '-c', {child!r}]) for _ in range(2)]"
print(measure.run([sys.executable, "-c", child]).peak, measure.run([sys.executable, "-c", both]).peak)
"""


def test_the_peak_is_that_of_the_largest_process_not_of_all() -> None:
    """Measured from a small process, as the benchmarks are: a child's peak is at least that of its parent."""
    command = [sys.executable, "-c", PEAKS.replace("{size}", "60_000_000")]
    ended = subprocess.run(command, cwd=measure.ROOT, capture_output=True, encoding="utf-8", check=True)
    assert all(60 < float(peak) < 110 for peak in ended.stdout.split())


def test_jobs_run_in_turn() -> None:
    order: list[str] = []

    def job(name: str) -> measure.Run:
        order.append(name)
        return measure.Run(len(order), 0, 0, 0, "", "")

    found = measure.in_turn(3, {"a": lambda: job("a"), "b": lambda: job("b")})
    assert order == ["a", "b", "a", "b", "a", "b"]
    assert measure.middle(found["a"]) == 3


def test_absent_data_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert measure.lacks(measure.SHARED / "no-such-folder")
    assert (
        capsys.readouterr().out == "Nothing was measured: shared/no-such-folder is not beside this clone.\n"
    )
    assert not measure.lacks()


def test_a_table_sets_figures_to_the_right() -> None:
    rows = [("what", "how often"), ("kills", "7"), ("flips", "")]
    assert measure.table(rows).splitlines() == [
        "| what  | how often |",
        "| ----- | --------: |",
        "| kills |         7 |",
        "| flips |           |",
    ]


@needs_pages
def test_encoding() -> None:
    printed = script("encoding", "--quick", "--misses", "3")
    head(printed)
    for row in (
        "French",
        "East Asian",
        "up to 100 bytes",
        "cp1252",
        "3 accents or more are left",
        "encoded twice",
    ):
        found = cells(printed, row)
        assert int(found[0]) > 0
        assert all(re.fullmatch(r"\d+\.\d / \d+\.\d / \d+\.\d\d", cell) for cell in found[1:])
    assert cells(printed, "French")[1] == "100.0 / 0.0 / 0.00"
    assert cells(printed, "3 accents or more are left")[1] == "100.0 / 0.0 / 0.00"


def test_what_came_of_a_case_is_told_by_its_text_and_its_offset() -> None:
    legacy = Case("legacy", "fr", "cp1252", 50, "été".encode("cp1252"), "été", also="ete")
    told = [
        encoding.verdict(legacy, answer)
        for answer in (("été", None), ("ete", None), ("ÈtÈ", None), (None, 3))
    ]
    assert told == ["right", "right", "wrong", "refused"]
    harmed = Case("a byte lost", "fr", "utf-8", 50, b"\xc3t\xc3\xa9", "été", offset=0)
    told = [
        encoding.verdict(harmed, answer) for answer in ((None, 0), (None, 1), (None, None), ("Ãté", None))
    ]
    assert told == ["right", "refused", "refused", "wrong"]
    text = "Déjà l’été à la fête"
    garbled = text.encode().decode("cp1252", "replace")
    twice = Case("encoded twice", "fr", "utf-8", 50, garbled.encode(), text)
    assert [encoding.verdict(twice, (text, None)) for text in (garbled, text)] == ["right", "wrong"]


def test_text_is_stored_as_typists_did() -> None:
    assert typed("L’œuvre… à 3 €\n日本\nfin", "cp850") == "L'oeuvre... à 3 EUR\nfin"
    assert typed("L’œuvre… à 3 €", "cp1252") == "L’œuvre… à 3 €"
    assert typed("așteptare", "iso8859-2") == "aştept" + "are"
    assert typed("một", "cp1258").encode("cp1258").decode("cp1258") == "mô\u0323t"


def test_labelled_files_are_read_by_the_names_of_their_folders(tmp_path: Path) -> None:
    for folder, data in (
        ("windows-1251-russian", "да".encode("cp1251")),
        ("Big5", b"\xa5\xab"),
        ("none", b"x"),
        ("utf-8", b"\xff"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_bytes(data)
    found = [(case.encoding, case.language, case.text) for case in labelled(tmp_path)]
    assert found == [("big5", "zh", "市"), ("windows-1251", "ru", "да")]


@needs_bench
def test_the_benchmark_of_baselines_finds_one_new_defect_and_notices_another(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = ["baseline", "--articles", "90", "--findings", "20", "--renamed", "10"]
    monkeypatch.setattr(sys, "argv", sizes)
    assert baseline.main() == 0
    assert capsys.readouterr().out.count("| 1 TXT002 |") == 2
    monkeypatch.setattr(baseline, "_BELL", b"\n\x07 \xef\xbf\xbd\n")
    assert baseline.main() == 1
