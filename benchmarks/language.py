"""Which language a text is in: how often the answer is right, wrong or "und", and what is said against metadata.

    python -m benchmarks.language [--sentences FILE] [--pages N] [--date YYYY-MM-DD]

The pages are the main texts of the development set with their labelled language. `--sentences` names a file with a
tag, a tab and a sentence in each line; `pip download eld` has one of 60,000 (eld/tests/data/big-test.txt). Where
`py3langid` is installed beside, its answers stand next to ours. A language counts as found where its macrolanguage is.
"""

from __future__ import annotations

import gzip
import importlib.util
import itertools
import json
import random
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks import measure
from corpuskit.app.context import languages
from corpuskit.language import UNKNOWN, identify, load, other_language
from corpuskit.language.tags import family

PAGES = measure.SHARED / "data" / "boilerplate"
RENDERERS = ("trafilatura_recall", "readability", "resiliparse_main")
CUTS = (50, 100, 200, 500)
LABELS = (
    "cs sk",
    "no da",
    "no sv",
    "es pt",
    "es ca",
    "es gl",
    "pt gl",
    "fr it",
    "fr de",
    "fr en",
    "en nl",
    "ru uk",
)

Text = tuple[str, str]  # the language it is said to be in, and the text in NFC
MODEL = load(languages())


def pages(most: int | None) -> Iterator[Text]:
    """Every main text of at least 200 characters."""
    for name in ("dev", "dev_fr"):
        with gzip.open(PAGES / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for page in map(json.loads, itertools.islice(lines, most)):
                text = unicodedata.normalize("NFC", "\n".join(page["lines"]))
                if page["renderer"] in RENDERERS and len(text) >= 200:
                    yield page["lang"], text


def sentences(file: Path) -> list[Text]:
    """The sentences of a file in languages of the model; Serbian in the script it is written in."""
    lines = (line.split("\t") for line in file.read_text(encoding="utf-8").split("\n") if line)
    known = {family(tag) for tag in MODEL.tags}
    return [(tag, unicodedata.normalize("NFC", text)) for tag, text in lines if family(tag) in known]


def cut(texts: Sequence[Text], length: int) -> list[Text]:
    """A piece of each text, from a word somewhere in it."""
    chance = random.Random(1)  # noqa: S311 - the same pieces every time
    found = []
    for tag, text in texts:
        start = text.rfind(" ", 0, chance.randrange(max(1, len(text) - length)) + 1) + 1
        found.append((tag, text[start : start + length]))
    return found


def rated(texts: Sequence[Text], answer: Callable[[str], str]) -> tuple[str, str, str]:
    """The shares of right answers, of "und", of wrong ones."""
    kinds = Counter(
        UNKNOWN if found in (UNKNOWN, "zxx") else str(family(found) == family(tag))
        for tag, found in ((tag, answer(text)) for tag, text in texts)
    )
    return tuple(f"{kinds[kind] / len(texts):.2%}" for kind in ("True", UNKNOWN, "False"))  # type: ignore[return-value]


def microseconds(texts: Sequence[Text]) -> float:
    """The median time that a text of 6 kB takes when its metadata are right, the best of five runs each."""
    long = [(tag, text[:6000]) for tag, text in texts if len(text) >= 6000][:200]
    spent = []
    for tag, text in long:
        runs = []
        for _ in range(5):
            start = time.perf_counter()
            other_language(text, tag, MODEL)
            runs.append(time.perf_counter() - start)
        spent.append(min(runs))
    return median(spent) * 1e6 if spent else 0.0


def recall(texts: Sequence[Text]) -> Iterator[tuple[str, str, str]]:
    """How many articles of each of two languages are contradicted when the metadata state the other."""
    for pair in LABELS:
        for tag, wrong in itertools.permutations(pair.split()):
            own = [text for stated, text in texts if stated == tag]
            if own:
                caught = sum(other_language(text, wrong, MODEL) is not None for text in own)
                yield f"{tag} said to be {wrong}", f"{len(own)}", f"{caught / len(own):.0%}"


def articles(texts: Sequence[Text]) -> list[Text]:
    """Twenty sentences of a language after another, as long as a short article."""
    by_tag: dict[str, list[str]] = {}
    for tag, text in texts:
        by_tag.setdefault(tag, []).append(text)
    return [
        (tag, " ".join(several[at : at + 20]))
        for tag, several in by_tag.items()
        for at in range(0, len(several) - 19, 20)
    ]


def alarms(name: str, texts: Sequence[Text]) -> tuple[str, str, str]:
    """How many texts are contradicted whose metadata are as they are."""
    loud = [tag for tag, text in texts if other_language(text, tag, MODEL) is not None]
    return name, f"{len(texts)}", f"{len(loud)}"


def main() -> None:
    """Print the tables."""
    parser = measure.arguments(__doc__, 1)
    parser.add_argument("--sentences", type=Path, metavar="FILE")
    parser.add_argument("--pages", type=int, metavar="N")
    given = parser.parse_args()
    if measure.lacks(PAGES):
        return
    known = {family(tag) for tag in MODEL.tags}
    labelled = [(tag, text) for tag, text in pages(given.pages) if family(tag) in known]
    said = sentences(given.sentences) if given.sentences else []
    answers: dict[str, Callable[[str], str]] = {"corpuskit": lambda text: identify(text, MODEL)}
    if importlib.util.find_spec("py3langid"):
        import py3langid  # type: ignore[import-not-found]

        answers["py3langid"] = lambda text: str(py3langid.classify(text)[0])
    sets = {"pages": labelled, **{f"{length} characters": cut(labelled, length) for length in CUTS}}
    if said:
        sets["sentences"] = said
    rows = [("", "answers of", "texts", "right", "und", "wrong")]
    for name, texts in sets.items():
        rows += [(name, who, f"{len(texts)}", *rated(texts, answer)) for who, answer in answers.items()]
    print(measure.table(rows))
    judged = articles(said)
    print(
        measure.table(
            [
                ("contradicted", "texts", "alarms"),
                alarms("labelled pages", labelled),
                *([alarms("twenty sentences", judged)] if said else []),
            ]
        )
    )
    if said:
        print(measure.table([("wrong label", "articles", "caught"), *recall(judged)]))
    print(
        f"{microseconds(labelled):.0f} µs for a page of 6 kB whose label is right\n\n{measure.heading(given.date)}"
    )


if __name__ == "__main__":
    main()
