"""Copies in a package: linked, or dropped by name; and no text is lost because what it copies is refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import BODY, rows_of, run, write

LATER = BODY.replace("deux ans", "trois ans").replace("ce samedi", "ce dimanche")
OTHER = """Une fanfare pour les abeilles

Le rucher du lycée agricole de Sévérac a reçu vendredi la visite d'une fanfare, que les élèves avaient invitée pour la première récolte.

Les ruches n'ont pas bronché, assure leur professeure, qui a relevé le poids de chacune avant et après le concert pour en avoir le cœur net.
"""
ARTICLES = {"a.txt": BODY, "b.txt": BODY + "\n", "c.txt": LATER, "d.txt": LATER + " \n", "e.txt": OTHER}


def packaged(folder: Path, policy: str) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    (folder / "corpuskit.toml").write_text(f'[package]\nduplicates = "{policy}"\n', encoding="utf-8")
    result = run("package", folder, "--name", "p")
    assert result.returncode == 0, result.stderr
    kept = {row["id"]: row for row in rows_of(folder / "dist/p")}
    return kept, {row["id"]: row for row in rows_of(folder / "dist/p", "refused")}


def test_copies_are_linked_with_what_they_copy(tmp_path: Path) -> None:
    kept, refused = packaged(write(tmp_path, ARTICLES), "keep")

    assert not refused
    assert {name: row["duplicate_of"] for name, row in kept.items()} == {
        "a": None,
        "b": "a",
        "c": None,
        "d": "c",
        "e": None,
    }
    assert {name: row["near_duplicate_of"] for name, row in kept.items() if row["near_duplicate_of"]} == {
        "c": "a"
    }
    assert 800 < kept["c"]["near_duplicate_score"] < 1000
    assert [row["code"] for row in kept["c"]["findings"] if row["code"].startswith("DUP")] == ["DUP102"]


def test_exact_copies_are_dropped_and_near_ones_stay(tmp_path: Path) -> None:
    kept, refused = packaged(write(tmp_path, ARTICLES), "drop-exact")

    assert list(kept) == ["a", "c", "e"]
    assert {name: row["reason"].split(", and")[0] for name, row in refused.items()} == {
        "b": "the same text as a",
        "d": "the same text as c",
    }


def test_all_copies_are_dropped_each_with_its_twin_and_with_what_stays(tmp_path: Path) -> None:
    kept, refused = packaged(write(tmp_path, ARTICLES), "drop")

    assert list(kept) == ["a", "e"]
    assert {name: row["code"] for name, row in refused.items()} == {
        "b": "DUP101",
        "c": "DUP102",
        "d": "DUP101",
    }
    assert refused["c"]["reason"].startswith("nearly the same as a (score ")
    assert refused["d"]["reason"] == "the same text as c, and the settings drop copies; a stays"


def test_the_earliest_published_stays(tmp_path: Path) -> None:
    dates = {"b": {"published_at": "2024-05-11T23:00:00Z"}, "c": {"published_at": "2024-05-10"}}
    kept, refused = packaged(write(tmp_path, ARTICLES, **dates, a={"published_at": None}), "drop")

    assert list(kept) == ["c", "e"]
    assert refused["b"]["reason"].startswith("nearly the same as c (")
    assert refused["a"]["reason"] == "the same text as b, and the settings drop copies; c stays"
    assert refused["d"]["reason"] == "the same text as c, and the settings drop copies"


def test_a_copy_that_its_record_allows_stays(tmp_path: Path) -> None:
    allow = {"b": {"allow": {"DUP101": "the print edition"}}, "c": {"allow": {"DUP102": "the late edition"}}}
    kept, refused = packaged(write(tmp_path, ARTICLES, **allow), "drop")

    assert list(kept) == ["a", "b", "c", "e"]
    assert list(refused) == ["d"]


@pytest.mark.parametrize("policy", ["drop-exact", "drop"])
def test_copies_of_a_refused_article_stay(tmp_path: Path, policy: str) -> None:
    corpus = write(tmp_path, {**ARTICLES, "f.txt": BODY}, a={"language": "no language"})
    (corpus / "corpuskit.toml").write_text(
        f'[package]\nduplicates = "{policy}"\nmax_refused = 0.2\n', encoding="utf-8"
    )
    assert run("package", corpus, "--name", "p").returncode == 0
    kept = [row["id"] for row in rows_of(corpus / "dist/p")]

    assert kept == (["b", "c", "e"] if policy == "drop-exact" else ["b", "e"])


def test_near_copies_of_a_refused_article_stay(tmp_path: Path) -> None:
    articles = {name: ARTICLES[name] for name in ("a.txt", "c.txt", "e.txt")}
    corpus = write(tmp_path, articles, a={"language": "no language"})
    (corpus / "corpuskit.toml").write_text(
        '[package]\nduplicates = "drop"\nmax_refused = 0.4\n', encoding="utf-8"
    )
    assert run("package", corpus, "--name", "p").returncode == 0

    assert [row["id"] for row in rows_of(corpus / "dist/p")] == ["c", "e"]


def test_the_threshold_of_the_rule_is_that_of_the_links(tmp_path: Path) -> None:
    write(tmp_path, ARTICLES)
    (tmp_path / "corpuskit.toml").write_text("[rules.DUP102]\nscore = 990\n", encoding="utf-8")
    assert run("package", tmp_path, "--name", "p").returncode == 0

    assert [row["near_duplicate_of"] for row in rows_of(tmp_path / "dist/p")] == [None] * 5


def test_a_near_copy_is_told_with_what_it_shares(tmp_path: Path) -> None:
    write(tmp_path, ARTICLES)
    told = run("validate", tmp_path, "--output-format", "concise").stdout

    assert re.search(
        r"raw/c\.txt:3: warning DUP102 nearly the same as a: they share \d+ of \d+ sequences", told
    )


def test_workers_and_the_order_of_files_change_nothing(tmp_path: Path) -> None:
    digests = set()
    for folder, names, workers in (("x", sorted(ARTICLES), 1), ("y", sorted(ARTICLES, reverse=True), 2)):
        write(tmp_path / folder, {name: ARTICLES[name] for name in names})
        found = run(
            "package", tmp_path / folder, "--name", "p", "--workers", str(workers), "--engine", "processes"
        )
        digests.add(next(line for line in found.stdout.splitlines() if line.startswith("digest")))

    assert len(digests) == 1
