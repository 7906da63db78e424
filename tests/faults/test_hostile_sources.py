"""A raw folder filled by an enemy, through the installed command: the whole list of faults at once, and rows 20 and 25.

hostile_corpus.py fills it with rows 1 to 5, 7, 8, 10, 11, 14, 15, 20 and 21. Each fault must be named, once and for the
right file; nothing outside may be read, nothing may hang, fill the memory, be obeyed by a terminal or a runner, or open
a connection; and one good article among them stays good. What one folder cannot hold is tested elsewhere: a hostile
schema (9) ends the run and a file that changes (18) needs one who changes it, test_strangers.py; 16, 17, 19 and 22 to 24
are about packages; 6, 12 and 13 about what is not built yet.
"""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from corpuskit.reporters.escape import shown
from tests.corpus import BODY, run, tree
from tests.faults.hostile_corpus import HIDDEN, RECORDS, Expected, described, fill, put
from tests.test_reporters import assert_harmless

MOST_MEMORY = 600 * 2**20
OURS = re.compile(r"SRC\d{3}|MET00[1245]|ENC\d{3}|TXT00\d|TXT10[26]")
OFFLINE = ("unshare", "-n")


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a local server, and every connection that was opened to it."""
    found: list[str] = []

    class Counting(http.server.ThreadingHTTPServer):
        def verify_request(self, request: object, client_address: object) -> bool:
            found.append(str(client_address))
            return False

    with Counting(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}", found
        running.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, asked: tuple[str, list[str]]) -> tuple[Path, Expected]:
    """The corpus, and what must be found in it: code and path."""
    base = tmp_path_factory.mktemp("hostile")
    return base, fill(base, asked[0])


@pytest.fixture(autouse=True)
def _no_connection(asked: tuple[str, list[str]]) -> Iterator[None]:
    yield
    assert asked[1] == []


def bounded(*arguments: str, cwd: Path, before: tuple[str, ...] = ()) -> tuple[int, bytes, bytes]:
    """The installed command; its status and what it wrote, after its memory was found bounded."""
    out, err = cwd / "stdout", cwd / "stderr"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "corpuskit", *arguments], cwd=cwd, stdout=stdout, stderr=stderr
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    assert usage.ru_maxrss * unit < MOST_MEMORY
    return process.returncode, out.read_bytes(), err.read_bytes()


def test_every_fault_is_named_once_and_nothing_outside_is_read(
    hostile: tuple[Path, Expected],
) -> None:
    base, expected = hostile
    status, stdout, stderr = bounded("validate", ".", "--workers", "1", "--output-format", "json", cwd=base)
    assert (status, stderr) == (1, b"")
    report = json.loads(stdout)
    found = Counter(
        (item["code"], item["path"].removeprefix("raw/"))
        for item in report["findings"]
        if OURS.fullmatch(item["code"])
    )
    assert found == expected
    assert HIDDEN.encode() not in stdout
    assert not (base / "pwned").exists()


def test_every_place_in_json_is_the_right_one(hostile: tuple[Path, Expected]) -> None:
    base, _ = hostile
    done = run("validate", "raw/json", "--output-format", "json", "--select", "MET004", cwd=base)
    places = {
        (item["line"], item["column"])
        for item in json.loads(done.stdout)["findings"]
        if item["path"].endswith("l")
    }
    assert places == {(at, column) for at, (_, column) in enumerate(RECORDS, start=1)}


@pytest.mark.parametrize("name", ["full", "concise", "github", "markdown"])
def test_nothing_is_obeyed_by_a_terminal_or_a_runner(hostile: tuple[Path, Expected], name: str) -> None:
    base, expected = hostile
    arguments = ("validate", ".", "--workers", "1", "--show-notes", "--output-format", name)
    status, stdout, stderr = bounded(*arguments, cwd=base)
    told = stdout.decode("utf-8")
    assert (status, stderr) == (1, b"")
    assert_harmless(told)
    assert HIDDEN not in told
    if name == "full":
        assert all(f"raw/{shown(path)}" in told for code, path in expected if code in ("SRC010", "SRC011"))


def test_all_is_the_same_without_a_network(hostile: tuple[Path, Expected]) -> None:
    if (
        shutil.which("unshare") is None
        or subprocess.run([*OFFLINE, "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("this machine allows no network namespace")
    arguments = ("validate", ".", "--workers", "1", "--output-format", "json")
    without = bounded(*arguments, cwd=hostile[0], before=OFFLINE)
    assert without == bounded(*arguments, cwd=hostile[0])
    assert without[0] == 1


def test_a_package_of_it_holds_the_good_article_and_every_refusal(
    hostile: tuple[Path, Expected], tmp_path: Path
) -> None:
    base, _ = hostile
    (base / "corpuskit.toml").write_text("[package]\nmax_refused = 1.0\n", encoding="utf-8")
    out = str(tmp_path / "out")
    status, _, stderr = bounded("package", ".", "--out", out, "--name", "x", "--workers", "1", cwd=base)
    assert (status, stderr) == (0, b"")
    dist = tmp_path / "out" / "x"
    rows = pq.read_table(dist / "data/train-00000-of-00001.parquet").to_pylist()
    refused = pq.read_table(dist / "data/refused-00000-of-00001.parquet").to_pylist()
    assert "good" in {row["id"] for row in rows}
    assert {row["raw_path"] for row in rows} & {row["raw_path"] for row in refused} == set()
    assert HIDDEN not in json.dumps([rows, refused], default=str, ensure_ascii=False)
    assert run("verify", dist).returncode == 0


# Row 20: what other systems write, and names they cannot have, come back byte for byte.


def test_line_ends_and_odd_names_come_back(tmp_path: Path) -> None:
    styles = {
        "crlf": BODY.replace("\n", "\r\n"), "cr": BODY.replace("\n", "\r"), "mixed": BODY.replace("\n", "\r\n", 3).replace("\n\n", "\r\r", 1) + "\r"
    }  # fmt: skip
    raw = tmp_path / "raw"
    raw.mkdir()
    lines = b""
    for at, (style, text) in enumerate(styles.items()):
        for name in ("a:b.txt", "CON.txt", "-x.txt", "::error::x.md", "what? .txt", "été.txt"):
            path = f"{style}/{name}"
            (raw / style).mkdir(exist_ok=True)
            put(raw / path, text.replace("1897", f"{at}{len(lines)}").encode())
            lines += described(path)
    bodies = tree(raw)
    (raw / "metadata.jsonl").write_bytes(lines)
    assert run("package", tmp_path, "--name", "x").returncode == 0
    rows = pq.read_table(tmp_path / "dist/x/data/train-00000-of-00001.parquet").to_pylist()
    assert {row["newline"] for row in rows} == set(styles)
    assert all("/" in row["raw_path"] and "\\" not in row["raw_path"] for row in rows)
    assert run("restore", "dist/x", "--all", "-o", "back", cwd=tmp_path).returncode == 0
    assert tree(tmp_path / "back") == bodies


# Row 25: what Git does to raw files.


def git(*arguments: str, cwd: Path) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@journal.example", "-c", "core.safecrlf=false")
    subprocess.run(["git", *identity, *arguments], cwd=cwd, capture_output=True, check=True, timeout=60)


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on this machine")
@pytest.mark.parametrize("attributes", ["raw/** -text\n", ""], ids=["kept", "changed"])
def test_git_changes_raw_files_unless_told_not_to_and_sha256_finds_it(
    tmp_path: Path, attributes: str
) -> None:
    import hashlib

    bodies = {"crlf.txt": BODY.replace("\n", "\r\n").encode(), "lf.txt": BODY.encode()}
    source = tmp_path / "source"
    (source / "raw").mkdir(parents=True)
    for name, body in bodies.items():
        put(source / "raw" / name, body)
    lines = [described(name, sha256=hashlib.sha256(body).hexdigest()) for name, body in bodies.items()]
    (source / "raw/metadata.jsonl").write_bytes(b"".join(lines))
    if attributes:
        (source / ".gitattributes").write_text(attributes, encoding="utf-8", newline="")
    git("init", "-q", ".", cwd=source)
    git("config", "core.autocrlf", "true", cwd=source)
    git("add", "-A", cwd=source)
    git("commit", "-q", "-m", "x", cwd=source)
    git("clone", "-q", "-c", "core.autocrlf=true", str(source), "clone", cwd=tmp_path)
    kept = {name: (tmp_path / "clone/raw" / name).read_bytes() == body for name, body in bodies.items()}
    done = run("validate", ".", "--output-format", "json", "--select", "MET006", cwd=tmp_path / "clone")
    told = {item["article"] for item in json.loads(done.stdout)["findings"]}
    assert told == {name.removesuffix(".txt") for name, same in kept.items() if not same}
    assert all(kept.values()) == bool(attributes)
    assert done.returncode == (0 if attributes else 1)


def test_this_repository_keeps_its_own_raw_files_from_git() -> None:
    from tests.conftest import ROOT

    rules = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert {"raw/** -text", "tests/corpora/** -text"} <= set(rules)
