"""Edit scripts: what was changed, by which step, and how to take it back.

All positions count code points. Laws (tests/laws/test_edits.py):

    script.undo(script.apply(text)) == text
    text[origin(i)] == script.apply(text)[i]      for every character that was kept

>>> step = Step("seams", (Edit(0, "SportFoot", "Sport"),))
>>> script = EditScript((step,))
>>> script.apply("SportFoot\\nThe match"), script.undo("Sport\\nThe match")
('Sport\\nThe match', 'SportFoot\\nThe match')
"""

from __future__ import annotations

from dataclasses import dataclass

from corpuskit.errors import EditMismatch


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of code points, [start, end)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """At `start`, `old` became `new`, because of `code`. Carries both sides, so it reads either way.

    `start` counts code points in the text before the step. `score` is a probability in thousandths, 0 where the edit is certain.
    """

    start: int
    old: str
    new: str
    code: str = ""
    score: int = 0
    reason: str = ""

    @property
    def end(self) -> int:
        """Where `old` ends, in the text before the step."""
        return self.start + len(self.old)


@dataclass(frozen=True, slots=True)
class Step:
    """The edits of one cleaning pass: ascending, disjoint, none without effect."""

    name: str
    edits: tuple[Edit, ...]

    def apply(self, text: str) -> str:
        """The text after this step; EditMismatch where an `old` is not at its place."""
        parts: list[str] = []
        at = 0
        for edit in self.edits:
            if edit.start < at or text[edit.start : edit.end] != edit.old:
                raise EditMismatch(f"{self.name}: expected {edit.old!r} at {edit.start}")
            parts += (text[at : edit.start], edit.new)
            at = edit.end
        parts.append(text[at:])
        return "".join(parts)

    def inverse(self) -> Step:
        """The step that takes this one back."""
        shift = 0
        edits: list[Edit] = []
        for edit in self.edits:
            edits.append(Edit(edit.start + shift, edit.new, edit.old, edit.code, edit.score, edit.reason))
            shift += len(edit.new) - len(edit.old)
        return Step(self.name, tuple(edits))

    def origin(self, span: Span) -> Span:
        """The smallest span before this step that `span`, after it, came from."""
        first = self._origin_of(span.start)
        last = self._origin_of(span.end - 1) if span.end > span.start else Span(0, first.start)
        return Span(first.start, last.end)

    def _origin_of(self, at: int) -> Span:
        shift = 0
        for edit in self.edits:
            here = edit.start + shift
            if at < here:
                break
            if at < here + len(edit.new):
                return Span(edit.start, edit.end)
            shift += len(edit.new) - len(edit.old)
        return Span(at - shift, at - shift + 1)


@dataclass(frozen=True, slots=True)
class EditScript:
    """Steps in the order they were made, like commits: each change keeps its author."""

    steps: tuple[Step, ...] = ()

    def apply(self, text: str) -> str:
        """The text after every step."""
        for step in self.steps:
            text = step.apply(text)
        return text

    def undo(self, text: str) -> str:
        """The text before every step; EditMismatch where `text` is not what the script made."""
        for step in reversed(self.steps):
            text = step.inverse().apply(text)
        return text

    def origin(self, span: Span) -> Span:
        """The smallest span of the decoded text that `span` of the clean text came from."""
        for step in reversed(self.steps):
            span = step.origin(span)
        return span
