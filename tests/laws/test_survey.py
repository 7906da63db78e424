"""The laws of the survey: blind to order, counting articles and not occurrences, not taught by copies."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.cleaning.lines import Draft, lines_in, site_keys
from corpuskit.model.articles import Address, RawArticle
from corpuskit.model.facts import CorpusFacts, Repeated
from corpuskit.survey import signature, survey
from corpuskit.text import hash64

LINES = [
    f"Ligne {i} : {word}"
    for i, word in enumerate(["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"])
]
CORPORA = st.lists(
    st.tuples(st.sampled_from(["", "a", "b"]), st.lists(st.sampled_from(LINES), max_size=8)), max_size=8
)


def raw(ident: str, site: str) -> RawArticle:
    return RawArticle(ident, b"", "text/plain", None, Address(ident, 0, 0), "", site)


def surveyed(articles: list[tuple[str, str, str]], cuts: int = 1) -> CorpusFacts:
    parts = [articles[i::cuts] for i in range(cuts)]
    return survey(
        signature([raw(i, site) for i, site, _ in part], [text for *_, text in part]) for part in parts
    )


def band(facts: CorpusFacts, line: str, site: str | None = None) -> int:
    if site is None:
        return _look_up(facts.corpus_lines, int(lines_in([Draft(line)]).hashes[0]))
    lines = lines_in([Draft(line, site=site)])
    return _look_up(facts.site_lines, int(site_keys(lines.hashes, [site], lines.drafts)[0]))


def _look_up(table: Repeated, key: int) -> int:
    keys = np.frombuffer(table.keys, "<u8").tolist()
    return table.bands[keys.index(key)] if key in keys else 0


def unique(seed: int, n: int = 8) -> list[str]:
    rng = random.Random(seed)  # noqa: S311
    return [
        " ".join(rng.choice("abcdefgh") * rng.randint(3, 9) + str(rng.random())[2:9] for _ in range(20))
        for _ in range(n)
    ]


@given(CORPORA, st.randoms(use_true_random=False), st.integers(1, 3))
def test_order_and_shards_change_nothing(corpus, rng: random.Random, cuts: int) -> None:
    articles = [(f"id{i}", site, "\n".join(lines)) for i, (site, lines) in enumerate(corpus)]
    shuffled = rng.sample(articles, len(articles))

    assert surveyed(shuffled, cuts) == surveyed(articles)


def test_bands_count_articles_of_the_site() -> None:
    def corpus(n: int, repeated: int) -> CorpusFacts:
        texts = [unique(i) for i in range(n)]
        return surveyed(
            [
                (f"{i}", "s", "\n".join([*body, *(["Signé : la rédaction"] if i < repeated else [])]))
                for i, body in enumerate(texts)
            ]
        )

    assert [band(corpus(8, n), "Signé : la rédaction", "s") for n in (1, 2, 3, 4)] == [0, 1, 2, 3]
    assert band(corpus(8, 4), "Signé : la rédaction", "another") == 0


def test_a_refrain_in_one_article_is_no_repetition() -> None:
    facts = surveyed([("1", "s", "\n".join(["Refrain"] * 9 + unique(1))), ("2", "s", "\n".join(unique(2)))])

    assert band(facts, "Refrain", "s") == 0


def test_copies_and_near_copies_do_not_teach() -> None:
    body = unique(3)
    near = [*body[:-1], body[-1] + " autrement"]
    facts = surveyed(
        [
            ("1", "s", "\n".join(body)),
            ("2", "s", "\n".join(body)),
            ("3", "s", "\n".join(near)),
            ("4", "s", "\n".join(unique(9))),
        ]
    )

    assert [band(facts, line, "s") for line in body] == [0] * len(body)
    assert facts.copies == {"2": "1"}


def test_a_copy_is_one_of_text_not_of_bytes_and_names_the_smallest_id() -> None:
    facts = surveyed(
        [("c", "", "un\ndeux\n"), ("a", "", "un\ndeux"), ("b", "", "un\ndeux"), ("e", "", ""), ("f", "", "")]
    )

    assert facts.copies == {"b": "a", "c": "a"}


def test_in_the_corpus_only_edges_count() -> None:
    def article(i: int, line: str, at: int) -> tuple[str, str, str]:
        lines = unique(i, 14)
        lines[at] = line
        return f"{i}", "", "\n".join(lines)

    at_the_end = surveyed([article(i, "Tous droits réservés", 13) for i in range(3)])
    inside = surveyed([article(i, "Tous droits réservés", 7) for i in range(3)])
    long = "Une longue phrase qui se trouve, mot pour mot, à la fin de deux articles d'origine inconnue et dit qui écrit."
    twice = surveyed([article(i, long, 13) for i in range(2)])

    assert band(at_the_end, "Tous droits réservés") == 2
    assert band(inside, "Tous droits réservés") == 0
    assert band(twice, long) == 1


def test_many_versions_of_one_article_do_not_teach() -> None:
    body = unique(5, 9)
    versions = [
        (f"{i}", "s", "\n".join([*body[: i % 9], f"{body[i % 9]} {i}", *body[i % 9 + 1 :]]))
        for i in range(20)
    ]
    others = [(f"x{i}", "s", "\n".join([*unique(30 + i), "Signé : la rédaction"])) for i in range(3)]
    facts = surveyed(versions + others)

    assert [band(facts, line, "s") for line in body] == [0] * len(body)
    assert band(facts, "Signé : la rédaction", "s") > 0


def test_pages_of_one_template_are_no_versions_of_each_other() -> None:
    template = unique(7, 12)
    pages = [(f"{i}", "s", "\n".join([*template, *unique(50 + i, 3)])) for i in range(2)]
    more = [(f"{i}", "s", "\n".join([*template, *unique(50 + i, 3)])) for i in range(6)]
    elsewhere = [(f"x{i}", "s", "\n".join(unique(80 + i))) for i in range(20)]

    assert [band(surveyed(pages), line, "s") for line in template] == [1] * 12
    assert [band(surveyed(more), line, "s") for line in template] == [3] * 12
    assert [band(surveyed(more + elsewhere), line, "s") for line in template] == [2] * 12


def test_an_edition_with_more_in_it_is_a_version_and_so_is_one_with_words_changed() -> None:
    body = unique(8, 10)
    changed = [f"{line} encore" if at in (2, 5, 8) else line for at, line in enumerate(body)]
    facts = surveyed(
        [
            ("1", "s", "\n".join(body)),
            ("2", "s", "\n".join([*body, *unique(9, 4)])),
            ("3", "s", "\n".join(changed)),
        ]
    )

    assert [band(facts, line, "s") for line in body] == [0] * 10


def test_one_dispatch_on_several_sites_counts_as_one_whatever_stands_around_it() -> None:
    dispatch = unique(12, 5)
    around = {site: unique(seed, 12) for seed, site in enumerate("abc", start=20)}
    corpus = [
        (
            f"{site}{i}",
            site,
            "\n".join([*around[site], *(dispatch if i == 0 else unique(hash64(site) + i, 5))]),
        )
        for site in "abc"
        for i in range(8)
    ]

    assert [band(surveyed(corpus), line) for line in dispatch] == [0] * 5
    assert band(surveyed(corpus), around["a"][0], "a") == 3
