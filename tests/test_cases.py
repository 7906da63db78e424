"""Each code does what its page says: fires on its Example, is silent on its Instead, and on cases of both kinds."""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from corpuskit.rules import codes
from tests.casebook import HEADINGS, Block, Case, block, cases, codes_found, codes_from_commands, sections

# What no example can show. Each is tested where it is met.
NOT_SHOWN = (
    ("BUG001", "a failure of corpuskit itself: who knew of one would repair it"),
    ("SRC005", "a file must change between two reads of one run; the tests of the sources change it in time"),
)
SECTIONS = [(code, name) for code in codes() for name in ("Example", "Instead")]


def _block(code: str, name: str) -> Block:
    return block(sections(codes()[code].page)[name])


def _in(language: str) -> list[tuple[str, str]]:
    return [(code, name) for code, name in SECTIONS if _block(code, name).language == language]


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.code} {case.name}")
def test_case(case: Case) -> None:
    assert (case.code in codes_found(case.table)) == case.fires


@pytest.mark.parametrize("code", codes())
def test_page_has_all_headings_in_order_and_text_under_each(code: str) -> None:
    found = sections(codes()[code].page)
    assert tuple(found) == HEADINGS
    assert all(text.strip() for text in found.values())


@pytest.mark.parametrize(("code", "name"), _in("toml"))
def test_page_in_toml(code: str, name: str) -> None:
    table = tomllib.loads(_block(code, name).body)
    assert (code in codes_found(table)) == (name == "Example")


@pytest.fixture(scope="session")
def commanded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[tuple[str, str], Future[set[str]]]]:
    """What the commands of each wanted page bring up; they are run beside each other, since each waits for programs."""
    wanted = [
        (item.callspec.params["code"], item.callspec.params["name"])
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.originalname == "test_page_in_sh"
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {
            (code, name): pool.submit(
                codes_from_commands, _block(code, name).body, tmp_path_factory.mktemp(code + name)
            )
            for code, name in wanted
        }


@pytest.mark.parametrize(("code", "name"), _in("sh"))
def test_page_in_sh(code: str, name: str, commanded: dict[tuple[str, str], Future[set[str]]]) -> None:
    assert (code in commanded[code, name].result()) == (name == "Example")


def test_every_page_is_shown_or_says_why_not() -> None:
    shown = {*_in("toml"), *_in("sh")}
    missing = {code for code, name in SECTIONS if (code, name) not in shown}
    assert missing == {code for code, _ in NOT_SHOWN}


def test_every_code_of_an_article_has_as_many_cases_that_are_silent_as_that_fire() -> None:
    fires = Counter(case.code for case in cases() if case.fires)
    silent = Counter(case.code for case in cases() if not case.fires)
    for code in sorted({code for code, _ in _in("toml")} | set(fires) | set(silent)):
        assert code in codes(), f"tests/cases/{code}.toml is about a code that no rule declares"
        assert fires[code] >= 1, f"tests/cases/{code}.toml has no [[fires]]"
        assert silent[code] == fires[code], (
            f"tests/cases/{code}.toml: {fires[code]} fire, {silent[code]} are silent"
        )


def test_no_two_cases_of_a_code_have_one_name() -> None:
    names = Counter((case.code, case.name) for case in cases())
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"text": "a", "bytes": "61"},
        {"text": "a", "txt": "b"},
        {"text": "a", "corpus": ["b"], "sites": ["c"]},
    ],
    ids=["neither text nor bytes", "both", "an unknown key", "a site too few"],
)
def test_a_wrong_case_is_an_error_not_a_silence(table: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"a case|`sites`"):
        codes_found(table)


@pytest.mark.parametrize("page", ["## Example\n\ntext\n", "## Example\n```toml\na\n```\n\n```toml\nb\n```\n"])
def test_a_section_without_its_one_block_is_an_error(page: str) -> None:
    with pytest.raises(ValueError, match="fenced blocks"):
        block(sections(page)["Example"])
