"""Articles with one bit flipped so that they are no longer UTF-8: is each refused, and is the right byte named?

    python -m benchmarks.flips [--flips 1000] [--seed 1] [--date YYYY-MM-DD]

The articles are those of `raw/` that are UTF-8 and hold more than ASCII and, where they are beside the clone, the seeds.
All the damaged copies go into one corpus, which the command checks in one run, as a user would.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks import measure

KEPT = "taken for an article"
NEAR = 3  # a sequence of UTF-8 has at most three bytes before or behind the one that was flipped


@dataclass(frozen=True, slots=True)
class Flip:
    """A damaged copy: its bytes, its language, the byte that was flipped, the first byte that is not UTF-8."""

    body: bytes
    language: str
    flipped: int
    broken: int


def originals() -> list[tuple[bytes, str]]:
    """The articles, with their languages."""
    raw = measure.ROOT / "raw"
    languages = {}
    for line in (raw / "metadata.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        languages[raw / record["file_name"]] = record["language"]
    for file in raw.rglob("*.meta.json"):
        languages[file.with_name(file.name.removesuffix(".meta.json"))] = json.loads(file.read_bytes())[
            "language"
        ]
    languages |= dict.fromkeys(measure.SEEDS.glob("*.txt"), "fr")
    found = [(file.read_bytes(), languages[file]) for file in sorted(languages)]
    return [(body, language) for body, language in found if not body.isascii() and fault(body) is None]


def fault(body: bytes) -> int | None:
    """Where the first sequence begins that is not UTF-8."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def flips(count: int, seed: int) -> list[Flip]:
    """So many copies with one flipped bit each, all of them no longer UTF-8."""
    chance, articles = random.Random(seed), originals()  # noqa: S311  # damage, not a secret
    found: list[Flip] = []
    while len(found) < count:
        body, language = articles[len(found) % len(articles)]
        at = chance.randrange(len(body))
        damaged = bytearray(body)
        damaged[at] ^= 1 << chance.randrange(8)
        broken = fault(bytes(damaged))
        if broken is not None:
            assert abs(broken - at) <= NEAR
            found.append(Flip(bytes(damaged), language, at, broken))
    return found


def check(damaged: list[Flip]) -> Counter[str]:
    """How the copies fared: refused at the right byte, refused otherwise (by code), or taken for an article."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        with (raw / "metadata.jsonl").open("w", encoding="utf-8", newline="") as records:
            for number, flip in enumerate(damaged):
                (raw / f"{number}.txt").write_bytes(flip.body)
                record = {"file_name": f"{number}.txt", "language": flip.language, "url": None}
                records.write(json.dumps({**record, "retrieved_at": None, "license": "NOASSERTION"}) + "\n")
        ended = measure.run(measure.corpuskit("validate", folder, "--output-format", "jsonl"))
    said: dict[str, dict[str, object]] = {}
    for line in ended.output.splitlines():
        finding = json.loads(line)
        if finding["severity"] == "error":
            said.setdefault(finding["article"], finding)
    count: Counter[str] = Counter()
    for number, flip in enumerate(damaged):
        finding = said.get(str(number))
        if finding is None:
            count[KEPT] += 1
        elif finding["offset"] is None:
            count[f"refused as {finding['code']}, no byte named"] += 1
        else:
            right = "the right byte" if finding["offset"] == flip.broken else "ANOTHER byte"
            count[f"refused as {finding['code']}, {right} named"] += 1
    return count


def main() -> None:
    """Print the table."""
    parser = measure.arguments(__doc__, 1)
    parser.add_argument("--flips", type=int, default=1000, metavar="N", help="damaged copies (1000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which ones (1)")
    given = parser.parse_args()
    count = check(flips(given.flips, given.seed))
    rows = [
        (f"{given.flips} flips in {len(originals())} articles", ""),
        *((n, str(c)) for n, c in count.most_common()),
    ]
    print(measure.table(rows) + measure.heading(given.date))
    if not measure.SEEDS.is_dir():
        print("without the seeds, which are not beside this clone")


if __name__ == "__main__":
    main()
