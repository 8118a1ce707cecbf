"""Parameters that no config can set are no keywords of `spec`."""

from __future__ import annotations

from collections.abc import Callable

from typed_registry import Registry
from typed_registry._documentation.describe import config_notices
from typed_registry._documentation.settable import settable_fields

THINGS = Registry[object, []]("settable things")


@THINGS.register("optional")
class Optional:
    """Takes a function, if any."""

    def __init__(self, size: int, key: Callable[[int], int] = abs) -> None: ...


@THINGS.register("required")
class Required:
    """Can't be made without a function."""

    def __init__(self, key: Callable[[int], int], size: int = 1) -> None: ...


def test_an_optional_function() -> None:
    """It keeps its default."""
    config = THINGS.entries["optional"].config

    assert ["size"] == [each.name for each in settable_fields(config)]
    assert () == config_notices(THINGS._entries, "optional")  # pyright: ignore[reportPrivateUsage]  # as a stub reads them


def test_a_required_function() -> None:
    """No config can choose the component, and the reason names the parameter."""
    (notice,) = config_notices(THINGS._entries, "required")  # pyright: ignore[reportPrivateUsage]  # as a stub reads them

    assert "'key' is required" in notice
    assert "Callable[[int], int]" in notice
