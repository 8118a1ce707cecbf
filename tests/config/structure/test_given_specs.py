"""Specs as data of `from_mapping`: one that can't be built any more is a fault of the config."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Annotated

import pytest
from attrs import frozen

from typed_registry import Registry, Spec
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError, OutdatedSpecError, RegistryError, UnknownNameError

KERNELS = Registry[object, []]("kernels")


@KERNELS.register("rbf")
class Former:
    """A component of which specs are made."""

    def __init__(self, width: float = 1.0) -> None: ...


@frozen
class Model:
    """A config with a choice, and another value."""

    kernel: Annotated[Spec[object, []], KERNELS]
    seed: int = 0


class Same:
    """Takes the same settings as the former component."""

    def __init__(self, width: float = 1.0) -> None: ...


class Other:
    """Takes other settings."""

    def __init__(self, degree: int = 2) -> None: ...


SPEC: Spec[object, []] = KERNELS.from_mapping({"name": "rbf", "width": 2.0})


def test_replaced() -> None:
    """A spec of a component that has been replaced by one with other settings is a fault beside others."""
    with KERNELS.isolated():
        KERNELS.register("rbf", replace=True)(Other)
        with pytest.raises(OutdatedSpecError) as outdated:
            SPEC.build()
        with pytest.raises(ConfigError) as caught:
            from_mapping(Model, {"kernel": SPEC, "seed": "x"})

    assert [("kernel",), ("seed",)] == [fault.path for fault in caught.value.faults]
    assert f"kernel: got Spec('rbf', width=2.0) (Spec): {outdated.value}" in str(caught.value)


def same(width: float = 3.0) -> object:
    """Return the width: takes the same settings with another default."""
    return width


@pytest.mark.parametrize("component", [Same, same])
def test_same_settings(component: Callable[[], object]) -> None:
    """A spec is taken if the component that has its name now takes its settings."""
    with KERNELS.override("rbf", component):
        assert SPEC is from_mapping(Model, {"kernel": SPEC}).kernel


CHANGES: dict[str, tuple[type[RegistryError], Callable[[ExitStack], object]]] = {
    "unregistered": (UnknownNameError, lambda _: KERNELS.unregister("rbf")),
    "overridden": (OutdatedSpecError, lambda blocks: blocks.enter_context(KERNELS.override("rbf", Other))),
}


@pytest.mark.parametrize(("error", "change"), CHANGES.values(), ids=CHANGES)
def test_changed(error: type[RegistryError], change: Callable[[ExitStack], object]) -> None:
    """The fault says why the spec can't be built."""
    with KERNELS.isolated(), ExitStack() as blocks:
        change(blocks)
        with pytest.raises(error) as building:
            SPEC.build()
        with pytest.raises(ConfigError, match=re.escape(str(building.value))):
            from_mapping(Model, {"kernel": SPEC})
