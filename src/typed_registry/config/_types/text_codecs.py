"""What a file holds as a word, though it is no text: dates, durations, sizes and paths."""

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
    """How values of a type are written as text."""

    decode: Callable[[str], object]
    """The value that a text stands for; None when it stands for none."""
    native: type
    """The class of the values themselves, which TOML and the program may give."""
    examples: tuple[str, ...] = ()


_PATHS = (pathlib.Path, pathlib.PurePath, pathlib.PurePosixPath, pathlib.PureWindowsPath)

TEXT_CODECS: Final[dict[object, TextCodec]] = {
    datetime: TextCodec(read_datetime, datetime, ("2026-11-23T09:30:00", "2026-11-23T09:30:00+01:00")),
    date: TextCodec(read_date, date, ("2026-11-23",)),
    time: TextCodec(read_time, time, ("09:30:00",)),
    timedelta: TextCodec(read_duration, timedelta, ("1h30m", "PT1H30M")),
    Size: TextCodec(read_size, int, ("512MiB", "2GB")),
    **{kind: TextCodec(kind, type(kind())) for kind in _PATHS},
}
"""By type."""


def encode(value: object) -> str | None:
    """A value of one of these types as the text that stands for it; None for values of other types."""
    if isinstance(value, pathlib.PurePath):
        return value.as_posix()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return show_duration(value) if isinstance(value, timedelta) else None
