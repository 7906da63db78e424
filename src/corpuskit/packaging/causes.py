"""Why a row is not what it was: what it was made from is compared first, then what the corpus said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from corpuskit.model.changes import Change
from corpuskit.model.context import PARTS
from corpuskit.model.facts import FACTS

Row = Mapping[str, Any]
_DIGESTS = frozenset({"pipeline", "facts"})
_PLACE = ("raw_path", "raw_offset", "media_type")
_REPEATED = {"BPL101": "the site", "BPL102": "the corpus"}
_TOLD = 3  # lines that are named
_LONGEST = 80  # code points of a line that is named


def compared(old: Row, new: Row, parts: tuple[str, ...], settings: bool) -> Change | None:
    """What differs between two rows of one article, None where nothing does.

    `parts` are those of the pipeline that differ between the packages; `settings`, whether the settings of packaging do.
    """
    columns = tuple(name for name in dict.fromkeys((*old, *new)) if not _same(old.get(name), new.get(name)))
    if not columns:
        return None
    causes = tuple(_causes(old, new, parts, settings))
    facts = tuple(_facts(old, new))
    ident = str(new.get("id"))
    if _DIGESTS.issuperset(columns):
        return Change(ident, "restated", causes, columns, facts)
    texts = (str(old.get("text")), str(new.get("text"))) if "text" in columns else None
    return Change(ident, "changed", causes or ("unexplained",), columns, facts, texts=texts)


def _same(old: Any, new: Any) -> bool:
    return bool(old == new) and type(old) is type(new)


def _causes(old: Row, new: Row, parts: tuple[str, ...], settings: bool) -> Iterator[str]:
    if old.get("raw_sha256") != new.get("raw_sha256"):
        yield "bytes"
    if any(old.get(name) != new.get(name) for name in _PLACE):
        yield "place"
    if old.get("metadata") != new.get("metadata"):
        yield "metadata"
    if old.get("pipeline") != new.get("pipeline"):
        yield from (part for part in PARTS if part in parts)
    if next(_facts(old, new), None) is not None:
        yield "facts"
    if settings:
        yield "packaging"


def _facts(old: Row, new: Row) -> Iterator[str]:
    """What the corpus says otherwise. Answers about lines compare only where the lines are the same: with the same bytes."""
    before, after = (str(row.get("facts") or "").split(":") for row in (old, new))
    if len(before) != len(FACTS) or len(after) != len(FACTS):
        if before != after:
            yield "the corpus says something else of it"
        return
    lines, copy, near, site = (a != b for a, b in zip(before, after, strict=True))
    if lines and old.get("raw_sha256") == new.get("raw_sha256"):
        yield from _lines(old, new)
    if copy:
        yield _link("a copy", old.get("duplicate_of"), new.get("duplicate_of"))
    if near:
        yield _link("a near copy", old.get("near_duplicate_of"), new.get("near_duplicate_of"))
    if site:
        yield "its publisher's other articles are on another site now"


def _lines(old: Row, new: Row) -> Iterator[str]:
    before, after = _repeated(old), _repeated(new)
    fewer = [(line, where) for line, where in before.items() if line not in after]
    more = [(line, where) for line, where in after.items() if line not in before]
    for found, said in ((fewer, "is no longer repeated in"), (more, "is repeated now in")):
        for line, where in found[:_TOLD]:
            yield f'its line "{line}" {said} {where}'
        if len(found) > _TOLD:
            yield f"{len(found) - _TOLD} more of its lines likewise"
    if not fewer and not more:
        yield "some of its lines are repeated more often, or less often"


def _repeated(row: Row) -> dict[str, str]:
    """The lines that were removed since they are repeated, each with where."""
    edits = row.get("edits") or ()
    return {
        str(edit.get("old") or "").strip()[:_LONGEST]: _REPEATED[edit["code"]]
        for edit in edits
        if edit.get("code") in _REPEATED
    }


def _link(what: str, old: Any, new: Any) -> str:
    if old == new:
        return f"it is {what} of {old} in another measure, or another article stays in its place"
    if new is None:
        return f"it was {what} of {old} and is none now"
    return f"it is {what} of {new} now" + (f", it was of {old}" if old is not None else "")
