"""Arguments of wrong types, which are refused at the call with what belongs there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

import pytest
from attrs import frozen

from typed_registry.config import from_cli, from_mapping, load
from typed_registry.errors import ConfigError, render


@frozen
class Job:
    size: int = 1


def as_any(value: object) -> str:
    """Return a value as the type that the call asks for."""
    return cast("str", value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: load(Job, as_any(None)), "load takes the path of a file, and from_mapping data; got None"),
        (lambda: load(Job, as_any({"size": 1})), r"load takes the path of a file.*\{'size': 1\}"),
        (lambda: load(cast("type[Job]", {}), "c.yaml"), "loaded as a class with fields"),
        (lambda: from_mapping(cast("type[Job]", Job()), {}), "loaded as a class with fields.*got Job"),
        (lambda: from_cli(cast("type[Job]", 3), []), "loaded as a class with fields.*got 3"),
        (lambda: from_mapping(Job, {}, [as_any(3)]), "an override is a text, path=value; got 3"),
        (lambda: from_mapping(Job, {}, "size=3"), r"overrides are given as a list: \['size=3'\]"),
        (lambda: render(cast("ConfigError", KeyError("x"))), r"render takes errors.*KeyError\('x'\)"),
        (lambda: render(cast("Iterable[ConfigError]", [ConfigError(()), 3])), "render takes errors.*got 3"),
    ],
)
def test_refused(call: Callable[[], object], message: str) -> None:
    """The error says what the function takes and what it was given."""
    with pytest.raises(TypeError, match=message):
        call()
