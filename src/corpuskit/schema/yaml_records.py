r"""One metadata record from YAML: what the same record in JSON would say, and nothing that JSON cannot say.

Plain words get their type by the core schema of YAML 1.2 (section 10.3.2), so that `no` is Norwegian and not false,
`2024-11-13` and `12:30:45` are text. What makes YAML dangerous or ambiguous is refused while it is read: aliases (332
bytes can stand for 10^9 values), tags, a key that stands twice, depth. Nothing is built before it has passed.

>>> parse_yaml(b"language: no\npublished_at: 2024-11-13\n")
{'language': 'no', 'published_at': '2024-11-13'}
>>> parse_yaml(b"a: 1\na: 2\n")
RecordFault(line=2, column=1, message='the key "a" stands here a second time: keep one of them')
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from corpuskit.schema.records import MAX_DEPTH, MAX_DIGITS, RecordFault, fault_at
from corpuskit.schema.shown import shown

if TYPE_CHECKING:
    from yaml.events import ScalarEvent

MAX_YAML_BYTES = 2**16  # parsing YAML takes a hundred times as long as JSON

_BOM = b"\xef\xbb\xbf"
# All but c-printable of YAML 1.2.2, section 5.1, and the three that are line ends in YAML 1.1 and none in 1.2.
_CONTESTED = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_WORDS = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {
    word: value for value in (True, False) for word in (str(value), str(value).lower(), str(value).upper())
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_UNREAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BASES = {"0o": 8, "0x": 16}
_CORE = "tag:yaml.org,2002:"
_KINDS: dict[str, tuple[type, ...]] = {
    _CORE + "null": (type(None),),
    _CORE + "bool": (bool,),
    _CORE + "int": (int,),
    _CORE + "float": (int, float),
}


class _Unfit(Exception):
    """What is not taken: where it stands (both from 0), and what to say."""

    def __init__(self, mark: Any, message: str) -> None:
        super().__init__(message)
        self.fault = RecordFault(mark.line + 1, mark.column + 1, message)


@dataclass(slots=True)
class _Open:
    """A mapping or a list that is not at its end; `key` is that of the next value of a mapping, None before it."""

    value: dict[str, Any] | list[Any]
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Takes the events of one document and makes the value of them."""

    events: Any  # the module of that name, which is imported late
    open: list[_Open] = field(default_factory=list)
    root: Any = None
    documents: int = 0

    def take(self, event: Any) -> None:
        """Take one more event; _Unfit where it brings what is not taken."""
        events = self.events
        if isinstance(event, events.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _Unfit(event.start_mark, "a second document begins here: one article has one record")
        elif isinstance(event, events.CollectionEndEvent):
            self.open.pop()
        elif isinstance(event, events.NodeEvent):
            self._node(event)

    def _node(self, event: Any) -> None:
        if event.anchor is not None:
            raise _Unfit(
                event.start_mark, "anchors and aliases are not taken: write the value where it is needed"
            )
        inside = self.open[-1] if self.open else None
        keys = inside.value if inside is not None and inside.key is None else None
        if isinstance(event, self.events.ScalarEvent):
            value = _scalar(event)
            if inside is not None and isinstance(keys, dict):
                inside.key = _key(event, value, keys)
            else:
                self._put(value)
        elif isinstance(keys, dict):
            raise _Unfit(event.start_mark, "a key is a word, not a list or a mapping")
        else:
            self._collection(event)

    def _collection(self, event: Any) -> None:
        if len(self.open) == MAX_DEPTH:
            raise _Unfit(event.start_mark, f"values are nested more than {MAX_DEPTH} deep")
        is_mapping = isinstance(event, self.events.MappingStartEvent)
        if event.tag not in (None, "!", _CORE + ("map" if is_mapping else "seq")):
            raise _Unfit(event.start_mark, _refusal(event.tag))
        made: dict[str, Any] | list[Any] = {} if is_mapping else []
        self._put(made)
        self.open.append(_Open(made))

    def _put(self, value: Any) -> None:
        if not self.open:
            self.root = value
            return
        inside = self.open[-1]
        if isinstance(inside.value, list):
            inside.value.append(value)
        elif inside.key is not None:
            inside.value[inside.key] = value
            inside.key = None


def parse_yaml(body: bytes) -> dict[str, Any] | RecordFault:
    """The record, or the first fault in it; never an exception."""
    if len(body) > MAX_YAML_BYTES:
        return RecordFault(
            1, 1, f"the record is longer than {MAX_YAML_BYTES:,} bytes: write it in JSON, or shorten it"
        )
    try:
        text = body.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        found = error.object[error.start]
        return fault_at(before, len(before), f"byte 0x{found:02X} is not UTF-8: save the file as UTF-8")
    if (odd := _CONTESTED.search(text)) is not None:
        message = f"readers of YAML differ over U+{ord(odd[0]):04X}: remove it, or write it as an escape in double quotes"
        return fault_at(text, odd.start(), message)
    return _built(text)


def _built(text: str) -> dict[str, Any] | RecordFault:
    import yaml

    builder = _Builder(yaml.events)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except _Unfit as unfit:
        return unfit.fault
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        return RecordFault(*place, f"this is not YAML: {error.problem or error.context}")
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser in Python lets errors of Python through: an escape beyond Unicode is one.
        return RecordFault(1, 1, f"this is not YAML: {str(error).partition(chr(10))[0]:.100}")
    if not isinstance(builder.root, dict):
        return RecordFault(1, 1, "a record is a mapping: a line `key: value` for each field")
    return builder.root


def _key(event: ScalarEvent, value: Any, before: dict[str, Any]) -> str:
    if not isinstance(value, str):
        raise _Unfit(event.start_mark, f"the key {shown(event.value)[1:-1]} is no text: put it in quotes")
    if value in before:
        raise _Unfit(event.start_mark, f"the key {shown(value)} stands here a second time: keep one of them")
    return value


def _scalar(event: ScalarEvent) -> Any:
    text, tag = event.value, event.tag
    if _UNSTORABLE.search(text):
        raise _Unfit(event.start_mark, "U+0000 and halves of surrogate pairs cannot be stored: remove them")
    if tag in ("!", _CORE + "str") or (tag is None and not event.implicit[0]):
        return text
    value = _resolved(event)
    if tag is None:
        return value
    kinds = _KINDS.get(tag, ())
    if type(value) not in kinds:
        raise _Unfit(event.start_mark, _refusal(tag))
    return float(value) if tag == _CORE + "float" else value


def _resolved(event: ScalarEvent) -> Any:
    """The value of a plain word."""
    text = event.value
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        if len(text) > MAX_DIGITS:
            raise _Unfit(event.start_mark, f"an integer of more than {MAX_DIGITS} digits: put it in quotes")
        base = _BASES.get(text[:2], 10)
        return int(text, base)
    if _UNREAL.fullmatch(text):
        raise _Unfit(event.start_mark, f"{text} is not JSON: write null where a number is not known")
    if not _FLOAT.fullmatch(text):
        return text
    value = float(text)
    if abs(value) == float("inf"):
        raise _Unfit(
            event.start_mark, f"{shown(text)[1:-1]} is beyond the range of numbers: put it in quotes"
        )
    return value


def _refusal(tag: str | None) -> str:
    return f"the tag {shown(tag)} is not taken here: leave it out"
