"""Where a registry may state its type, and that it is enforced from there."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType

import pytest

from tests.samples import misfits
from tests.samples.kinds import (
    ANNOTATED,
    DERIVED,
    FILLED_AT_ONCE,
    FILLED_FIRST,
    FINAL,
    LOOSE,
    PARTLY_DERIVED,
    SUBSCRIPTED,
)
from tests.samples.trainers import Context, Idle, Trainer
from typed_registry import Registry
from typed_registry._conformance.contract import contract_of
from typed_registry._registration.all_registries import are_lasting
from typed_registry.errors import ConformanceError

WITH_DEPENDENCIES = [SUBSCRIPTED, DERIVED, PARTLY_DERIVED, ANNOTATED, FINAL, FILLED_FIRST, FILLED_AT_ONCE]


@pytest.mark.parametrize("registry", [*WITH_DEPENDENCIES, LOOSE])
def test_kind_enforced(registry: Registry[Trainer, ...]) -> None:  # type: ignore[explicit-any]  # of any dependencies
    """However the Protocol is stated, a class that doesn't fit it is refused."""
    with pytest.raises(ConformanceError) as caught:
        registry.register("x")(misfits.WrongReturn)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert "returns str, must return float" == caught.value.mismatches[0].reason


@pytest.mark.parametrize("registry", WITH_DEPENDENCIES)
def test_dependencies_enforced(registry: Registry[Trainer, [Context]]) -> None:
    """However the dependencies are stated, a class that can't be built from them is refused."""
    with pytest.raises(ConformanceError) as caught:
        registry.register("x")(Idle)

    assert ["constructor"] == [mismatch.member for mismatch in caught.value.mismatches]


def test_dependencies_not_stated() -> None:
    """A registry without dependencies leaves them unchecked."""
    LOOSE.register("idle")(Idle)

    assert "idle" in LOOSE


@pytest.mark.parametrize("registry", [FILLED_FIRST, FILLED_AT_ONCE])
def test_registered_before_the_type_is_known(registry: Registry[Trainer, [Context]]) -> None:
    """A component that is registered while the registry is being created is not checked."""
    assert ["lazy"] == registry.list()


def test_unknown_until_it_is_a_global() -> None:
    """The type of a registry without a subscript may still be stated, until a global holds the registry."""
    local: Registry[Trainer, []] = Registry("local")
    subscripted = Registry[Trainer, []]("subscripted")

    assert not contract_of(local, __name__, is_global=False).resolved
    assert contract_of(local, __name__, is_global=True).resolved
    assert contract_of(subscripted, __name__, is_global=False).resolved
    assert contract_of(DERIVED, __name__, is_global=False).resolved


class Single(Registry[Trainer, Context]):  # type: ignore[valid-type]  # on purpose  # pyright: ignore[reportInvalidTypeArguments]
    """A registry whose dependency isn't in brackets."""


def test_dependency_without_brackets() -> None:
    """A dependency that isn't in a list is an error that says what to write, when it is used."""
    single = Single("single")
    with pytest.raises(TypeError) as caught:
        single.register("idle")(Idle)

    assert isinstance(are_lasting([int]), bool)  # it raises nothing because of that registry
    assert (
        "Single('single') is a Registry[Trainer, Context]: dependencies are given as a list, even a single "
        "one; write Registry[Trainer, [Context]]"
    ) == str(caught.value)


@pytest.mark.parametrize("dependencies", ["Context", "'Context'", "Sequence[Context]"])
def test_annotation_without_brackets(dependencies: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same goes for an annotated assignment, and for a dependency that is generic or a string."""
    module = ModuleType("unbracketed")
    monkeypatch.setitem(sys.modules, "unbracketed", module)
    source = f"REGISTRY: Registry[Trainer, {dependencies}] = Registry('it')"
    names = {"Registry": Registry, "Trainer": Trainer, "Context": Context, "Sequence": Sequence}
    vars(module).update(names)
    exec(source, vars(module))  # noqa: S102  # what checkers refuse is written as text

    with pytest.raises(TypeError, match="write Registry"):
        contract_of(vars(module)["REGISTRY"], "unbracketed", is_global=True)


def test_dependencies_that_are_not_known_yet() -> None:
    """Dependencies whose name can't be resolved yet are read again."""
    contract = contract_of(Registry[Trainer, "Missing"]("it"), __name__, is_global=True)  # type: ignore[name-defined]  # on purpose  # pyright: ignore[reportUndefinedVariable, reportUnknownArgumentType]

    assert contract.dependencies is None
    assert not contract.resolved
