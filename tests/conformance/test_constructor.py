"""A component must be callable with its config and the registry's dependencies, and its config be frozen."""

from __future__ import annotations

import functools
from functools import partial

import pytest

from tests.samples import misfits
from tests.samples.trainers import Context, DPOConfig, Idle, Trainer, scaled
from typed_registry import Registry
from typed_registry._conformance.constructor import constructor_mismatches
from typed_registry._constant import Constant
from typed_registry._typing_forms import Component
from typed_registry.errors import ConformanceError, Mismatch

Free = Registry[Trainer]
Built = Registry[Trainer, [Context]]


def constructor(expected: str, found: str, reason: str) -> tuple[Mismatch, ...]:
    """The mismatches of a component that is called in another way."""
    return (Mismatch("constructor", f"called with {expected}", found, reason),)


def test_unannotated() -> None:
    """A class without annotations is accepted."""
    registry = Built("trainers")
    registry.register("silent")(misfits.Silent)

    assert "silent" in registry


def test_without_dependencies() -> None:
    """A class with a config must take the dependencies after it."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=DPOConfig)(misfits.Contextless)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    reason = "takes one argument by position, must take 2"
    assert (
        constructor("(DPOConfig, Context)", "__init__(config: DPOConfig) -> None", reason)
        == caught.value.mismatches
    )


def test_without_config_or_dependencies() -> None:
    """A class without a config must take the dependencies."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("idle")(Idle)

    reason = "takes no arguments by position, must take 1"
    assert constructor("(Context)", "__init__()", reason) == caught.value.mismatches


def test_swapped_arguments() -> None:
    """A class that takes the config and the dependencies in another order is refused."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=DPOConfig)(misfits.Swapped)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    found = "__init__(context: Context, config: DPOConfig) -> None"
    reason = (
        "parameter 'context' takes Context, is given DPOConfig; "
        "parameter 'config' takes DPOConfig, is given Context"
    )
    assert constructor("(DPOConfig, Context)", found, reason) == caught.value.mismatches


def test_too_many_parameters() -> None:
    """A class that needs more than the config and the dependencies is refused."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=DPOConfig)(misfits.Greedy)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    found = "__init__(config: DPOConfig, context: Context, rate: float, *, seed: int) -> None"
    reason = "parameter 'rate' has no default; parameter 'seed' has no default"
    assert constructor("(DPOConfig, Context)", found, reason) == caught.value.mismatches


def test_config_alone() -> None:
    """If the registry doesn't declare its dependencies, a component must still take its config."""
    with pytest.raises(ConformanceError) as caught:
        Free("trainers").register("x", config=DPOConfig)(Idle)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    reason = "takes no arguments by position, must take 1"
    assert constructor("(DPOConfig)", "__init__()", reason) == caught.value.mismatches


class Decorated:
    @functools.wraps(Idle.train)  # type: ignore[misc]  # on purpose
    def __init__(self) -> None: ...


class Rated:
    def __init__(self, context: Context, rate: float) -> None:
        self.context = context
        self.rate = rate


@pytest.mark.parametrize(
    ("component", "config", "dependencies"),
    [
        (Decorated, None, (Context,)),  # a checker may see another constructor
        (iter, None, (Context,)),  # has no signature
        (Constant(3), None, (Context,)),  # is never called
        (Rated, None, (Context,)),  # `rate` is a field of its config
        (misfits.Greedy, DPOConfig, None),  # the dependencies aren't known
    ],
)
def test_accepted(
    component: Component[object], config: type | None, dependencies: tuple[object, ...] | None
) -> None:
    """A call that can't be judged is accepted, and so are parameters that the config may give."""
    assert [] == [*constructor_mismatches(component, config, dependencies)]


def test_factory_without_dependencies() -> None:
    """A factory must take the dependencies too. A partial is shown by its function."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register_factory("x")(partial(scaled, Context()))

    found = "partial(scaled)(clip: float = 0.2, scale: float = 2.0) -> PPOTrainer"
    reason = "parameter 'clip' takes float, is given Context"
    assert constructor("(Context)", found, reason) == caught.value.mismatches


def test_config_that_is_not_frozen() -> None:
    """A config class that isn't frozen is refused, with the way in which its library freezes it."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=misfits.MutableConfig)(misfits.Mutable)

    expected = "a frozen attrs class, dataclass or pydantic model"
    reason = "MutableConfig is not frozen; write @attrs.frozen"
    assert (Mismatch("config", expected, "MutableConfig", reason),) == caught.value.mismatches


def test_config_with_name() -> None:
    """A config has no field `name`, as that key chooses the component."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=misfits.NamedConfig)(misfits.Named)

    reason = "in a config, 'name' chooses the component; give the field another, as by key('name_')"
    expected = "no field with the key 'name'"
    assert (Mismatch("config", expected, "NamedConfig", reason),) == caught.value.mismatches


def test_config_without_fields() -> None:
    """A config is a class of a library that declares fields."""
    with pytest.raises(ConformanceError) as caught:
        Built("trainers").register("x", config=misfits.PlainConfig)(misfits.Plain)  # type: ignore[type-var]  # refused  # pyright: ignore[reportCallIssue, reportArgumentType]

    expected = "a frozen attrs class, dataclass or pydantic model"
    reason = (
        "PlainConfig is a class without fields; write @attrs.frozen, @dataclass(frozen=True), "
        "or a pydantic model with ConfigDict(frozen=True)"
    )
    assert (Mismatch("config", expected, "PlainConfig", reason),) == caught.value.mismatches
