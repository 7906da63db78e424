"""`init`: a folder becomes a corpus, nothing that is there is touched, and the drafts say only what the texts say."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from corpuskit.app.init import Started, init
from corpuskit.app.settings import Settings, load_settings
from corpuskit.app.shipped import shipped
from corpuskit.errors import CorpuskitError, MachineError
from corpuskit.model.findings import Finding, Place, Severity
from corpuskit.reporters import View
from corpuskit.reporters.started import started
from tests.corpus import BODY, run, tree

FRENCH = "Après deux ans de travaux, le pont rouvre ce samedi aux piétons et aux cyclistes, annonce la mairie de Valmoret.\n"
GERMAN = "Die Brücke wurde gestern Abend gesperrt, und niemand weiß, wann sie wieder geöffnet wird. Die Gemeinde wartet.\n"


def raw(base: Path, files: dict[str, str | bytes]) -> Path:
    """A folder with nothing but raw files."""
    for name, body in files.items():
        path = base / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body.encode() if isinstance(body, str) else body)
    return base


def records(base: Path) -> dict[str, dict[str, Any]]:
    lines = (base / "raw/metadata.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["file_name"]: record for record in map(json.loads, lines)}


def test_what_a_first_run_makes(tmp_path: Path) -> None:
    raw(tmp_path, {"outlet/b.txt": GERMAN, "a.md": "# Le pont rouvre ce samedi\n\n" + FRENCH})
    result = run("init", cwd=tmp_path)

    assert (result.returncode, result.stderr) == (0, "")
    assert sorted(tree(tmp_path)) == [
        ".gitattributes", "corpuskit.toml", "raw/a.md", "raw/metadata.jsonl", "raw/outlet/b.txt",
    ]  # fmt: skip
    assert "written: .gitattributes, corpuskit.toml, raw/metadata.jsonl\n2 records drafted" in result.stdout
    first, second = (tmp_path / "raw/metadata.jsonl").read_text(encoding="utf-8").splitlines()
    assert first == (
        '{"file_name": "a.md", "title": "Le pont rouvre ce samedi", "language": "fr", "url": null, "publisher": null, '
        '"authors": [], "published_at": null, "retrieved_at": null, "license": "NOASSERTION"}'
    )
    assert json.loads(second) | {"title": None, "language": "de", "file_name": "outlet/b.txt"} == json.loads(
        second
    )


def test_the_drafts_are_good_records_that_only_lack_what_nobody_can_know(tmp_path: Path) -> None:
    raw(tmp_path, {"a.txt": BODY})
    init(tmp_path)
    report = json.loads(run("validate", tmp_path, "--output-format", "json").stdout)

    warned = {found["code"] for found in report["findings"] if found["severity"] == "warning"}
    assert {"LIC101", "PRV101", "PRV102", "PRV103"} <= warned
    assert all(code.startswith(("LIC", "PRV")) for code in warned)
    assert not any(found["severity"] == "error" for found in report["findings"])


def test_a_second_run_changes_nothing_and_a_new_file_adds_its_record(tmp_path: Path) -> None:
    raw(tmp_path, {"b.txt": BODY})
    init(tmp_path, with_schema=True)
    before = tree(tmp_path)
    again = init(tmp_path, with_schema=True)
    assert (again.written, again.drafts, tree(tmp_path)) == ((), 0, before)
    assert again.kept == (".gitattributes", "corpuskit.toml", "schema/article.schema.json")

    raw(tmp_path, {"a.txt": GERMAN})
    init(tmp_path)
    grown = tree(tmp_path)
    assert grown["raw/metadata.jsonl"].startswith(before["raw/metadata.jsonl"])
    assert list(records(tmp_path)) == ["b.txt", "a.txt"]


def test_records_that_are_there_stay_byte_for_byte(tmp_path: Path) -> None:
    raw(
        tmp_path,
        {"a.txt": BODY, "b.txt": BODY, "c.txt": GERMAN, "c.txt.meta.json": "{}", "metadata.jsonl": b'{"file_name" :"a.txt"}'},
    )  # fmt: skip
    records_file = tmp_path / "raw/metadata.jsonl"
    records_file.chmod(0o640)
    init(tmp_path)

    assert records_file.read_bytes().startswith(b'{"file_name" :"a.txt"}\n{"file_name": "b.txt"')
    assert list(records(tmp_path)) == ["a.txt", "b.txt"]
    assert stat.S_IMODE(records_file.stat().st_mode) == 0o640


def test_files_that_are_there_are_kept_and_named(tmp_path: Path) -> None:
    raw(tmp_path, {"a.txt": BODY})
    (tmp_path / "corpuskit.toml").write_text('fail_on = "warning"\n', encoding="utf-8")
    (tmp_path / ".gitattributes").write_text("*.png binary\n", encoding="utf-8")
    result = run("init", cwd=tmp_path)

    assert "kept as they were: .gitattributes, corpuskit.toml\n" in result.stdout
    assert 'add the line "raw/** -text" to .gitattributes\n' in result.stdout
    assert (tmp_path / "corpuskit.toml").read_text(encoding="utf-8") == 'fail_on = "warning"\n'
    assert (tmp_path / ".gitattributes").read_text(encoding="utf-8") == "*.png binary\n"


@pytest.mark.parametrize(
    ("rule", "safe"), [("raw/** -text", True), ("* binary", True), ("raw/** text", False)]
)
def test_a_rule_for_git_counts_only_if_it_keeps_the_bytes(tmp_path: Path, rule: str, safe: bool) -> None:
    tmp_path.joinpath(".gitattributes").write_text(f"# rules\n\n{rule}\n", encoding="utf-8")
    assert init(tmp_path).attributes is safe


def test_files_beside_a_raw_folder_are_none_of_its_articles(tmp_path: Path) -> None:
    raw(tmp_path, {"a.txt": BODY})
    (tmp_path / "notes.txt").write_text(FRENCH, encoding="utf-8")
    assert init(tmp_path).drafts == 1


def test_ten_files_are_named_and_the_rest_is_counted(tmp_path: Path) -> None:
    result = run("init", raw(tmp_path, {f"{n:02}.txt": "" for n in range(13)}))
    assert result.stdout.count("would be refused: ") == 10
    assert "\N{HORIZONTAL ELLIPSIS} and 3 more: corpuskit validate names them all\n" in result.stdout


def test_what_comes_from_files_is_escaped() -> None:
    finding = Finding("SRC009", Severity.ERROR, "its name has \x1b[31m", place=Place("a\nb.txt"))
    done = Started("a\x1bb", (), (), "s\x1b", True, 1, 1, 0, 0, (finding,), (finding,))
    printed = "".join(started(done, View()))
    assert "\x1b" not in printed
    assert "would be refused: raw/a\\nb.txt: SRC009 its name has \\x1b[31m\n" in printed


def test_settings_that_hold_already_are_not_hidden_by_new_ones(tmp_path: Path) -> None:
    (tmp_path / "corpuskit.toml").write_text('fail_on = "note"\n', encoding="utf-8")
    done = init(raw(tmp_path / "press", {"a.txt": BODY}))
    assert done.settings == str(tmp_path.resolve() / "corpuskit.toml")
    assert not (tmp_path / "press/corpuskit.toml").exists()

    project = raw(tmp_path / "other", {"a.txt": BODY})
    (project / "pyproject.toml").write_text('[tool.corpuskit]\nfail_on = "warning"\n', encoding="utf-8")
    assert init(project).settings.endswith("pyproject.toml")
    assert load_settings(project).fail_on.label == "warning"


def test_the_settings_name_every_key_and_say_nothing(tmp_path: Path) -> None:
    init(tmp_path)
    file = tmp_path / "corpuskit.toml"
    assert load_settings(tmp_path) == Settings(path=file.resolve())
    keys = json.loads(shipped("settings.schema.json"))["properties"]
    text = file.read_text(encoding="utf-8")
    for key, said in keys.items():
        for name in said.get("properties", [key]):
            assert re.search(rf"^# {name}(?:\.\S+)? = ", text, re.MULTILINE), name


def test_each_line_of_the_settings_holds_when_its_mark_is_taken_away(tmp_path: Path) -> None:
    init(tmp_path, with_schema=True)
    file = tmp_path / "corpuskit.toml"
    bare = re.sub(r"^# (?=[\w.]+ = )", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    file.write_text(bare, encoding="utf-8", newline="")
    found = load_settings(tmp_path)

    assert found.dataset["license"] == "CC-BY-4.0"
    standard = Settings()
    for key in ("fail_on", "ignore", "max_bytes", "follow_links", "remove_at", "undecided_at", "max_refused", "duplicates", "raw"):  # fmt: skip
        assert getattr(found, key) == getattr(standard, key), key


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Le vieux pont de la rivière rouvre", "Le vieux pont de la rivière rouvre"),
        ("## Le vieux pont rouvre", "Le vieux pont rouvre"),
        ("Pourquoi le pont rouvre-t-il ?", "Pourquoi le pont rouvre-t-il ?"),
        ("12 ponts rouvrent samedi", "12 ponts rouvrent samedi"),
        ("  Le pont rouvre\N{NO-BREAK SPACE}!  ", "Le pont rouvre\N{NO-BREAK SPACE}!"),
        ("Le pont rouvre.", None),
        ("Le pont rouvre…", None),
        ("Photo du pont :", None),
        ("Le pont", None),
        ("SociétéÉducation et sports", None),
        ("Le pont " * 19, None),
        ("14 / 11 / 2024", None),
        ("Le \N{RIGHT-TO-LEFT OVERRIDE}pont rouvre", None),
    ],
)
def test_a_title_is_taken_only_where_the_first_line_has_the_shape_of_one(
    tmp_path: Path, line: str, title: str | None
) -> None:
    init(raw(tmp_path, {"a.txt": f"\n{line}\n\n{FRENCH}"}))
    assert records(tmp_path)["a.txt"]["title"] == title


def test_residue_above_the_headline_is_no_title(tmp_path: Path) -> None:
    init(raw(tmp_path, {"a.txt": f"CulturePatrimoine\n\nLe vieux pont rouvre ce samedi\n\n{FRENCH}"}))
    assert records(tmp_path)["a.txt"]["title"] == "Le vieux pont rouvre ce samedi"


def test_bytes_are_read_as_the_tool_reads_them(tmp_path: Path) -> None:
    few = "Le maire est content du pont et des travaux qui ont eu lieu pour la commune, dit-il : c'est très bien.\n"
    files = {
        "cp1252.txt": BODY.encode("cp1252"),
        "utf16.txt": b"\xff\xfe" + BODY.encode("utf-16-le"),
        "few.txt": few.encode("cp1252"),
        "damaged.txt": BODY.encode() + b"\xe9 \xc3",
        "binary.txt": bytes(range(256)) * 4,
        "empty.txt": b"",
        "names.txt": "Jean Martin\nAnna Weber\n",
    }
    result = run("init", raw(tmp_path, files))

    languages = {name: record["language"] for name, record in records(tmp_path).items()}
    assert languages == {
        "cp1252.txt": "fr", "utf16.txt": "fr", "few.txt": "fr",
        "damaged.txt": "und", "binary.txt": "und", "empty.txt": "und", "names.txt": "und",
    }  # fmt: skip
    assert records(tmp_path)["cp1252.txt"]["title"] == "Le vieux pont de la rivière rouvre"
    assert records(tmp_path)["damaged.txt"]["title"] is None
    named = re.findall(r"^would be refused: raw/(\w+)\.txt.*?: ([A-Z]{3}\d{3}) ", result.stdout, re.MULTILINE)
    assert named == [("binary", "ENC103"), ("damaged", "ENC102"), ("empty", "ENC001")]
    refused = json.loads(run("validate", tmp_path, "--output-format", "json").stdout)["findings"]
    errors = {found["article"] for found in refused if found["severity"] == "error"}
    assert errors == {"binary", "damaged", "empty"}


def test_loose_articles_are_told_of_and_never_moved(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "two.md").write_text(FRENCH, encoding="utf-8")
    before = tree(tmp_path)
    result = run("init", cwd=tmp_path)

    assert (result.returncode, result.stdout, tree(tmp_path)) == (2, "", before)
    assert result.stderr == (
        "corpuskit: one.txt and 1 more lie in . itself, and articles belong in raw: "
        "make that folder, move them there, and run init again\n"
    )


def test_what_lies_beside_raw_in_any_folder_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Press\n", encoding="utf-8")
    (tmp_path / "LICENSE.txt").write_text("CC0\n", encoding="utf-8")
    result = run("init", cwd=tmp_path)

    assert (result.returncode, result.stderr) == (0, "")
    assert "next: put articles into raw/ (.txt or .md), then run corpuskit init again\n" in result.stdout
    assert (tmp_path / "raw").is_dir()


def test_a_folder_that_is_not_there_is_made_and_raw_itself_may_be_named(tmp_path: Path) -> None:
    assert init(tmp_path / "new/corpus").articles == 0
    assert (tmp_path / "new/corpus/raw").is_dir()

    raw(tmp_path / "press", {"a.txt": BODY})
    assert init(tmp_path / "press/raw").drafts == 1
    assert init(raw(tmp_path / "press", {"outlet/b.txt": BODY}) / "raw/outlet").drafts == 1
    assert sorted(tree(tmp_path / "press")) == [".gitattributes", "corpuskit.toml", "raw/a.txt", "raw/metadata.jsonl", "raw/outlet/b.txt"]  # fmt: skip
    with pytest.raises(CorpuskitError, match=r"a\.txt is a file: name the folder"):
        init(tmp_path / "press/raw/a.txt")


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such names")
def test_hostile_names_break_nothing_and_a_second_run_adds_nothing(tmp_path: Path) -> None:
    raw(
        tmp_path,
        {"new\nline.txt": FRENCH, "\x1b[31mred.txt": FRENCH, "::error::x.txt": FRENCH, "C:/drive.txt": FRENCH, "-rf.txt": FRENCH, '"q" ’.txt': FRENCH},
    )  # fmt: skip
    (tmp_path / "raw").joinpath(os.fsdecode(b"caf\xe9.txt")).write_bytes(FRENCH.encode())
    (tmp_path / "raw/link.txt").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "raw/pipe.txt")
    (tmp_path / "raw/folder.txt").mkdir()
    result = run("init", tmp_path)

    assert (result.returncode, result.stderr) == (0, "")
    assert sorted(records(tmp_path)) == ['"q" ’.txt', "-rf.txt", "./C:/drive.txt", "::error::x.txt"]
    assert result.stdout.count("no record: raw/") == 6
    assert "\x1b" not in result.stdout
    assert not any(line.lstrip().startswith("::") for line in result.stdout.splitlines())
    before = tree(tmp_path / "raw/C:") | {"records": (tmp_path / "raw/metadata.jsonl").read_bytes()}
    assert init(tmp_path).drafts == 0
    assert before == tree(tmp_path / "raw/C:") | {"records": (tmp_path / "raw/metadata.jsonl").read_bytes()}


def test_metadata_that_are_a_link_are_left_alone(tmp_path: Path) -> None:
    raw(tmp_path, {"a.txt": BODY})
    (tmp_path / "elsewhere").write_text("", encoding="utf-8")
    (tmp_path / "raw/metadata.jsonl").symlink_to(tmp_path / "elsewhere")
    result = run("init", tmp_path)

    assert result.returncode == 2
    assert "metadata.jsonl is not a file of its own" in result.stderr
    assert (tmp_path / "elsewhere").read_text(encoding="utf-8") == ""
    assert not (tmp_path / "corpuskit.toml").exists()


def test_a_full_disk_leaves_the_records_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw(tmp_path, {"a.txt": BODY})
    init(tmp_path)
    raw(tmp_path, {"b.txt": BODY})
    before = tree(tmp_path)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        MachineError, match=r"cannot write .*metadata\.jsonl: no space left on device: free some space"
    ):
        init(tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("protected", [True, False])
def test_git_leaves_the_raw_files_alone_after_init(tmp_path: Path, protected: bool) -> None:
    body = BODY.replace("\n", "\r\n").encode()
    there = raw(tmp_path / "there", {"a.txt": body})
    init(there)
    if not protected:
        (there / ".gitattributes").unlink()

    def git(*arguments: str, cwd: Path) -> None:
        command = [
            "git",
            "-c",
            "core.autocrlf=input",
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b.example",
            *arguments,
        ]
        subprocess.run(command, cwd=cwd, check=True, capture_output=True)

    git("init", cwd=there)
    git("add", "--all", cwd=there)
    git("commit", "--message", "corpus", cwd=there)
    git("clone", str(there), str(tmp_path / "clone"), cwd=tmp_path)

    assert ((tmp_path / "clone/raw/a.txt").read_bytes() == body) == protected
