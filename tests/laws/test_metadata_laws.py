"""Any Unicode in any field of the metadata, and in any fact of the dataset, survives every file of a package and ends no YAML head.

Where an article is refused instead, it is named with its reason: nothing is lost in silence.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpuskit.app.package import build
from corpuskit.app.settings import Settings
from corpuskit.model.findings import Severity
from corpuskit.packaging.verify import verify
from tests.corpus import BODY, record, rows_of
from tests.test_strangers import DANGEROUS

FIELDS = ("title", "language", "url", "publisher", "license", "published_at", "tdm_policy")
FACTS = (
    "description",
    "license",
    "url",
    "version",
    "date_published",
    "citation",
    "intended_uses",
    "limitations",
)
# Every character there is, and what UTF-8 cannot say: lone surrogates.
TEXT = st.lists(DANGEROUS | st.text(max_size=20), max_size=3).map("".join)
LONE = st.characters(categories=["Cs"])
RECORDS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(FIELDS, TEXT)
    | {"authors": st.lists(TEXT, max_size=2), "extra": st.dictionaries(TEXT, TEXT)},
)
DATASETS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(FACTS, TEXT) | {"creators": st.lists(TEXT, max_size=2)}
)
# What the schema says of the metadata becomes a warning, so that rows come of the strangest.
LAX = Settings(max_refused=1.0, severities=dict.fromkeys(("MET001", "MET102", "LIC101"), Severity.WARNING))


def corpus(base: Path, records: list[dict[str, Any]]) -> None:
    """Two plain articles, and one for each record."""
    (base / "raw").mkdir()
    told = []
    for number, fields in enumerate([{}, {}, *records]):
        name = f"{number}.txt"
        (base / "raw" / name).write_text(
            BODY.replace("1897", f"{1500 + number}"), encoding="utf-8", newline=""
        )
        told.append(json.dumps(record(name, **fields)) + "\n")
    (base / "raw" / "metadata.jsonl").write_text("".join(told), encoding="ascii", newline="")


@settings(max_examples=25)
@given(st.lists(RECORDS, min_size=1, max_size=3), DATASETS)
@example(
    [dict.fromkeys(FIELDS, "\n---\nlicense: mit\n---\n# x\x00\x85\u2028\ufeff\U0010ffff")],
    {"license": "---\n..."},
)
@example([{"title": "\ud800", "extra": {"\udfff": "x"}}], {})
def test_metadata_survive_every_file(records: list[dict[str, Any]], dataset: Mapping[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        corpus(base, records)
        packaged = build(base, name="p", settings=replace(LAX, dataset=dataset))
        assert packaged.manifest is not None
        assert packaged.manifest.dataset == dataset
        dist = base / "dist/p"
        rows = {row["id"]: row for row in rows_of(dist)}
        refused = {row["id"]: row for row in rows_of(dist, "refused")}
        assert sorted([*rows, *refused]) == [str(number) for number in range(len(records) + 2)]
        for number, fields in enumerate(records, start=2):
            if str(number) in rows:
                row = rows[str(number)]
                assert json.loads(row["metadata"])["file_name"] == f"{number}.txt"
                assert {name: json.loads(row["metadata"])[name] for name in fields} == fields
                for name in ("title", "publisher", "license", "authors", "language", "url"):
                    if name in fields:
                        assert row[name] in (fields[name], None)
                assert row["title"] == fields.get("title", row["title"])
                assert row["publisher"] == fields.get("publisher", row["publisher"])
            else:
                assert refused[str(number)]["reason"]
        reads_as_it_should(dist, len(refused), dataset)
        assert not verify(dist).report.fails(Severity.WARNING)


@settings(max_examples=10)
@given(st.sampled_from(FIELDS), LONE)
def test_what_utf_8_cannot_say_is_refused_and_named(field: str, lone: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        corpus(base, [{field: f"a{lone}b"}])
        packaged = build(base, name="p", settings=LAX)
        assert (packaged.published, packaged.rows, packaged.refused) == (True, 2, 1)
        reads_as_it_should(base / "dist/p", 1, {})
        assert not verify(base / "dist/p").report.fails(Severity.WARNING)


def reads_as_it_should(dist: Path, refused: int, dataset: Mapping[str, Any]) -> None:
    """The head of the card is one mapping with our keys and no others, what follows it is no head; Croissant says the facts."""
    card = (dist / "README.md").read_bytes().decode("utf-8")
    head, found, body = card.removeprefix("---\n").partition("\n---\n")
    assert found
    assert body.startswith("\n# p\n")
    read = yaml.safe_load(head)
    keys = {"pretty_name", "license", "language", "size_categories", "tags", "configs", "dataset_info"}
    assert set(read) - {"license_name"} == keys
    assert [config["config_name"] for config in read["configs"]] == ["default", "removed", "refused"]
    counted = next(line for line in body.splitlines() if line.startswith("| `refused` "))
    assert counted.endswith(f"| {refused} |")
    croissant = json.loads((dist / "croissant.json").read_bytes())
    for fact, key in {
        "description": "description",
        "url": "url",
        "citation": "citeAs",
        "version": "version",
    }.items():
        assert croissant.get(key, "") == dataset.get(fact, "")
