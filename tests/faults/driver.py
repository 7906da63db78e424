"""Publishes a package of four small files: the program that the fault loops kill and starve.

    python driver.py OUT LABEL [exchange|renames]

Exit status as corpuskit's own: 2 for TargetError, 3 for MachineError, with one sentence on stderr.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from corpuskit.errors import MachineError, TargetError
from corpuskit.model.context import PARTS, pipeline_of
from corpuskit.packaging import swap
from corpuskit.packaging.manifest import Manifest, to_json
from corpuskit.packaging.publish import claim, write_file


def publish(out: Path, label: str, size: int = 3000) -> None:
    """Publishes `out`/x; `label` decides every byte of it."""
    with claim(out, "x") as claimed:
        names = ("README.md", "data/a.bin", f"data/{label}/b.bin")
        facts = tuple(write_file(claimed.staging, name, (label + name).encode() * size) for name in names)
        parts = dict.fromkeys(PARTS, hashlib.sha256(label.encode()).hexdigest())
        manifest = Manifest("x", "0.1.0", pipeline_of(parts), parts, {}, 0, 0, (), facts, "0" * 64)
        write_file(claimed.staging, "manifest.json", to_json(manifest))
        claimed.commit()


def main(out: str, label: str, way: str = "exchange", size: str = "3000") -> int:
    """One publication; its exit status."""
    if way == "renames":
        swap.exchange = lambda one, other: False  # type: ignore[assignment]  # a file system without exchange
    try:
        publish(Path(out), label, int(size))
    except TargetError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except MachineError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
