"""Laws of patterns: a machine finds what `re` finds, and in a number of steps that is known beforehand."""

from __future__ import annotations

import re
import warnings

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpuskit.schema.automaton import Unfit
from corpuskit.schema.matching import LONGEST, WORK, Matcher

ATOMS = st.sampled_from(
    [
        "a",
        "b",
        "é",
        "s",
        r"\.",
        ".",
        r"\d",
        r"\w",
        r"\s",
        r"\W",
        "[ab]",
        "[^a]",
        "[a-c1]",
        r"[^\W\d]",
        "[é-ü]",
    ]
)
MARKS = st.sampled_from(["^", "$", r"\A", r"\Z", r"\b", r"\B", "(?!)", "", "(?<=a)", "(?<!ab)", "(?<=^)"])
TIMES = st.sampled_from(["", "*", "+", "?", "{2}", "{0,2}", "{1,3}", "{2,}", "*?", "+?", "??", "{1,2}?"])


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.sampled_from(
        ["(?:{})", "({})", "(?={})", "(?!{})", "(?i:{})", "(?-i:{})", "(?s:{})", "(?a:{})", "(?>{})"]
    )
    return st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map("|".join).map("(?:{})".format),
        st.builds(lambda form, body: form.format(body), group, inner),
        st.builds(lambda body, times: f"(?:{body}){times}", inner, TIMES),
        st.builds(lambda atom, times: atom + times + "+" * (times in ("*", "+", "?")), ATOMS, TIMES),
    )


PATTERNS = st.recursive(st.builds(str.__add__, ATOMS, TIMES) | MARKS, _joined, max_leaves=8)
FLAGS = st.sampled_from(["", "", "", "(?i)", "(?m)", "(?s)", "(?a)", "(?im)"])
TEXTS = st.text(alphabet="abcAé1 \n.sSſK", max_size=9)


def machine(pattern: str) -> Matcher:
    """The matcher with its machine in charge, however quick the pattern is for `re`."""
    made = Matcher(pattern)
    made.regex = None
    return made


@settings(max_examples=1500)
@given(FLAGS, PATTERNS, st.lists(TEXTS, min_size=1, max_size=4))
@example("", r"^(a+)+$", ["aaaa!"])
@example("", r"(a*)(a*)(a*)b", ["aaaa"])
@example("", r"^$", ["\n", "\n\n"])
@example("(?i)", "s", ["ſ"])
@example("(?i)", "(?-i:a)", ["A"])
@example("(?m)", "^a", ["b\na"])
@example("(?a)", r"^\w+(?:\W\w+)*$", ["aéa"])
def test_a_machine_finds_what_re_finds(flags: str, body: str, texts: list[str]) -> None:
    pattern = flags + body
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            theirs = re.compile(pattern)
            ours = machine(pattern)
        except (re.error, Unfit):
            return
    for text in texts:
        assert ours.search(text) == (theirs.search(text) is not None), (pattern, text)


# Everyday patterns, and such as hang elsewhere; each with strings that make it go back as often as it can.
HARD = [
    r"\s*\w*\s*\w*$",
    r"(a*)(a*)(a*)b",
    r"a*a*a*a*a*a*a*a*b",
    r"^(?:,[a-z]*[a-z]*)*$",  # each round is told apart, and is ambiguous in itself
    r"^(?:x\w*\w*-)+$",
    r"^.*foo.*bar.*$",
    r"^[^@]+@[^@]+\.[^@]+$",
    r"(?:.*a){6}b",
    r"^(?=.*[A-Z])(?=.*\d).{8,}$",
    r"(?=(?:.*a)+b)a",
    r"^(?:(?=.*z).)*$",
    r"(?:a++)+b",
    r"(?:(?>a+b?))*c",
    r"[a-z]+$",
    r"^(?:a|b|ab)*c$",
    r"(?i)^(?:\w+\W?)*$",
]


@pytest.mark.parametrize("pattern", HARD)
def test_no_string_takes_more_steps_than_is_known_beforehand(pattern: str) -> None:
    made = machine(pattern)
    n = made.longest
    for text in ("a" * n, "a" * (n - 1) + "!", "foobar" * n, ",aaa" * n, "x-a" * n, "a b" * n, "aA1@." * n):
        found, steps = made.tried(text[: n - 2] + "\n\n")
        assert 0 < steps <= WORK
        assert found in (True, False)


@pytest.mark.parametrize(
    "pattern",
    [r"^[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*(?![\s\S])", r"^\d{4}-\d{2}$", r"^(?!\s*$).+", r"^\w+(?:\s\w+)*$", r"^\S+(?:\s\S+)*$", r"\S", r"^.{1,5000}$", r"^[A-Z]{2,4}-\d+$", r"^(?:(?!foo).)*$", r"(?i)^[a-z]+$", "foo", r"^$"],
)  # fmt: skip
def test_patterns_with_one_way_on_are_left_to_re(pattern: str) -> None:
    assert Matcher(pattern).quick
    assert Matcher(pattern).longest == LONGEST


@pytest.mark.parametrize(
    "pattern",
    [*HARD, r"a*", r"^(?:a+|ab)", r"^a*(?=b*c)", r"^(?a:\w+)(?a:\W)$|^(?a:\w\w)", r"(?i)^s*ſ$", r"^(?:a?)*$", r"^(?:(?=a*b)a)*$"],
)  # fmt: skip
def test_patterns_with_two_ways_on_are_not(pattern: str) -> None:
    assert not Matcher(pattern).quick


def test_a_pattern_that_would_be_too_slow_anywhere_is_none() -> None:
    with pytest.raises(Unfit, match="refers back"):
        Matcher(r"(a*)\1")
    with pytest.raises(Unfit, match="too often"):
        Matcher(r"(?:abcdefgh){4000}")
    with pytest.raises(Unfit, match="too many steps"):
        Matcher(r"(?:(?=.*a)(?=.*b)(?=.*c)(?=.*d)(?=.*e)(?=.*f)(?=.*g).){1,40}x")
