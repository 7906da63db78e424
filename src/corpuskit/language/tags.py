"""Language tags (BCP 47) as the model knows them, and which languages are members of one macrolanguage (ISO 639-3)."""

from __future__ import annotations

from functools import lru_cache

# Members of macrolanguages; what is told apart by scripts or by custom only must not be held against each other.
_FAMILIES = {
    "no": "no nb nn",
    "sh": "sh hr bs sr sr-Latn cnr",
    "ms": "ms id zsm zlm",
    "fa": "fa prs pes",
    "zh": "zh cmn yue wuu nan hak gan hsn",
    "ar": "ar arb arz apc apd ary aeb acm afb ajp",
    "lv": "lv lvs ltg",
    "et": "et ekk",
    "sq": "sq als aln",
    "uz": "uz uzn",
    "az": "az azj",
    "sw": "sw swh",
    "mn": "mn khk",
    "ne": "ne npi",
    "he": "he iw",
    "tl": "tl fil",
}
_FAMILY = {tag: name for name, tags in _FAMILIES.items() for tag in tags.split()}
_SCRIPTS = {"sr": ("cyrl", "latn"), "zh": ("hans", "hant")}  # what says nothing unusual of a text
_NO_LANGUAGE = ("und", "mul", "mis", "zxx", "i")
_ANSWERS = ("no", "sh")  # macrolanguages that are themselves an answer


def family(tag: str) -> str:
    """The macrolanguage that a tag of the model belongs to, the tag itself where it belongs to none.

    >>> family("nb"), family("sr-Latn"), family("fr")
    ('no', 'sh', 'fr')
    """
    return _FAMILY.get(tag, tag)


def is_answer(macrolanguage: str) -> bool:
    """Whether a macrolanguage says enough of a text whose language within it is not clear."""
    return macrolanguage in _ANSWERS


@lru_cache(maxsize=1024)
def known_as(stated: str) -> frozenset[str]:
    """The tags that a text in the stated language may be found to have, none where nothing can be said of that language.

    Regions and variants change nothing. A script that is not the usual one ("ru-Latn"), private tags, and tags for
    several languages or none say nothing about the words of a text.

    >>> sorted(known_as("pt-BR")), "no" in known_as("nb"), known_as("ru-Latn"), known_as("mul")
    (['pt'], True, frozenset(), frozenset())
    """
    primary, *others = stated.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), None)
    if len(primary) == 1 or primary in _NO_LANGUAGE or (script and script not in _SCRIPTS.get(primary, ())):
        return frozenset()
    macrolanguage = _FAMILY.get(primary, primary)
    return frozenset(_FAMILIES.get(macrolanguage, primary).split())
