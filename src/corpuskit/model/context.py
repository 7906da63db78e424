"""Everything `process` may know beside the articles themselves: values, each with a digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from corpuskit.model.facts import CorpusFacts
from corpuskit.model.findings import Code, Severity
from corpuskit.model.globs import matches

# What a pipeline is made of. tool: the version of corpuskit. rules: which codes, their severities and parameters.
# settings: thresholds of removal, encodings, the day. The others are what they say.
PARTS = ("tool", "rules", "settings", "decisions", "lexicons", "languages", "model", "schema")


@lru_cache(maxsize=4096)
def wants(code: str, selected: tuple[str, ...], ignored: tuple[str, ...], default: bool = True) -> bool:
    """Whether these prefixes let `code` through: the longest of the matching ones decides, `ignored` wins a tie.

    The empty prefix selects all codes but those that are off by default.

    >>> wants("TXT101", ("",), ()), wants("PII101", ("",), (), False), wants("PII101", ("", "PII"), (), False)
    (True, False, True)
    """
    named = (prefix for prefix in selected if code.startswith(prefix) and (prefix or default))
    wanted = max(map(len, named), default=-1)
    unwanted = max((len(prefix) for prefix in ignored if code.startswith(prefix)), default=-1)
    return wanted > unwanted


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Thousandths of probability from which a line of five words is removed, and from which it is undecided.

    A longer line must be surer in proportion to its length (`corpuskit.cleaning.outcomes`).
    """

    remove: int = 890
    undecided: int = 500


@dataclass(frozen=True, slots=True)
class Override:
    """What is otherwise for the files at some paths below the raw folder.

    paths        globs; a file that one of them matches is meant
    selected, ignored   prefixes of codes that are reported there, and that are not, whatever is chosen elsewhere
    severities   pairs of code and severity
    """

    paths: tuple[str, ...]
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()

    def concerns(self, path: str) -> bool:
        """Whether the file at this path is meant."""
        return any(matches(path, glob) for glob in self.paths)

    def says(self, code: str, before: bool) -> bool:
        """Whether `code` is reported here, where it was, or was not, `before`."""
        named = any(code.startswith(prefix) for prefix in (*self.selected, *self.ignored))
        return wants(code, self.selected, self.ignored) if named else before

    def needed_for(self, found: Collection[str]) -> Iterator[str]:
        """What it says that is not idle where these codes are found: "ignore 'TXT'", "severity.TXT002"."""
        for prefix in self.ignored:
            if any(code.startswith(prefix) for code in found):
                yield f"ignore {prefix!r}"
        yield from (f"severity.{code}" for code, _ in self.severities if code in found)

    @property
    def plain(self) -> dict[str, Any]:
        """The same as a JSON object, as settings have it."""
        return {
            "paths": list(self.paths),
            "select": list(self.selected),
            "ignore": list(self.ignored),
            "severity": {code: severity.label for code, severity in self.severities},
        }


@dataclass(frozen=True, slots=True)
class Context:
    """What the core works with. Carries codes and values, never functions: a decorated function does not pickle.

    schema       the metadata schema as JSON text
    lexicons     language to category to phrases, as read from the wheel
    model        the fitted model of lines as JSON text (corpuskit.cleaning.model)
    decisions    what people decided of lines, one JSON object a line (schema/decisions.schema.json)
    severities   code to severity where settings differ from the code's own
    languages    what words, endings and letters say for each language, as JSON
    selected, ignored   prefixes of codes that are reported, and that are not
    parameters   code to keyword arguments of its check
    overrides    what is otherwise at some paths, in this order: the last that speaks of a code decides
    encodings    the only encodings the corpus says it uses; None where it says nothing
    as_of        the day (ISO 8601) after which a date lies in the future; None where no day does
    hearing      whether it is asked what `ignored` and `severities` change: then ignored checks run too, and say nothing else
    """

    schema: str = "{}"
    lexicons: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    languages: str = "{}"
    model: str = ""
    decisions: str = ""
    thresholds: Thresholds = Thresholds()
    selected: tuple[str, ...] = ("",)
    ignored: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    encodings: tuple[str, ...] | None = None
    as_of: str | None = None
    version: str = ""
    facts: CorpusFacts = field(default_factory=CorpusFacts)
    hearing: bool = False

    def reports(self, code: Code) -> bool:
        """Whether findings of `code` are wanted."""
        return wants(code.code, self.selected, self.ignored, code.default)

    def with_facts(self, facts: CorpusFacts) -> Context:
        """The same context over another corpus."""
        return replace(self, facts=facts)

    @property
    def parts(self) -> dict[str, str]:
        """Digests (SHA-256, hex) of all that decides a row but the article and the facts, one for each of PARTS.

        Two rows that differ can then be told apart by what made them: the tool, its rules, the model, and so on.
        """
        said: dict[str, Any] = {
            "tool": self.version,
            "schema": self.schema,
            "lexicons": self.lexicons,
            "languages": self.languages,
            "model": self.model,
            "decisions": self.decisions,
            "settings": [
                [self.thresholds.remove, self.thresholds.undecided],
                self.encodings,
                self.as_of,
            ],
            "rules": {
                "selected": self.selected,
                "ignored": self.ignored,
                "severities": self.severities,
                "parameters": self.parameters,
                "overrides": [override.plain for override in self.overrides],
            },
        }
        return {name: _digest(said[name]) for name in PARTS}

    @property
    def pipeline(self) -> str:
        """Digest (SHA-256, hex) over the parts."""
        return pipeline_of(self.parts)


def pipeline_of(parts: Mapping[str, str]) -> str:
    """The digest of a pipeline whose parts have these digests; the order of the parts changes nothing."""
    return _digest(dict(parts))


def _digest(value: Any) -> str:
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, default=dict, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
