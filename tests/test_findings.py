"""What each code says of the cases on which it fires: message, place, excerpt and measured values, as golden files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from corpuskit.reporters.jsonl import as_object, encoded
from corpuskit.rules import codes
from tests.casebook import block, cases, result_of, sections
from tests.goldens import golden

_CHARDET = re.compile(r"chardet \d+(?:\.\d+)*")  # another version may say the same


def tables(code: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The firing cases of a code, the Example of its page first where it is one."""
    example = block(sections(codes()[code].page)["Example"])
    if example.language == "toml":
        yield "Example", tomllib.loads(example.body)
    for case in cases():
        if case.code == code and case.fires:
            yield case.name, case.table


@pytest.mark.parametrize("code", [code for code in codes() if any(True for _ in tables(code))])
def test_golden_of_what_a_code_says(code: str) -> None:
    said = []
    for name, table in tables(code):
        said.append(f"# {name}\n")
        found = [finding for finding in result_of(table).findings if finding.code == code]
        said += [encoded(as_object(finding, "")) + "\n" for finding in found]
    golden(f"findings/{code}.jsonl", _CHARDET.sub("chardet N", "".join(said)))
