"""Metadata, texts and schemas of strangers, through the installed command: nothing is obeyed, fetched, or let through unseen."""

from __future__ import annotations

import http.server
import json
import os
import pty
import re
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpuskit.app.package import build
from corpuskit.app.validate import validate
from corpuskit.model.context import PARTS, pipeline_of
from corpuskit.packaging.bagit import tag_files
from corpuskit.packaging.card import card_of
from corpuskit.packaging.columns import COLUMNS, table_of
from corpuskit.packaging.croissant import croissant_of
from corpuskit.packaging.manifest import Example, Manifest, ShardFact, from_json, to_json
from tests.corpus import BODY, run, tree, write
from tests.packages import row

# Row 10 and 11: terminals and CI logs.

ORDERS = (
    "\x1b]0;owned\x07\x1b[2J\x1b[31m",
    "\x9b31m\x90q\x9c\x85",
    "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe\N{POP DIRECTIONAL FORMATTING}",
    "::set-output name=a::b",
    "\n::error file=a::b",
    "\u2028::warning::b",
    "##[error]b",
    "\r##[group]b",
    "[/x][bold red]b[link=https://evil.example]",
    "\U000e0041\U000e0042",
)
RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every order in every field and in lines that reports quote, one article each; and one good article."""
    base = tmp_path_factory.mktemp("hostile")
    articles, fields = {"good.txt": BODY}, {}
    for at, order in enumerate(ORDERS):
        quoted = order.replace("\n", " ").replace("\r", " ")
        articles[f"a{at}.txt"] = (
            f"{order}\n{BODY}\nLire aussi : {quoted}\nPartager {quoted}\n" + "texte\ufffd" + quoted
        )
        fields[f"a{at}"] = {
            "title": order,
            "publisher": order + " La Gazette",
            "authors": [order],
            "language": f"fr{order}" if at % 2 else "fr",
            "license": f"MIT {order}",
            "url": f"https://a.example/{order}",
            "published_at": order,
            "allow": {order: order, "TXT999": "why", "TXT003": order},
            order: order,
        }
    return write(base, articles, **fields)


def on_a_terminal(*arguments: str | Path, cwd: Path) -> str:
    """What the command writes to a terminal, then what it writes to stderr (a pipe: a terminal would get a bar there)."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm", "GITHUB_ACTIONS": "true", "CI": "true"}
    command = [sys.executable, "-m", "corpuskit", *map(str, arguments)]
    pieces = []
    with subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
    ) as process:
        os.close(theirs)
        while select.select([ours], [], [], 120)[0]:
            try:
                pieces.append(os.read(ours, 65536))
            except OSError:  # the other end is closed
                break
        assert process.stderr is not None
        pieces.append(process.stderr.read())
    os.close(ours)
    assert process.returncode in (0, 1, 2), pieces
    return b"".join(pieces).decode("utf-8").replace("\r\n", "\n")


COMMANDS = (
    *(
        ("validate", ".", "--show-notes", "--output-format", name)
        for name in ("full", "concise", "json", "jsonl")
    ),
    ("validate", ".", "--fail-on", "note"),
    ("clean", *(f"raw/a{at}.txt" for at in range(len(ORDERS)))),
    ("clean", "--diff", *(f"raw/a{at}.txt" for at in range(len(ORDERS)))),
    ("package", ".", "--name", "p"),
    ("package", ".", "--name", ORDERS[0]),
    ("package", ".", "--name", "::error::x"),
    ("restore", "dist/none", ORDERS[3], "-o", "back"),
    ("verify", ORDERS[0]),
    ("explain", ORDERS[6]),
    ("validate", ORDERS[8]),
    ("validate", ".", "--select", ORDERS[4]),
    ("rules",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: ascii(" ".join(command))[1:60])
def test_nothing_of_a_stranger_is_obeyed_on_any_way_to_a_terminal(
    hostile: Path, command: tuple[str, ...]
) -> None:
    said = on_a_terminal(*command, cwd=hostile)
    assert said
    # A clean text keeps its lines; whatever is told about one has nothing that a runner obeys.
    text = command[0] == "clean" and "--diff" not in command
    assert not RAW.search(said.replace("\t", "") if text else said)
    assert "##[" not in said
    if not text:
        assert not re.search(r"(?m)^\s*::", said)


def test_markup_is_shown_and_not_read(hostile: Path) -> None:
    assert "[/x][bold red]b" in run("clean", "--diff", "raw/a8.txt", cwd=hostile).stdout


# Row 9: schemas.


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a local server, and what it was asked for."""
    found: list[str] = []

    class Counting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}", found
        running.shutdown()
        thread.join()


BAD_SCHEMAS = [
    ("validate", {"properties": {"x": {"$ref": "HOST/x.json"}}}, "/properties/x/$ref"),
    ("package", {"properties": {"x": {"$ref": "HOST/x.json"}}}, "/properties/x/$ref"),
    ("clean", {"$ref": "HOST/x.json"}, "/$ref"),
    ("validate", {"properties": {"x": {"$ref": "file:///etc/passwd"}}}, "/properties/x/$ref"),
    ("validate", {"properties": {"x": {"$ref": "#/properties/x"}}}, "/properties/x"),
    ("validate", {"properties": {"x": {"pattern": "^(a+)+$"}}}, "/properties/x/pattern"),
    ("validate", {"properties": {"x": {"pattern": "("}}}, "/properties/x/pattern"),
    ("validate", {"properties": {"x": {"format": "hostname"}}}, "/properties/x/format"),
    ("validate", {"properties": {"n_chars": {"type": "integer"}}}, "/properties/n_chars"),
    ("package", {"properties": {"n_chars": {"type": "integer"}}}, "/properties/n_chars"),
    ("validate", {"$schema": "HOST/schema"}, "/$schema"),
]


@pytest.mark.parametrize(("command", "schema", "pointer"), BAD_SCHEMAS)
def test_a_schema_that_cannot_be_used_ends_every_command_with_its_pointer(
    tmp_path: Path, asked: tuple[str, list[str]], command: str, schema: dict[str, object], pointer: str
) -> None:
    address, requests = asked
    write(tmp_path, {"a.txt": BODY}, a={"x": "a" * 40 + "!"})
    (tmp_path / "schema").mkdir()
    text = json.dumps(schema).replace("HOST", address)
    (tmp_path / "schema/article.schema.json").write_text(text, encoding="utf-8")
    result = run(command, tmp_path / "raw/a.txt" if command == "clean" else tmp_path)

    assert result.returncode == 2, result.stdout + result.stderr
    assert f"the schema at {pointer}" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert requests == []


@pytest.mark.parametrize("kind", ["a pipe", "endless", "a folder", "large"])
def test_a_schema_that_is_no_small_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    write(tmp_path, {"a.txt": BODY})
    place = tmp_path / "own.json"
    if kind == "a pipe":
        os.mkfifo(place)
    elif kind == "endless":
        place.symlink_to("/dev/zero")
    elif kind == "a folder":
        place.mkdir()
    else:
        place.write_bytes(b"{}")
        os.truncate(place, 2**40)
    result = run("validate", tmp_path, "--schema", place)

    assert (result.returncode, result.stdout) == (2, "")
    assert "own.json: the schema cannot be read" in result.stderr


def test_the_whole_job_needs_no_network(hostile: Path, tmp_path: Path) -> None:
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine allows no network namespace")
    (tmp_path / "s.json").write_text(
        '{"properties": {"x": {"$ref": "http://192.0.2.1/x"}}}', encoding="utf-8"
    )
    for arguments, status in (
        (("validate", "."), 1),
        (("validate", ".", "--schema", tmp_path / "s.json"), 2),
        (("package", ".", "--out", tmp_path / "dist", "--name", "p"), 1),
    ):
        command = ["unshare", "-n", sys.executable, "-m", "corpuskit", *map(str, arguments)]
        done = subprocess.run(command, cwd=hostile, capture_output=True, timeout=120, check=False)
        assert done.returncode == status, done.stderr


# Row 15: any text in a title, a publisher, a description, a name.

ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
DANGEROUS = st.sampled_from(
    ["---", "...", "license: mit", "no", "12:30:45", "\n---\n", "null", "~", "!!python/object:os.system", "&a *a", "'", '"',
     "#", "- a", "? ", "%TAG", "@", "`", "\x85---\x85", "\u2028", "\ufeff", "0x1F", "1_000", "1e3", "=", "<<", "\t", " ", "é"]
)  # fmt: skip
WORDS = st.lists(DANGEROUS | ANY, max_size=4).map("".join)


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


def described(name: str, **changes: Any) -> Manifest:
    """The manifest of a package of three rows and one refused article."""
    shard = ShardFact("data/train-00000-of-00001.parquet", 3, 10, "0" * 64, "0" * 64)
    gone = replace(shard, path="data/removed-00000-of-00001.parquet")
    refused = replace(shard, path="data/refused-00000-of-00001.parquet", rows=1)
    parts = dict.fromkeys(PARTS, "0" * 64)
    whole: dict[str, Any] = {"settings": {}, "rows": 3, "refused": 1, "shards": (shard,), "files": ()}
    whole |= {"refused_digest": "0" * 64, "removed": (gone,), "refusals": (refused,)}
    return Manifest(name, "0", pipeline_of(parts), parts, **(whole | changes))


@settings(max_examples=100)
@given(name=WORDS, text=WORDS, other=WORDS)
@example("---", "\n---\n", "license: mit\n---\n# x")
def test_any_text_reaches_card_and_croissant_unharmed(name: str, text: str, other: str) -> None:
    counts = {key: {text: 2, other: 1} for key in ("language", "publisher", "license", "encoding")}
    counts |= {"edits": {"BPL001": 1}, "refused": {"ENC001": 1}}
    dataset = {**dict.fromkeys(FACTS, text), "license": other, "creators": [text, other]}
    shown = (Example("removed", "BPL001", other, text), Example("refused", "ENC001", text, other))
    manifest = described(name, dataset=dataset, counts=counts, examples=shown)
    card = card_of(manifest).decode("utf-8")
    head, _, body = card.removeprefix("---\n").partition("\n---\n")
    read = yaml.safe_load(head)

    assert read["pretty_name"] == name
    assert read["license"] == ("other" if text or other else "unknown")
    assert read.get("license_name", "") == other
    tags = {tag.partition("-")[0].lower() for tag in counts["language"]} - {"", "und"}
    assert sorted(read["language"]) == sorted(tags)
    assert [config["config_name"] for config in read["configs"]] == ["default", "removed", "refused"]
    for line in body.splitlines():
        if line.startswith("| ") and "`" not in line:
            assert not re.search(r"(?<!\\)[<>\[\]]", line)

    croissant = json.loads(croissant_of(manifest))
    assert croissant["name"] == name
    for fact, key in (("description", "description"), ("url", "url"), ("citation", "citeAs")):
        assert croissant.get(key, "") == dataset[fact]
    for fact, key in (("version", "version"), ("date_published", "datePublished")):
        assert croissant.get(key, "") == dataset[fact]
    for path, data in tag_files(manifest).items():
        labels = [line.partition(b":")[0] for line in data.split(b"\n")]
        assert path != "bag-info.txt" or len(set(labels)) == len(labels)


def test_creators_are_named_by_their_kind_all_of_them_or_not_at_all() -> None:
    def creators(*names: str, **kind: str) -> Any:
        return json.loads(croissant_of(described("p", dataset={"creators": list(names), **kind}))).get(
            "creator"
        )

    assert creators("Ada", "Bo", creators_are="persons") == [
        {"@type": "sc:Person", "name": "Ada"},
        {"@type": "sc:Person", "name": "Bo"},
    ]
    assert creators("Ada", creators_are="organizations") == {"@type": "sc:Organization", "name": "Ada"}
    assert creators("Ada") is None
    assert creators("Ada", creators_are="robots") is None


def test_no_citation_ends_its_block() -> None:
    citation = "a\n```\n# b\n````\nc"
    card = card_of(described("p", dataset={"citation": citation})).decode("utf-8")
    assert f"\n`````\n{citation}\n`````\n" in card


@settings(max_examples=100)
@given(title=WORDS, name=WORDS)
def test_any_text_reaches_rows_and_manifest_unharmed(title: str, name: str) -> None:
    made = {column.name: None for column in COLUMNS} | {
        "authors": [title],
        "encoding_evidence": [],
        "findings": [],
    }
    extra = json.dumps({"extra": {name: title}}, ensure_ascii=False)
    made |= row("a", "utf-8", b"x") | {"title": title, "publisher": name, "metadata": extra}
    [back] = table_of([made], COLUMNS).to_pylist()
    assert (back["title"], back["publisher"], back["authors"]) == (title, name, [title])
    assert json.loads(back["metadata"]) == {"extra": {name: title}}

    shown = (Example("removed", "BPL001", title, name),)
    counts = {"publisher": {title: 1}}
    dataset = {**dict.fromkeys(FACTS, title), "creators": [title, name]}
    manifest = described(name, settings={"x": title}, dataset=dataset, counts=counts, examples=shown)
    written = to_json(manifest)
    assert from_json(written) == manifest
    assert written == to_json(from_json(written))


# Row 18: files that change.


@pytest.mark.parametrize("change", ["other bytes of one size", "longer", "gone"])
def test_what_changes_between_the_passes_is_found_and_never_packaged(tmp_path: Path, change: str) -> None:
    base = write(tmp_path, {"a.txt": BODY, "b.txt": BODY.replace("pont", "bac")})
    file = base / "raw/a.txt"

    def between(done: int, total: int) -> None:
        if done * 2 != total:
            return
        if change == "gone":
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(
                BODY.upper().encode() if change == "longer" else BODY.replace("1897", "1798").encode()
            )

    report = validate(base, progress=between)
    assert dict(report.by_code)["SRC005"] == 1
    assert report.refused == 1

    file.write_text(BODY, encoding="utf-8")
    (base / "corpuskit.toml").write_text("[package]\nmax_refused = 0.5\n", encoding="utf-8")
    packaged = build(base, name="p", progress=between)
    assert packaged.published
    assert (packaged.rows, packaged.refused) == (1, 1)
    [kept] = pq.read_table(packaged.target / "data/train-00000-of-00001.parquet").to_pylist()
    assert kept["id"] == "b"


# Row 22: this machine.


def test_no_path_and_no_token_of_the_environment_is_in_the_package(tmp_path: Path) -> None:
    write(
        tmp_path / "corpus-of-somebody",
        {"a.txt": BODY, "b.txt": b"\xc3\xa9 caf\xe9"},
        a={"extra": {"k": "v"}},
    )
    base = tmp_path / "corpus-of-somebody"
    (base / "corpuskit.toml").write_text(
        'schema = "own.json"\n[package]\nmax_refused = 1\n', encoding="utf-8"
    )
    (base / "own.json").write_text("{}", encoding="utf-8")
    secrets = {
        name: f"s3cr3t-{name}"
        for name in ("GITHUB_TOKEN", "HF_TOKEN", "AWS_SECRET_ACCESS_KEY", "USER", "LOGNAME", "HOSTNAME")
    }
    done = run("package", base, "--out", tmp_path / "elsewhere", "--name", "p", env=secrets)
    assert done.returncode == 0, done.stderr
    package = tmp_path / "elsewhere/p"
    told = [body for name, body in tree(package).items() if not name.endswith(".parquet")]
    told += [repr(pq.read_table(file).to_pylist()).encode() for file in sorted(package.rglob("*.parquet"))]
    told += [repr(pq.read_metadata(file).metadata).encode() for file in sorted(package.rglob("*.parquet"))]
    for word in (*secrets.values(), str(tmp_path), "corpus-of-somebody", "elsewhere", "own.json"):
        assert not any(word.encode() in text for text in told), word
