"""Values that a file writes as text: dates, durations, sizes and paths."""

from __future__ import annotations

import pathlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

from attrs import frozen

from typed_registry.config._types.datetimes import read_date, read_datetime, read_time
from typed_registry.config._types.durations import read_duration, show_duration
from typed_registry.config._types.sizes import Size, read_size


@frozen
class TextCodec:
    """The text form of the values of a type."""

    decode: Callable[[str], object]
    """Returns the value of a text; None if it has none."""
    native: type
    """The class of the values themselves, which TOML and the program may give."""
    examples: tuple[str, ...] = ()
    pattern: str | None = None
    """The text's form, as an expression that Python, ECMAScript and Rust read alike; None for any text."""


_PATHS = (pathlib.Path, pathlib.PurePath, pathlib.PurePosixPath, pathlib.PureWindowsPath)

_NUMBER = r"[0-9]{1,18}(\.[0-9]{1,18})?"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_ZONE = r"(Z|[-+][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{6})?)?)?"


def _amounts(*units: str) -> str:
    return "".join(f"({_NUMBER}{unit})?" for unit in units)


_SAID = f"(?=[0-9]){_amounts('w', 'd', 'h', 'm', 's', 'ms', 'us')}"
_ISO = f"P(?=[0-9T]){_amounts('W', 'D')}(T(?=[0-9]){_amounts('H', 'M', 'S')})?"

TEXT_CODECS: Final[dict[object, TextCodec]] = {
    datetime: TextCodec(
        read_datetime,
        datetime,
        ("2026-11-23T09:30:00", "2026-11-23T09:30:00+01:00"),
        f"{_DATE}[T ]{_CLOCK}{_ZONE}",
    ),
    date: TextCodec(read_date, date, ("2026-11-23",), _DATE),
    time: TextCodec(read_time, time, ("09:30:00",), f"{_CLOCK}{_ZONE}"),
    timedelta: TextCodec(read_duration, timedelta, ("1h30m", "PT1H30M"), f"-?({_SAID}|{_ISO})"),
    Size: TextCodec(read_size, int, ("512MiB", "2GB"), rf"{_NUMBER} ?(B|[kMGTP]B|[KMGTP]iB)"),
    **{kind: TextCodec(kind, type(kind())) for kind in _PATHS},
}
"""By type."""


def encode(value: object) -> str | None:
    """Return the text of a value of one of these types; None for values of other types."""
    if isinstance(value, pathlib.PurePath):
        return value.as_posix()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return show_duration(value) if isinstance(value, timedelta) else None
