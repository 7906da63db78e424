"""Small packages built by hand for the tests of publishing, verifying and restoring: valid ones, and ways to harm them."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpuskit import __version__
from corpuskit.model.context import PARTS, pipeline_of
from corpuskit.packaging.columns import COLUMNS, REFUSED, REMOVED, arrow_schema
from corpuskit.packaging.counting import Counting
from corpuskit.packaging.derived import LAST, derived, last, write_derived
from corpuskit.packaging.digest import rows_digest
from corpuskit.packaging.manifest import FileFact, Manifest, ShardFact, from_json, to_json
from corpuskit.packaging.publish import Claim, claim, write_file
from corpuskit.packaging.removed import removals_of

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
SHARD = "data/train-00000-of-00001.parquet"
REMOVALS = "data/removed-00000-of-00001.parquet"
REFUSALS = "data/refused-00000-of-00001.parquet"
PIPELINE = dict.fromkeys(PARTS, "0" * 64)
TEXT = "Café à Noël\nLe garçon a dit oui.\n"

# id: the encoding, the raw bytes
RAW: Mapping[str, tuple[str, bytes]] = {
    "cp1252": ("cp1252", (TEXT + "« Voilà… », 12\N{NO-BREAK SPACE}€\n").encode("cp1252")),
    "cr": ("utf-8", TEXT.replace("\n", "\r").encode()),
    "crlf": ("utf-8", TEXT.replace("\n", "\r\n").encode()),
    "mac-roman": ("mac-roman", TEXT.encode("mac-roman")),
    "mixed": ("utf-8", b"un\r\ndeux\rtrois\nquatre\n\r"),
    "nfd": ("utf-8", unicodedata.normalize("NFD", TEXT).encode()),
    "no-final-newline": ("utf-8", TEXT.rstrip("\n").encode()),
    "sub/folder/trailing": ("utf-8", b"un  \ndeux\t \n\n\n"),
    "utf-16-be": ("utf-16-be", TEXT.encode("utf-16-be")),
    "utf-16-be-bom": ("utf-16-be", (BOM + TEXT).encode("utf-16-be")),
    "utf-16-le": ("utf-16-le", TEXT.encode("utf-16-le")),
    "utf-16-le-bom": ("utf-16-le", (BOM + TEXT).encode("utf-16-le")),
    "utf-8": ("utf-8", (TEXT + "🙂\n").encode()),
    "utf-8-bom": ("utf-8", (BOM + TEXT).encode()),
}

_COMBINING = re.compile(r".[\u0300-\u036f]+")
_PASSES: Sequence[tuple[str, re.Pattern[str], Callable[[str], str]]] = (
    ("newline", re.compile("\r\n?"), lambda _: "\n"),
    ("bom", re.compile(f"^{BOM}"), lambda _: ""),
    ("nfc", _COMBINING, lambda found: unicodedata.normalize("NFC", found)),
    ("trailing", re.compile(r"[ \t]+(?=\n|$)"), lambda _: ""),
)


def cleaned(text: str) -> tuple[str, list[dict[str, Any]]]:
    """The text after four small passes, and their edits."""
    edits = []
    for step, (code, pattern, new) in enumerate(_PASSES):
        for match in pattern.finditer(text):
            edit = {"step": step, "start": match.start(), "old": match[0], "new": new(match[0])}
            edits.append({**edit, "code": code, "score": 0, "reason": "a test"})
        text = pattern.sub(lambda match, new=new: new(match[0]), text)
    return text, edits


def row(article: str, encoding: str, body: bytes, **changes: Any) -> dict[str, Any]:
    """A row with the columns that verify and restore need, and a few more."""
    text, edits = cleaned(body.decode(encoding))
    return {
        "id": article,
        "text": text,
        "title": None,
        "language": "fr",
        "raw_path": f"{article}.txt",
        "raw_offset": 0,
        "raw_length": len(body),
        "raw_sha256": hashlib.sha256(body).hexdigest(),
        "encoding": encoding,
        "restorable": True,
        "raw": None,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "edits": edits,
        **changes,
    }


def rows() -> list[dict[str, Any]]:
    """A row for each of RAW, in the order of their ids, and one that keeps its bytes."""
    kept = b"\x81\x40 an escape that no codec gives back"
    last = row("utf-9-kept", "latin-1", kept, restorable=False, raw=kept)
    return [*(row(article, encoding, raw) for article, (encoding, raw) in sorted(RAW.items())), last]


def parquet(content: Iterable[Mapping[str, Any]], schema: pa.Schema | None = None, **options: Any) -> bytes:
    """Rows as Parquet."""
    return table_bytes(pa.Table.from_pylist(list(content), schema=schema or arrow_schema(COLUMNS)), **options)


def table_bytes(table: pa.Table, **options: Any) -> bytes:
    """A table as Parquet."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd", **options)
    return sink.getvalue()


def build(
    out: Path, name: str = "x", content: Sequence[dict[str, Any]] | None = None, **options: Any
) -> Path:
    """Publishes a valid package of these rows, with one refused article and a README."""
    with claim(out, name) as claimed:
        fill(claimed, name, rows() if content is None else content, **options)
        claimed.commit()
    return out / name


def fill(claimed: Claim, name: str, content: Sequence[dict[str, Any]], **options: Any) -> Manifest:
    """Writes the files of a package into a claim."""
    refused = [{"id": "broken", "code": "ENC001", "reason": "no text", "raw_path": "broken.txt"}]
    gone = [removal for line in content for removal in removals_of(line)]
    counting = Counting()
    for line in content:
        counting.add(line)
    counting.add_refused(refused[0])

    def shard(path: str, lines: Sequence[Mapping[str, Any]], data: bytes) -> ShardFact:
        written = write_file(claimed.staging, path, data)
        return ShardFact(path, len(lines), written.bytes, written.sha256, rows_digest(lines))

    model = Manifest(
        name=name,
        corpuskit=__version__,
        pipeline=pipeline_of(PIPELINE),
        parts=PIPELINE,
        settings={"thresholds": {"remove": 100}, "name": "Été"},
        rows=len(content),
        refused=len(refused),
        shards=(shard(SHARD, content, parquet(content, **options)),),
        files=(),
        refused_digest=rows_digest(refused),
        dataset={"description": "Été: essais.", "creators": ["Ada"]},
        removed=(shard(REMOVALS, gone, parquet(gone, arrow_schema(REMOVED))),),
        refusals=(shard(REFUSALS, refused, parquet(refused, arrow_schema(REFUSED))),),
        counts=counting.counts,
        examples=counting.examples,
    )
    return write_derived(claimed.staging, model)[0]


def manifest_of(package: Path) -> Manifest:
    """The manifest of a package."""
    return from_json((package / "manifest.json").read_bytes())


def put(package: Path, path: str, data: bytes) -> None:
    """Replaces a file of the package, and lists it in the manifest as if it had always been so."""
    (package / path).write_bytes(data)
    manifest = manifest_of(package)
    fact = FileFact(path, len(data), hashlib.sha256(data).hexdigest())

    def listed(facts: Sequence[ShardFact]) -> tuple[ShardFact, ...]:
        return tuple(
            replace(shard, bytes=fact.bytes, sha256=fact.sha256) if shard.path == path else shard
            for shard in facts
        )

    payload = {name: listed(getattr(manifest, name)) for name in ("shards", "removed", "refusals")}
    files = tuple(fact if file.path == path else file for file in manifest.files)
    relist(package, replace(manifest, files=files, **payload), derive=bool(fact.path.startswith("data/")))


def put_rows(package: Path, content: Sequence[dict[str, Any]], **options: Any) -> None:
    """Replaces the rows of a package by others; the manifest agrees with all of them."""
    put(package, SHARD, parquet(content, **options))
    manifest = manifest_of(package)
    shards = tuple(
        replace(shard, rows=len(content), rows_digest=rows_digest(content)) for shard in manifest.shards
    )
    relist(package, replace(manifest, rows=len(content), shards=shards, digest=""))


def relist(package: Path, manifest: Manifest, *, derive: bool = True) -> None:
    """Writes this manifest in place of the old one; with `derive` also the files that follow from it."""
    files = {file.path: file for file in manifest.files}
    if derive:
        for path, data in derived(manifest).items():
            if path in files and (package / path).is_file():
                (package / path).write_bytes(data)
                files[path] = FileFact(path, len(data), hashlib.sha256(data).hexdigest())
    manifest = manifest.with_files(tuple(files.values()))
    (package / "manifest.json").write_bytes(to_json(manifest))
    (package / LAST).write_bytes(last(manifest, to_json(manifest)))


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: path to bytes, None for what is no regular file."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_dir() or path.is_symlink():
            regular = path.is_file() and not path.is_symlink()
            found[path.relative_to(folder).as_posix()] = path.read_bytes() if regular else None
    return found
