"""Corpora for tests, made in a temporary folder: a few honest articles, written as a user would have them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

BODY = """Le vieux pont de la rivière rouvre

Après deux ans de travaux, le pont rouvre ce samedi aux piétons et aux cyclistes, annonce la mairie de Valmoret.

L’ouvrage, bâti en 1897, menaçait de s’effondrer depuis la crue de l’hiver, et les commerçants attendaient sa réouverture.

« Nous avons gardé les pierres d’origine », explique l’ingénieure chargée du chantier, qui a coûté 40 000 € à la commune.
"""


def record(name: str, **fields: Any) -> dict[str, Any]:
    """A complete metadata record; a field given as None stays, as null."""
    return {
        "file_name": name,
        "title": "Le vieux pont de la rivière rouvre",
        "language": "fr",
        "url": f"https://journal.example/{name}",
        "publisher": "Le Journal de Valmoret",
        "authors": ["A. Personne"],
        "published_at": "2024-05-12",
        "retrieved_at": "2024-05-13T08:30:00+02:00",
        "license": "CC-BY-4.0",
    } | fields


def write(base: Path, articles: Mapping[str, bytes | str], **fields: Mapping[str, Any]) -> Path:
    """A corpus below `base`: files by name, one record each; `fields` by the file's stem change a record."""
    raw = base / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    records = []
    for name, body in articles.items():
        file = raw / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body.encode("utf-8") if isinstance(body, str) else body)
        records.append(record(name, **fields.get(file.stem, {})))
    lines = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    (raw / "metadata.jsonl").write_text(lines, encoding="utf-8", newline="")
    return base


def many(base: Path, n: int) -> Path:
    """A corpus of `n` short articles of three sites, with residue and a copy now and then."""
    names = [f"{'abc'[i % 3]}/{i:05d}.txt" for i in range(n)]
    texts = {
        name: BODY.replace("1897", str(1000 + i // 7)) + f"\nNuméro {i} du journal\n"
        for i, name in enumerate(names)
    }
    return write(base, texts)


def run(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The installed command, as a user runs it."""
    command = [sys.executable, "-m", "corpuskit", *map(str, arguments)]
    environment = {**os.environ, "NO_COLOR": "1", **(env or {})}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def rows_of(dist: Path, config: str = "train") -> list[dict[str, Any]]:
    """The rows of a package in order, or its refused ones."""
    import pyarrow.parquet as pq

    files = sorted((dist / "data").glob(f"{config}-*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]
