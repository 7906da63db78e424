"""Reporters: what a reader sees, and that no text of a stranger is obeyed by a terminal or the log of a runner."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpuskit.model.articles import Verdict
from corpuskit.model.edits import Edit, EditScript, Span, Step
from corpuskit.model.findings import Code, Finding, Place, Severity
from corpuskit.model.report import Group, Report, Tally
from corpuskit.reporters import View, reporters
from corpuskit.reporters.diff import diff
from corpuskit.reporters.escape import opening, shown, shown_json, shown_lines
from corpuskit.reporters.pages import page, table
from corpuskit.reporters.places import cells, cut, excerpt
from corpuskit.reporters.published import Advice, published, size
from corpuskit.reporters.summary import summary
from corpuskit.reporters.verified import verified
from tests.checked import found
from tests.goldens import golden

NAMES = {"ENC901": "damaged", "TXT901": "hidden-characters", "BPL901": "removed", "MET901": "schema"}
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"


def a_report() -> Report:
    """Every shape: with and without place, line, column, pointer, offset, excerpt; one fault and a thousand."""
    found = [
        Finding(
            "ENC901",
            Severity.ERROR,
            "byte 0xE9 is no UTF-8: state the encoding",
            "b",
            Place("b.txt", offset=1207),
        ),
        Finding(
            "MET901",
            Severity.ERROR,
            'licence is "mit", which is no SPDX expression: write "MIT"',
            "c",
            Place("metadata.jsonl", 3, 18, pointer="/license"),
            "license",
            '"mit"',
            {"found": "mit", "allowed": ["MIT"]},
        ),
        Finding(
            "TXT901",
            Severity.WARNING,
            "one bidirectional control",
            "d",
            Place("d.txt", 7, 64),
            excerpt="A" * 62 + f"\N{CJK UNIFIED IDEOGRAPH-6587}{OVERRIDE}dlrow olleh" + "z" * 90,
        ),
        Finding("MET901", Severity.WARNING, "no metadata was found: run corpuskit init"),
    ]
    found += [
        Finding(
            "BPL901",
            Severity.NOTE,
            "this line is removed",
            f"n{i:04}",
            Place(f"n{i:04}.txt", 1, 1),
            excerpt="Lire aussi",
        )
        for i in range(1237)
    ]
    found += [
        Finding(
            "TXT901", Severity.WARNING, f"{i} hidden characters", f"w{i}", Place(f"w{i}.txt", i + 1), "many"
        )
        for i in range(9)
    ]
    tally = Tally(keep=True, articles=1240, refused=2)
    tally.add(found)
    return tally.report("raw")


REPORT = a_report()


@pytest.mark.parametrize("name", ["full", "concise", "json", "jsonl", "sarif", "junit", "github", "markdown"])
def test_golden_of_each_format(name: str) -> None:
    pages = {
        code: Code(code, title, Severity.WARNING, "0.1.0", f"## What it finds\n\nText that is {title}.\n")
        for code, title in NAMES.items()
    }
    view = View(names=NAMES, version="0.0.0", codes=pages, pages="https://docs.example/rules")
    golden(f"reporters/{name}.txt", "".join(reporters()[name](short_of_notes(REPORT, name), view)))


def short_of_notes(report: Report, name: str) -> Report:
    """For the formats that list everything, a few notes are enough to see."""
    if name not in ("json", "jsonl", "sarif") or report.findings is None:
        return report
    kept = [f for f in report.findings if f.code != "BPL901"] + [
        f for f in report.findings if f.code == "BPL901"
    ][:2]
    tally = Tally(keep=True, articles=report.articles, refused=report.refused)
    tally.add(kept)
    return tally.report(report.root)


def test_golden_with_notes_and_colours() -> None:
    golden(
        "reporters/full-notes-colour.txt", "".join(reporters()["full"](REPORT, View(True, True, 60, NAMES)))
    )


def test_formats_are_found_by_walking() -> None:
    assert list(reporters()) == ["concise", "full", "github", "json", "jsonl", "junit", "markdown", "sarif"]


def test_a_clean_corpus_has_nothing_to_report() -> None:
    text = "".join(reporters()["full"](Report(16, 0, ()), View()))
    assert text == "16 articles: nothing to report\n"


def test_an_empty_corpus_is_not_called_clean() -> None:
    assert list(summary(Report(0, 0, (), "raw"), View())) == ["0 articles: nothing to check below raw\n"]


def test_errors_come_first_and_notes_are_only_counted() -> None:
    text = "".join(reporters()["concise"](REPORT, View(names=NAMES)))
    severities = re.findall(r": (error|warning|note) ", text)
    assert severities == ["error"] * 2 + ["warning"] * 5
    assert "notes: 1,237 \N{MULTIPLICATION SIGN} BPL901 (removed)" in text


def test_a_report_that_kept_no_findings_is_not_passed_off_as_whole() -> None:
    for name in ("json", "jsonl", "sarif"):
        with pytest.raises(ValueError, match="keep=True"):
            list(reporters()[name](Report(1, 0, ()), View()))


def test_jsonl_is_one_object_a_line_with_every_finding() -> None:
    report = REPORT
    lines = "".join(reporters()["jsonl"](report, View())).splitlines()
    assert len(lines) == sum(group.count for group in report.groups)
    assert {line["code"] for line in map(json.loads, lines)} == set(NAMES)


def test_measured_values_that_json_has_no_form_for_become_text() -> None:
    data = {"ratio": float("nan"), "big": 10**5000, "place": Path("x"), "pair": (1, True, None)}
    tally = Tally(keep=True)
    tally.add([Finding("X", Severity.NOTE, "m", data=data)])
    [line] = reporters()["jsonl"](tally.report(), View())
    assert json.loads(line)["data"] == {
        "ratio": "nan",
        "big": hex(10**5000),
        "place": "x",
        "pair": [1, True, None],
    }


def test_a_caret_stands_below_its_column() -> None:
    place = Place("a.txt", 1, 201)
    finding = Finding(
        "X", Severity.ERROR, "m", "a", place, excerpt="\N{CJK UNIFIED IDEOGRAPH-6587}" * 200 + "!" + "y" * 500
    )
    group = Group("X", Severity.ERROR, "", 1, (finding,))
    lines = "".join(reporters()["full"](Report(1, 1, (group,)), View(width=60))).splitlines()
    before = lines[1][: lines[1].index("!")]
    assert lines[2].index("^") == len(before) + before.count("\N{CJK UNIFIED IDEOGRAPH-6587}")
    assert len(lines[1]) <= 60


@pytest.mark.parametrize("before", ["", "   ", "mot " * 7, "mot " * 8, "mot " * 40, "\t\tmot " * 9])
def test_a_caret_stands_below_its_character_where_the_excerpt_is_cut_in_front(before: str) -> None:
    text = f"Une ligne\n{before}rivi\N{REPLACEMENT CHARACTER}re et la suite de la ligne\nLa fin.\n"
    [finding] = found(text, "TXT001")
    line, caret = excerpt(finding, 100)

    assert cells(line[: line.index("\N{REPLACEMENT CHARACTER}")]) == caret.index("^")


ODD = ("mot ", "é", "e\N{COMBINING ACUTE ACCENT}", "\t", "\x07", "#", "##[", "[", "\N{ZERO WIDTH JOINER}", "\N{SOFT HYPHEN}",
       "\N{CJK UNIFIED IDEOGRAPH-6587}", "\N{FULLWIDTH LATIN SMALL LETTER A}", "\N{GRINNING FACE}", "\N{THAI CHARACTER SARA AM}",
       OVERRIDE, "\N{DEVANAGARI LETTER KA}\N{DEVANAGARI VOWEL SIGN I}")  # fmt: skip
odd = st.lists(st.sampled_from(ODD), max_size=60).map("".join)


@given(odd, odd, st.integers(20, 120))
@example("#", "#[", 40)
@example("", "mot mot mot ##[mot ", 20)
@example("mot " * 8, "\N{COMBINING ACUTE ACCENT}" * 200, 40)
@example("\N{ZERO WIDTH JOINER}" * 200, "x", 40)
def test_a_caret_stands_below_its_character_whatever_stands_around_it(
    before: str, after: str, width: int
) -> None:
    mark = "\N{REPLACEMENT CHARACTER}"
    place = Place("a.txt", 1, len(before) + 1)
    line, caret = excerpt(
        Finding("X", Severity.ERROR, "m", place=place, excerpt=before + mark + after), width
    )
    assert cells(line[: line.index(mark)]) == caret.index("^")
    assert cells(line) <= max(width, 26)
    assert len(line) <= 4 * max(width, 26)


def test_a_caret_below_a_combining_mark_stands_below_what_it_is_on() -> None:
    for base in ("e", "\N{CJK UNIFIED IDEOGRAPH-6587}", "e\N{COMBINING DIAERESIS}"):
        place = Place("a.txt", 1, len(base) + 3)
        text = f"un{base}\N{COMBINING ACUTE ACCENT} mot"
        _, caret = excerpt(Finding("X", Severity.ERROR, "m", place=place, excerpt=text), 80)
        assert caret == "    |   ^"
    place = Place("a.txt", 1, 1)
    finding = Finding("X", Severity.ERROR, "m", place=place, excerpt="\N{COMBINING ACUTE ACCENT} mot")
    assert excerpt(finding, 80)[1] == "    | ^"


def test_no_caret_where_the_excerpt_is_a_value_and_not_the_line() -> None:
    text = "".join(reporters()["full"](REPORT, View()))
    assert '    | "mit"\n\n' in text


# What a stranger may write anywhere.

HOSTILE = (
    "::error::", "##[error]", "##", "#", "[", "\n", "\r", "\x1b]0;x\x07", "\x1b[31m", "\x9b2J", "\x00", "\x7f", "\x85",
    OVERRIDE, "\N{LEFT-TO-RIGHT ISOLATE}", "\N{ZERO WIDTH SPACE}", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}",
    "\N{ZERO WIDTH NO-BREAK SPACE}", "\U000e0041", "\ue000", "\udcff", "\ud83d", "\N{NO-BREAK SPACE}", " ", "\t", "é", '"', "\\",
    "\N{IDEOGRAPHIC SPACE}", "\N{CJK UNIFIED IDEOGRAPH-6587}",
)  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), max_size=12).map("".join)
places = st.builds(
    Place,
    texts,
    st.none() | st.integers(1, 9),
    st.none() | st.integers(0, 40),
    st.none() | st.integers(0, 9),
    st.none() | texts,
)
values = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
                      lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2), max_leaves=3)  # fmt: skip
findings = st.builds(
    Finding,
    texts,
    st.sampled_from(Severity),
    texts,
    st.none() | texts,
    st.none() | places,
    texts,
    texts,
    st.dictionaries(texts, values, max_size=2),
)


# What the format `github` says to the runner: three commands, with values that can end neither value nor command.
ANNOTATION = r"(?m)^::(error|warning|notice) ((file|line|col|title)=[^:,\n]+(,(?!::)|(?=::)))*::"


def assert_harmless(text: str) -> None:
    """No line is a command of ours or a stranger's, and a line feed is the only character with a meaning of its own."""
    text = re.sub(ANNOTATION, "annotation: ", text)
    assert not re.search(r"(?m)^\s*::", text)
    assert "##[" not in text
    hidden = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f]"
    assert not re.search(hidden, text)
    assert all(not line or len(line.splitlines()) == 1 for line in text.split("\n"))


@given(st.lists(findings, max_size=4), texts)
def test_nothing_from_data_reaches_the_reader_raw(found: list[Finding], root: str) -> None:
    tally = Tally(keep=True, articles=1)
    tally.add(found)
    report = tally.report(root)
    names = {finding.code: finding.message for finding in found}
    for name, reporter in reporters().items():
        assert_harmless("".join(reporter(report, View(width=40, names=names))))
        text = "".join(reporter(report, View(show_notes=True, width=40, names=names)))
        assert_harmless(text)
        if name == "json":
            same(json.loads(text)["findings"], report)
        if name == "jsonl":
            same([json.loads(line) for line in text.split("\n")[:-1]], report)


def same(read: list[dict[str, Any]], report: Report) -> None:
    assert report.findings is not None
    assert len(read) == len(report.findings)
    for there, finding in zip(read, report.findings, strict=True):
        for key in ("code", "message", "article", "fault", "excerpt"):
            assert joined(there[key]) == joined(getattr(finding, key))
        assert joined(there["data"]) == joined(finding.data)
        assert there["line"] == (finding.place.line if finding.place else None)
        assert joined(there["pointer"]) == joined(finding.place.pointer if finding.place else None)


def joined(value: Any) -> Any:
    """JSON writes code units, so two lone surrogates that stand together come back as the character they make."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    if isinstance(value, dict):
        return {joined(key): joined(item) for key, item in value.items()}
    return [joined(item) for item in value] if isinstance(value, list) else value


@given(texts)
@example("::error::x")
@example("\N{NO-BREAK SPACE} ::error::x")
def test_shown_text_is_harmless_and_done_once_is_enough(text: str) -> None:
    assert_harmless("| " + shown(text))
    assert_harmless(opening(text))
    assert shown(shown(text)) == shown(text)
    assert "##[" not in shown_lines(text)
    assert len(cut(text, 30)) <= 30


def test_ordinary_writing_is_shown_as_it_is() -> None:
    joiners = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{SOFT HYPHEN}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
    for text in ("L’été, « ça » va…", f"a{joiners}b", "नमस्ते", "👩‍🚀", "# titre", "a ## b", "C:\\x", "::"):
        assert shown(text) == text
    assert opening("raw/a::b.txt") == "raw/a::b.txt"


def test_json_keeps_letters_readable() -> None:
    assert shown_json('"été"') == '"été"'


# The diff of a cleaned text.


class Cleaned:
    """A decoded text and the steps that were taken."""

    def __init__(
        self, decoded: str, steps: tuple[Step, ...], normal: int, verdicts: tuple[Verdict, ...] = ()
    ) -> None:
        self.script = EditScript(steps)
        self.normalised = EditScript(steps[:normal]).apply(decoded)
        self.text = self.script.apply(decoded)
        self.verdicts = verdicts


def a_cleaned_text() -> Cleaned:
    decoded = "MondeCultureTitre\r\nUn premier paragraphe.\r\n\r\nDeux.\r\n\r\nTrois.\r\n\r\nLire aussi : autre\r\n\r\nSuivez-nous\r\n"
    endings = [match.start() for match in re.finditer("\r\n", decoded)]
    newlines = Step("newlines", tuple(Edit(at, "\r\n", "\n", "EDT902") for at in endings))
    text = newlines.apply(decoded)
    seams = Step("seams", (Edit(5, "", "\n", "EDT907"), Edit(12, "", "\n", "EDT907")))
    text = seams.apply(text)
    related = text.index("Lire")
    label = Edit(0, "Monde\n", "", "BPL901", 140, "section label on top")
    lines = Step(
        "lines", (label, Edit(related, "Lire aussi : autre\n", "", "BPL906", 120, "link to another article"))
    )
    text = lines.apply(text)
    run = text.index("\n\n\n")
    step = Step("blanks", (Edit(run, "\n\n\n", "\n\n", "EDT906"),))
    normal = newlines.apply(decoded)
    at = normal.index("Suivez")
    doubt = Verdict(Span(at, at + 11), "Suivez-nous", 10, "BPL905", 70, "call to follow", "undecided")
    return Cleaned(decoded, (newlines, seams, lines, step), 1, (doubt,))


def test_golden_of_the_diff() -> None:
    names = {"EDT902": "newlines", "EDT907": "seams", "BPL901": "section-label"}
    golden("reporters/diff.txt", "".join(diff("raw/a.txt", a_cleaned_text(), View(names=names))))


def test_the_diff_of_a_clean_text_says_so() -> None:
    assert "".join(diff("a.txt", Cleaned("Un texte.\n", (), 0), View())) == "a.txt: nothing to clean\n"


def test_normalising_is_counted_and_not_listed() -> None:
    cleaned = a_cleaned_text()
    only = Cleaned(
        "a\r\nb\r\n", (Step("newlines", (Edit(1, "\r\n", "\n", "E"), Edit(4, "\r\n", "\n", "E"))),), 1
    )
    assert "".join(diff("a.txt", only, View())) == "a.txt: no line is removed\n  normalised: 2 times E\n"
    assert "\r" not in "".join(diff("a.txt", cleaned, View()))


@given(texts, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), texts), max_size=4), texts)
def test_the_diff_is_harmless_and_tells_every_line_that_went(
    text: str, cuts: list[tuple[int, int, str]], path: str
) -> None:
    edits: list[Edit] = []
    for start, length, reason in sorted(cuts):
        if text[start : start + length] and (not edits or start >= edits[-1].end):
            edits.append(Edit(start, text[start : start + length], "", "BPL901", 100, reason))
    cleaned = Cleaned(text, (Step("lines", tuple(edits)),) if edits else (), 0)
    told = "".join(diff(path, cleaned, View(width=40)))
    assert_harmless(told)
    gone = sum(edit.old.count("\n") == 0 and bool(edit.old.strip()) for edit in edits)
    assert not gone or " - " in told


@given(st.text("ab\n", min_size=1, max_size=20), st.sets(st.integers(0, 19)))
def test_the_diff_shows_what_is_left_of_a_line(text: str, gone: set[int]) -> None:
    runs = re.finditer("x+", "".join("x" if at in gone else "." for at in range(len(text))))
    edits = tuple(Edit(run.start(), text[run.start() : run.end()], "", "BPL901", 100, "why") for run in runs)
    told = "".join(diff("a.txt", Cleaned(text, (Step("lines", edits),) if edits else (), 0), View())).split(
        "\n"
    )
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        left = "".join(character for index, character in enumerate(line, at) if index not in gone)
        if left != line:
            where = told.index(f"{number:>6} - {line}")
            assert told[where + 1] == (f"       + {left}" if left else "           BPL901, 10 %: why")
        at += len(line) + 1


# What the other commands print.


class Outcome:
    """What came of a run of package."""

    def __init__(self, **values: Any) -> None:
        self.published, self.report, self.rows, self.refused = True, REPORT, 1238, 2
        self.limit, self.bytes, self.digest = 0.05, 123_456, "ab" * 32
        self.excluded, self.withdrawn, self.returned = 0, (), ()
        self.__dict__.update(values)


def test_golden_of_a_published_package() -> None:
    golden("reporters/published.txt", "".join(published(Outcome(), "dist/sample", View(names=NAMES))))


def test_golden_of_a_withheld_package() -> None:
    many = Outcome(published=False, refused=300, rows=940, digest="", bytes=0)
    golden("reporters/withheld.txt", "".join(published(many, "dist/sample", View(names=NAMES))))


def test_a_package_without_rows_is_explained_otherwise() -> None:
    text = "".join(published(Outcome(published=False, rows=0, refused=1240), "d", View()))
    assert "of 1,240 articles none is left" in text
    assert "max_refused allows" not in text


@given(texts)
def test_the_name_of_a_package_is_shown_harmless(target: str) -> None:
    assert_harmless("".join(published(Outcome(), target, View())))
    assert_harmless("".join(published(Outcome(published=False), target, View())))
    advice = Advice("", target, ("url",), (target,))
    assert_harmless("".join(published(Outcome(returned=(target,)), target, View(), advice)))


def test_sizes_are_told_in_si_units() -> None:
    shown_sizes = [size(n) for n in (1, 999, 1000, 9_960, 999_499, 999_500, 12_345_678, 10**15)]
    assert shown_sizes == ["1 byte", "999 bytes", "1.0 kB", "10 kB", "999 kB", "1.0 MB", "12 MB", "1000 TB"]


class Checked:
    """What came of verify."""

    def __init__(
        self, report: Report, rows: int, unchecked: tuple[str, ...] = (), digest: str = "cd" * 32
    ) -> None:
        self.report, self.rows, self.unchecked, self.digest = report, rows, unchecked, digest


def test_a_whole_package_is_called_verified() -> None:
    text = "".join(verified(Checked(Report(0, 0, ()), 16, ("the raw files: give --against",)), View()))
    assert text == (
        f"digest sha256:{'cd' * 32}\n"
        "not checked: the raw files: give --against\n"
        "verified: 16 rows, every one gives its raw bytes back\n"
    )


def test_a_damaged_package_is_never_called_verified() -> None:
    text = "".join(verified(Checked(REPORT, 16), View()))
    assert "\ndamaged: 2 errors in 16 rows" in text
    assert "verified" not in text


def test_a_page_is_plain_on_a_terminal() -> None:
    text = "## What it finds\n\nA **long** word.\n\n```text\n::x\n```\n\n- one\n"
    code = Code("TXT901", "hidden", Severity.WARNING, "0.1.0", text)
    assert "".join(page(code, View())) == (
        "TXT901 hidden (warning, since 0.1.0)\n\nWhat it finds\n-------------\n\nA long word.\n\n    ::x\n\n- one\n"
    )
    assert "\x1b[1mWhat it finds\x1b[0m" in "".join(page(code, View(colour=True)))
    assert list(table([code], View())) == ["TXT901  warning  hidden\n"]
