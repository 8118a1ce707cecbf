"""Check components against the contract of their registry."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from types import FunctionType
from typing import Protocol, get_args

from attrs import frozen

from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show, show_component
from typed_registry._annotations.type_guards import is_class, is_protocol
from typed_registry._annotations.type_variables import bindings
from typed_registry._annotations.unwrap import is_union, plain
from typed_registry._annotations.wrapped_parts import without_partials
from typed_registry._conformance.compare import returned
from typed_registry._conformance.constructor import config_mismatches, constructor_mismatches
from typed_registry._conformance.contract import Contract
from typed_registry._conformance.known_classes import KnownClasses
from typed_registry._conformance.members import Member, call_signature
from typed_registry._conformance.protocol import bound_members, member_mismatches
from typed_registry._conformance.subtype import is_unjudged, refuted
from typed_registry._constant import Constant
from typed_registry._place import Place
from typed_registry._typing_forms import Component
from typed_registry.errors import ConformanceError, Mismatch

_BOUND = ("cls", "self")
"""The usual names of a function's first parameter, the class or the instance that it is bound to."""

_INSTEAD = {
    "factory": "register_instance takes this",
    "override": "override takes a function that returns it: lambda: ...",
    "object": "an entry point names a class, or a function that returns this",
}
"""The advice for an object that can't be called, by what it is registered as."""


class Registered(Protocol):
    """A component that a registry has under a name."""

    @property
    def name(self) -> str: ...
    @property
    def component(self) -> Component[object]: ...
    @property
    def declared(self) -> type | None: ...
    @property
    def place(self) -> Place: ...


@frozen(eq=False)
class ConformanceCheck:
    """A registry's contract, compiled once. Lives until the contract is read again."""

    contract: Contract
    is_final: bool
    """Whether every name in the contract is resolved; otherwise the contract must be read again."""
    known: KnownClasses | None
    """The classes that conform without a config, as far as that is known from other classes."""
    _wanted: object
    """The class that components must have, without its arguments, or a union of types.

    None if it is unknown or anything else.
    """
    _members: tuple[Member, ...] | None
    """The members that it demands, if it is a Protocol."""
    _has_arguments: bool
    """Whether it is generic, and the contract says what its type variables are."""

    def conform(self, registration: Registered, kind: str, registry: str) -> None:
        """Raise ConformanceError if the component surely doesn't fit the contract.

        `kind` is what it is registered as: a `"class"`; a `"factory"`, which is any callable; an `"override"`
        of another one; or an `"object"` that an entry point names.
        """
        component, config = registration.component, registration.declared
        found = (*_kind_mismatches(component, kind),) or (*self._all_mismatches(component, config),)
        if not found and self.contract.dependencies == ():
            found = (*_unbound_mismatches(component),)
        if found:
            shown, demanded = show_component(component), show(self.contract.kind)
            raise ConformanceError(registry, registration.name, shown, demanded, registration.place, found)
        if self.known is not None and is_class(component):
            self.known.add(component)

    def _all_mismatches(self, component: Component[object], config: type | None) -> Iterator[Mismatch]:
        yield from self.mismatches(component)
        if config is not None and config is not Unknown:
            yield from config_mismatches(config)
        yield from constructor_mismatches(component, config, self.contract.dependencies)

    def mismatches(self, component: Component[object]) -> Iterator[Mismatch]:
        """Yield how the objects that the component makes differ from the registry's type."""
        called = without_partials(component)
        if is_class(called):
            yield from _unbuildable(called)
            yield from self._class_mismatches(called)
        elif isinstance(called, Constant):
            yield from self._instance_mismatches(called.value)
        else:
            for made in _results(called):
                yield from self._class_mismatches(made)

    def _class_mismatches(self, made: object) -> Iterator[Mismatch]:
        made = plain(made)
        made_class = without_arguments(made)
        if self._wanted is None or is_unjudged(made) or not is_class(made_class):
            return
        if self._members is not None and made_class is not type(None):
            if not issubclass(made_class, type):
                bound = bindings(made_class, get_args(made)) if self._has_arguments else {}
                yield from member_mismatches(self._members, made_class, bound=bound)
        elif refuted(made, self._wanted):
            demanded, shown = show(self.contract.kind), show(made_class)
            yield Mismatch("result", demanded, shown, f"{shown} isn't of type {demanded}")

    def _instance_mismatches(self, instance: object) -> Iterator[Mismatch]:
        if self._members is not None and instance is not None:
            yield from member_mismatches(self._members, type(instance), instance)
        else:
            yield from self._class_mismatches(type[instance] if is_class(instance) else type(instance))


def compile_contract(contract: Contract) -> ConformanceCheck:
    """Return the check of a contract, with a Protocol's annotations resolved as far as they can be."""
    kind = plain(contract.kind)
    if is_union(kind):
        is_generic = False
        return ConformanceCheck(contract, contract.resolved, None, kind, None, is_generic)
    kind, arguments = without_arguments(kind), get_args(kind)
    wanted = kind if is_class(kind) and not is_unjudged(kind) else None
    members = bound_members(wanted, arguments) if wanted is not None and is_protocol(wanted) else None
    is_final = contract.resolved and all(member.is_resolved for member in members or ())
    known: KnownClasses | None = None
    is_simple = is_final and not arguments and not contract.dependencies
    if is_simple and all(member.signature for member in members or ()):
        base = wanted if wanted is not None and members is None else object
        known = KnownClasses(base, [member.name for member in members or ()])
    return ConformanceCheck(contract, is_final, known, wanted, members, bool(arguments))


def fits(component: Component[object], kind: object) -> tuple[Mismatch, ...]:
    """Return how the objects that the component makes differ from `kind`; nothing if they fit."""
    return tuple(compile_contract(Contract(kind, None)).mismatches(component))


def _kind_mismatches(component: object, kind: str) -> Iterator[Mismatch]:
    if isinstance(component, classmethod):
        reason = "it belongs to a class that isn't made yet; register it after the class, as Class.method"
        yield Mismatch("component", "a callable", type(component).__name__, reason)  # pyright: ignore[reportUnknownArgumentType]  # of any function
    elif kind == "class" and not isinstance(component, type):
        method = "register_factory" if callable(component) else "register_instance"
        reason = f"register takes a class; {method} takes this"
        yield Mismatch("component", "a class", type(component).__name__, reason)
    elif not callable(component):
        yield Mismatch("component", "a callable", type(component).__name__, _INSTEAD[kind])


def _unbound_mismatches(component: object) -> Iterator[Mismatch]:
    """Yield that a function in the body of a class needs the class or its instance, which nobody gives."""
    if not isinstance(component, FunctionType):
        return
    code, owner = component.__code__, component.__qualname__.rpartition(".")[0]
    first = next(iter(code.co_varnames[: code.co_argcount]), "")
    is_method = bool(owner) and not owner.endswith("<locals>")
    if is_method and first in _BOUND and len(component.__defaults__ or ()) < code.co_argcount:
        name = f"{owner.rpartition('.')[2]}.{component.__name__}"
        reason = f"nothing gives {first!r}; register it after the class, as {name}"
        yield Mismatch("component", f"a function without {first!r}", f"{name}({first}, ...)", reason)


def _results(component: Component[object]) -> Iterable[object]:
    """Return the types that a function may return; none if a checker may see others."""
    signature = call_signature(component)
    if signature is None:
        return ()
    result = plain(returned(signature))
    return get_args(result) if is_union(result) else (result,)


def _unbuildable(component: type) -> Iterator[Mismatch]:
    if inspect.isabstract(component):
        abstract: frozenset[str] = getattr(component, "__abstractmethods__", frozenset())
        names = ", ".join(sorted(abstract))
        yield Mismatch("class", "a class that can be built", "an abstract class", f"must define {names}")
    elif is_protocol(component):
        reason = f"{component.__name__} is a Protocol, which has no instances"
        yield Mismatch("class", "a class that can be built", "a Protocol", reason)
