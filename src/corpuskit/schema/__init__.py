"""Metadata records against a JSON Schema: the only place that knows jsonschema.

A schema is checked once, when it is loaded; a record costs some microseconds where it plainly fits, and goes to
jsonschema where it does not, so that the verdict is always that of jsonschema. Nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from corpuskit.errors import SettingsError
from corpuskit.schema.columns import ExtraColumn, extra_columns
from corpuskit.schema.faults import MOST, TOO_LONG, TOO_MANY, Fault, faults_of
from corpuskit.schema.guard import admit, pointer_of, refuse
from corpuskit.schema.plain import NotPlain, Tests, compiled
from corpuskit.schema.records import RecordFault, parse
from corpuskit.schema.shown import shown

__all__ = ["ExtraColumn", "Fault", "Validator", "load"]


class Validator:
    """One schema, ready for any number of records. Make it with `load`."""

    def __init__(self, schema: Any, reserved: Collection[str]) -> None:
        self._schema = admit(schema)
        try:
            self._plain: Tests | None = compiled(self._schema)
        except NotPlain:
            self._plain = None
            _check_form(self._schema)
        self.extra_columns: tuple[ExtraColumn, ...] = extra_columns(schema, reserved)

    def plainly_valid(self, record: Mapping[str, Any]) -> bool:
        """Whether the record certainly fits; False says nothing yet."""
        test = self._plain.get(type(record)) if self._plain is not None else None
        return test is not None and test(record)

    def errors(self, record: Mapping[str, Any]) -> tuple[Fault, ...]:
        """All that the schema does not allow in this record, sorted by JSON pointer; () where it fits.

        A record with more than MOST faults gets a single one that says so: a hostile one could have a million. So does
        one that takes more than a million steps to check.
        """
        if self.plainly_valid(record):
            return ()
        from corpuskit.schema.bounded import TooMuch, errors

        try:
            found = tuple(islice(errors(self._schema, dict(record)), MOST + 1))
            return faults_of(found) if len(found) <= MOST else (TOO_MANY,)
        except TooMuch:
            return (TOO_LONG,)
        except RecursionError:
            return (Fault("", "/ depth", "is nested too deep for this schema: flatten it"),)

    def leaves_open(self, record: Mapping[str, Any], name: str) -> bool:
        """Whether the record says nothing of this property, by absence or by null, and the schema allows that."""
        if record.get(name) is not None:
            return False
        if self._plain is not None and name not in record:
            return name not in self._schema.get("required", ())
        if self.plainly_valid(record):
            return True
        return all(fault.pointer != pointer_of([name]) for fault in self.errors(record))

    def faulty_at(self, record: Mapping[str, Any], name: str) -> bool:
        """Whether the schema does not allow what the record says of this property, or in it."""
        pointer = pointer_of([name])
        return any(f"{fault.pointer}/".startswith(f"{pointer}/") for fault in self.errors(record))


@lru_cache(maxsize=16)
def load(text: str, reserved: frozenset[str] = frozenset()) -> Validator:
    """The validator of a schema given as JSON text; what is in `reserved` a schema may not add as a field of its own.

    Raises SettingsError, with a JSON pointer into the schema, for what is no JSON, no schema of draft 2020-12, has an
    unknown format, a reference that leaves the file or loops, or a pattern that is wrong or could run for ever.
    """
    schema = parse(text.encode("utf-8", "surrogatepass"))
    if isinstance(schema, RecordFault):
        raise SettingsError(
            f"the schema cannot be read, line {schema.line}, column {schema.column}: {schema.message}"
        )
    return Validator(schema, reserved)


def _check_form(schema: Any) -> None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        found = shown(error.instance)
        raise refuse(
            pointer_of(list(error.absolute_path)),
            f"is not of the form that draft 2020-12 asks for: {found} breaks the rule {shown(error.validator)}",
        ) from None
    except RecursionError:
        raise refuse("", "is nested too deep") from None
