"""Check components against the contract of their registry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from attrs import frozen

from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_class
from typed_registry._conformance.constructor import config_mismatches, constructor_mismatches
from typed_registry._conformance.contract import Contract
from typed_registry._conformance.known_classes import KnownClasses, known_classes
from typed_registry._conformance.result import CompiledKind, compile_kind
from typed_registry._conformance.show_component import show_component
from typed_registry._place import Place
from typed_registry._typing_forms import Component
from typed_registry.errors import ConformanceError, Mismatch


class Registered(Protocol):
    """A component under a name."""

    @property
    def name(self) -> str: ...
    @property
    def component(self) -> Component[object]: ...
    @property
    def declared(self) -> type | None:
        """The class given as `config=`."""
        ...

    @property
    def place(self) -> Place:
        """Where it is registered."""
        ...


@frozen(eq=False)
class ConformanceCheck:
    """A registry's contract, compiled once. Lives until the contract is read again."""

    contract: Contract
    _kind: CompiledKind
    known: KnownClasses | None
    """The short way: classes that conform without a config, as far as that is known from other classes."""

    @property
    def is_final(self) -> bool:
        """Whether every name in the contract is resolved; otherwise the contract must be read again."""
        return self.contract.resolved and self._kind.is_resolved

    def accepts(self, component: object) -> bool:
        """Whether the short way knows that the class conforms; if not, `conform` must be asked."""
        return self.known is not None and self.known.include(component)

    def conform(self, registration: Registered, kind: str, registry: str) -> None:
        """Raise ConformanceError if the component surely doesn't fit the contract.

        `kind` is what it is registered as: a `"class"`, or a `"factory"`, which is any callable.
        """
        component = registration.component
        found = tuple(_registered_as(component, kind)) or tuple(
            self._mismatches(component, registration.declared)
        )
        if found:
            shown, demanded = show_component(component), show(self.contract.kind)
            place = registration.place
            raise ConformanceError(registry, registration.name, shown, demanded, place, found)
        if self.known is not None and is_class(component):
            self.known.add(component)

    def _mismatches(self, component: Component[object], config: type | None) -> Iterator[Mismatch]:
        yield from self._kind.mismatches(component)
        if config is not None:
            yield from config_mismatches(config)
        yield from constructor_mismatches(component, config, self.contract.dependencies)


def compile_contract(contract: Contract) -> ConformanceCheck:
    """Return the check of a registry's contract."""
    kind = compile_kind(contract.kind)
    return ConformanceCheck(contract, kind, known_classes(contract, kind))


def fits(component: Component[object], kind: object) -> tuple[Mismatch, ...]:
    """Return how what the component makes differs from `kind`; nothing when it fits."""
    return tuple(compile_kind(kind).mismatches(component))


def _registered_as(component: object, kind: str) -> Iterator[Mismatch]:
    if kind == "class" and not isinstance(component, type):
        method = "register_factory" if callable(component) else "register_instance"
        reason = f"register takes a class; {method} takes this"
        yield Mismatch("component", "a class", type(component).__name__, reason)
    elif not callable(component):
        yield Mismatch("component", "a callable", type(component).__name__, "register_instance takes this")
