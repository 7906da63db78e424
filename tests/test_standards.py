"""A package in the hands of the readers of other standards: they open it, and read the rows that Parquet has."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import bagit
import mlcroissant
import pyarrow.parquet as pq
import pytest
from huggingface_hub import DatasetCard

from tests.corpus import BODY, run, write

SAMPLE = Path(__file__).parents[1]
HOSTILE = "\n---\nlicense: mit\n--- {[|`<b>\u2028 \N{RIGHT-TO-LEFT OVERRIDE}é"
FILES = {"default": "train", "removed": "removed", "refused": "refused"}

pytestmark = pytest.mark.filterwarnings("ignore")  # those of the readers are theirs


@pytest.fixture(scope="module", params=["sample", "hostile"])
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the sample corpus, and one whose every free text tries to end what it stands in."""
    folder = tmp_path_factory.mktemp("standards")
    base = SAMPLE
    if request.param == "hostile":
        told = {"title": HOSTILE, "publisher": HOSTILE, "authors": [HOSTILE], "extra": {"x": HOSTILE}}
        texts = {"a.txt": BODY, "b.txt": b"\x00\x01\x02 \x00"}
        base = write(folder / "corpus", texts, a=told)
        (base / "corpuskit.toml").write_text("[package]\nmax_refused = 1\n", encoding="utf-8")
    done = run("package", base, "--out", folder, "--name", "p")
    assert (folder / "p").is_dir(), done.stderr
    return folder / "p"


def plain(value: Any) -> Any:
    """A value of a record as Parquet has it: text for bytes, no prefix before a key, numbers of Python."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, Mapping):
        return {key.rpartition("/")[2]: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and math.isnan(value) else value


@pytest.mark.parametrize("config", FILES)
def test_croissant_has_no_error_and_its_records_are_the_rows(package: Path, config: str) -> None:
    read = mlcroissant.Dataset(str(package / "croissant.json"))
    assert not read.metadata.issues.errors
    files = sorted(package.glob(f"data/{FILES[config]}-*.parquet"))
    rows = [plain(row) for file in files for row in pq.read_table(file).to_pylist()]
    assert [plain(record) for record in read.records(config)] == rows


def test_it_is_a_bag(package: Path) -> None:
    assert bagit.Bag(str(package)).validate()


def test_the_hub_reads_the_card(package: Path) -> None:
    told = DatasetCard.load(package / "README.md").data.to_dict()
    assert [config["config_name"] for config in told["configs"]] == list(FILES)
