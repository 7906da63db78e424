"""Quality figures: computed by hand and by a slower way, asked for or absent, and read back by others."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.app.context import stop_words
from corpuskit.packaging.columns import COLUMNS, QUALITY
from corpuskit.packaging.quality import figures
from tests import articles
from tests.corpus import BODY, run, write
from tests.test_package import digest_of, load, rows_of

LANGUAGES = ("de", "el", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv")
NAMES = [column.name for column in QUALITY]
VERSE = """\
- Le lavoir rouvre…

Le lavoir est rouvert. # Valmore
Le lavoir est rouvert. # Valmore
• 12 345 !

Le lavoir est rouvert. # Valmore
Le lavoir est rouvert. # Valmore
• 12 345 !
"""


def test_figures_by_hand() -> None:
    found = figures(VERSE, "fr-CA", stop_words())
    words, chars = 36, 138
    assert len(VERSE.split()) == words
    assert len("".join(VERSE.split())) == chars
    assert list(found) == NAMES
    assert {name: found[name] for name in NAMES[:12]} == {
        "quality_words": words,
        "quality_word_length": 1000 * chars // words,
        "quality_alphabetic_words": 1000 * 23 // words,
        "quality_stop_words": 1000 * 9 // 23,  # le and est
        "quality_hashes": 1000 * 4 // words,
        "quality_ellipses": 1000 * 1 // words,
        "quality_bullet_lines": 1000 * 3 // 7,
        "quality_ellipsis_lines": 1000 * 1 // 7,
        "quality_duplicate_lines": 1000 * 4 // 7,
        "quality_duplicate_line_chars": 1000 * (3 * 32 + 10) // (19 + 4 * 32 + 2 * 10),
        "quality_duplicate_paragraphs": 1000 * 1 // 3,
        "quality_duplicate_paragraph_chars": 1000 * 76 // (19 + 2 * 76),
    }
    assert found["quality_top_2gram"] == 1000 * 5 * len("Lelavoir") // chars


def test_of_equal_ngrams_the_longest_counts_and_one_that_occurs_once_is_none() -> None:
    assert figures("a b a b ccc ddd ccc ddd", None, {})["quality_top_2gram"] == 1000 * 2 * 6 // 16
    assert figures("un deux trois quatre cinq", None, {})["quality_top_2gram"] == 0
    assert figures("a a a a a a a a a a a", None, {})["quality_top_4gram"] == 1000


def test_a_language_without_a_list_has_no_share_of_stop_words() -> None:
    assert figures("Trh je otevřen.", "cs", stop_words())["quality_stop_words"] is None
    assert figures("Le marché.", None, stop_words())["quality_stop_words"] is None
    assert figures("L’ÉTÉ n'est qu'à vélo", "fr", stop_words())["quality_stop_words"] == 1000 * 6 // 7
    assert figures("12 345", "fr", stop_words())["quality_stop_words"] is None


def test_where_no_blanks_part_words_a_character_is_one() -> None:
    found = figures("市场 open 开门。\n", "zh", {})
    assert found["quality_words"] == 6  # 市 场 open 开 门 。
    assert found["quality_word_length"] == 1000 * 9 // 6


def test_of_a_text_without_a_word_nothing_is_measured() -> None:
    found = figures(" \n\n", "fr", stop_words())
    assert found.pop("quality_words") == 0
    assert set(found.values()) == {None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_are_short_words_in_lower_case(language: str) -> None:
    text = json.loads(
        (Path(__file__).parents[1] / "src/corpuskit/data/stopwords.json").read_text(encoding="utf-8")
    )
    words = text[language].split()
    assert 40 <= len(words) <= 80
    assert words == sorted(set(words))
    assert all(word.isalpha() and word == word.lower() and len(word) < 9 for word in words)
    assert sorted(text) == list(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", articles.FRENCH), ("ru", articles.RUSSIAN), ("pl", articles.POLISH), ("el", articles.GREEK)],
)
def test_prose_has_more_stop_words_of_its_language_than_of_others(language: str, text: str) -> None:
    shares = {each: figures(text, each, stop_words())["quality_stop_words"] for each in LANGUAGES}
    assert max(shares, key=lambda each: shares[each] or 0) == language
    assert (shares[language] or 0) > 100


def slowly(words: list[str]) -> dict[str, int]:
    """The shares of repeated n-grams, straight from their definition."""
    whole, found = sum(map(len, words)), {}
    for n in range(2, 11):
        grams = [tuple(words[at : at + n]) for at in range(len(words) - n + 1)]
        if n < 5:
            counts = Counter(grams)
            most = max(counts.values(), default=0)
            best = max((sum(map(len, gram)) for gram in counts if counts[gram] == most), default=0)
            found[f"quality_top_{n}gram"] = 1000 * min(whole, most * best if most > 1 else 0) // whole
        else:
            again = {at + i for at, gram in enumerate(grams) if gram in grams[:at] for i in range(n)}
            found[f"quality_duplicate_{n}grams"] = 1000 * sum(len(words[at]) for at in again) // whole
    return found


@given(st.lists(st.sampled_from(["un", "deux", "trois", "x"]), min_size=1, max_size=40))
@settings(max_examples=150)
def test_ngrams_are_those_of_the_definition(words: list[str]) -> None:
    assert figures(" ".join(words), None, {}).items() >= slowly(words).items()


@given(st.text(max_size=80))
def test_any_text_has_figures_in_range(text: str) -> None:
    found = figures(text, "fr", stop_words())
    assert list(found) == NAMES
    for name, value in found.items():
        assert value is None or value >= 0
        if name not in ("quality_words", "quality_word_length", "quality_hashes", "quality_ellipses"):
            assert value is None or value <= 1000


def test_a_package_has_them_where_the_settings_ask(tmp_path: Path) -> None:
    write(
        tmp_path, {"a.txt": BODY, "b.txt": articles.FRENCH, "c.txt": articles.JAPANESE}, c={"language": "ja"}
    )
    plain = run("package", tmp_path, "--name", "plain")
    assert set(pq.read_schema(next((tmp_path / "dist/plain/data").glob("train-*"))).names) == {
        c.name for c in COLUMNS
    }
    (tmp_path / "corpuskit.toml").write_text("[package]\nquality = true\n", encoding="utf-8")
    asked = run("package", tmp_path, "--name", "asked")
    assert asked.returncode == 0, asked.stderr

    rows, before = rows_of(tmp_path / "dist/asked"), rows_of(tmp_path / "dist/plain")
    assert [{name: row[name] for name in NAMES} for row in rows] == [
        figures(row["text"], row["language"], stop_words()) for row in rows
    ]
    assert [{name: row[name] for name in row if name not in NAMES} for row in rows] == before
    assert [row["quality_stop_words"] is None for row in rows] == [False, False, True]

    card = (tmp_path / "dist/asked/README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` | int64 |" in card for name in NAMES)
    assert digest_of(asked.stdout) != digest_of(plain.stdout)
    assert '"quality": true' in (tmp_path / "dist/asked/manifest.json").read_text(encoding="utf-8")
    assert '"quality"' not in (tmp_path / "dist/plain/manifest.json").read_text(encoding="utf-8")
    verified = run(
        "verify", tmp_path / "dist/asked", "--against", tmp_path, "--digest", digest_of(asked.stdout)
    )
    assert verified.returncode == 0, verified.stdout
    load(tmp_path / "dist/asked", tmp_path / "cache")


def test_the_figures_do_not_depend_on_workers(tmp_path: Path) -> None:
    write(tmp_path, {f"{name}.txt": text for name, text in vars(articles).items() if name.isupper()})
    (tmp_path / "corpuskit.toml").write_text("[package]\nquality = true\n", encoding="utf-8")
    digests = {
        digest_of(run("package", tmp_path, *workers, env={"PYTHONHASHSEED": seed}).stdout)
        for workers, seed in (((), "0"), (("--workers", "2", "--engine", "processes"), "7"))
    }
    assert len(digests) == 1


def test_a_schema_cannot_take_their_names(tmp_path: Path) -> None:
    schema = json.loads(
        (Path(__file__).parents[1] / "schema/article.schema.json").read_text(encoding="utf-8")
    )
    schema["properties"]["quality_words"] = {"type": "integer"}
    write(tmp_path, {"a.txt": BODY})
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema/article.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    result = run("package", tmp_path)
    assert result.returncode == 2
    assert "quality_words" in result.stderr
