"""The files that make a package a bag of BagIt 1.0 (RFC 8493): its payload is `data/`, its tag files are the rest.

Nothing of them depends on a clock: `Bagging-Date` is optional, and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corpuskit.packaging.model import FileFact, Manifest, ShardFact

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
PAYLOAD = "manifest-sha256.txt"
TAGS = "tagmanifest-sha256.txt"


def tag_files(manifest: Manifest) -> dict[str, bytes]:
    """The declaration, the facts about the bag, and the checksums of its payload, by path."""
    return {
        DECLARATION: b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        INFO: _info(manifest),
        PAYLOAD: checksums(manifest.payload),
    }


def checksums(facts: Iterable[FileFact | ShardFact]) -> bytes:
    r"""A manifest of BagIt: a line for each file, by path. Line ends and % in a path are percent-encoded (section 2.1.3).

    >>> checksums([FileFact("data/100%", 1, "ab")])
    b'ab  data/100%25\n'
    """
    lines = (f"{fact.sha256}  {_encoded(fact.path)}\n" for fact in sorted(facts, key=lambda fact: fact.path))
    return "".join(lines).encode("utf-8")


def _encoded(path: str) -> str:
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _info(manifest: Manifest) -> bytes:
    size = sum(fact.bytes for fact in manifest.payload)
    said: Mapping[str, object] = {
        "External-Description": manifest.dataset.get("description"),
        "External-Identifier": manifest.dataset.get("url"),
        "Internal-Sender-Identifier": manifest.name,
        "Bag-Software-Agent": f"corpuskit {manifest.corpuskit}",
        "Payload-Oxum": f"{size}.{len(manifest.payload)}",
    }
    lines = (f"{label}: {_one_line(str(value))}\n" for label, value in said.items() if value)
    return "".join(lines).encode("utf-8")


def _one_line(value: str) -> str:
    """The value on one line for every reader, some of which break lines at U+2028 and at control characters, too."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())
