"""The laws of edit scripts, on arbitrary texts and edits; and mutants of the code, each of which breaks one."""

from __future__ import annotations

import importlib.util
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.errors import EditMismatch
from corpuskit.model import edits

KEPT, PUT = "abc\n é\N{GRINNING FACE}", "XYZ"


@st.composite
def scripts(draw: st.DrawFn) -> tuple[str, list[list[tuple[int, str, str]]]]:
    """A text, and for each step its edits (start, old, new): ascending, disjoint, none without effect."""
    text = before = draw(st.text(KEPT, max_size=30))
    steps = []
    for _ in range(draw(st.integers(0, 3))):
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        found, after, at = [], "", 0
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            new = draw(st.text(PUT, max_size=4))
            if text[start:end] != new:
                found.append((start, text[start:end], new))
                after += text[at:start] + new
                at = end
        steps.append(found)
        text = after + text[at:]
    return before, steps


def script_of(module: ModuleType, steps: list[list[tuple[int, str, str]]]):
    return module.EditScript(
        tuple(
            module.Step(f"s{i}", tuple(module.Edit(*edit) for edit in step)) for i, step in enumerate(steps)
        )
    )


def undo_takes_back_what_apply_did(module: ModuleType, before: str, steps) -> None:
    script = script_of(module, steps)
    after = script.apply(before)

    assert script.undo(after) == before


def kept_characters_know_their_origin(module: ModuleType, before: str, steps) -> None:
    script = script_of(module, steps)
    for i, char in enumerate(script.apply(before)):
        span = script.origin(module.Span(i, i + 1))

        assert 0 <= span.start <= span.end <= len(before)
        if char not in PUT:
            assert (span.end, before[span.start]) == (span.start + 1, char)


def inserted_characters_stand_for_what_they_replaced(module: ModuleType, before: str, steps) -> None:
    for step in script_of(module, steps).steps:
        for edit, back in zip(step.edits, step.inverse().edits, strict=True):
            for i in range(back.start, back.start + len(edit.new)):
                span = step.origin(module.Span(i, i + 1))

                assert before[span.start : span.end] == edit.old
        before = step.apply(before)


def origin_keeps_order(module: ModuleType, before: str, steps) -> None:
    script = script_of(module, steps)
    starts = [script.origin(module.Span(i, i)).start for i in range(len(script.apply(before)) + 1)]

    assert starts == sorted(starts)


def a_wrong_text_is_refused(module: ModuleType, before: str, steps) -> None:
    script = script_of(module, steps)
    if any(edit[1] for step in steps[:1] for edit in step):
        with pytest.raises(EditMismatch):
            script.apply("#" * len(before))


def overlapping_edits_are_refused(module: ModuleType, before: str, steps) -> None:
    if before:
        twice = module.Step("s", (module.Edit(0, before[0], "X"), module.Edit(0, before[0], "Y")))
        with pytest.raises(EditMismatch):
            twice.apply(before)


LAWS: tuple[Callable[..., None], ...] = (
    undo_takes_back_what_apply_did,
    kept_characters_know_their_origin,
    inserted_characters_stand_for_what_they_replaced,
    origin_keeps_order,
    a_wrong_text_is_refused,
    overlapping_edits_are_refused,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Callable[..., None]) -> None:
    given(scripts())(lambda case: law(edits, *case))()


@given(scripts())
def test_a_script_survives_pickling(case) -> None:
    script = script_of(edits, case[1])

    assert pickle.loads(pickle.dumps(script)) == script  # noqa: S301


# What a hurried change might do to the code, and what then breaks. Each was seen to fail.
MUTANTS = (
    ("the text behind an edit is taken from its start", "at = edit.end", "at = edit.start"),
    ("overlapping edits pass", "edit.start < at or ", ""),
    ("the old text is not looked at", "text[edit.start : edit.end] != edit.old", "False"),
    ("the rest of the text is forgotten", "parts.append(text[at:])", "pass"),
    (
        "the inverse keeps the old places",
        "Edit(edit.start + shift, edit.new, edit.old",
        "Edit(edit.start, edit.new, edit.old",
    ),
    (
        "the inverse does not swap",
        "edit.start + shift, edit.new, edit.old",
        "edit.start + shift, edit.old, edit.new",
    ),
    (
        "the shift forgets what was removed",
        "shift += len(edit.new) - len(edit.old)",
        "shift += len(edit.new)",
    ),
    (
        "the shift runs the other way",
        "shift += len(edit.new) - len(edit.old)",
        "shift -= len(edit.new) - len(edit.old)",
    ),
    (
        "undo goes forward",
        "for step in reversed(self.steps):\n            text",
        "for step in self.steps:\n            text",
    ),
    (
        "origin goes forward",
        "for step in reversed(self.steps):\n            span",
        "for step in self.steps:\n            span",
    ),
    ("a span ends one late", "self._origin_of(span.end - 1)", "self._origin_of(span.end)"),
    (
        "an inserted character claims its own place",
        "return Span(edit.start, edit.end)",
        "return Span(edit.start, edit.start)",
    ),
    (
        "the character behind an insertion belongs to it",
        "if at < here + len(edit.new)",
        "if at <= here + len(edit.new)",
    ),
)


@pytest.mark.parametrize(("old", "new"), [m[1:] for m in MUTANTS], ids=[m[0] for m in MUTANTS])
def test_a_mutant_is_caught(old: str, new: str, tmp_path: Path) -> None:
    source = Path(edits.__file__).read_text(encoding="utf-8")

    assert old in source
    mutant = _load(tmp_path / "mutant_edits.py", source.replace(old, new))

    assert any(_breaks(law, mutant) for law in LAWS)


def _breaks(law: Callable[..., None], mutant: ModuleType) -> bool:
    try:
        settings(max_examples=200, database=None)(given(scripts())(lambda case: law(mutant, *case)))()
    except (
        BaseException
    ) as broken:  # an assertion, an EditMismatch, a group of both, or pytest's own "did not raise"
        return not isinstance(broken, KeyboardInterrupt)
    return False


def _load(path: Path, source: str) -> ModuleType:
    path.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
