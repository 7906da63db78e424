"""The bytes as the detector sees them: all of a common article, and of a large file the part that tells its encoding.

An encoding must stand in all the bytes; it is weighed by the sample. So there is one text of a large file in memory
at a time, however many encodings are tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpuskit.decoding.strict import canonical, stands
from corpuskit.decoding.surprise import pairs_of

MOST = 65_536  # bytes of a sample: chardet reads 2 MB a second
_AROUND = 2_048  # bytes before and behind, where a line is longer
_NOT_PLAIN = re.compile(rb"[\x80-\xff\x1b~]")

# Supersets, as on the web (WHATWG Encoding Standard, section 4.2): the same text wherever no control character is in it,
# but for a handful of signs of Shift_JIS, which the web reads as Microsoft does. Not chardet's own `prefer_superset`,
# which takes ISO-8859-5 for a part of Windows-1251.
_PREFERRED = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "euc_kr": "cp949",
    "shift_jis_2004": "cp932",
    "euc_jis_2004": "euc_jp",
    "iso2022_jp_2": "iso2022_jp",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """All bytes, and those of the sample."""

    whole: bytes
    data: bytes
    _known: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    _counted: list[Mapping[bytes, int]] = field(default_factory=list)

    @property
    def pairs(self) -> Mapping[bytes, int]:
        """How often each pair of the sample's bytes occurs (`surprise.pairs_of`): counted once, when it is asked for."""
        if not self._counted:
            self._counted.append(pairs_of(self.data))
        return self._counted[0]

    def standing(self, name: str) -> tuple[str, str] | None:
        """The encoding of a name, or the one preferred to it, and the sample's text; None where neither stands in all bytes."""
        if name not in self._known:
            codecs = map(canonical, dict.fromkeys((_PREFERRED.get(name, name), name)))
            self._known[name] = next((found for codec in codecs if (found := self._read(codec))), None)
        return self._known[name]

    def _read(self, encoding: str) -> tuple[str, str] | None:
        text = stands(self.whole, encoding)
        if not isinstance(text, str):
            return None
        return encoding, text if self.is_whole else self.data.decode(encoding, "replace")

    @property
    def is_whole(self) -> bool:
        """Whether the sample is all the bytes."""
        return len(self.data) == len(self.whole)


def sample_of(whole: bytes) -> Sample:
    """The sample of some bytes: of many, the lines that are not plain, since accents may stand far from the beginning."""
    if len(whole) <= MOST:
        return Sample(whole, whole)
    lines: list[bytes] = []
    length = at = 0
    while length < MOST and (found := _NOT_PLAIN.search(whole, at)):
        start, end = max(at, found.start() - _AROUND), found.start() + _AROUND
        start = whole.rfind(b"\n", start, found.start()) + 1 or start
        end = whole.find(b"\n", found.start(), end) + 1 or min(end, len(whole))
        lines.append(whole[start:end])
        length, at = length + end - start, end
    return Sample(whole, b"".join(lines)[:MOST])
