"""What each language writes beyond ASCII and beside what, read off the models that chardet was trained to.

chardet's models hold the weights of pairs of neighbouring bytes in texts of a language (chardet 7.7: 25,000 documents
each of CulturaX, arXiv 2309.09400). Kept are the pairs with a character beyond ASCII in them; of scripts in which
nearly every character is one, only those that begin or end a word. Case is folded, digits are one, blanks are one.
"""

from __future__ import annotations

from collections import Counter

from corpuskit.decoding.habits import folded, is_letter

# The encodings of each language's models that have its signs as well as its letters.
_ENCODINGS = {
    "cp1252": "br cy da de en es fi fr ga id is it ms nl no pt sv",
    "cp1250": "cs hr hu pl ro sk sl sr",
    "cp1257": "et lt lv",
    "cp1254": "tr",
    "cp1258": "vi",
    "iso8859-3": "eo mt",
    "iso8859-14": "gd",
    "cp1251": "be bg mk ru sr uk",
    "kz1048": "kk",
    "koi8-t": "tg",
    "cp1253": "el",
    "cp1255": "he",
    "cp1256": "ar fa",
    "cp874": "th",
}
_HEAD = '''"""Which letters and signs beyond ASCII a language writes, how often, and beside what. `make docs` writes this (docs/letters.py).

The first entry is the sum of all weights. The others are a character, its weight, and for those beyond ASCII, behind "<"
and ">", what stands before and after them: a weight and the neighbours that have it. "_" is any blank, "#" any digit,
"*" a sign that is not listed.
"""

# fmt: off
CONTEXTS = {
'''

Pairs = Counter[tuple[str, str]]


def contexts() -> str:
    """The module decoding/contexts.py."""
    found: dict[str, Pairs] = {}
    for encoding, languages in _ENCODINGS.items():
        for language in languages.split():
            found.setdefault(language, Counter()).update(_pairs(language, encoding))
    lines = (f'    "{language}": {_quoted(_line(found[language]))},\n' for language in sorted(found))
    return f"{_HEAD}{''.join(lines)}}}\n"


def _line(pairs: Pairs) -> str:
    single: Counter[str] = Counter()
    for (one, other), weight in pairs.items():
        single[one] += weight
        single[other] += weight
    entries = [str(pairs.total())]
    for char in sorted(single):
        entry = f"{char}{single[char]}"
        if char > "\x7f":
            before = Counter(
                {one: n for (one, other), n in pairs.items() if other == char and _kept(one, char)}
            )
            after = Counter(
                {other: n for (one, other), n in pairs.items() if one == char and _kept(other, char)}
            )
            entry += f"<{_grouped(before)}>{_grouped(after)}"
        entries.append(entry)
    return " ".join(entries)


def _kept(neighbour: str, char: str) -> bool:
    """Whether a neighbour is listed: within words of other scripts than Latin it is not."""
    return not (
        is_letter(char) and is_letter(neighbour) and char > "\u036f" and not "\u1e00" <= char < "\u1f00"
    )


def _pairs(language: str, encoding: str) -> Pairs:
    from chardet.models import load_models

    model = load_models()[f"{language}/{encoding}"]
    chars = [folded(bytes([byte]).decode(encoding, "replace")) for byte in range(256)]
    pairs: Pairs = Counter()
    for at, weight in enumerate(model):
        one, other = chars[at >> 8], chars[at & 0xFF]
        if weight and "\N{REPLACEMENT CHARACTER}" not in one + other:
            pairs[one, other] += weight
    return pairs


def _grouped(weights: Counter[str]) -> str:
    groups: dict[int, str] = {}
    for char in sorted(weights):
        groups[weights[char]] = groups.get(weights[char], "") + char
    return "".join(f"{weight}{groups[weight]}" for weight in sorted(groups, reverse=True))


def _quoted(line: str) -> str:
    """The line as Python writes it, with what cannot be seen, or joins what stands before it, by its number."""
    shown = (
        char if char.isprintable() and not "\u0300" <= char <= "\u036f" else f"\\u{ord(char):04x}"
        for char in line
    )
    return '"' + "".join("\\" + char if char in '"\\' and len(char) == 1 else char for char in shown) + '"'
