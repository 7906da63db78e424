"""Dates and date-times of metadata as instants that can be compared."""

from __future__ import annotations

import datetime as dt
import re

_LEAP = re.compile(r"(T\d\d:\d\d):60")  # RFC 3339 knows leap seconds, Python does not

# A day without a time may be that of any place. It begins first at +14:00, on Kiritimati, and ends last at -10:00, on
# Hawaii; further west lie Samoa and a few islands (tz database, 2025). So two dates of one moment differ by a day at most.
_BEFORE = dt.timedelta(hours=14)
_AFTER = dt.timedelta(hours=24 + 10) - dt.timedelta.resolution


def moment(value: object) -> tuple[dt.datetime | None, str | None]:
    """An RFC 3339 date or date-time as an instant in UTC, and "day" or "second"; None twice where it is neither.

    >>> moment("2024-11-13")
    (datetime.datetime(2024, 11, 13, 0, 0, tzinfo=datetime.timezone.utc), 'day')
    >>> moment("2024-11-13T08:30:00+01:00")[0].hour
    7
    """
    if not isinstance(value, str):
        return None, None
    try:
        if len(value) == len("2024-11-13"):
            return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC), "day"
        return dt.datetime.fromisoformat(_LEAP.sub(r"\1:59", value.upper())).astimezone(dt.UTC), "second"
    except (ValueError, OverflowError):
        return None, None


def is_after(one: object, other: object) -> bool:
    """Whether one date or date-time is certainly later than another, whatever the place of a day without a time.

    >>> is_after("2024-11-13", "2024-11-13T00:30:00Z"), is_after("2024-11-14", "2024-11-13")
    (False, False)
    >>> is_after("2024-11-15", "2024-11-13"), is_after("2024-11-13T09:00:00+01:00", "2024-11-13T07:59:59Z")
    (True, True)
    """
    late, of_late = moment(one)
    early, of_early = moment(other)
    if late is None or early is None:
        return False
    room = (_BEFORE if of_late == "day" else dt.timedelta()) + (
        _AFTER if of_early == "day" else dt.timedelta()
    )
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
