"""Durations: `1h30m` as one says it, and `PT1H30M` as ISO 8601 writes it."""

from __future__ import annotations

import re
from datetime import timedelta

from typed_registry.config._types.sizes import NUMBER, whole

_MICROSECOND = timedelta(microseconds=1)
_UNITS = {"w": 604_800_000_000, "d": 86_400_000_000, "h": 3_600_000_000, "m": 60_000_000, "s": 1_000_000} | {
    "ms": 1000,
    "us": 1,
}


def _parts(*units: str) -> str:
    """Return a pattern for amounts of these units, each of which may be left out."""
    return "".join(rf"(?:(?P<{unit}>{NUMBER}){unit})?" for unit in units)


_SAID = re.compile(rf"(?P<sign>-)?(?=[0-9]){_parts(*_UNITS)}")
_ISO = re.compile(rf"(?P<sign>-)?p(?=[0-9t]){_parts('w', 'd')}(?:t(?=[0-9]){_parts('h', 'm', 's')})?")


def read_duration(text: str) -> timedelta | None:
    """Return the duration that a text stands for; None if it stands for no whole number of microseconds.

    Weeks, days and shorter units, from the longest to the shortest. Months and years have no fixed length.

    >>> read_duration("1h30m") == read_duration("PT1H30M") == read_duration("1.5h")
    True
    >>> read_duration("90"), read_duration("P1M")
    (None, None)
    """
    found = _SAID.fullmatch(text) or (_ISO.fullmatch(text.lower()) if text.isupper() else None)
    if found is None:
        return None
    numbers = {unit: number for unit, number in found.groupdict().items() if number and unit != "sign"}
    amounts = [whole(number, _UNITS[unit]) for unit, number in numbers.items()]
    known = [amount for amount in amounts if amount is not None]
    try:
        total = timedelta(microseconds=sum(known))
    except OverflowError:
        return None
    if len(known) < len(amounts):
        return None
    return -total if found["sign"] else total


def show_duration(duration: timedelta) -> str:
    """Return a duration in ISO 8601, as `read_duration` takes it.

    >>> from datetime import timedelta
    >>> show_duration(timedelta(days=1, hours=-2, milliseconds=500)), show_duration(timedelta(0))
    ('PT22H0.5S', 'PT0S')
    """
    total = microseconds(duration)
    days, rest = divmod(abs(total), _UNITS["d"])
    hours, rest = divmod(rest, _UNITS["h"])
    minutes, rest = divmod(rest, _UNITS["m"])
    seconds = f"{rest // 1_000_000}.{rest % 1_000_000:06}".rstrip("0").rstrip(".")
    date = f"{days}D" if days else ""
    parts = ((f"{hours}H", hours), (f"{minutes}M", minutes), (f"{seconds}S", rest or not total))
    clock = "".join(part for part, shown in parts if shown)
    return f"{'-' * (total < 0)}P{date}{'T' * bool(clock)}{clock}"


def say_duration(duration: timedelta) -> str:
    """Return a duration as one says it, as `read_duration` takes it too.

    >>> from datetime import timedelta
    >>> say_duration(timedelta(milliseconds=200)), say_duration(timedelta(hours=1, seconds=-1))
    ('200ms', '59m59s')
    """
    total = microseconds(duration)
    rest, parts = abs(total), ["-" * (total < 0)]
    for unit, size in _UNITS.items():
        amount, rest = divmod(rest, size)
        parts.append(f"{amount}{unit}" if amount else "")
    return "".join(parts) if total else "0s"


def microseconds(duration: timedelta) -> int:
    """Return a duration as a number, exactly."""
    return duration // _MICROSECOND
