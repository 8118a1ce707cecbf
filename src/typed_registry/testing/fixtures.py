"""Fixtures for pytest: `pytest_plugins = ["typed_registry.testing.fixtures"]` in a `conftest.py`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Protocol, TypeVar

import pytest

from typed_registry._registration.all_registries import all_entries

R = TypeVar("R")

__all__ = ["UntilTestEnds", "isolated_registries", "until_test_ends"]


class UntilTestEnds(Protocol):
    """The type of the fixture `until_test_ends`."""

    def __call__(self, block: AbstractContextManager[R], /) -> R:
        """Enter a block, and leave it when the test ends."""
        ...


@pytest.fixture
def until_test_ends() -> Iterator[UntilTestEnds]:
    """Enters blocks that last until the test ends: `until_test_ends(LOSSES.override("hinge", Fake))`."""
    with ExitStack() as stack:
        yield stack.enter_context


@pytest.fixture
def isolated_registries() -> Iterator[None]:
    """Discards what the test registers, with any registry that is a global of its module.

    `@pytest.mark.usefixtures("isolated_registries")` asks for it, or `autouse` in a fixture of one's own.
    """
    import sys

    from typed_registry._registration.isolation import known_specs

    frame = sys._getframe()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # this line
    with ExitStack() as stack:
        specs = known_specs(frame)
        for entries in all_entries():
            stack.enter_context(entries.changes.isolated(frame, specs))
        yield
