"""Find the calls that a component accepts in the type that mypy infers for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen
from mypy.typeops import bind_self, map_type_from_supertype
from mypy.types import (
    AnyType,
    CallableType,
    FunctionLike,
    Instance,
    Overloaded,
    ProperType,
    Type,
    get_proper_type,
)

from typed_registry._stubs.collect import NamedRegistry, RegisteredComponent
from typed_registry._stubs.derived_parameters import DerivedParameter
from typed_registry._stubs.mypy_probe import MypyAnswer
from typed_registry._stubs.nested_types import NestedTypes
from typed_registry._stubs.spec_calls import config_calls, derived_calls
from typed_registry._stubs.unresolved import unresolved_name
from typed_registry.errors import StubProblem


@frozen
class ComponentSignature:
    """A component and the calls that it accepts, in mypy's terms."""

    component: RegisteredComponent
    calls: tuple[CallableType, ...]
    spec_calls: tuple[CallableType, ...]
    """The calls of `spec` by keyword, each of which returns what the component builds."""


class UntypedComponentError(Exception):
    """A component whose signature can't be written into a stub, and why."""


def signatures(
    registry: NamedRegistry,
    answer: MypyAnswer,
    kind: Type,
    dependencies: int,
    problems: list[StubProblem],
) -> list[ComponentSignature]:
    """Return the calls of a registry's components.

    `kind` is the type of the components, and `dependencies` the number of arguments that each is built from
    beside its config. A component that can't be in a stub is left out and added to the problems.
    """
    found: list[ComponentSignature] = []
    for component in registry.components:
        try:
            calls = _calls(component, answer, kind)
            found.append(
                ComponentSignature(component, calls, _spec_calls(component, calls, answer, dependencies))
            )
        except UntypedComponentError as error:
            problems.append(StubProblem(component.name, str(error)))
    return found


def callables(kind: ProperType | None) -> Sequence[CallableType]:
    """Return the signatures of a type, one for each overload; none if it can't be called."""
    if isinstance(kind, Overloaded):
        return kind.items
    if isinstance(kind, Instance):
        return _of_instance(kind)
    return [kind] if isinstance(kind, CallableType) else []


def _calls(component: RegisteredComponent, answer: MypyAnswer, kind: Type) -> tuple[CallableType, ...]:
    source = component.expression.text
    found = answer.of(component.expression)
    calls = tuple(_returning(call, kind) for call in callables(found))
    if not calls:
        shown = "no type" if found is None else f"the type {found}, which can't be called,"
        raise UntypedComponentError(f"mypy infers {shown} for {source}")
    _require_resolved(calls, source)
    return calls


def _spec_calls(
    component: RegisteredComponent,
    calls: Sequence[CallableType],
    answer: MypyAnswer,
    dependencies: int,
) -> tuple[CallableType, ...]:
    if component.config is not None:
        constructors = callables(answer.of(component.config))
        _require_resolved(constructors, component.config.text)
        return config_calls(constructors, calls[0].ret_type)
    if component.derived is not None:
        nested = _nested_types(component.derived, answer)
        types = {key: answer.of(each.type) for key, each in component.derived.items() if each.type}
        return derived_calls(calls, component.derived, types, dependencies, nested)
    return ()


def _nested_types(derived: Mapping[str, DerivedParameter], answer: MypyAnswer) -> dict[str, NestedTypes]:
    """Return how the types of those parameters are changed that take other components."""
    found: dict[str, NestedTypes] = {}
    for name, taken in derived.items():
        dependencies = {each.wanted: answer.dependencies_of(each.registry) for each in taken.choices}
        if dependencies:
            found[name] = NestedTypes(dependencies, answer.modules)
    return found


def _require_resolved(calls: Sequence[CallableType], source: str) -> None:
    """Raise UntypedComponentError for a signature with a type that mypy can't resolve."""
    name = next(filter(None, map(unresolved_name, calls)), None)
    if name is not None:
        raise UntypedComponentError(f"mypy can't resolve {name}, which {source} mentions")


def _of_instance(kind: Instance) -> Sequence[CallableType]:
    """Return the signatures of a callable object."""
    hidden = kind.extra_attrs and kind.extra_attrs.attrs.get("__mypy_partial")  # of a functools.partial
    if hidden:
        return callables(get_proper_type(hidden))
    method = kind.type.get("__call__")
    defined = get_proper_type(method.type) if method else None
    if method is None or not isinstance(defined, FunctionLike):
        return []
    owner = next(base for base in kind.type.mro if "__call__" in base.names)
    mapped = get_proper_type(map_type_from_supertype(defined, kind.type, owner))
    return callables(bind_self(mapped, kind)) if isinstance(mapped, FunctionLike) else []


def _returning(call: CallableType, kind: Type) -> CallableType:
    """Return the call, with the registry's own type as its result if it is untyped."""
    if not isinstance(get_proper_type(call.ret_type), AnyType):
        return call
    return call.copy_modified(ret_type=kind)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
