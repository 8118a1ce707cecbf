"""The fixtures for the tests of programs, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.losses import Hinge, losses
from typed_registry._registration import isolation
from typed_registry._registration.entries import registries_among
from typed_registry._running_modules import specs_by_identity
from typed_registry.testing import fixtures

if TYPE_CHECKING:
    import pytest

isolated_registries = fixtures.isolated_registries
"""The fixture, as a fixture of this module."""


def test_the_modules_are_looked_at_once(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A block begins for each registry, and a program may have many of these and thousands of modules."""
    looked: list[None] = []

    def counted() -> dict[int, object]:
        looked.append(None)
        return specs_by_identity()

    every = [losses(), losses(), losses()]
    monkeypatch.setattr(isolation, "specs_by_identity", counted)
    monkeypatch.setattr(fixtures, "all_entries", lambda: registries_among(every))
    request.getfixturevalue("isolated_registries")
    for registry in every:
        registry.register("another")(Hinge)
        assert registry._entries._table.isolations  # pyright: ignore[reportPrivateUsage]  # the block
    assert [None] == looked
