"""Dates, hosts and licences: what their findings say, which rows they change, and where their knowledge comes from."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.app.package import build
from corpuskit.app.settings import Settings
from corpuskit.app.validate import validate
from corpuskit.model.articles import Address, RawArticle
from corpuskit.schema.formats import is_spdx
from corpuskit.schema.licences import DEPRECATED, deprecated_in, meant_by
from corpuskit.schema.moments import is_after, is_past_day, moment
from corpuskit.survey.publishers import FEW, OUTWEIGHS, SHARED, origins, site_of, strangers
from tests.corpus import BODY, write
from tests.test_allow import rows

# Dates.

DAYS = st.dates(dt.date(2023, 12, 28), dt.date(2024, 1, 4)).map(str)
MOMENTS = st.builds(
    lambda day, hour, hours: f"{day}T{hour:02}:15:00{hours:+03}:00",
    DAYS,
    st.integers(0, 23),
    st.integers(-10, 14),
)


@given(DAYS | MOMENTS, DAYS | MOMENTS, st.integers(-10, 14), st.integers(-10, 14))
def test_what_is_after_is_after_in_every_zone(one: str, other: str, here: int, there: int) -> None:
    """Whatever the zones and hours of days without a time may have been, `one` is the later of the two."""
    if not is_after(one, other):
        assert not (len(one) > 10 and len(other) > 10 and _at(one, here, 0) > _at(other, there, 0))
        return
    for hour in (0, 23):
        for second in (0, 23):
            assert _at(one, here, hour) > _at(other, there, second)
    assert not is_after(other, one)


def _at(value: str, zone: int, hour: int) -> dt.datetime:
    if len(value) > 10:
        return dt.datetime.fromisoformat(value)
    return dt.datetime.fromisoformat(f"{value}T{hour:02}:00:00").replace(
        tzinfo=dt.timezone(dt.timedelta(hours=zone))
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        5,
        "",
        "2024",
        "9999-99-99",
        "2024-11-13T",
        "2024-W46-3",
        "2024-11-13T08:30:00",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_what_is_no_date_is_not_after_anything(value: object) -> None:
    assert not is_after(value, "1990-01-01")
    assert not is_after("2990-01-01", value)
    assert not is_past_day(value, "1990-01-01")


def test_a_time_without_an_offset_is_no_moment_whatever_the_zone_of_the_machine() -> None:
    assert moment("2024-11-13T08:30:00") == (None, None)
    assert moment("2016-12-31T23:59:60z") == (dt.datetime(2016, 12, 31, 23, 59, 59, tzinfo=dt.UTC), "second")


def test_the_first_and_the_last_day_are_days() -> None:
    assert is_after("9999-12-31", "0001-01-01")
    assert not is_after("0001-01-01", "9999-12-31")


def test_the_day_of_the_settings_reaches_the_check_and_only_what_it_decides(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": BODY, "b.txt": BODY + "b\n"}, a={"published_at": "2024-05-13"})
    plain = replace(Settings(), max_refused=0.9)

    def made(as_of: str | None, **more: object) -> tuple[str, str, list[str]]:
        day = dt.date.fromisoformat(as_of) if as_of else None
        out = build(tmp_path, name="p", settings=replace(plain, as_of=day, **more))
        assert out.manifest is not None
        codes = [found["code"] for row in rows(out).values() for found in row["findings"]]
        return out.digest, out.manifest.pipeline, [code for code in codes if code == "MET103"]

    assert made(None)[2] == []
    assert made("2024-05-13")[2] == []
    assert made("2024-05-12")[2] == ["MET103"] * 3  # both dates of a, and when b was retrieved
    assert made("2024-05-12")[1] != made("2024-05-13")[1] != made(None)[1]
    deaf = {"ignore": ("MET103",)}
    assert made("2024-05-12", **deaf) == made("2031-01-01", **deaf) == made(None, **deaf)


# Hosts.


def article(ident: str, publisher: object, url: object) -> RawArticle:
    return RawArticle(
        ident, b"", "text/plain", {"publisher": publisher, "url": url}, Address(ident, 0, 0), ""
    )


def found(articles: list[RawArticle], cuts: int = 1) -> dict[str, str]:
    parts = [articles[at::cuts] for at in range(cuts)]
    return strangers([raw.id for part in parts for raw in part], [origins(part) for part in parts])


HOSTS = st.sampled_from(["a.example", "www.a.example", "b.example", "c.co.uk", "d.co.uk", "m.c.co.uk"])


@given(
    st.lists(
        st.tuples(st.sampled_from(["P", "p ", "Q", None, 5, " "]), HOSTS, st.integers(1, 25)), max_size=8
    ),
    st.randoms(use_true_random=False),
    st.integers(1, 3),
)
def test_strangers_do_not_depend_on_order_or_shards(groups: list, rng: random.Random, cuts: int) -> None:
    articles = [
        article(f"{at}-{number}", publisher, f"https://{host}/{number}")
        for at, (publisher, host, count) in enumerate(groups)
        for number in range(count)
    ]
    answers = found(articles)
    assert found(rng.sample(articles, len(articles)), cuts) == answers
    assert list(answers) == sorted(answers)
    by_site: dict[tuple[str, str], int] = {}
    for raw in articles:
        key = (
            str((raw.metadata or {})["publisher"]).strip().casefold(),
            site_of(str((raw.metadata or {})["url"])[8:].split("/")[0]),
        )
        by_site[key] = by_site.get(key, 0) + 1
    for raw in articles:
        if raw.id in answers:
            name = str((raw.metadata or {})["publisher"]).strip().casefold()
            here = site_of(str((raw.metadata or {})["url"])[8:].split("/")[0].removeprefix("www."))
            assert by_site[name, here] <= FEW
            assert by_site[name, answers[raw.id]] >= OUTWEIGHS * by_site[name, here]
            assert (
                len([1 for _, site in by_site if site == here]) < SHARED + 3
            )  # None, 5 and blank are no publishers


def test_a_site_of_three_publishers_is_nobody_s() -> None:
    home = [article(f"{i}", "P", f"https://a.example/{i}") for i in range(20)]
    both = [*home, article("x", "P", "https://z.example/"), article("y", "Q", "https://z.example/")]
    assert found(both) == {"x": "a.example"}
    assert found([*both, article("z", "R", "https://z.example/")]) == {}
    # Nor is it the usual one: on an aggregator the publisher's own site looks like the odd one out.
    others = [article("q", "Q", "https://a.example/q"), article("r", "R", "https://a.example/r")]
    assert found([*home, *others, article("x", "P", "https://p.example/")]) == {}


def test_the_largest_site_is_the_usual_one_and_of_two_the_first_by_name() -> None:
    home = [article(f"{i}", "P", f"https://{'ba'[i % 2]}.example/{i}") for i in range(80)]
    assert found([*home, article("x", "P", "https://z.example/")]) == {"x": "a.example"}
    assert found(
        [*home, article("y", "P", "https://b.example/"), article("x", "P", "https://z.example/")]
    ) == {"x": "b.example"}


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("example.org", "example.org"),
        ("www2.regions.example.org", "example.org"),
        ("m.vg.no", "vg.no"),
        ("a.b.co.uk", "b.co.uk"),
        ("co.uk", "co.uk"),
        ("news.b.com.br", "b.com.br"),
        ("a.com.example", "com.example"),
        ("magazin.web.de", "web.de"),
        ("192.0.2.7", "192.0.2.7"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("localhost", "localhost"),
    ],
)
def test_the_site_of_a_host(host: str, site: str) -> None:
    assert site_of(host) == site


def test_one_stranger_changes_no_other_row(tmp_path: Path) -> None:
    texts = {f"{i:02}.txt": f"{BODY}\nNuméro {i}\n" for i in range(41)}
    write(tmp_path, texts)
    before = rows(build(tmp_path, name="p", settings=Settings()))
    write(tmp_path, texts, **{"07": {"url": "https://miroir.example/7"}})
    after = rows(build(tmp_path, name="p", settings=Settings()))
    [told] = [f for f in validate(tmp_path, settings=Settings()).findings or () if f.code == "PRV105"]

    assert [ident for ident in after if after[ident]["facts"] != before[ident]["facts"]] == ["07"]
    assert told.article == "07"
    assert told.data == {"usual_site": "journal.example"}
    assert '"miroir.example"' in told.message
    assert "40" not in told.message  # a count would change with every article more


# Licences.


def test_the_deprecated_identifiers_are_those_of_the_list_we_have() -> None:
    spdx = pytest.importorskip("packaging.licenses._spdx", reason="packaging keeps its list elsewhere now")
    theirs = {
        each["id"] for each in (*spdx.LICENSES.values(), *spdx.EXCEPTIONS.values()) if each["deprecated"]
    }
    ours = {name for name in DEPRECATED if not name.endswith("+")}
    assert {name for name in theirs if not name.endswith("+")} == ours


def test_every_successor_is_an_expression_that_is_in_use() -> None:
    for name, successors in DEPRECATED.items():
        for successor in successors:
            whole = f"LGPL-2.1-only WITH {successor}" if name == "Nokia-Qt-exception-1.1" else successor
            assert is_spdx(whole)
            assert deprecated_in(whole) == ()


@given(
    st.text(max_size=30)
    | st.sampled_from(sorted(DEPRECATED)).flatmap(
        lambda name: st.sampled_from([name.lower(), f"({name})", f"{name} AND MIT"])
    )
)
def test_any_text_may_be_asked(value: str) -> None:
    assert all(name in DEPRECATED for name in deprecated_in(value))
    meant = meant_by(value)
    assert meant is None or is_spdx(meant)
