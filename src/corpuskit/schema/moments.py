"""Dates and date-times of metadata as instants that can be compared."""

from __future__ import annotations

import datetime as dt
import re

_LEAP = re.compile(r"(T\d\d:\d\d):60")  # RFC 3339 knows leap seconds, Python does not

# A day without a time may be that of any place. It begins first at +14:00, on Kiritimati, and ends last at -10:00, on
# Hawaii; further west lie Samoa and a few islands (tz database, 2025). So two dates of one moment differ by a day at most.
_BEFORE = dt.timedelta(hours=14)
_NONE = dt.timedelta()
_AFTER = dt.timedelta(hours=24 + 10) - dt.timedelta.resolution


def moment(value: object) -> tuple[dt.datetime | None, str | None]:
    """An RFC 3339 date or date-time as an instant in UTC, and "day" or "second"; None twice where it is neither.

    >>> moment("2024-11-13")
    (datetime.datetime(2024, 11, 13, 0, 0, tzinfo=datetime.timezone.utc), 'day')
    >>> moment("2024-11-13T08:30:00+01:00")[0].hour
    7
    """
    found = _read(value)
    return (
        (None, None) if found is None else (found.astimezone(dt.UTC), "day" if _is_day(value) else "second")
    )


def _read(value: object) -> dt.datetime | None:
    """The moment in its own offset, a day as its midnight in UTC; None for a time without an offset: it could be any."""
    if not isinstance(value, str) or value[4:5] != "-" or value[7:8] != "-":
        return None
    try:
        if _is_day(value):
            return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
        if not value.endswith("Z"):
            value = value.upper()
        if ":60" in value:
            value = _LEAP.sub(r"\1:59", value)
        found = dt.datetime.fromisoformat(value)
        if found.tzinfo is None:
            return None
        return found if 1 < found.year < 9999 else found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def _is_day(value: object) -> bool:
    return isinstance(value, str) and len(value) == len("2024-11-13")


def is_after(one: object, other: object) -> bool:
    """Whether one date or date-time is certainly later than another, whatever the place of a day without a time.

    >>> is_after("2024-11-13", "2024-11-13T00:30:00Z"), is_after("2024-11-14", "2024-11-13")
    (False, False)
    >>> is_after("2024-11-15", "2024-11-13"), is_after("2024-11-13T09:00:00+01:00", "2024-11-13T07:59:59Z")
    (True, True)
    """
    late, early = _read(one), _read(other)
    if late is None or early is None or late <= early:
        return False
    room = (_BEFORE if _is_day(one) else _NONE) + (_AFTER if _is_day(other) else _NONE)
    return late - early > room


def is_past_day(value: object, day: str) -> bool:
    """Whether a date, or the day of a date-time both where it was written and in UTC, comes after this day.

    >>> is_past_day("2024-11-14", "2024-11-13"), is_past_day("2024-11-14T00:30:00+02:00", "2024-11-13")
    (True, False)
    """
    if not isinstance(value, str) or value[:10] <= day:
        return False
    instant, _ = moment(value)
    return instant is not None and instant.date().isoformat() > day
