"""What cleaning did to one text, line by line: what went, what is doubted, and why."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from corpuskit.cleaning import NORMALISE, blanks
from corpuskit.model.articles import Verdict
from corpuskit.model.edits import EditScript, Span, Step
from corpuskit.reporters import View
from corpuskit.reporters.escape import opening, shown
from corpuskit.reporters.paint import painted
from corpuskit.reporters.places import cut
from corpuskit.reporters.summary import counted, titled
from corpuskit.text import lines_of

_CONTEXT = 2  # lines that are not blank, on either side
_GUTTER = 6


class CleanedText(Protocol):
    """What a diff is made of: `text` is `script` applied to what was decoded, `normalised` lies between the two."""

    @property
    def normalised(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def verdicts(self) -> tuple[Verdict, ...]: ...
    @property
    def script(self) -> EditScript: ...


@dataclass(slots=True)
class _Line:
    """One line of the normalised text: what is left of it (None: not touched), and the reasons of what happened."""

    number: int
    start: int
    text: str
    left: str | None = None
    why: list[str] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Where the line ends, without its LF."""
        return self.start + len(self.text)

    @property
    def mark(self) -> str:
        """ "-" gone, "~" changed, "?" doubted, "" as it was."""
        if self.left is not None and self.left != self.text:
            return "~" if self.left.strip() else "-"
        return "?" if self.doubts else ""


def diff(path: str, cleaned: CleanedText, view: View) -> Iterator[str]:
    """A headline, a line for each kind of normalising, then the lines that changed with a little of what stands around."""
    normal, removing = _split(cleaned.script)
    lines = _lines(cleaned, removing, view)
    changed = [at for at, line in enumerate(lines) if line.mark]
    marks = Counter(lines[at].mark for at in changed)
    yield painted(opening(path), "bold", view.colour) + f": {_headline(marks, normal)}\n"
    for code, count in sorted(Counter(edit.code for step in normal for edit in step.edits).items()):
        yield f"  normalised: {counted(count, 'time')} {titled(code, view)}\n"
    last = -1
    for at in _with_context(lines, changed):
        if at > last + 1 and any(line.text.strip() for line in lines[last + 1 : at]):
            yield painted(" " * _GUTTER + "\N{VERTICAL ELLIPSIS}", "dim", view.colour) + "\n"
        yield from _told(lines[at], view)
        last = at


def _headline(marks: Counter[str], normal: Sequence[Step]) -> str:
    gone, altered, doubted = marks["-"], marks["~"], marks["?"]
    if not (gone or altered or doubted):
        return "no line is removed" if normal else "nothing to clean"
    parts = [f"{counted(gone, 'line')} removed"] if gone else []
    parts += [f"{counted(altered, 'line')} changed"] if altered else []
    parts += [f"{counted(doubted, 'line')} undecided (kept until you decide)"] if doubted else []
    return ", ".join(parts)


def _split(script: EditScript) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The steps that normalise, and those that remove."""
    names = {module.NAME for module in NORMALISE}
    split = next((at for at, step in enumerate(script.steps) if step.name not in names), len(script.steps))
    return script.steps[:split], script.steps[split:]


def _lines(cleaned: CleanedText, removing: tuple[Step, ...], view: View) -> list[_Line]:
    places = lines_of(cleaned.normalised)
    starts = [start for start, _ in places]
    lines = [_Line(number, start, text) for number, (start, text) in enumerate(places, 1)]
    for why, span in _changes(removing, view):
        for line in lines[_line_at(starts, span.start) : _line_at(starts, max(span.start, span.end - 1)) + 1]:
            line.left = ""
            if (
                why
                and why not in line.why
                and (span.start < line.end and line.start < max(span.end, span.start + 1))
            ):
                line.why.append(why)
    shifts = [_shifts(step) for step in removing]
    for line in lines:
        if line.left is not None:
            line.left = cleaned.text[_moved(shifts, line.start) : _moved(shifts, line.end)]
    for verdict in cleaned.verdicts:
        if verdict.outcome == "undecided":
            why = _reason(verdict.code, verdict.score, verdict.reason, view)
            lines[_line_at(starts, verdict.span.start)].doubts.append((verdict.text, why))
    return lines


def _line_at(starts: list[int], at: int) -> int:
    return bisect_right(starts, at) - 1


def _changes(removing: tuple[Step, ...], view: View) -> Iterator[tuple[str, Span]]:
    """For each edit its reason, "" for mere blank lines, and the span of the normalised text that it touches."""
    for count, step in enumerate(removing):
        before = EditScript(removing[:count])
        for edit in step.edits:
            why = "" if step.name == blanks.NAME else _reason(edit.code, edit.score, edit.reason, view)
            yield why, before.origin(Span(edit.start, edit.end))


def _reason(code: str, score: int, reason: str, view: View) -> str:
    sure = f", {score // 10} %" if score else ""
    return f"{titled(code, view)}{sure}{': ' if reason else ''}{shown(reason)}"


def _shifts(step: Step) -> tuple[list[int], list[int], Step]:
    """Where each edit of the step ends, and by how much the text has moved after 0, 1, 2, … of them."""
    moved = [0]
    for edit in step.edits:
        moved.append(moved[-1] + len(edit.new) - len(edit.old))
    return [edit.end for edit in step.edits], moved, step


def _moved(shifts: list[tuple[list[int], list[int], Step]], at: int) -> int:
    """Where a position of the normalised text lies after all steps; one inside an edit moves to that edit's end."""
    for ends, moved, step in shifts:
        done = bisect_right(ends, at)
        if done < len(ends) and step.edits[done].start < at:
            at = ends[done]
            done += 1
        at += moved[done]
    return at


def _with_context(lines: list[_Line], changed: list[int]) -> list[int]:
    """The lines to show: those that changed, and the nearest that are not blank around each."""
    chosen = dict.fromkeys(changed)
    for at in changed:
        for way in (range(at - 1, -1, -1), range(at + 1, len(lines))):
            near = (index for index in way if lines[index].text.strip())
            chosen.update(dict.fromkeys(islice(near, _CONTEXT)))
    return sorted(chosen)


def _told(line: _Line, view: View) -> Iterator[str]:
    number = f"{line.number:>{_GUTTER}}"
    blank = " " * _GUTTER
    if not line.mark:
        yield (
            painted(f"{number}   {cut(line.text, max(view.width - _GUTTER - 3, 20))}", "dim", view.colour)
            + "\n"
        )
        return
    if line.mark == "?":
        doubts = [(line.text, why) for _, why in line.doubts]
    else:
        doubts = line.doubts
        yield painted(f"{number} - {shown(line.text)}", "red", view.colour) + "\n"
        for left in (line.left or "").split("\n"):
            if left.strip():
                yield painted(f"{blank} + {shown(left)}", "green", view.colour) + "\n"
        for why in line.why:
            yield f"{blank}     {why}\n"
    for at, (text, why) in enumerate(doubts):
        yield (
            painted(f"{blank if at or line.mark != '?' else number} ? {shown(text)}", "yellow", view.colour)
            + "\n"
        )
        yield f"{blank}     {why}\n"
