"""A raw folder filled by an enemy, through the installed command: rows 1 to 5, 7, 8, 20 and 25 of the list of faults.

Each fault must be named, once and for the right file; nothing outside may be read, nothing may hang, fill the memory
or be obeyed by a terminal; and one good article among them stays good.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from corpuskit.reporters.escape import shown
from tests.corpus import BODY, record, run, tree

HIDDEN = "ce que personne ne doit lire"  # stands in files outside of the raw folder
MOST_MEMORY = 600 * 2**20
OURS = re.compile(r"SRC\d{3}|MET00[1245]")
LINES = 2_000_000  # characters of one line

NAMES = {  # row 4
    b"a\nb.txt": "SRC009", b"\x1b[31mred.txt": "SRC009", b"caf\xe9.txt": "SRC009", b"back\\slash.txt": "SRC009",
    "rtl\N{RIGHT-TO-LEFT OVERRIDE}txt.txt".encode(): "SRC009", b"nel\xc2\x85.txt": "SRC009",
    b"::error::x.txt": "SRC101", b"##[error] ::set-output name=a::b.txt": "SRC101", b"-x.txt": "SRC101", b"a:b.txt": "SRC101",
    b"CON.txt": "SRC101", b"aux.md": "SRC101", b"com1.txt": "SRC101", b"what?.txt": "SRC101", b"star*.txt": "SRC101", b"a|b.txt": "SRC101",
    b"<a>.txt": "SRC101", b'quote".txt': "SRC101",
}  # fmt: skip
RECORDS = (  # row 7: each line, and the column of its fault
    (b'{"file_name": "j0.txt", "title": ' + b"[" * 100 + b"]" * 100 + b"}", 97),
    (b'{"file_name": "j1.txt", "extra": {"n": ' + b"9" * 5000 + b"}}", 40),
    (b'{"file_name": "j2.txt", "extra": {"n": NaN}}', 40),
    (b'{"file_name": "j3.txt", "extra": {"n": 1e400}}', 40),
    (b'{"file_name": "j4.txt", "title": "a", "title": "b"}', 39),
    (b'{"file_name": "j5.txt", "title": "\\ud800"}', 35),
    (b'{"file_name": "j6.txt", "title": "\\u0000"}', 35),
    (b'{"file_name": "j7.txt", "title": "\xff"}', 35),
)
YAMLS = {  # row 8
    "y0": b"a: &a [x, x]\nb: *a\n",
    "y1": b"title: !!python/object/apply:os.system ['touch pwned']\n",
    "y2": b"title: a\ntitle: b\n",
    "y3": b"extra: " + b"[" * 30_000,
    "y4": b"extra: {" + b"? " * 10_000,
    "y5": b"title: x\n---\ntitle: y\n",
}


def put(path: Path | bytes, body: bytes = BODY.encode()) -> None:
    with open(path, "wb") as file:  # noqa: PTH123 - names that are not UTF-8 are no Path
        file.write(body)


def described(name: str, **fields: Any) -> bytes:
    fields = {"url": "https://journal.example/x"} | fields
    return json.dumps(record(name, **fields), ensure_ascii=False).encode() + b"\n"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Counter[tuple[str, str]]]:
    """The corpus, and what must be found in it: code and path."""
    base = tmp_path_factory.mktemp("hostile")
    raw = base / "raw"
    raw.mkdir()
    expected: Counter[tuple[str, str]] = Counter()
    lines = [described("good.txt")]
    put(raw / "good.txt")
    for fill in (_links, _kinds, _sizes, _names, _twins, _metadata):
        lines += fill(base, raw, expected)
    (raw / "metadata.jsonl").write_bytes(b"".join(lines))
    return base, expected


def _links(base: Path, raw: Path, expected: Counter[tuple[str, str]]) -> list[bytes]:
    (base / "secret.txt").write_text(HIDDEN, encoding="utf-8")
    (base / "secrets").mkdir()
    (base / "secrets" / "in.txt").write_text(HIDDEN, encoding="utf-8")
    for name, target in {
        "l-in.txt": "good.txt", "l-out.txt": "../secret.txt", "l-absolute.txt": str(base / "secret.txt"), "l-nowhere.md": "nothing",
        "l-self.txt": "l-self.txt", "l-folder": "../secrets", "l-loop": ".", "l-device.txt": "/dev/zero", "l-x.txt.meta.json": "../secret.txt",
    }.items():  # fmt: skip
        (raw / name).symlink_to(target)
        expected["SRC002", name] += 1
    (raw / "linked").mkdir()
    for name in ("metadata.jsonl", "metadata.csv"):
        (raw / "linked" / name).symlink_to("../../secret.txt")
        expected["SRC002", f"linked/{name}"] += 1
    out = (
        "../secret.txt",
        "/etc/passwd",
        "linked/../../secret.txt",
        "C:/x.txt",
        "a\\b.txt",
        "l-folder/in.txt",
    )
    expected["SRC003", "metadata.jsonl"] += len(out) - 1
    expected["SRC007", "metadata.jsonl"] += 1  # a link that is not followed leads to no article
    return [described(name, id=f"out-{at}") for at, name in enumerate(out)]


def _kinds(base: Path, raw: Path, expected: Counter[tuple[str, str]]) -> list[bytes]:
    os.mkfifo(raw / "k-pipe.txt")
    os.mkfifo(raw / "good.txt.meta.yaml")
    (raw / "kinds").mkdir()
    os.mkfifo(raw / "kinds" / "metadata.csv")
    (raw / "k-folder.txt").mkdir()
    put(raw / "k-folder.txt" / "in.txt")
    names = ["k-pipe.txt", "good.txt.meta.yaml", "kinds/metadata.csv", "k-folder.txt", "k-socket.txt"]
    there = Path.cwd()
    os.chdir(raw)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("k-socket.txt")
    finally:
        os.chdir(there)
    if os.geteuid() == 0:
        os.mknod(raw / "k-zero.txt", stat.S_IFCHR | 0o666, os.makedev(1, 5))
        names.append("k-zero.txt")
    expected.update(("SRC001", name) for name in names)
    return []


def _sizes(base: Path, raw: Path, expected: Counter[tuple[str, str]]) -> list[bytes]:
    for name in (
        "s-sparse.txt",
        "sparse/metadata.jsonl",
        "sparse/metadata.csv",
        "s-a.txt.meta.json",
        "s-b.txt.meta.yaml",
    ):
        (raw / name).parent.mkdir(exist_ok=True)
        put(raw / name, b"")
        os.truncate(raw / name, 2**40)
    for name in ("s-a.txt", "s-b.txt", "s-line.txt"):
        put(raw / name)
    put(raw / "s-line.txt", b"mot " * (LINES // 4))
    expected.update(
        {
            ("SRC004", "s-sparse.txt"): 1,
            ("MET004", "sparse/metadata.jsonl"): 1,
            ("MET004", "sparse/metadata.csv"): 1,
        }
    )
    expected.update({("MET004", "s-a.txt.meta.json"): 1, ("MET004", "s-b.txt.meta.yaml"): 1})
    return [described("s-sparse.txt"), described("s-line.txt")]


def _names(base: Path, raw: Path, expected: Counter[tuple[str, str]]) -> list[bytes]:
    lines = []
    for name, code in NAMES.items():
        put(os.fsencode(raw) + b"/" + name)
        expected[code, name.decode("utf-8", "backslashreplace")] += 1
        if code == "SRC101":
            lines.append(described(name.decode()))
    for folder in (b"f\x1b]0;x\x07", b"aux"):
        os.mkdir(os.fsencode(raw) + b"/" + folder)  # noqa: PTH102 - as above
    expected.update({("SRC009", "f\x1b]0;x\x07"): 1, ("SRC101", "aux"): 1})
    return lines


def _twins(base: Path, raw: Path, expected: Counter[tuple[str, str]]) -> list[bytes]:
    names = ("t-faro.txt", "T-Faro.txt", "t-\u00e9t\u00e9.txt", "t-e\u0301te\u0301.txt")
    for name in (*names, "t-one.txt", "t-two.txt", "t-three.txt", "t-four.txt"):
        put(raw / name)
    for folder in ("t-sub", "T-SUB"):
        (raw / folder).mkdir()
    expected.update(("SRC010", name) for name in (*names, "T-SUB"))
    expected["MET002", "metadata.jsonl"] += 4
    ids = {"t-one.txt": "same", "t-two.txt": "same", "t-three.txt": "Case", "t-four.txt": "case"}
    return [*map(described, names), *(described(name, id=own) for name, own in ids.items())]


def _metadata(base: Path, raw: Path, expected: Counter[tuple[str, str]]) -> list[bytes]:
    (raw / "json").mkdir()
    (raw / "json" / "metadata.jsonl").write_bytes(b"".join(line + b"\n" for line, _ in RECORDS))
    expected["MET004", "json/metadata.jsonl"] += len(RECORDS)
    for at in range(len(RECORDS)):
        put(raw / f"json/j{at}.txt")
    put(raw / "json/bom.txt")
    (raw / "json/bom.txt.meta.json").write_bytes(b'\xef\xbb\xbf{"language": "fr"}')
    expected["MET004", "json/bom.txt.meta.json"] += 1
    (raw / "yaml").mkdir()
    for name, body in YAMLS.items():
        put(raw / f"yaml/{name}.txt")
        (raw / f"yaml/{name}.meta.yaml").write_bytes(body)
        expected["MET004", f"yaml/{name}.meta.yaml"] += 1
    (raw / "csv").mkdir()
    (raw / "csv/metadata.csv").write_bytes(b'file_name,title\nc0.txt,"a\n' + b"c1.txt,\n" * 100)
    expected["MET004", "csv/metadata.csv"] += 1
    (raw / "binary").mkdir()
    put(raw / "binary/paper.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(100))
    put(raw / "binary/bomb.txt", b"\x1f\x8b\x08" + bytes(100))
    expected.update({("SRC011", "binary/paper.txt"): 1, ("SRC011", "binary/bomb.txt"): 1})
    return [described("binary/paper.txt"), described("binary/bomb.txt")]


def bounded(*arguments: str, cwd: Path) -> tuple[int, bytes, bytes]:
    """The installed command; its status and what it wrote, after its memory was found bounded."""
    out, err = cwd / "stdout", cwd / "stderr"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "corpuskit", *arguments], cwd=cwd, stdout=stdout, stderr=stderr
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    assert usage.ru_maxrss * unit < MOST_MEMORY
    return process.returncode, out.read_bytes(), err.read_bytes()


def test_every_fault_is_named_once_and_nothing_outside_is_read(
    hostile: tuple[Path, Counter[tuple[str, str]]],
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


def test_every_place_in_json_is_the_right_one(hostile: tuple[Path, Counter[tuple[str, str]]]) -> None:
    base, _ = hostile
    done = run("validate", "raw/json", "--output-format", "json", "--select", "MET004", cwd=base)
    places = {
        (item["line"], item["column"])
        for item in json.loads(done.stdout)["findings"]
        if item["path"].endswith("l")
    }
    assert places == {(at, column) for at, (_, column) in enumerate(RECORDS, start=1)}


def test_nothing_is_obeyed_by_a_terminal_or_a_runner(hostile: tuple[Path, Counter[tuple[str, str]]]) -> None:
    base, expected = hostile
    status, stdout, stderr = bounded("validate", ".", "--workers", "1", "--show-notes", cwd=base)
    told = stdout.decode("utf-8")
    assert (status, stderr) == (1, b"")
    assert not re.search("(?m)^\\s*::|##\\[|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", told)
    assert all(f"raw/{shown(path)}" in told for code, path in expected if code in ("SRC010", "SRC011"))
    assert HIDDEN not in told


def test_a_package_of_it_holds_the_good_article_and_every_refusal(
    hostile: tuple[Path, Counter[tuple[str, str]]], tmp_path: Path
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
