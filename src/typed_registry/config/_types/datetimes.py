"""Dates and times in ISO 8601, the same on every version of Python.

An offset from UTC is kept, and so is its absence. Nothing is filled in: no time for a date, no zone for a
time.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timezone

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_HOUR = "(?:[01][0-9]|2[0-3])"
_TIME = rf"(?P<clock>{_HOUR}:[0-9]{{2}}(?::[0-9]{{2}}(?P<fraction>\.[0-9]{{1,6}})?)?)"
_ZONE = rf"(?P<zone>Z|(?P<sign>[+-])(?P<offset>{_HOUR}:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{6}})?)?))?"
_DAY = re.compile(_DATE)
_CLOCK = re.compile(rf"{_TIME}{_ZONE}")
_MOMENT = re.compile(rf"(?P<day>{_DATE})[T ]{_TIME}{_ZONE}")


def read_date(text: str) -> date | None:
    """Return the date that a text is; None if it is none, or has a time too.

    >>> read_date("2026-11-23"), read_date("2026-11-23T09:30"), read_date("2026-02-30")
    (datetime.date(2026, 11, 23), None, None)
    """
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Return the time of day that a text is; None if it is none.

    >>> read_time("09:30"), read_time("25:00")
    (datetime.time(9, 30), None)
    """
    found = _CLOCK.fullmatch(text)
    try:
        return time.fromisoformat(_usual(found)).replace(tzinfo=_zone(found)) if found else None
    except ValueError:
        return None


def read_datetime(text: str) -> datetime | None:
    """Return the moment that a text is; None if it is none, or a date alone.

    >>> read_datetime("2026-11-23T09:30:00.5Z")
    datetime.datetime(2026, 11, 23, 9, 30, 0, 500000, tzinfo=datetime.timezone.utc)
    >>> read_datetime("2026-11-23 09:30")
    datetime.datetime(2026, 11, 23, 9, 30)
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    try:
        return datetime.fromisoformat(f"{found['day']}T{_usual(found)}").replace(tzinfo=_zone(found))
    except ValueError:
        return None


def _usual(found: re.Match[str]) -> str:
    """Return the time as Python 3.10 reads it too: with a fraction of six digits, if it has one."""
    clock, fraction = found["clock"], found["fraction"] or ""
    return clock + "0" * (7 - len(fraction) if fraction else 0)


def _zone(found: re.Match[str]) -> timezone | None:
    """Return the offset from UTC, read by itself: `fromisoformat` would lose one of less than a second."""
    if found["sign"] is None:
        return timezone.utc if found["zone"] else None
    offset = datetime.combine(date.min, time.fromisoformat(found["offset"])) - datetime.min  # noqa: DTZ901
    return timezone(-offset if found["sign"] == "-" else offset)
