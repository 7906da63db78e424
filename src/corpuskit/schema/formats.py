"""The formats a schema may ask for, as small checkers of our own: str -> bool, each pure and bounded in time.

`jsonschema[format]` knows more of them and costs two seconds of import; and none of its formats is a language tag, an
SPDX expression or "a date or a date-time". A format that is not in FORMATS is refused when the schema is loaded.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

_LONGEST = 1000  # characters of a tag or a licence expression; real ones stay under 100

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)


def is_date(value: str) -> bool:
    """RFC 3339, section 5.6, full-date; years from 0001, since no timestamp type knows the year 0.

    >>> is_date("2024-02-29"), is_date("2023-02-29"), is_date("20240229")
    (True, False, False)
    """
    return _DATE.fullmatch(value) is not None and _day(value) is not None


def is_date_time(value: str) -> bool:
    """RFC 3339, section 5.6, date-time: with seconds and with an offset, and still within the years 1 to 9999 in UTC.

    >>> is_date_time("2024-11-13T08:30:00+01:00"), is_date_time("2024-11-13T08:30:00"), is_date_time("2024-11-13T08:30Z")
    (True, False, False)
    """
    match = _DATE_TIME.fullmatch(value)
    if match is None:
        return False
    date, hour, minute, second, offset = match.groups()
    day = _day(date)
    if day is None:
        return False
    if second != "60" and 1 < day.year < 9999:
        return True
    try:
        moment = dt.datetime.combine(day, dt.time(int(hour), int(minute)), dt.UTC) - _offset(offset)
    except OverflowError:
        return False
    return second != "60" or moment.minute == 59


def is_date_or_date_time(value: str) -> bool:
    """A date, or a date-time, as in RFC 3339.

    >>> is_date_or_date_time("2024-11-13"), is_date_or_date_time("2024-11-13T08:30:00Z"), is_date_or_date_time("2024")
    (True, True, False)
    """
    return is_date(value) if len(value) == len("2024-11-13") else is_date_time(value)


def _day(value: str) -> dt.date | None:
    try:
        return dt.date(int(value[:4]), int(value[5:7]), int(value[8:10]))
    except ValueError:
        return None


def _offset(value: str) -> dt.timedelta:
    if value in "Zz":
        return dt.timedelta()
    size = dt.timedelta(hours=int(value[1:3]), minutes=int(value[4:6]))
    return size if value[0] == "+" else -size


# RFC 3987 for what may stand in an IRI, but no blank of any kind and no bidirectional control (its section 4.1), and
# with square brackets in query and fragment, where real addresses have them.
_BARRED = r"\s\x00-\x1f\x7f-\x9f\"<>\\^`{|}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\uffff"
_HOST = re.compile(
    r"https?://(?:[^@/?#]*@)?(\[[^\]/?#]*\]|[^/?#:@\[\]]+)(?::(\d{0,5}))?(?=[/?#]|\Z)", re.IGNORECASE
)
_LETTERS = re.compile(rf"(?:[^%{_BARRED}]|%[0-9A-Fa-f]{{2}})*+")
_NUMERIC = re.compile(r"\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]")


def is_http_iri(value: str) -> bool:
    """RFC 3987: an absolute http or https IRI with a host, and without blanks, controls or quotes.

    >>> is_http_iri("https://example.org/à-la-une?p[]=1"), is_http_iri("example.org"), is_http_iri("http:///x")
    (True, False, False)
    """
    match = _HOST.match(value)
    if match is None or _LETTERS.fullmatch(value) is None:
        return False
    host, port = match.groups()
    if host.startswith("[") and not _NUMERIC.fullmatch(host):
        return False
    path = re.split(r"[?#]", value[match.end() :], maxsplit=1)[0]
    return "[" not in path and "]" not in path and int(port or 0) <= 65_535


def host_of(url: object) -> str | None:
    """The host of an http address in lower case without a leading "www.", None where there is none.

    >>> host_of("https://WWW.Example.org:8080/a"), host_of("ftp://example.org"), host_of(None)
    ('example.org', None, None)
    """
    match = _HOST.match(url) if isinstance(url, str) else None
    if match is None:
        return None
    return match[1].lower().rstrip(".").removeprefix("www.") or None


# RFC 5646, section 2.1: langtag, privateuse, and the grandfathered tags that no rule of the grammar covers.
_BCP47 = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:be-fr|be-nl|ch-de)",
    re.IGNORECASE | re.ASCII,
)


def is_bcp47(value: str) -> bool:
    """A well-formed language tag of BCP 47 (RFC 5646, section 2.2.9); whether its parts are registered is not asked.

    >>> is_bcp47("pt-BR"), is_bcp47("und"), is_bcp47("zh-Hant-TW"), is_bcp47("x-patois"), is_bcp47("fr_FR"), is_bcp47("")
    (True, True, True, True, False, False)
    """
    return len(value) <= _LONGEST and _is_tag(value)


@lru_cache(maxsize=1024)  # of short values only: a thousand long ones would be a gigabyte
def _is_tag(value: str) -> bool:
    return _BCP47.fullmatch(value) is not None


def is_spdx(value: str) -> bool:
    """A licence expression of SPDX 3, Annex B, a LicenseRef among its parts too; or NOASSERTION for "nobody has said".

    >>> is_spdx("CC-BY-4.0"), is_spdx("LicenseRef-press-release"), is_spdx("NOASSERTION"), is_spdx("free")
    (True, True, True, False)
    """
    return len(value) <= _LONGEST and _is_expression(value)


@lru_cache(maxsize=1024)
def _is_expression(value: str) -> bool:
    if value == "NOASSERTION":
        return True
    if not value.isascii() or not value.isprintable() or value != value.strip():
        return False
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        canonicalize_license_expression(value)
    except (
        InvalidLicenseExpression,
        RecursionError,
        MemoryError,
    ):  # it has Python's parser read the parentheses
        return False
    return True


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "bcp47": is_bcp47,
    "date": is_date,
    "date-or-date-time": is_date_or_date_time,
    "date-time": is_date_time,
    "http-iri": is_http_iri,
    "spdx": is_spdx,
}

ALLOWED: Mapping[str, str] = {
    "bcp47": 'a language tag as in BCP 47, such as "fr", "pt-BR", or "und" where it is not known',
    "date": 'a date as in RFC 3339, such as "2024-11-13"',
    "date-or-date-time": 'a date or a date-time as in RFC 3339, such as "2024-11-13" or "2024-11-13T08:30:00+01:00"',
    "date-time": 'a date-time as in RFC 3339, such as "2024-11-13T08:30:00+01:00"',
    "http-iri": "an absolute http or https address with a host and no blanks",
    "spdx": 'an SPDX licence expression such as "CC-BY-4.0", a LicenseRef-…, or NOASSERTION',
}
