"""`validate --changed-since REV`: what changed by git's word, judged against the whole corpus."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import BODY, record, run, write

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on this machine")


def git(base: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@journal.example")
    subprocess.run(["git", *identity, *arguments], cwd=base, capture_output=True, check=True, timeout=60)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A corpus under version control, in a folder of its own below the top of the checkout."""
    bodies = {
        f"{i}.txt": BODY.replace("1897", str(1900 + i)) + f"\nNuméro {i} du journal\n" for i in range(6)
    }
    corpus = write(tmp_path / "le corpus", bodies, **{str(i): {"license": "NOASSERTION"} for i in range(6)})
    git(tmp_path, "init", "-q", ".")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "x")
    return corpus


def articles(base: Path, revision: str = "HEAD", *more: str) -> set[str]:
    """The articles that are told of; every article of the corpus has a finding."""
    done = run("validate", base, "--changed-since", revision, "--output-format", "json", *more)
    assert done.returncode in (0, 1), done.stderr
    return {found["article"] for found in json.loads(done.stdout)["findings"] if found["article"]}


def records(base: Path, **changed: dict[str, Any]) -> None:
    lines = [
        json.dumps(record(f"{i}.txt", license="NOASSERTION", **changed.get(f"a{i}", {})), ensure_ascii=False)
        for i in range(6)
    ]
    (base / "raw/metadata.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")


def test_nothing_changed_and_nothing_is_told(base: Path) -> None:
    assert articles(base) == set()


def test_files_of_all_kinds_of_change(base: Path) -> None:
    (base / "raw/1.txt").write_text(BODY + "Une phrase de plus.\n", encoding="utf-8", newline="")
    (base / "raw/neuf.txt").write_text(BODY + "Encore un.\n", encoding="utf-8", newline="")
    (base / "raw/2.txt").unlink()
    (base / "raw/3.txt").write_text(BODY + "Mis de côté.\n", encoding="utf-8", newline="")
    git(base, "add", "raw/3.txt")
    assert articles(base) == {"1", "2", "3", "neuf"}
    git(base, "commit", "-q", "-m", "y", "raw/3.txt")
    assert articles(base) == {"1", "2", "neuf"}
    assert articles(base, "HEAD~1") == {"1", "2", "3", "neuf"}
    assert articles(base, "HEAD~1", "--no-cache") == {"1", "2", "3", "neuf"}


def test_one_record_of_many(base: Path) -> None:
    records(base, a4={"title": "Un autre titre"})
    assert articles(base) == {"4"}


def test_what_is_ignored_by_git_is_an_article_all_the_same(base: Path) -> None:
    (base / ".gitignore").write_text("secret.txt\n", encoding="utf-8")
    (base / "raw/secret.txt").write_text(BODY + "Caché.\n", encoding="utf-8", newline="")
    assert articles(base) == {"secret"}


def test_the_whole_corpus_says_what_is_repeated(base: Path) -> None:
    (base / "raw/copie.txt").write_bytes((base / "raw/0.txt").read_bytes())
    done = run("validate", base, "--changed-since", "HEAD", "--output-format", "json", "--select", "DUP")
    [found] = json.loads(done.stdout)["findings"]
    assert (found["article"], found["code"]) == ("copie", "DUP101")


@pytest.mark.parametrize(
    "revision",
    ["--output=stolen", "nowhere", "", "HEAD\nHEAD", "-p", "HEAD:raw/0.txt", "^HEAD", "HEAD..HEAD"],
)
def test_what_is_no_revision_is_refused_in_a_sentence(base: Path, revision: str) -> None:
    done = run("validate", base, f"--changed-since={revision}", cwd=base)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not list(base.rglob("stolen"))


def test_a_folder_that_is_no_checkout_is_refused_in_a_sentence(tmp_path: Path) -> None:
    done = run("validate", write(tmp_path, {"a.txt": BODY}), "--changed-since", "HEAD")
    assert done.returncode == 2
    assert "is not in a checkout of git" in done.stderr


def test_a_program_that_the_environment_names_is_not_run(base: Path) -> None:
    (base / "raw/1.txt").write_text(BODY, encoding="utf-8", newline="")
    done = run(
        "validate",
        base,
        "--changed-since",
        "HEAD",
        env={"GIT_EXTERNAL_DIFF": "touch stolen", "GIT_DIR": "/nowhere"},
    )
    assert done.returncode in (0, 1)
    assert not list(base.rglob("stolen"))
