"""What is left out of a package on purpose: withdrawn articles, excluded licences; and what the metadata reserve."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpuskit.schema.exclusion import excluded, term_of
from tests.corpus import BODY, rows_of, run, tree, write

SENTENCE = "Une phrase que personne d’autre n’a écrite, sur le phare de Kerguz."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    texts = {f"{i}.txt": f"{BODY}\nNuméro {i} du bulletin, tiré à {i * 37} exemplaires.\n" for i in range(5)}
    texts["gone.txt"] = f"{SENTENCE}\n\n{BODY}"
    texts["twin.txt"] = texts["gone.txt"]
    return write(
        tmp_path,
        texts,
        gone={"title": "Kerguz"},
        **{"1": {"license": "CC-BY-NC-4.0"}, "2": {"license": "CC-BY-NC-4.0 OR MIT"}},
        **{
            "3": {"tdm_reservation": 1, "tdm_policy": "https://journal.example/tdm"},
            "4": {"tdm_reservation": 0},
        },
    )


def test_a_withdrawn_article_leaves_nothing_but_its_id(corpus: Path) -> None:
    assert run("package", corpus, "--name", "a").returncode == 0
    (corpus / "raw/twin.txt").unlink()
    lines = (corpus / "raw/metadata.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (corpus / "raw/metadata.jsonl").write_text("".join(x for x in lines if "twin" not in x), encoding="utf-8")
    (corpus / "ids.txt").write_text("# asked for on Monday\n\ngone\n", encoding="utf-8")
    result = run("package", corpus, "--name", "b", "--without-file", corpus / "ids.txt")
    assert result.returncode == 0, result.stderr
    assert "withdrawn (LIC001), 1 article: gone\n" in result.stdout
    [refused] = rows_of(corpus / "dist/b", "refused")
    assert (refused["id"], refused["code"]) == ("gone", "LIC001")
    assert {name for name, value in refused.items() if value is not None} == {
        "id",
        "code",
        "reason",
        "findings",
    }
    assert all("gone" not in str(row) and SENTENCE not in str(row) for row in rows_of(corpus / "dist/b"))
    assert not any(b"Kerguz" in body for body in tree(corpus / "dist/b").values())
    assert run("verify", corpus / "dist/b").returncode == 0


def test_diff_names_who_else_changed_by_a_takedown_and_for_which_fact(corpus: Path) -> None:
    assert run("package", corpus, "--name", "a").returncode == 0
    assert run("package", corpus, "--name", "b", "--without", "gone").returncode == 0
    said = run("diff", corpus / "dist/a", corpus / "dist/b").stdout
    assert "- gone removed\n    is refused: LIC001" in said
    assert "~ twin changed: facts\n    it was a copy of gone and is none now\n" in said


def test_an_id_that_nobody_has_is_one_sentence(corpus: Path) -> None:
    result = run("package", corpus, "--without", "gonne")
    assert result.returncode == 2
    assert "did you mean gone?" in result.stderr
    assert run("package", corpus, "--without-file", corpus / "nothing").returncode == 2


def test_the_settings_keep_what_was_withdrawn_and_excluded(corpus: Path) -> None:
    text = '[package]\nwithout = ["gone"]\nexclude_license = ["cc-by-nc-4.0"]\n'
    (corpus / "corpuskit.toml").write_text(text, encoding="utf-8")
    assert run("package", corpus, "--name", "a").returncode == 0
    assert [(r["id"], r["code"]) for r in rows_of(corpus / "dist/a", "refused")] == [
        ("1", "LIC002"),
        ("gone", "LIC001"),
    ]


def test_an_excluded_licence_refuses_what_leaves_no_other_use(corpus: Path) -> None:
    result = run("package", corpus, "--name", "a", "--exclude-license", "CC-BY-NC-4.0")
    assert result.returncode == 0, result.stderr
    assert "left out for their licence (LIC002): 1 article\n" in result.stdout
    [refused] = rows_of(corpus / "dist/a", "refused")
    assert (refused["id"], refused["code"]) == ("1", "LIC002")
    assert "CC-BY-NC-4.0" in refused["reason"]
    assert "2" in {row["id"] for row in rows_of(corpus / "dist/a")}
    assert run("package", corpus, "--exclude-license", "CC BY 4.0").returncode == 2


def test_what_the_metadata_reserve_is_a_column(corpus: Path) -> None:
    assert run("package", corpus, "--name", "a").returncode == 0
    found = {row["id"]: (row["tdm_reservation"], row["tdm_policy"]) for row in rows_of(corpus / "dist/a")}
    assert found["3"] == (1, "https://journal.example/tdm")
    assert found["4"] == (0, None)
    assert found["2"] == (None, None)
    (corpus / "corpuskit.toml").write_text(
        '[severity]\nLIC104 = "error"\n[package]\nmax_refused = 0.5\n', encoding="utf-8"
    )
    assert run("package", corpus, "--name", "a").returncode == 0
    assert [(r["id"], r["code"]) for r in rows_of(corpus / "dist/a", "refused")] == [("3", "LIC104")]


@pytest.mark.parametrize(
    ("expression", "out"),
    [
        ("MIT", True),
        ("mit", True),
        ("MIT-0", False),
        ("MIT OR Apache-2.0", False),
        ("MIT AND Apache-2.0", True),
        ("Apache-2.0 OR MIT AND BSD-3-Clause", False),
        ("(Apache-2.0 OR MIT) AND MIT", True),
        ("MIT OR (MIT AND Apache-2.0)", True),
        ("GPL-2.0-only", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("GPL-2.0-or-later", False),
        ("NOASSERTION", True),
        ("free to use", True),
        (None, True),
    ],
)
def test_which_expressions_are_excluded(expression: str | None, out: bool) -> None:
    assert excluded(expression, frozenset({"MIT", "GPL-2.0-only", "NOASSERTION"})) is out


def test_only_one_licence_a_time_is_a_term() -> None:
    assert term_of("gpl-2.0-only with classpath-exception-2.0") == "GPL-2.0-only WITH Classpath-exception-2.0"
    assert term_of("LicenseRef-x") == "LicenseRef-x"
    assert term_of("MIT AND MIT") is None
