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


def test_what_one_run_withdrew_does_not_come_back_in_silence(corpus: Path) -> None:
    first = run("package", corpus, "--name", "a", "--without", "gone").stdout
    hint = "withdrawn in this run only: the next one brings gone back, unless without below [package] in corpuskit.toml says so\n"
    assert hint in first
    assert "back again" not in first
    again = run("package", corpus, "--name", "a").stdout
    assert "back again, 1 article that the package before had withdrawn: gone; to leave" in again
    assert "withdrawn" not in run("package", corpus, "--name", "a").stdout
    (corpus / "pyproject.toml").write_text('[tool.corpuskit.package]\nwithout = ["gone"]\n', encoding="utf-8")
    for _ in range(2):
        kept = run("package", corpus, "--name", "a", "--without", "gone").stdout
        assert "withdrawn (LIC001), 1 article: gone\n" in kept
        assert "this run only" not in kept
        assert "back again" not in kept
    more = run("package", corpus, "--name", "a", "--without", "twin").stdout
    assert "brings twin back, unless without below [tool.corpuskit.package] in pyproject.toml" in more


@pytest.mark.parametrize("harm", ["bytes", "gone", "manifest"])
def test_a_package_before_that_is_damaged_says_nothing_and_stops_nothing(corpus: Path, harm: str) -> None:
    assert run("package", corpus, "--name", "a", "--without", "gone").returncode == 0
    [refused] = (corpus / "dist/a/data").glob("refused-*")
    if harm == "manifest":
        manifest = corpus / "dist/a/manifest.json"
        manifest.write_bytes(manifest.read_bytes().replace(b"LIC001", b"LIC009"))
    elif harm == "gone":
        refused.unlink()
    else:
        refused.write_bytes(refused.read_bytes()[:-9])
    again = run("package", corpus, "--name", "a")
    assert (again.returncode, again.stderr) == (0, "")
    assert "back again" not in again.stdout
    assert run("verify", corpus / "dist/a").returncode == 0


def test_what_the_settings_do_not_say_of_the_dataset_is_told_once(corpus: Path) -> None:
    said = run("package", corpus, "--name", "a").stdout
    assert said.count("not stated of the dataset: ") == 1
    assert "url, version, date_published, citation" in said
    assert "say them below [dataset] in corpuskit.toml\n" in said
    facts = ("description", "url", "version", "citation", "intended_uses", "limitations")
    stated = "".join(f'{fact} = "https://journal.example/"\n' for fact in facts)
    (corpus / "corpuskit.toml").write_text(
        f'[dataset]\n{stated}license = "MIT"\ncreators = ["Ada"]\ndate_published = "2024-05-01"\n',
        encoding="utf-8",
    )
    assert "not stated of the dataset: creators_are; say" in run("package", corpus, "--name", "a").stdout


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
