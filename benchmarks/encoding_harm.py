"""Harm to UTF-8 for `benchmarks.encoding`: bits flipped, bytes lost, ends cut off, two encodings run together, encoded twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from benchmarks.encoding_cases import GROUP_OF, GROUPS, SIZES, Articles, Case, cut, typed


def harmed(found: Articles, number: int, sizes: Sequence[int] = SIZES) -> Iterator[Case]:
    """UTF-8 to which harm was done, `number` pieces of each length in each language and kind, or as many as there are."""
    for language in found:
        for size in sizes:
            for kind, harm in HARM.items():
                rng = random.Random(f"{language} {size} {kind}")  # noqa: S311 - the same cases each time
                for _ in range(number):
                    piece = cut(rng, rng.choice(found[language]), "utf-8", size)
                    data = piece and harm(rng, piece[0], language)
                    if piece and data:
                        yield Case(kind, language, "utf-8", size, data, piece[0], fault(data))


def fault(data: bytes) -> int | None:
    """The offset of the first byte that is not UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _flipped(rng: random.Random, text: str, _: str) -> bytes | None:
    """One bit changed, so that the bytes are no longer UTF-8."""
    for _ in range(100):
        data = bytearray(text.encode())
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        if fault(bytes(data)) is not None:
            return bytes(data)
    return None


def _lost(rng: random.Random, text: str, _: str) -> bytes:
    """One byte of a character lost."""
    data = text.encode()
    at = rng.choice([at for at, byte in enumerate(data) if byte > 0x7F])
    return data[:at] + data[at + 1 :]


def _cut_off(rng: random.Random, text: str, _: str) -> bytes | None:
    """The end cut off, in the middle of a character."""
    data = text.encode()
    ends = [at for at, byte in enumerate(data) if 0x80 <= byte < 0xC0 and at > 20]
    return data[: rng.choice(ends)] if ends else None


def _mixed(rng: random.Random, text: str, language: str) -> bytes | None:
    """One paragraph in the commonest legacy encoding of the language."""
    return _run_together(rng, text, language, "utf-8")


def _mixed_in(rng: random.Random, text: str, language: str) -> bytes | None:
    """One paragraph in UTF-8, the others in the commonest legacy encoding of the language."""
    return _run_together(rng, text, language, None)


def _run_together(rng: random.Random, text: str, language: str, most: str | None) -> bytes | None:
    other = GROUPS[GROUP_OF[language]][language].split()[0]
    rest, one = (most, other) if most else (other, "utf-8")
    paragraphs = typed(text, other).split("\n\n")
    telling = [at for at, paragraph in enumerate(paragraphs) if not paragraph.isascii()]
    if len(telling) < 2:
        return None
    at = rng.choice(telling)
    data = b"\n\n".join(p.encode(one if i == at else rest) for i, p in enumerate(paragraphs))
    return None if fault(data) is None else data


def _twice(_: random.Random, text: str, __: str) -> bytes | None:
    """Encoded twice: valid UTF-8, in which each accent is two or three wrong characters."""
    try:
        return text.encode().decode("cp1252").encode()
    except UnicodeDecodeError:
        return None


Harm = Callable[[random.Random, str, str], bytes | None]
HARM: dict[str, Harm] = {
    "a bit flipped": _flipped,
    "a byte lost": _lost,
    "cut off in a character": _cut_off,
    "a legacy paragraph in UTF-8": _mixed,
    "a UTF-8 paragraph in legacy": _mixed_in,
    "encoded twice": _twice,
}
