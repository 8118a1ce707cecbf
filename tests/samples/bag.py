"""A config that takes anything, for tests of what a file's text stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from attrs import frozen

from typed_registry.config import load
from typed_registry.config._document.locations import Location
from typed_registry.config._formats.read import read
from typed_registry.errors import ConfigError, Fault, Origin, WrittenTwice, show_path


@frozen
class Bag:
    """Whatever the file holds under `v`."""

    v: object = None


Places = Mapping[tuple[str | int, ...], tuple[int | None, int | None]]


def value(file: Path) -> object:
    """What the file holds under `v`."""
    return load(Bag, file).v


def places(file: Path) -> tuple[Places, Places]:
    """The line and column of every key, and of every value but the whole, by path."""
    locations = [each for each in _inside(read(file).location) if each.path]
    keys = {each.path: (each.key_line, each.key_column) for each in locations if each.key_source}
    return keys, {each.path: (each.line, each.column) for each in locations}


def _inside(location: Location) -> Iterator[Location]:
    yield location
    for item in location.items.values():
        yield from _inside(item)


def facts(act: Callable[[], object]) -> list[str]:
    """The place, the path and the kind of each fault in the error that this raises, in one line each.

    For a key that is written twice, also the place of the first one.
    """
    with pytest.raises(ConfigError) as caught:
        act()
    return [_fact(each) for each in caught.value.faults]


def _fact(each: Fault) -> str:
    origin = each.origin
    path = show_path(each.origin.path if each.origin else each.path)
    first = (
        f"{each.problem.first.line}:{each.problem.first.column}"
        if isinstance(each.problem, WrittenTwice)
        else ""
    )
    return " ".join(filter(None, (_place(origin), path, type(each.problem).__name__, first)))


def _place(origin: Origin | None) -> str:
    if origin is None:
        return ""
    parts = (Path(origin.source).name, origin.line, origin.column)
    return ":".join(str(part) for part in parts if part is not None)


def fault(act: Callable[[], object]) -> str:
    """The text of the error that this raises."""
    with pytest.raises(ConfigError) as caught:
        act()
    return str(caught.value)
