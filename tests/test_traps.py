"""The traps are well formed, and varied enough to be traps."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.traps_set import CODES, SEAM, TRAPS, Document, read_trap, read_traps

HEAD = "site: a.example\ntitle: Le pont\nlanguage: fr\nkind: brief\n\n"


def of_language(*, french: bool) -> list[Document]:
    return [document for document in read_traps() if (document.language == "fr") is french]


def clean(documents: list[Document]) -> list[str]:
    return [doc.name for doc in documents if not any(line.residue for line in doc.lines)]


def repeated_on_its_site(documents: list[Document]) -> list[str]:
    where: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for document in documents:
        for line in document.lines:
            if line.residue:
                where[document.site, line.residue].add(document.name)
    return sorted(text for (_, text), names in where.items() if len(names) > 1)


def test_eighty_french_documents() -> None:
    french = of_language(french=True)
    assert len(french) >= 80
    assert len({document.site for document in french}) >= 12
    assert len({document.kind for document in french}) >= 15
    assert len(clean(french)) >= 15
    assert len(repeated_on_its_site(french)) >= 20


def test_a_third_of_the_french_lines_is_residue_of_every_kind() -> None:
    lines = [line for document in of_language(french=True) for line in document.lines]
    residue = [line for line in lines if line.residue]
    assert 250 <= 1000 * len(residue) // len(lines) <= 350
    assert {line.code for line in residue} == CODES
    assert sum(line.seam is not None for line in lines) >= 8


def test_forty_documents_in_five_other_languages() -> None:
    others = of_language(french=False)
    if not others:
        pytest.skip("tests/traps holds no other language than French in this tree")
    assert len(others) >= 40
    assert len({document.language for document in others}) >= 5
    assert clean(others)
    assert repeated_on_its_site(others)


def test_no_line_is_content_in_two_documents() -> None:
    where: defaultdict[str, set[str]] = defaultdict(set)
    for document in read_traps():
        for line in document.lines:
            if line.label == "c":
                where[line.text[line.seam or 0 :]].add(document.name)
    assert {text: sorted(names) for text, names in where.items() if len(names) > 1} == {}


def test_the_card_stands_beside_every_file() -> None:
    strays = [path for path in TRAPS.rglob("*") if path.is_file() and path.suffix != ".txt"]
    assert strays == [TRAPS / "README.md"]
    assert len(list(TRAPS.rglob("*.txt"))) == len(read_traps())


def test_the_reader_joins_what_a_seam_parts(tmp_path: Path) -> None:
    document = read_trap(
        written(tmp_path, f"m201\tSociété{SEAM}Le pont\nm206\tLire aussi{SEAM}Il rouvre.\nb207\t©\n")
    )
    assert document.text == "SociétéLe pont\nLire aussiIl rouvre.\n©\n"
    assert [(line.label, line.code, line.residue) for line in document.lines] == [
        ("s", "201", "Société"),
        ("c", "206", "Lire aussi"),
        ("b", "207", "©"),
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("c Il rouvre.\n", "fr/1.txt:6: a label, a tab and a text"),
        ("c\t \n", "fr/1.txt:6: a label, a tab and a text"),
        ("c\tIl rouvre.\n\nc\tEnfin.\n", "fr/1.txt:7: a label, a tab and a text"),
        ("b210\tSociété\n", "fr/1.txt:6: unknown label 'b210'"),
        ("b\tSociété\n", "fr/1.txt:6: unknown label 'b'"),
        ("m\tSociété\n", "fr/1.txt:6: unknown label 'm'"),
        ("m201\tSociété\n", "fr/1.txt:6: a line labelled m has one seam"),
        (f"m201\tSociété{SEAM}\n", "fr/1.txt:6: a line labelled m has one seam"),
        (f"c\tSociété{SEAM}Il rouvre.\n", "fr/1.txt:6: the mark of a seam stands only in lines labelled m"),
        ("c\tIl rouvre.", "lines end with a line feed"),
        ("c\tIl rouvre.\r\n", "lines end with a line feed"),
        ("", "one blank line, then the lines"),
    ],
)
def test_the_reader_refuses(tmp_path: Path, lines: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_trap(written(tmp_path, lines))


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (HEAD.replace("title: Le pont\n", ""), "fr/1.txt:2: expected 'title'"),
        (HEAD.replace("a.example", ""), "fr/1.txt:1: 'site' is empty"),
        (HEAD.replace(": fr", ": de"), "language 'de' stands in the folder 'fr'"),
        ("site: a.example\n", "the head has 1 of 4 lines"),
    ],
)
def test_the_reader_refuses_a_head(tmp_path: Path, head: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_trap(written(tmp_path, "c\tIl rouvre.\n" if head.endswith("\n\n") else "", head=head))


def test_a_folder_without_traps_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no document of the set stands here"):
        read_traps(tmp_path)


def written(base: Path, lines: str, *, head: str = HEAD) -> Path:
    path = base / "fr" / "1.txt"
    path.parent.mkdir()
    path.write_bytes((head + lines).encode())
    return path
