"""What the findings about encodings and characters say: severity, place, counts. Whether they fire is told by the cases."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from corpuskit.decoding import decode
from corpuskit.model.articles import Address, Article, Decoded, RawArticle
from corpuskit.model.checks import Subject
from corpuskit.model.context import Context
from corpuskit.model.edits import EditScript
from corpuskit.model.findings import Finding, Place, Severity
from corpuskit.rules import judge


def all_said(
    body: bytes, code: str, *, metadata: dict[str, object] | None = None, **context: object
) -> list[Finding]:
    """The findings of `code` on these bytes."""
    record = {"language": "fr"} if metadata is None else metadata
    raw = RawArticle("a", body, "text/plain", record, Address("a.txt", 0, len(body)), "")
    found = decode(body, declared=record.get("encoding"), language=record.get("language"))
    article = Article(raw, found, EditScript(), found.text) if isinstance(found, Decoded) else None
    subject = Subject(raw, found, article, Context(selected=(code,), **context))
    return list(judge(subject)[0])


def said(body: bytes, code: str, **more: Any) -> Finding:
    """The one finding of `code` on these bytes."""
    (finding,) = all_said(body, code, **more)
    assert (finding.code, finding.article) == (code, "a")
    return finding


def test_damage_has_its_place_its_bytes_and_its_count() -> None:
    body = "été\r\nà côté, déjà\rl".encode() + b"\xe9 caf\xff\nfin"
    finding = said(body, "ENC102")
    assert finding.severity is Severity.ERROR
    assert finding.place == Place("a.txt", 3, None, body.index(b"\xe9"))
    assert finding.excerpt == r"l\xe9 caf\xff"
    assert (finding.data["count"], finding.data["bytes"]) == (2, "e9")
    assert finding.data["offsets"] == [body.index(b"\xe9"), body.index(b"\xff")]
    assert finding.fault == ""


def test_lines_are_not_counted_in_bytes_that_may_be_utf16() -> None:
    assert said(b"\xff\xfe\n\x00\n\x00x", "ENC101").place == Place("a.txt", None, None, 6)


def test_the_same_legacy_encoding_is_one_fault_and_weighs_what_the_settings_say() -> None:
    body = "À l’été, où naît la fête".encode("cp1252")
    free = said(body, "ENC201")
    assert (free.severity, free.fault) == (Severity.WARNING, "cp1252")
    bound = said(body, "ENC201", encodings=("utf-8",))
    assert (bound.severity, bound.fault) == (Severity.ERROR, "cp1252")
    assert "utf-8" in bound.message


def test_the_settings_mean_either_order_of_the_bytes_by_utf_16_and_one_by_its_own_name() -> None:
    bodies = ["Le bac reprend.\n".encode(f"utf-16-{order}") for order in ("le", "be")]
    marked = [b"\xff\xfe" + bodies[0], b"\xfe\xff" + bodies[1]]
    for allowed, refused in (("utf-16", []), ("UTF-16LE", ["utf-16-be"]), ("utf-16be", ["utf-16-le"])):
        found = [
            finding.fault for body in marked for finding in all_said(body, "ENC201", encodings=(allowed,))
        ]
        assert found == refused


@pytest.mark.parametrize(
    ("code", "unit", "count"),
    [
        ("TXT002", "\x1ba", 1),
        ("TXT003", "\N{LEFT-TO-RIGHT ISOLATE}a\N{POP DIRECTIONAL ISOLATE}\n", 2),
        ("TXT003", "\U000e0041", 1),
    ],
    ids=["controls", "directions", "tags"],
)
def test_a_text_full_of_what_is_looked_for_costs_no_memory_for_each(code: str, unit: str, count: int) -> None:
    times = 200_000
    text = "Un mot.\n" + unit * times
    raw = RawArticle("a", text.encode(), "text/plain", {}, Address("a.txt", 0, 0), "")
    subject = Subject(raw, Decoded(text, "utf-8", "utf-8"), None, Context(selected=(code,)))
    tracemalloc.start()
    ((finding,), _) = judge(subject)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert finding.data["count"] == count * times
    assert len(finding.data["offsets"]) == 20
    assert peak < 4 << 20


def test_a_contradiction_names_who_says_what() -> None:
    finding = said("été".encode(), "ENC203", metadata={"encoding": "latin1"})
    assert finding.severity is Severity.WARNING
    assert "latin1" in finding.message
    assert "utf-8" in finding.message
    assert finding.data == {"declared": ["latin1"], "encoding": "utf-8"}


def test_an_unknown_name_is_told_from_a_wrong_one() -> None:
    unknown = said(b"caf\xe9", "ENC104", metadata={"encoding": "utf-88"})
    wrong = said(b"caf\xe9", "ENC104", metadata={"encoding": "utf-8"})
    assert unknown.place == Place("a.txt")
    assert "name of no encoding" in unknown.message
    assert wrong.place == Place("a.txt", 1, None, 3)


def test_lost_characters_are_counted_from_the_first() -> None:
    finding = said("un\nle march\ufffd, \ufffd".encode(), "TXT001")
    assert finding.place == Place("a.txt", 2, 9)
    assert finding.data == {"count": 2, "offsets": [11, 14]}
    many = said(("\ufffd" * 50).encode(), "TXT001")
    assert (many.data["count"], len(many.data["offsets"])) == (50, 20)


def test_control_characters_are_named_with_their_counts() -> None:
    finding = said(b"a\x1b[1m\x1b\x07\n\x7f", "TXT002")
    assert finding.data["characters"] == {"U+0007": 1, "U+001B": 2, "U+007F": 1}
    assert "U+001B ×2" in finding.message
    assert finding.fault == "U+0007 U+001B U+007F"
    assert finding.place == Place("a.txt", 1, 2)


LRE, RLO, PDF = "\u202a", "\u202e", "\u202c"
RLI, PDI = "\u2067", "\u2069"
TAG = "\U000e0041"
FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"


@pytest.mark.parametrize(
    ("text", "severity", "fault"),
    [
        (f"a {RLI}b{PDI} c", Severity.WARNING, "closed"),
        (f"a {LRE}b{RLI}c{PDI}{PDF} d\n{RLO}e{PDF}", Severity.WARNING, "closed"),
        (f"a {RLO}b", Severity.ERROR, "open"),
        (f"a {PDI}b", Severity.ERROR, "open"),
        (f"a {RLO}b{PDI}", Severity.ERROR, "open"),
        (f"a {RLI}b{LRE}c{PDI}{PDF}", Severity.ERROR, "open"),
        (f"a {RLI}b\nc{PDI}", Severity.ERROR, "open"),
        (f"a {TAG}", Severity.ERROR, "tags"),
        (f"{FLAG} {TAG}", Severity.ERROR, "tags"),
        (f"a {TAG} {RLI}b{PDI}", Severity.ERROR, "tags closed"),
        (f"a {TAG} {RLI}b", Severity.ERROR, "tags open"),
    ],
)
def test_what_is_closed_is_a_warning_and_what_is_open_or_secret_an_error(
    text: str, severity: Severity, fault: str
) -> None:
    finding = said(text.encode(), "TXT003")
    assert (finding.severity, finding.fault) == (severity, fault)
    assert finding.data["count"] == len(finding.data["offsets"])
    assert all(text[at] not in FLAG[:2] for at in finding.data["offsets"])
