"""Every check before every kind of article: without bytes, without a text, without a record, with one of the wrong types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from corpuskit.model.articles import RawArticle
from corpuskit.process import process
from corpuskit.reporters.jsonl import as_object, encoded
from tests.casebook import RECORD, article_of, context_of, result_of
from tests.goldens import golden

TEXT = "Le marché du quai a rouvert jeudi. Les pêcheurs y vendent de nouveau leurs soles.\n"
OF_WRONG_TYPES = dict.fromkeys((*RECORD, "encoding", "sha256", "tdm_reservation", "tdm_policy", "allow"), 7)
OF_LISTS = {key: [None, {"a": "é"}] for key in OF_WRONG_TYPES}
OF_NOTHING = dict.fromkeys(OF_WRONG_TYPES)
SUBJECTS: Mapping[str, Mapping[str, Any]] = {
    "damaged": {"bytes": "4c6520 6d617263 68c3a9 0a 6f757672 e9 0a".replace(" ", "")},
    "damaged-without-a-record": {"bytes": "4c65 20 c3 28".replace(" ", ""), "metadata": False},
    "utf-16-cut-short": {"bytes": "fffe4c00650020"},
    "binary": {"bytes": "00010203ff", "metadata": OF_WRONG_TYPES},
    "empty": {"text": "", "metadata": OF_NOTHING},
    "blank": {"text": " \n\t\n"},
    "without-a-record": {"text": TEXT, "metadata": False},
    "of-wrong-types": {"text": TEXT, "metadata": OF_WRONG_TYPES},
    "of-lists": {"text": TEXT, "metadata": OF_LISTS},
    "of-nothing": {"text": TEXT, "metadata": OF_NOTHING},
}


def told(findings: tuple[Any, ...]) -> str:
    return "".join(encoded(as_object(finding, "")) + "\n" for finding in findings)


@pytest.mark.parametrize("name", SUBJECTS)
def test_golden_of_every_kind_of_subject(name: str) -> None:
    golden(f"subjects/{name}.jsonl", told(result_of(SUBJECTS[name]).findings))


@pytest.mark.parametrize("schema", [None, '{"type": "object"}'])
def test_golden_of_a_record_without_keys(schema: str | None) -> None:
    raw = replace(article_of({"text": TEXT}), metadata={})
    found = process([raw], context_of({"schema": schema} if schema else {}))[0]
    golden(f"subjects/of-no-keys-{'freely' if schema else 'by-default'}.jsonl", told(found.findings))


@pytest.mark.parametrize("metadata", [None, {}, RECORD, OF_WRONG_TYPES])
def test_golden_of_a_file_that_could_not_be_read(metadata: Mapping[str, Any] | None) -> None:
    raw: RawArticle = replace(article_of({"text": ""}), body=None, sha256="", metadata=metadata)
    found = process([raw], context_of({}))[0]
    number = [None, {}, RECORD, OF_WRONG_TYPES].index(metadata)
    assert found.article is None
    golden(f"subjects/unread-{number}.jsonl", told(found.findings))
