"""Which words a pattern cannot match without, read off the pattern: it spares almost every line almost every pattern.

Trying the four hundred patterns of two lexicons on a line costs a hundred microseconds. Nearly every one of them needs
some word, so a line is only shown to the patterns whose word it holds; RE2 calls this a prefilter (google/re2,
`prefilter.cc`), which arrow does not expose.
"""

from __future__ import annotations

import re

from corpuskit.cleaning.keys import DIGIT, TOKENS, WIDTH, share

_WORD = re.compile(r"[^\W_]+")

Keys = frozenset[tuple[str, str]]  # each a key and the literal that it stands in: both must be in the line


def required(pattern: str) -> Keys:
    """Keys, with their literals, of which every line that `pattern` matches at a word's start holds at least one.

    Empty where nothing can be said. Knows what lexicons are written in: literals, escapes, classes, groups that do
    not capture, quantifiers, `|`, `^`, `$`; ValueError for anything else.

    >>> sorted(required("(?:lire|voir) aussi")), sorted(required("publiée? le")), sorted(required("[a-z]+[0-9]"))
    ([('auss', ' aussi')], [('publ', 'publié le'), ('publ', 'publiée le')], [])
    """
    return both_required(pattern)[0]


def both_required(pattern: str) -> tuple[Keys, tuple[str, ...]]:
    """Like `required`, and literals of another part of the pattern, of which the line must hold one as well.

    >>> required("(?:back|go) to [a-z]+"), both_required("(?:back|go) to [a-z]+")[1]
    (frozenset({('to', ' to ')}), ('back', 'go'))
    """
    reader = _Reader(pattern)
    found, _ = reader.alternatives(fresh=True)
    if reader.at < len(pattern):
        raise ValueError(f"a bracket too many in {pattern!r}")
    others = max((part for part in reader.parts if part != found), key=_worth, default=frozenset())
    literals = {literal for _, literal in others}
    return found, () if "" in literals else tuple(sorted(literals))


def openings(pattern: str) -> frozenset[str]:
    """Keys of which the first word of every line that `pattern` matches holds one; empty where nothing can be said.

    Signs may stand before that word.

    >>> sorted(openings(r"^\\W*(?:lire|voir) aussi")), sorted(openings(r"^(?:le )?\\d+")), sorted(openings(r"^\\S+ aussi"))
    (['lire', 'voir'], ['0', 'le'], [])
    """
    reader = _Reader(pattern)
    found = reader.first_words()
    return frozenset() if found is None or "" in found else frozenset(found)


class _Reader:
    """Reads a pattern once. `fresh` says whether a word would begin at this place in every match."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0
        self.parts: list[Keys] = []  # what the parts of the outermost sequence need, each by itself

    def alternatives(self, *, fresh: bool) -> tuple[Keys, bool]:
        """The keys of branches parted by `|` (one of each must be there, so all are named), and whether all end fresh."""
        self.depth += 1
        branches = [self._branch(fresh)]
        while self.pattern[self.at : self.at + 1] == "|":
            self.at += 1
            branches.append(self._branch(fresh))
            if self.depth == 1:
                self.parts = []
        self.depth -= 1
        keys: Keys = (
            frozenset().union(*(found for found, _ in branches))
            if all(found for found, _ in branches)
            else frozenset()
        )
        return keys, all(end for _, end in branches)

    def _branch(self, fresh: bool) -> tuple[Keys, bool]:
        """The keys of a sequence that the fewest lines hold."""
        parts: list[Keys] = []
        runs, runs_fresh = [""], fresh
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            literal, inner, ends_fresh = self._item(fresh)
            least = self._quantifier()
            if literal and (least is None or (least == 0 and len(runs) <= 2)):
                runs_fresh = runs_fresh if any(runs) else fresh
                runs = [run + literal for run in runs] + (runs if least == 0 else [])
                fresh = not literal.isalnum() and (least is None or fresh)
                continue
            parts.append(_best_of(runs, runs_fresh))
            runs = [""]
            if least != 0:
                parts.append(inner)
            fresh = ends_fresh and (least != 0 or fresh)
        parts.append(_best_of(runs, runs_fresh))
        if self.depth == 1:
            self.parts = parts
        return max(parts, key=_worth), fresh

    def first_words(self) -> set[str] | None:
        """The beginnings of the first word of the branches from here on, "" for a branch that may be empty; None for unknown."""
        found: set[str] = set()
        while True:
            branch = self._first_of_branch()
            if branch is None:
                return None
            found |= branch
            if self.pattern[self.at : self.at + 1] != "|":
                return found
            self.at += 1

    def _first_of_branch(self) -> set[str] | None:
        found: set[str] = {""}
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            start = self.at
            literal, keys, ends_fresh = self._item(fresh=True)
            end = self.at
            least = self._quantifier()
            if "" not in found:
                continue
            if literal.isalnum():
                word = _WORD.match(self.pattern, start)
                first: set[str] | None = (
                    {literal} if least == 0 or word is None else {self._run(word.group(), word.end())}
                )
            elif self.pattern[start] == "(":
                first = _Reader(self.pattern[start + 3 : end - 1]).first_words()
            elif keys:
                first = {DIGIT}
            else:
                first = {""} if ends_fresh or self.pattern[start] == "^" else None
            if first is None:
                return None
            found = (found - {""}) | first | ({""} if least == 0 else set())
        return found

    def _run(self, word: str, end: int) -> str:
        """The letters of a literal word that are certain: the last one is not, where it is quantified."""
        return (word[:-1] if self.pattern[end : end + 1] in ("?", "*", "{") else word)[:WIDTH]

    def _item(self, fresh: bool) -> tuple[str, Keys, bool]:
        """One item: (literal, keys of a group or class, whether a word would begin after it)."""
        char = self.pattern[self.at]
        self.at += 1
        if char == "(":
            if self.pattern[self.at : self.at + 2] != "?:":
                raise ValueError(f"only (?:…) groups are known, not in {self.pattern!r}")
            self.at += 2
            keys, ends_fresh = self.alternatives(fresh=fresh)
            self.at += 1
            return "", keys, ends_fresh
        if char == "[":
            start = self.at
            self.at = self.pattern.index("]", self.at + (2 if self.pattern[self.at] == "^" else 1)) + 1
            blank = not re.search(r"[\w\\]", self.pattern[start : self.at - 1].removeprefix("^"))
            return "", frozenset(), blank and self.pattern[start] != "^"
        if char == "\\":
            escaped = self.pattern[self.at]
            self.at += 1
            if escaped.isalnum():
                return "", frozenset({(DIGIT, "")}) if escaped == "d" else frozenset(), escaped in "Ws"
            return escaped, frozenset(), True
        if char in "^$.":
            return "", frozenset(), char == "^"
        return char, frozenset(), not char.isalnum()

    def _quantifier(self) -> int | None:
        """The least number of times that the item is repeated; None where it stands once, unquantified."""
        char = self.pattern[self.at : self.at + 1]
        if char == "{":
            end = self.pattern.index("}", self.at)
            least = int(self.pattern[self.at + 1 : end].split(",")[0] or 0)
            self.at = end + 1
            return least
        if char and char in "?*+":
            self.at += 1
            return 1 if char == "+" else 0
        return None


def _best_of(runs: list[str], fresh: bool) -> Keys:
    """The best key of each run of literals, of which the first word may go on from before; none where one run has none."""
    best = set()
    for run in runs:
        keys = [
            match.group()[:WIDTH]
            for match in TOKENS.finditer(run)
            if match.start() > 0 or fresh or not match.group().isalnum()
        ]
        if not keys:
            return frozenset()
        best.add((max(keys, key=lambda key: (_worth(frozenset({(key, "")})), key)), run))
    return frozenset(best)


def _worth(keys: Keys) -> float:
    """How seldom a line holds one of the keys: minus the sum of their shares of lines, roughly."""
    return -sum(map(share, dict.fromkeys(key for key, _ in keys))) if keys else -WIDTH
