"""How often the right text comes of bytes, beside detectors asked in the usual way: legacy text, harmed UTF-8, labelled files.

    python -m benchmarks.encoding [--cases N] [--half 0|1] [--quick] [--misses N] [--labelled FOLDER] [--date YYYY-MM-DD]

Texts are compared, not names of encodings. A refusal is no right text and no wrong one: the article waits until somebody
states its encoding. Cells are shares in per cent: right / refused / silently wrong. `--labelled` reads a folder as
chardet's tests have it, ENCODING or ENCODING-LANGUAGE (`pip download --no-deps --no-binary :all: chardet==5.2.0`).
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from benchmarks import measure
from benchmarks.encoding_cases import DATA, GROUPS, MARK, SIZES, Case, articles, labelled, legacy
from benchmarks.encoding_harm import harmed
from corpuskit.decoding import decode
from corpuskit.decoding.doubled import doubled
from corpuskit.model.articles import Decoded

LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "pl", "cs", "hu", "ru", "el", "tr", "he", "ar", "th", "vi", "ja", "ko", "zh", "lt", "sv")  # fmt: skip
KNOWN, UNKNOWN, WRONG = "language known", "unknown", "wrong"
QUICK = (100, 1000)
ENOUGH, FEW = "3 accents or more are left", "fewer are left"

Answer = tuple[str | None, int | None]  # the text; the offset of the fault that a refusal names
Tool = Callable[[bytes], Answer]
Tables = dict[str, list[str]]  # titles, and rows


def ours(data: bytes, language: str | None) -> Answer:
    """corpuskit, told a language or none."""
    found = decode(data, language=language)
    return (found.text, None) if isinstance(found, Decoded) else (None, found.offset)


def chardet_alone(data: bytes) -> Answer:
    """chardet as its documentation asks it."""
    import chardet

    encoding = chardet.detect(data)["encoding"]
    try:
        return (data.decode(encoding), None) if encoding else (None, None)
    except (LookupError, UnicodeDecodeError):
        return None, None


def utf8_else_chardet(data: bytes) -> Answer:
    """Strict UTF-8, and chardet where that fails."""
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        return chardet_alone(data)


def charset_normalizer(data: bytes) -> Answer:
    """charset-normalizer as its documentation asks it."""
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return (None, None) if best is None else (str(best), None)


PEERS: dict[str, Tool] = {
    "chardet": chardet_alone,
    "UTF-8, else chardet": utf8_else_chardet,
    "charset-normalizer": charset_normalizer,
}


def verdict(case: Case, answer: Answer) -> str:
    """What came of a case: "right" (of harmed UTF-8: refused at the right byte, or reported), "refused", "wrong"."""
    text, offset = answer
    if case.kind == "legacy":
        same = text is not None and text.removeprefix(MARK) in (case.text, case.also)
        return "right" if same else "refused" if text is None else "wrong"
    if case.offset is None:  # encoded twice: valid UTF-8, read as it is, and reported by TXT101
        return "right" if text is None or doubled(text, case.data) else "wrong"
    return "wrong" if text is not None else "right" if offset == case.offset else "refused"


def answers(
    case: Case, peers: dict[str, Tool], wrong: str | None = None
) -> Iterator[tuple[str, Answer, float]]:
    """What each column answers to a case, and its seconds of processor."""
    own = case.language.partition("-")[0]
    asked: dict[str, Tool] = {
        KNOWN: lambda data: ours(data, own),
        UNKNOWN: lambda data: ours(data, None),
        **({WRONG: lambda data: ours(data, wrong)} if wrong else {}),
        **peers,
    }
    for column, tool in asked.items():
        start = time.process_time()
        answer = tool(case.data)
        yield column, answer, time.process_time() - start


class Score:
    """Verdicts by row and column, the seconds of each column, and the cases that corpuskit missed."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        self.spent: dict[str, float] = defaultdict(float)
        self.misses: list[str] = []

    def add(self, case: Case, rows: Iterable[str], told: Iterable[tuple[str, Answer, float]]) -> None:
        """Counts the answers to a case in each of its rows."""
        for column, answer, seconds in told:
            found = verdict(case, answer)
            self.spent[column] += seconds
            for row in rows:
                self.found[row][column][found] += 1
            if found != "right" and (column == KNOWN or (column == WRONG and found == "wrong")):
                got = "refused" if answer[0] is None else repr(answer[0][:70])
                what = f"{case.kind}, {case.language}, {case.encoding}, {case.size} bytes"
                self.misses.append(f"{column}: {what}: {case.text[:70]!r}: {got}")

    def table(self, title: str, rows: Iterable[str]) -> str:
        """Some rows as a Markdown table."""
        columns = list(self.spent)
        lines = [(title, "cases", *columns)]
        for row in rows:
            if row in self.found:
                cells = self.found[row]
                number = max(one.total() for one in cells.values())
                lines.append((row, str(number), *(_shares(cells[column]) for column in columns)))
        return measure.table(lines)


def _shares(found: Counter[str]) -> str:
    total = max(1, found.total())
    right, refused, wrong = (100 * found[name] / total for name in ("right", "refused", "wrong"))
    return f"{right:.1f} / {refused:.1f} / {wrong:.2f}"


def of_legacy(cases: Iterable[Case], peers: dict[str, Tool]) -> tuple[Score, Tables]:
    """The verdicts on legacy text, and the rows of its tables: groups, lengths, encodings."""
    score = Score()
    rng = random.Random(3)  # noqa: S311 - the same wrong languages each time
    for case in cases:
        rows = ["all", case.group, f"up to {case.size} bytes", case.encoding, case.language]
        rows += ["French, up to 500 bytes"] if case.language == "fr" and case.size <= 500 else []
        own = case.language.partition("-")[0]
        wrong = rng.choice([language for language in LANGUAGES if language != own])
        score.add(case, rows, answers(case, peers, wrong))
    encodings = dict.fromkeys(
        e for languages in GROUPS.values() for e in " ".join(languages.values()).split()
    )
    return score, {
        "legacy text": ["all", "French, up to 500 bytes", *GROUPS],
        "by length": [f"up to {size} bytes" for size in SIZES],
        "by language": [language for languages in GROUPS.values() for language in languages],
        "by encoding": list(encodings),
    }


def of_harmed(cases: Iterable[Case], peers: dict[str, Tool]) -> tuple[Score, Tables]:
    """The verdicts on harmed UTF-8, and the rows of its tables: how much valid UTF-8 is left, kinds of harm."""
    score = Score()
    kinds: dict[str, None] = {}
    for case in cases:
        left = sum(char > "\x7f" for char in case.data.decode("utf-8", "ignore"))
        kinds[case.kind] = None
        amount = ENOUGH if left >= 3 else FEW
        score.add(case, [case.kind] + ([amount] if case.offset is not None else []), answers(case, peers))
    return score, {"harmed UTF-8": [ENOUGH, FEW], "by harm": list(kinds)}


def of_labelled(cases: Iterable[Case], peers: dict[str, Tool]) -> tuple[Score, Tables]:
    """The verdicts on labelled files, and the rows of its table: all, and each label."""
    score = Score()
    labels: dict[str, None] = {}
    for case in cases:
        labels[case.encoding] = None
        score.add(case, ["all", case.encoding], answers(case, peers))
    return score, {"labelled files": ["all", *labels]}


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = measure.arguments(__doc__)
    parser.add_argument(
        "--cases", type=int, default=16, metavar="N", help="pieces of each kind and length (16)"
    )
    parser.add_argument("--half", type=int, choices=(0, 1), help="only domains of one half")
    parser.add_argument("--quick", action="store_true", help="one piece of each kind in two lengths")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="show N cases that went wrong")
    parser.add_argument("--labelled", type=Path, metavar="FOLDER", help="a folder of labelled files")
    return parser


def main() -> None:
    """Print the tables."""
    given = arguments().parse_args()
    if measure.lacks(DATA):
        return
    peers = dict(PEERS)
    if not find_spec("charset_normalizer"):
        print("charset-normalizer is not installed, and left out.\n")
        del peers["charset-normalizer"]
    found = articles(given.half)
    number, sizes = (1, QUICK) if given.quick else (given.cases, SIZES)
    parts = [
        of_legacy(legacy(found, number, sizes), peers),
        of_harmed(harmed(found, max(1, number // 2), sizes), peers),
        *([of_labelled(labelled(given.labelled), peers)] if given.labelled else []),
    ]
    for score, tables in parts:
        for title, rows in tables.items():
            print(score.table(title, rows))
        spent = ", ".join(f"{column} {seconds:.0f}" for column, seconds in score.spent.items())
        print(f"per cent right / refused / silently wrong; seconds of processor: {spent}")
        print("".join(f"\n{miss}" for miss in score.misses[: given.misses]))
    print(measure.heading(given.date).strip())


if __name__ == "__main__":
    main()
