"""The laws of near copies: exact scores, links that lead to what stays, an order that leaves no trace, bounds that hold."""

from __future__ import annotations

import random
import re
import time
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.cleaning.lines import Draft
from corpuskit.model.articles import Address, RawArticle
from corpuskit.model.facts import CorpusFacts
from corpuskit.survey import Known, know, likeness, owns_of, signature, with_near_copies
from corpuskit.survey.candidates import BEST, candidates
from corpuskit.survey.signature import UNKNOWN, moment
from corpuskit.survey.sketch import BINS
from corpuskit.survey.words import PIECE, numbers_in, shingles_of, words_in

VOCABULARY = [
    a + b
    for a in ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru")
    for b in ("r", "s", "t", "n", "l")
]
ALONE = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
WORD = re.compile(f"(?={ALONE})[^\\W_]|(?:(?!{ALONE})[^\\W_])+")
LETTERS = st.text("abé ÉÇß0٣_’-.\n漢かก ", max_size=60)


def raw(ident: str, site: str = "", day: int | None = None) -> RawArticle:
    metadata = {"published_at": f"2024-05-{day:02d}"} if day else None
    return RawArticle(ident, b"", "text/plain", metadata, Address(ident, 0, 0), "", site)


def said(rng: random.Random, words: int = 120) -> list[str]:
    return [rng.choice(VOCABULARY) for _ in range(words)]


def edited(text: list[str], rng: random.Random, share: float) -> list[str]:
    return [rng.choice(VOCABULARY) if rng.random() < share else word for word in text]


def facts_of(articles: list[tuple[RawArticle, str]], cuts: int = 1, score: int = 500) -> CorpusFacts:
    parts = [articles[at::cuts] for at in range(cuts)]
    known = know(signature([one for one, _ in part], [text for _, text in part]) for part in parts)
    texts = {one.id: Draft(text, site=one.site) for one, text in articles}
    owns = owns_of([texts[ident] for ident in known.corpus.ids], known.facts)
    return with_near_copies(known, score, lambda pairs: [likeness(owns[a], owns[b]) for a, b in pairs])


@st.composite
def corpora(draw: st.DrawFn) -> list[tuple[RawArticle, str]]:
    rng = draw(st.randoms(use_true_random=False))
    texts = [said(rng) for _ in range(draw(st.integers(1, 3)))]
    for _ in range(draw(st.integers(0, 7))):
        texts.append(edited(rng.choice(texts), rng, rng.choice([0.0, 0.02, 0.05, 0.1])))
    return [
        (raw(f"id{at}", rng.choice(["", "a", "b"]), rng.choice([None, 1, 2, 3])), " ".join(text))
        for at, text in enumerate(texts)
    ]


@settings(max_examples=40)
@given(corpora(), st.randoms(use_true_random=False), st.integers(1, 3))
def test_order_and_shards_change_nothing(corpus, rng: random.Random, cuts: int) -> None:
    assert facts_of(rng.sample(corpus, len(corpus)), cuts) == facts_of(corpus)


@settings(max_examples=40)
@given(corpora())
def test_links_lead_to_articles_that_stay_and_are_no_copies_themselves(corpus) -> None:
    facts = facts_of(corpus)
    days = {one.id: (one.metadata or {}).get("published_at", "9") for one, _ in corpus}
    texts = {one.id: text for one, text in corpus}

    assert not set(facts.near) & set(facts.copies)
    for copy, original in facts.copies.items():
        assert texts[copy] == texts[original]
        assert original not in facts.copies
    for copy, near in facts.near.items():
        assert near.original not in facts.near
        assert near.original not in facts.copies
        assert (days[near.original], near.original) < (days[copy], copy)
        assert texts[near.original] != texts[copy]


@settings(max_examples=40)
@given(corpora())
def test_the_score_is_the_exact_share_of_shingles(corpus) -> None:
    texts = {one.id: text.split() for one, text in corpus}
    for copy, near in facts_of(corpus).near.items():
        a, b = (
            {tuple(text[i : i + 3]) for i in range(len(text) - 2)}
            for text in (texts[copy], texts[near.original])
        )
        assert (near.shared, near.of) == (len(a & b), len(a | b))
        assert near.score == len(a & b) * 1000 // len(a | b) >= 500
        assert near.passage in " ".join(texts[copy])
        assert 3 <= near.words <= len(texts[copy])


@settings(max_examples=40)
@given(corpora(), st.integers(0, 8), st.integers(0, 8))
def test_likeness_is_the_same_from_either_side(corpus, a: int, b: int) -> None:
    owns = owns_of([Draft(text) for _, text in corpus], CorpusFacts())
    one, other = owns[a % len(owns)], owns[b % len(owns)]
    there, back = likeness(one, other), likeness(other, one)

    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert (there.shared, there.of, there.words) == (back.shared, back.of, back.words)


@settings(max_examples=40)
@given(corpora(), st.integers(0, 10))
def test_a_signature_holds_what_those_of_its_parts_hold(corpus, cut: int) -> None:
    whole = signature([one for one, _ in corpus], [text for _, text in corpus])
    parts = [
        signature([one for one, _ in part], [text for _, text in part])
        for part in (corpus[:cut], corpus[cut:])
    ]
    for name in ("published", "texts", "sketches", "drawn", "counts", "hashes", "weights", "edges"):
        assert np.array_equal(getattr(whole, name), np.concatenate([getattr(part, name) for part in parts]))


@given(LETTERS, LETTERS)
def test_words_are_those_of_a_plain_reading(text: str, other: str) -> None:
    def plain(line: str) -> list[str]:
        return [word.lower() for word in WORD.findall(line)]

    words, others = words_in(text), words_in(other)
    hashes = dict(zip(plain(text), words.hashes.tolist(), strict=True))
    assert [hashes[word] for word in plain(text)] == words.hashes.tolist()
    assert len(set(hashes.values())) == len(hashes)
    assert set(words.hashes.tolist()) & set(others.hashes.tolist()) == {
        hashes[w] for w in {*plain(text)} & {*plain(other)}
    }
    assert [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == WORD.findall(text)
    assert words.lines.tolist() == [text[:start].count("\n") for start in words.starts.tolist()]
    assert numbers_in(text, words).tolist() == [word[0].isdecimal() for word in WORD.findall(text)]


def test_a_text_of_any_length_has_words_and_one_beyond_the_basic_plane_too() -> None:
    words = words_in("mot " * PIECE)

    assert len(words.hashes) == pytest.approx(PIECE, abs=4)
    assert len(set(words.hashes.tolist())) <= 3
    assert len(words_in("\U0001d4b3\U0001d4b4 \U00020000").hashes) == 3  # a word; a Han letter has two halves
    assert not len(words_in("").hashes)
    assert not len(shingles_of(words_in("deux mots").hashes))


@pytest.mark.parametrize("words", [25, 60, 400])
@pytest.mark.parametrize("share", [0.0, 0.05, 0.1, 0.2, 1.0])
def test_a_sketch_tells_how_alike_two_texts_are(share: float, words: int) -> None:
    rng = random.Random(7)  # noqa: S311
    errors = []
    for _ in range(60):
        text = [f"w{rng.randrange(10**9)}" for _ in range(words)]
        other = [f"w{rng.randrange(10**9)}" if rng.random() < share else word for word in text]
        both = signature([raw("a"), raw("b")], [" ".join(text), " ".join(other)])
        a, b = ({tuple(t[i : i + 3]) for i in range(words - 2)} for t in (text, other))
        errors.append(float((both.sketches[0] == both.sketches[1]).mean()) - len(a & b) / len(a | b))

    # Of 64 drawings a standard deviation is 1/16 at most; a short text has fewer shingles to draw.
    assert abs(float(np.mean(errors))) < 0.03
    assert float(np.std(errors)) < 1.2 / min(BINS, words) ** 0.5


def test_what_sites_print_neither_hides_a_copy_nor_makes_one() -> None:
    rng = random.Random(3)  # noqa: S311
    around = {site: [" ".join(said(rng, 40)) for _ in range(5)] for site in "ab"}
    dispatch = said(rng)

    def page(ident: str, site: str, text: list[str]) -> tuple[RawArticle, str]:
        return raw(ident, site), "\n".join([around[site][0], " ".join(text), *around[site][1:]])

    corpus = [page(f"{site}{at}", site, said(rng)) for site in "ab" for at in range(12)]
    corpus += [page("x", "a", dispatch), page("y", "b", edited(dispatch, rng, 0.03))]
    facts = facts_of(corpus)

    assert {copy: near.original for copy, near in facts.near.items()} == {"y": "x"}


def test_what_has_the_same_words_and_other_figures_is_no_copy() -> None:
    def report(day: int) -> str:
        return " ".join(
            f"La station de la place {name} a relevé {day * 7 + at} degrés à midi, un peu moins que la veille."
            for at, name in enumerate(("haute", "basse", "neuve", "vieille", "ronde"), start=10)
        )

    corrected = report(1).replace("11 degrés".replace("11", str(18)), "18,5 degrés")
    facts = facts_of([(raw("a"), report(1)), (raw("b"), report(9)), (raw("c"), corrected)])

    assert {copy: near.original for copy, near in facts.near.items()} == {"c": "a"}


@pytest.mark.parametrize(
    ("names", "expected"), [("abc", {"b": "a"}), ("cba", {"b": "c"}), ("bca", {"c": "b"})]
)
def test_of_a_chain_the_ends_stay_in_the_order_of_their_dates(names: str, expected: dict[str, str]) -> None:
    text = [f"w{at}" for at in range(300)]
    steps = [" ".join(text[at : at + 200]) for at in (0, 50, 100)]
    facts = facts_of(
        [(raw(name, day=day), step) for day, (name, step) in enumerate(zip(names, steps, strict=True), 1)]
    )

    assert {copy: near.original for copy, near in facts.near.items()} == expected


def test_an_article_is_compared_with_few_of_many_that_are_like_it() -> None:
    rng = random.Random(9)  # noqa: S311
    text = said(rng, 300)
    texts = [" ".join(edited(text, rng, 0.04)) for _ in range(60)]
    known = know([signature([raw(f"{at:02d}") for at in range(60)], texts)])
    pairs = candidates(known.corpus, known.left, known.right, known.facts, 500)
    compared = Counter(later for _, later in pairs)

    assert len(known.left) > 6 * 60
    assert max(compared.values()) <= BEST + 1
    assert set(compared) == set(range(1, 60))
    assert len({(later, earlier) for earlier, later in pairs if earlier == 0}) == 59


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/New_York"])
def test_when_an_article_was_published_does_not_depend_on_the_zone(
    zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        told = [
            "1970-01-02",
            "1970-01-02T00:00:00",
            "1970-01-02T00:00:00Z",
            "1970-01-02T02:00:00+02:00",
            "1970",
            None,
        ]
        assert [moment(one) for one in told] == [86_400] * 4 + [UNKNOWN] * 2
    finally:
        monkeypatch.undo()
        time.tzset()


def test_pages_of_one_form_are_few_pairs_and_their_copies_are_found() -> None:
    rng = random.Random(5)  # noqa: S311
    form = [" ".join(said(rng, 30)) for _ in range(8)]
    texts = ["\n".join([*form, " ".join(said(rng, 60))]) for _ in range(1500)]
    texts += [f"{texts[at]} encore" for at in range(0, 1500, 100)]
    articles = [
        (raw(f"{at:04d}"), text) for at, text in enumerate(texts)
    ]  # of no known site: the form stays in
    known = know([signature([one for one, _ in articles], texts)])
    pairs = candidates(known.corpus, known.left, known.right, known.facts, 900)

    assert len(known.left) < 20 * len(texts)
    assert len(pairs) <= 5 * len(texts)
    found = set(pairs)
    assert all((at, 1500 + at // 100) in found for at in range(0, 1500, 100))


def test_a_corpus_of_nothing_is_known() -> None:
    known: Known = know([])

    assert with_near_copies(known, 500, lambda pairs: []).near == {}
    assert facts_of([(raw("a"), ""), (raw("b"), ""), (raw("c"), "un")]).near == {}
