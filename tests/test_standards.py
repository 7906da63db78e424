"""A package in the hands of the readers of other standards: they open it, and read the rows that Parquet has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import bagit
import pytest
from huggingface_hub import DatasetCard

from benchmarks.readers import OFFLINE, OUTSIDE
from tests.corpus import BODY, rows_of, run, write

SAMPLE = Path(__file__).parents[1]
HOSTILE = "\n---\nlicense: mit\n--- {[|`<b>\u2028 \N{RIGHT-TO-LEFT OVERRIDE}é"
CONFIGS = ["default", "removed", "refused"]
FACTS = ("description", "citation", "intended_uses", "limitations", "version", "url")
# The articles: one whose ends are residue, one in an old encoding, one that is refused.
FEW = {
    "a.txt": f"{BODY}\nLire aussi : le barrage de Valmoret\nPartager sur Facebook\n",
    "b.txt": BODY.replace("1897", "1898").encode("cp1252"),
    "c.txt": b"\x00\x01\x02 \x00",
}
SETTINGS = {
    "sample": "",
    "hostile": "[package]\nmax_refused = 1\n[dataset]\n"
    f"creators = [{json.dumps(HOSTILE)}]\ncreators_are = 'persons'\nlicense = 'MIT'\n"
    + "".join(f"{fact} = {json.dumps(HOSTILE)}\n" for fact in FACTS if fact != "url"),
    "raw": '[package]\nmax_refused = 1\nraw = "always"\nquality = true\n',
    "bare": "",
}


@pytest.fixture(scope="module", params=list(SETTINGS))
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Packages: of the sample corpus; one whose every free text tries to end what it stands in; one with the raw bytes in
    its rows; one from which nothing was removed and nothing refused.
    """
    folder = tmp_path_factory.mktemp("standards")
    base = SAMPLE
    if request.param != "sample":
        names = ("title", "publisher", "license") if request.param == "hostile" else ()
        told = dict.fromkeys(names, HOSTILE)
        told |= {"authors": [HOSTILE], "extra": {HOSTILE: HOSTILE}} if names else {}
        texts = {"b.txt": BODY.replace("1897", "1898")} if request.param == "bare" else FEW
        base = write(folder / "corpus", texts, **dict.fromkeys("abc", told))
        settings = SETTINGS[request.param]
        if names:
            settings += '[severity]\nMET001 = "warning"\n'
        (base / "corpuskit.toml").write_text(settings, encoding="utf-8")
    done = run("package", base, "--out", folder, "--name", "p")
    assert (folder / "p").is_dir(), done.stdout + done.stderr
    return folder / "p"


def read(reader: str, *arguments: Path) -> dict[str, object]:
    """What the script of a reader says, in a process that knows neither us nor a network."""
    command = [sys.executable, str(OUTSIDE / f"with_{reader}.py"), *map(str, arguments)]
    done = subprocess.run(
        command,
        env={"PATH": os.environ["PATH"], "HOME": str(arguments[-1]), **OFFLINE},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout, done.stderr
    return dict(json.loads(done.stdout))


def test_datasets_loads_every_config_in_every_way(package: Path, tmp_path: Path) -> None:
    rows = sum(len(rows_of(package, name)) for name in ("train", "removed", "refused"))
    found = read("datasets", package, tmp_path)
    assert (found["reads"], found["lost"]) == (18, [])
    assert found["rows"] > 4 * rows  # whole and by columns, plain and streamed; what filters let through


def test_croissant_has_no_error_and_its_records_are_the_rows(package: Path) -> None:
    rows = sum(len(rows_of(package, name)) for name in ("train", "removed", "refused"))
    assert read("mlcroissant", package) == {"reads": 3, "rows": rows, "lost": []}


def test_it_is_a_bag(package: Path) -> None:
    assert bagit.Bag(str(package)).validate()


def test_the_hub_reads_the_card(package: Path) -> None:
    told = DatasetCard.load(package / "README.md").data.to_dict()
    assert [config["config_name"] for config in told["configs"]] == CONFIGS


def test_a_reader_notices_a_row_that_is_another(tmp_path: Path) -> None:
    """The scripts can fail: the card and the Croissant of one package, the rows of another."""
    base = write(tmp_path / "corpus", FEW)
    (base / "corpuskit.toml").write_text(SETTINGS["raw"], encoding="utf-8")
    assert run("package", base, "--out", tmp_path, "--name", "p").returncode == 0
    croissant = tmp_path / "p" / "croissant.json"
    croissant.write_text(
        croissant.read_text(encoding="utf-8").replace('"column": "title"', '"column": "id"'), encoding="utf-8"
    )
    assert read("mlcroissant", tmp_path / "p")["lost"] == ["default: 2 of 2 records differ from the rows"]
    card = tmp_path / "p" / "README.md"
    told = card.read_text(encoding="utf-8").replace(
        "name: n_words\n    dtype: int64", "name: n_words\n    dtype: int32"
    )
    card.write_text(told, encoding="utf-8")
    lost = read("datasets", tmp_path / "p", tmp_path / "cache")["lost"]
    assert "default  types: the card tells other ones than the files" in lost
