"""How much a Parquet file will take once it is unpacked: its footer and the head of every page, read without unpacking.

pyarrow believes these numbers and reserves what they say: a page of some hundred bytes may claim 2 GB. And on a damaged
footer, asking pyarrow 26 for the sizes of a column ends the whole process (an exception of C++ that nobody catches;
seen with one flipped bit). So they are read here, and what asks for more than a shard of ours ever does is refused.

The format is Thrift's compact protocol, with the structures of `parquet.thrift` (apache/parquet-format, 2.10): a
structure becomes a mapping of field number to value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

LARGEST_GROUP = 512 << 20  # bytes of the pages of one row group, unpacked
LARGEST_FILE = 2 << 30  # bytes of all pages, unpacked; a shard of ours holds at most 32 MB of raw bytes
MOST_ROWS = 1_000_000  # in a file; a shard of ours has at most 65,536
MOST_VALUES = 16_000_000  # in all columns of a row group together
_MOST_COLUMNS = 1000
_LONGEST_FOOTER = 64 << 20
_LONGEST_HEAD = 1 << 20  # of a page, with its statistics
_DEEPEST = 12  # structures within structures
_WRITER = b"parquet-cpp-arrow"  # for files of others, Arrow works around old faults and reads beyond the ends they state
_BYTE_ARRAY_OF_FIXED_LENGTH, _INT96 = 7, 3  # physical types
_ENCODINGS = frozenset(
    {0, 2, 3, 8}
)  # PLAIN, PLAIN_DICTIONARY, RLE, RLE_DICTIONARY: none that repeats prefixes
_DATA, _DICTIONARY, _DATA_V2 = 0, 2, 3  # types of pages
_HEADS = {
    _DATA: (5, 2),
    _DICTIONARY: (7, 2),
    _DATA_V2: (8, 4),
}  # field of a page's own head; of the encoding in it

Structure = Mapping[int, Any]


class FooterFault(ValueError):
    """The file is not Parquet as we write it, or would take too much; the message says why."""


def check(file: BinaryIO) -> None:
    """Returns if the file is Parquet of a size that a shard of ours may have; else FooterFault."""
    try:
        size = file.seek(0, 2)
        footer = _footer(file, size)
        if not footer.get(6, b"").startswith(_WRITER) or footer[3] > MOST_ROWS:
            raise FooterFault("it has too many rows, or another program wrote it")
        total = rows = 0
        for group in footer[4]:
            total += _group(file, group, size)
            rows += group[3]
        if total > LARGEST_FILE or rows != footer[3]:
            raise FooterFault(
                "unpacked, it is larger than any shard of ours, or the numbers of its rows disagree"
            )
    except (LookupError, TypeError, AttributeError) as fault:
        raise FooterFault(f"its footer is damaged ({type(fault).__name__})") from None


def _footer(file: BinaryIO, size: int) -> Structure:
    file.seek(max(0, size - 8))
    tail = file.read(8)
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != b"PAR1" or length > min(size - 12, _LONGEST_FOOTER):
        raise FooterFault("it is not a Parquet file, or was cut off")
    file.seek(size - 8 - length)
    return _Reader(file.read(length)).structure()


def _group(file: BinaryIO, group: Structure, size: int) -> int:
    """How many bytes the pages of a row group take, unpacked."""
    total = values = 0
    if len(group[1]) > _MOST_COLUMNS:
        raise FooterFault(f"it has more than {_MOST_COLUMNS} columns")
    for column in group[1]:
        for page in _pages(file, column, size):
            total += page.bytes
            values += page.values
            if values > MOST_VALUES or total > LARGEST_GROUP:
                raise FooterFault("unpacked, it is larger than any shard of ours")
    return total


@dataclass(frozen=True, slots=True)
class _Page:
    bytes: int
    values: int


def _pages(file: BinaryIO, column: Structure, size: int) -> Iterator[_Page]:
    facts = column[3]
    if 1 in column or 8 in column or facts[1] in (_BYTE_ARRAY_OF_FIXED_LENGTH, _INT96):
        raise FooterFault("it lies in several files, is encrypted, or has a type that no column of ours has")
    if facts[5] == 0:  # no values: no page is read, and none need be there
        return
    at = min(facts[9], facts.get(11) or facts[9])
    end = at + facts[7]
    if not 4 <= at <= end <= size:
        raise FooterFault("a column lies beyond its end")
    while at < end:
        file.seek(at)
        reader = _Reader(file.read(min(_LONGEST_HEAD, end - at)))
        head = reader.structure()
        field, encoding = _HEADS[head[1]]
        if head[2] < 0 or head[3] < 0 or head[field][1] < 0 or head[field][encoding] not in _ENCODINGS:
            raise FooterFault("a page of it is packed as we never do")
        yield _Page(head[2], head[field][1])
        at += reader.at + head[3]


class _Reader:
    """Thrift's compact protocol; LookupError where the bytes end too early or mean nothing."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def structure(self, depth: int = 0) -> Structure:
        if depth > _DEEPEST:
            raise LookupError("nested too deeply")
        found: dict[int, Any] = {}
        field = 0
        while head := self._byte():
            field = field + (head >> 4) if head >> 4 else self._signed()
            kind = head & 15
            found[field] = kind == 1 if kind in (1, 2) else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (1, 2, 3):  # in a list a truth value takes a byte
            return self._byte()
        if kind in (4, 5, 6):
            return self._signed()
        if kind == 7:
            return self._take(8)
        if kind == 8:
            return self._take(self._unsigned())
        if kind in (9, 10):
            head = self._byte()
            count = self._unsigned() if head >> 4 == 15 else head >> 4
            if count > len(self.data) - self.at:  # an item takes a byte at least
                raise LookupError("a list is longer than the file")
            return [self._item(head & 15, depth + 1) for _ in range(count)]
        return self._item(kind, depth)

    def _item(self, kind: int, depth: int) -> Any:
        if kind == 12:
            return self.structure(depth + 1)
        if not 1 <= kind <= 10 or depth > _DEEPEST:  # maps and uuids stand nowhere in parquet.thrift
            raise LookupError("a type that Parquet does not use")
        return self._value(kind, depth)

    def _byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def _take(self, count: int) -> bytes:
        if count > len(self.data) - self.at:
            raise LookupError("a string is longer than the file")
        self.at += count
        return self.data[self.at - count : self.at]

    def _unsigned(self) -> int:
        found = shift = 0
        while True:
            byte = self._byte()
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7
            if shift > 63:
                raise LookupError("a number of more than 64 bits")

    def _signed(self) -> int:
        found = self._unsigned()
        return (found >> 1) ^ -(found & 1)
