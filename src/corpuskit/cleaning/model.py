"""The fitted model of lines: weights of n-grams, and trees over the columns of features; whole numbers throughout.

It is data in the wheel (`data/model.json`), fitted by `benchmarks/fit.py`, and enters through the context. Every tree asks the
same question at each of its levels (as CatBoost's do), so that all lines go through a tree in a few strokes of numpy.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_SLOTS = (
    18  # bits of a key that say where in its table it stands; the lowest 24 bits tell it from others there
)
_PART = 0xFFFFFF
_STROKE = 1 << 13  # lines that go through the trees together: their columns stay in the cache
ZERO = 128  # what a column of n-grams holds where nothing speaks


@dataclass(frozen=True, slots=True)
class Table:
    """Weights of keys: each slot holds 24 bits of its key and, in its lowest byte, a weight from 1 to 255, 128 for none.

    bias, scale   the score of a line is 128 + (bias + the sum of its weights) // scale, from 0 to 255
    """

    slots: Any
    bias: int
    scale: int

    def score(self, keys: Any, lines: Any, count: int) -> Any:
        """What the keys of each of `count` lines add up to, as one byte."""
        import numpy as np

        held = self.slots[keys >> (64 - _SLOTS)]
        known = np.flatnonzero((held >> 8) == (keys & np.uint64(_PART)))
        weights = (held[known] & np.uint32(0xFF)).astype(np.int64) - 128
        sums = np.zeros(count, np.int64)
        np.add.at(sums, lines[known], weights)
        return np.clip(ZERO + (sums + self.bias) // self.scale, 0, 255)


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree that asks the same at each level: the answers, whether column columns[d] is above borders[d], are the bits of the leaf, the highest first."""

    columns: tuple[int, ...]
    borders: tuple[int, ...]
    leaves: Any


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that was fitted.

    names          the columns that the trees ask about, by their place
    trees, bias    the sum of the leaves and the bias is in thousandths of a logit
    steps          of a language, or "" for all others: a sum of at least steps[i] is residue with a probability of at least i + 1 thousandths
    """

    names: tuple[str, ...]
    words: Table
    letters: Table
    trees: tuple[Tree, ...]
    bias: int
    steps: Mapping[str, Any]

    def sums(self, rows: Any) -> Any:
        """The sum of each line; `rows` holds one row a column."""
        import numpy as np

        found = np.full(rows.shape[1], self.bias, np.int32)
        for start in range(0, rows.shape[1], _STROKE):
            self._add(rows[:, start : start + _STROKE], found[start : start + _STROKE])
        return found

    def _add(self, rows: Any, sums: Any) -> None:
        import numpy as np

        leaf, above = np.empty(len(sums), np.uint8), np.empty(len(sums), bool)
        for tree in self.trees:
            leaf.fill(0)
            for column, border in zip(tree.columns, tree.borders, strict=True):
                np.greater(rows[column], border, out=above)
                np.add(leaf, leaf, out=leaf)
                np.add(leaf, above.view(np.uint8), out=leaf)
            sums += tree.leaves.take(leaf)

    def chances(self, sums: Any, languages: Any) -> Any:
        """The probability of each sum, in thousandths; `languages` are codes, one a line."""
        import numpy as np

        found = np.searchsorted(self.steps.get("", ()), sums, "right")
        for language in self.steps.keys() - {""}:
            own = languages == language
            found[own] = np.searchsorted(self.steps[language], sums[own], "right")
        return found


@lru_cache(maxsize=4)
def model_of(text: str) -> Model:
    """The model of a file; of an empty text one that thinks nothing of any line."""
    import numpy as np

    found = json.loads(text or "{}")
    trees = tuple(
        Tree(tuple(columns), tuple(borders), np.array(leaves, np.int32))
        for columns, borders, leaves in found.get("trees", ())
    )
    return Model(
        tuple(found.get("names", ())),
        _table(found.get("words")),
        _table(found.get("letters")),
        trees,
        found.get("bias", 0),
        {language: np.array(steps, np.int64) for language, steps in found.get("steps", {}).items()},
    )


def _table(found: dict[str, Any] | None) -> Table:
    import numpy as np

    slots = np.full(1 << _SLOTS, 128, np.uint32)
    if found is None:
        return Table(slots, 0, 1)
    at, held = (np.frombuffer(unpacked(found[name]), "<u4") for name in ("at", "held"))
    slots[at] = held
    return Table(slots, found["bias"], found["scale"])


def packed(values: Any) -> str:
    """Numbers of 32 bits as text."""
    return base64.b64encode(zlib.compress(values.astype("<u4").tobytes(), 9)).decode("ascii")


def unpacked(text: str) -> bytes:
    """The bytes of `packed` numbers."""
    return zlib.decompress(base64.b64decode(text))


def table_of(keys: Any, weights: Any, bias: int, scale: int) -> dict[str, Any]:
    """A table for `data/model.json` from keys and their weights, from -127 to 127; of two keys in one slot the weightier stays."""
    import numpy as np

    order = np.lexsort((keys, -np.abs(weights)))
    keys, weights = keys[order], weights[order]
    at = (keys >> np.uint64(64 - _SLOTS)).astype(np.int64)
    at, first = np.unique(at, return_index=True)
    held = ((keys[first] & np.uint64(_PART)) << np.uint64(8)) | (weights[first] + 128).astype(np.uint64)
    return {"at": packed(at), "held": packed(held), "bias": bias, "scale": scale}


def missing(names: Sequence[str], model: Model) -> bool:
    """Whether a model was fitted on other columns than these."""
    return bool(model.trees) and tuple(names) != model.names
