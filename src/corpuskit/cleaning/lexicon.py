"""What the words of a line speak for: the lexicons, each pattern tried only on lines that hold a word it needs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any, NamedTuple

from corpuskit.cleaning.keys import first_word, keys_of, tokens_in
from corpuskit.cleaning.needs import both_required, openings
from corpuskit.model.context import Context
from corpuskit.text import SHORT

CUES = ("byline", "credit", "biography", "call", "related", "legal", "advertising", "tools")
FALLBACK = "en"  # residue in English stands on pages of any language

VOICE = "voice"
REMEMBERED = 50_000  # words, and lines, of which the answers are kept
Lexicons = Mapping[str, Mapping[str, tuple[str, ...]]]


def sections(context: Context) -> Callable[[str], bool]:
    """Whether a whole line, or part of one, is the name of a section in any language."""
    names, pattern = _section_names(
        tuple(word for words in context.lexicons.values() for word in words.get("section", ()))
    )

    def known(part: str) -> bool:
        name = part.strip(" \t:•|/>-–—").casefold()
        return name in names or (pattern is not None and pattern.fullmatch(name) is not None)

    return known


@lru_cache(maxsize=8)
def _section_names(words: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str] | None]:
    """The names that stand for themselves, and one pattern for those that are patterns."""
    plain = frozenset(word for word in words if not set(word) & set("()[]{}?*+|\\^$."))
    patterns = [f"(?:{word})" for word in words if word not in plain]
    return plain, re.compile("|".join(patterns)) if patterns else None


class Needs(NamedTuple):
    """What a line must hold before a cue is tried.

    keys     each a key, with the literal that it stands in; one of them is enough
    first    keys of the first word of what it matches; empty where that is not known
    others   literals of which the line must hold one as well
    """

    keys: tuple[tuple[str, str], ...]
    first: tuple[str, ...]
    others: tuple[str, ...]


def needs_of(fragment: str) -> Needs:
    """What the fragment of a lexicon needs, read off its pattern; ValueError where that is nothing."""
    first = openings(fragment)
    keys, others = both_required(fragment)
    if not keys and not (first and fragment.startswith("^")):
        raise ValueError(
            f"the cue {fragment!r} needs no word, sign or digit: it would be tried on every line"
        )
    return Needs(tuple(sorted(keys)), tuple(sorted(first)), others)


class Cue:
    """One pattern of a lexicon, compiled when it is first tried: a run over a few articles needs few of them."""

    __slots__ = ("_find", "category", "fragment", "leading", "needs")

    def __init__(self, category: str, fragment: str, needs: Needs) -> None:
        """From a fragment of a lexicon."""
        self.category, self.fragment, self.needs = category, fragment, needs
        self.leading = fragment.startswith("^")
        self._find: Callable[[str], re.Match[str] | None] | None = None

    def find(self, line: str) -> re.Match[str] | None:
        """Where the cue stands in a line in lower case, from the start of a word to the end of one."""
        if self.needs.others and not any(literal in line for literal in self.needs.others):
            return None
        if self._find is None:
            spelled = rf"(?:{self.fragment})(?![^\W_])"
            self._find = (
                re.compile(spelled).match if self.leading else re.compile(rf"(?<![^\W_]){spelled}").search
            )
        return self._find(line)


class Index:
    """The cues of one or more lexicons, by what each needs.

    words      cues that are single words need no pattern: the word and its categories
    anywhere   which cues, with a literal, a word of a line leads to
    leading    which cues of the start of a line its first word leads to
    opening    which cues of any kind its first word may begin
    """

    def __init__(self, fragments: Iterable[tuple[str, str]], known: Mapping[str, Needs]) -> None:
        """From categories and their fragments, and what is known of some fragments beforehand."""
        self.words: dict[str, list[str]] = {}
        anywhere: dict[str, list[tuple[str, Cue]]] = {}
        leading: dict[str, list[tuple[str, Cue]]] = {}
        opening: dict[str, list[tuple[str, Cue]]] = {}
        for category, fragment in fragments:
            if fragment.isalpha():
                self.words.setdefault(fragment, []).append(category)
                continue
            cue = Cue(category, fragment, known.get(fragment) or needs_of(fragment))
            for key in cue.needs.first:
                opening.setdefault(key, []).append(("", cue))
                if cue.leading:
                    leading.setdefault(key, []).append(("", cue))
            if not (cue.leading and cue.needs.first):
                for key, literal in cue.needs.keys:
                    anywhere.setdefault(key, []).append((literal, cue))
        self.anywhere, self.leading, self.opening = Memory(anywhere), Memory(leading), Memory(opening)
        self._judged: dict[tuple[str, bool], list[tuple[str, bool]]] = {}

    def judged(self, line: str, *, inside: bool) -> list[tuple[str, bool]]:
        """`leads_of` the line where it stands deep inside an article, else `cues_of`; lines that articles share are remembered."""
        found = self._judged.get((line, inside))
        if found is None:
            found = leads_of(line, self) if inside else cues_of(line, self)
            if len(line) <= SHORT:
                if len(self._judged) >= REMEMBERED:
                    self._judged.clear()
                self._judged[line, inside] = found
        return found


class Memory:
    """Which cues the words of a line lead to; worked out when a word is first met, and forgotten when they are too many."""

    def __init__(self, table: Mapping[str, Sequence[tuple[str, Cue]]]) -> None:
        """From cues, each with a literal, by key."""
        self._table = table
        self._known: set[str] = set()
        self._led: dict[str, tuple[tuple[str, Cue], ...]] = {}

    def cues(self, tokens: Set[str], line: str) -> set[Cue]:
        """The cues that these words of the line lead to, if their literals are in it."""
        if not tokens <= self._known:
            self._learn(tokens)
        return {
            cue for token in tokens & self._led.keys() for literal, cue in self._led[token] if literal in line
        }

    def _learn(self, tokens: Set[str]) -> None:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
            self._led.clear()
        for token in tokens - self._known:
            self._known.add(token)
            if cues := tuple(cue for key in sorted(keys_of(token)) for cue in self._table.get(key, ())):
                self._led[token] = cues


def index_of(language: str, context: Context, categories: tuple[str, ...] = (*CUES, VOICE)) -> Index:
    """The cues of the lexicon of `language` and of English; of all lexicons, where the language is not known."""
    return _index(tuple(_fragments(language, context, categories)), context.needs)


@lru_cache(maxsize=64)
def _index(fragments: tuple[tuple[str, str], ...], needs: str) -> Index:
    known = json.loads(needs)
    return Index(fragments, {fragment: Needs(*map(_tuples, of)) for fragment, of in known.items()})


def _tuples(items: Any) -> Any:
    return tuple(tuple(item) if isinstance(item, list) else item for item in items)


def cues_of(line: str, index: Index) -> list[tuple[str, bool]]:
    """The categories that a line, in lower case, holds cues of, each with whether the line begins with one."""
    found: dict[str, bool] = {}
    tokens = tokens_in(line)
    first = next(filter(str.isalnum, tokens), "")
    distinct = set(tokens)
    for word in distinct & index.words.keys():
        for category in index.words[word]:
            found[category] = found.get(category, False) or word == first
    for cue in index.anywhere.cues(distinct, line) | index.leading.cues({first}, line):
        if match := cue.find(line):
            leads = cue.leading or not any(map(str.isalnum, line[: match.start()]))
            found[cue.category] = found.get(cue.category, False) or leads
    return list(found.items())


def leads_of(line: str, index: Index) -> list[tuple[str, bool]]:
    """The categories of which a line, in lower case, begins with a cue: `cues_of` without the rest, several times as fast."""
    first = first_word(line)
    found = set(index.words.get(first, ()))
    for cue in index.opening.cues({first}, line):
        match = cue.find(line)
        if match and not any(map(str.isalnum, line[: match.start()])):
            found.add(cue.category)
    return [(category, True) for category in sorted(found)]


def _fragments(language: str, context: Context, categories: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for category in categories:
        for key in _consulted(language, category, context.lexicons):
            for fragment in context.lexicons[key].get(category, ()):
                yield category, fragment


def _consulted(language: str, category: str, lexicons: Lexicons) -> list[str]:
    if category == VOICE:  # pronouns of one language are common words of another; cues are not
        wanted: tuple[str, ...] = (language,)
    elif language:
        wanted = tuple(dict.fromkeys((language, FALLBACK)))
    else:
        wanted = tuple(sorted(lexicons))
    return [key for key in wanted if key in lexicons]
