"""Where each line stands: in its article, beside its neighbours, between long lines, sentences, cues and repeated lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpuskit.cleaning import shapes
from corpuskit.cleaning.lines import Lines
from corpuskit.cleaning.wording import share

LONG = 25  # tokens from which a line is not removed on its form alone (design, boilerplate: "length guard")
SENTENCE = 15  # tokens from which a line with a full stop is taken for the body of the article
BRIEF = 10  # tokens below which a line counts as short
NEAR = (-3, -2, -1, 1, 2, 3)  # the neighbours that are looked at

NAMES = (
    "tokens",
    "ending",
    "beginning",
    "closed",
    "from_start",
    "from_end",
    "relative",
    "lines",
    "place",
    "to_first",
    "to_last",
    "sentences",
    "short_share",
    "strong_share",
    "mean_tokens",
    *(f"{name}{step:+d}" for step in NEAR for name in ("tokens", "ending", "beginning", "cued", "repeated")),
    *(f"{way}_{name}" for name in ("long", "sentence", "repeated", "cued") for way in ("since", "until")),
    "site",
    "corpus",
    "repeated_share",
    "cued_share",
    "in_article",
    "after_colon",
)
_NO_TOKENS, _NO_KIND, _NO_CUE, _NO_BAND = 0, 10, 2, 4  # what stands beyond either end of an article
_FAR = 30  # lines from the body up to which the distance is told, on either side


@dataclass(frozen=True, slots=True)
class Seen:
    """What `placed` works with: columns over all lines."""

    lines: Lines
    ends: Any
    begins: Any
    strong: Any
    cued: Any
    repeated: Any
    body: Any
    first: Any
    last: Any


def placed(seen: Seen, site: Any, corpus: Any) -> Any:
    """The columns NAMES of all lines."""
    import numpy as np

    lines, tokens = seen.lines, seen.lines.tokens
    at, count = np.arange(len(tokens)), len(lines.bounds) - 1
    starts, ends = lines.bounds[:-1][lines.drafts], lines.bounds[1:][lines.drafts]
    size = ends - starts
    band = np.minimum(np.maximum(site, corpus), 1)

    def of_article(flags: Any) -> Any:
        return np.bincount(lines.drafts[flags], minlength=count)[lines.drafts]

    totals = np.zeros(count, np.int64)
    np.add.at(totals, lines.drafts, tokens)
    around = {
        "tokens": (np.minimum(tokens, 100), _NO_TOKENS),
        "ending": (seen.ends, _NO_KIND),
        "beginning": (seen.begins, _NO_KIND),
    }
    around |= {"cued": (seen.cued.view(np.uint8), _NO_CUE), "repeated": (band, _NO_BAND)}
    far = {
        "long": tokens >= LONG,
        "sentence": seen.strong & (tokens >= SENTENCE // 2),
        "repeated": seen.repeated,
        "cued": seen.cued,
    }
    columns = {
        "tokens": tokens,
        "ending": seen.ends,
        "beginning": seen.begins,
        "closed": shapes.closed(lines.texts),
        "from_start": at - starts,
        "from_end": ends - 1 - at,
        "relative": share(at - starts, size),
        "lines": size,
        "place": np.where(at < seen.first, 0, np.where(at > seen.last, 2, 1)),
        "to_first": np.clip(seen.first - at, -_FAR, _FAR) + _FAR,
        "to_last": np.clip(at - seen.last, -_FAR, _FAR) + _FAR,
        "sentences": of_article(seen.body),
        "short_share": share(of_article(tokens < BRIEF), size),
        "strong_share": share(of_article(seen.strong), size),
        "mean_tokens": (totals // np.maximum(np.diff(lines.bounds), 1))[lines.drafts],
        "site": np.minimum(site, 1),
        "corpus": np.minimum(corpus, 1),
        "repeated_share": share(of_article(seen.repeated), size),
        "cued_share": share(of_article(seen.cued), size),
        "in_article": occurrences(lines.hashes, lines.drafts),
        "after_colon": shapes.beside(seen.ends == shapes.COLON, -1, lines, outside=0),
    }
    for name, (values, outside) in around.items():
        columns |= {f"{name}{step:+d}": shapes.beside(values, step, lines, outside) for step in NEAR}
    for name, flags in far.items():
        columns |= {f"since_{name}": shapes.since(flags, lines), f"until_{name}": shapes.until(flags, lines)}
    return np.stack([np.clip(columns[name], 0, 255).astype(np.uint8) for name in NAMES])


def occurrences(hashes: Any, drafts: Any) -> Any:
    """How often each of these hashes stands in its article."""
    import numpy as np

    keys = hashes ^ (drafts.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    _, where, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return counts[where]
