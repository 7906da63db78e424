"""The laws of cleaning: what is normal stays normal, what is removed comes back, and no batch shows."""

from __future__ import annotations

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.app.context import default_context
from corpuskit.cleaning import normalise, remove
from corpuskit.cleaning.lines import Draft, lines_in, site_keys
from corpuskit.model.edits import EditScript
from corpuskit.model.facts import CorpusFacts, Repeated

CHARS = st.sampled_from(
    [
        *"aeé .\n\r\t",
        "\N{COMBINING ACUTE ACCENT}",
        "\N{ZERO WIDTH NO-BREAK SPACE}",
        "\N{NO-BREAK SPACE}",
        "\N{EN QUAD}",
        "\N{LINE SEPARATOR}",
        "\N{NEXT LINE}",
        "\f",
        "\x07",
        "\x1b",
        "\x80",
        "\N{OHM SIGN}",
        "\N{HANGUL CHOSEONG KIYEOK}",
        "\N{HANGUL JUNGSEONG A}",
        "\N{GRINNING FACE}",
    ]
)
TEXTS = st.text(CHARS, max_size=40) | st.text(max_size=40)

LINES = st.sampled_from(
    [
        "",
        "SportSociété",
        "Politique",
        "Publié le 12 mai 2024 à 10 h",
        "Lire aussi : le marché reste ouvert",
        "Photo : DR",
        "Abonnez-vous à notre lettre",
        "Un intertitre sans point",
        "Le conseil a voté hier soir, après deux heures de débat, le budget de la commune pour la prochaine année.",
        "« Nous attendions cette décision depuis longtemps », dit la directrice du musée, qui rouvrira au printemps prochain.",
        "Contact",
        "The council met on Monday evening and agreed, after a long debate, to repair the old bridge over the river.",
    ]
)
ARTICLES = st.builds("\n".join, st.lists(LINES, max_size=14))


@given(TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    _, once = normalise(text)

    assert normalise(once) == ((), once)


@given(TEXTS)
def test_normalising_can_be_taken_back(text: str) -> None:
    steps, normal = normalise(text)

    assert EditScript(steps).undo(normal) == text
    assert EditScript(steps).apply(text) == normal


@given(TEXTS)
def test_the_normal_form_is_what_it_says(text: str) -> None:
    _, normal = normalise(text)

    assert unicodedata.is_normalized("NFC", normal)
    assert not normal.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert all(line == line.rstrip(" \t\N{NO-BREAK SPACE}\N{EN SPACE}") for line in normal.split("\n"))
    assert not any(unicodedata.category(char) == "Cc" for char in normal if char not in "\n\t")


@given(ARTICLES, st.sampled_from(["fr", "en", "und", "el", ""]))
def test_removing_can_be_taken_back(text: str, language: str) -> None:
    [(steps, clean, _)] = remove([Draft(text, language)], default_context())

    assert EditScript(steps).undo(clean) == text


@given(
    st.lists(st.builds(Draft, ARTICLES, st.sampled_from(["fr", "en", "und"])), max_size=5), st.integers(0, 5)
)
def test_no_batch_shows(drafts: list[Draft], cut: int) -> None:
    context = default_context()

    assert remove(drafts, context) == remove(drafts[:cut], context) + remove(drafts[cut:], context)


@given(ARTICLES)
def test_what_is_removed_was_judged(text: str) -> None:
    [(steps, _, judged)] = remove([Draft(text, "fr")], default_context())
    removed = [edit for step in steps if step.name == "lines" for edit in step.edits]

    assert [edit.score for edit in removed] == [v.score for v in judged.verdicts if v.outcome == "remove"]
    assert all(0 < v.score <= 1000 for v in judged.verdicts)


def test_an_article_that_others_copy_is_kept_though_all_of_it_is_repeated() -> None:
    text = "\n".join(
        f"La {i} e phrase de cet article compte bien plus de quinze mots, comme toutes celles que l\u2019on garde ici."
        for i in range(5)
    )
    lines = lines_in([Draft(text, site="s")])
    keys = np.sort(site_keys(lines.hashes, ["s"], lines.drafts))
    facts = CorpusFacts(site_lines=Repeated(keys.astype("<u8").tobytes(), bytes([3] * len(keys))))
    [(steps, clean, _)] = remove([Draft(text, "fr", site="s")], default_context().with_facts(facts))

    assert (steps, clean) == ((), text)
