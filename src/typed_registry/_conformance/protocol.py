"""Compile a Protocol to the members that it demands, and compare classes with them."""

from __future__ import annotations

from collections.abc import Iterator
from types import FunctionType

from attrs import frozen
from typing_extensions import get_protocol_members

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show
from typed_registry._conformance.compare import differences
from typed_registry._conformance.members import Member, member, object_member, own_names
from typed_registry._conformance.subtype import refuted
from typed_registry._messages.suggest import nearest
from typed_registry.errors import Mismatch


@frozen
class CompiledProtocol:
    """The members that a Protocol demands, in the order of their names."""

    protocol: type
    members: tuple[Member, ...]

    def mismatches(self, component: type) -> Iterator[Mismatch]:
        """Yield the members that instances of a class lack, or have otherwise."""
        for wanted in self.members:
            found = member(component, wanted.name)
            if found is None:
                yield _missing(component, wanted)
            else:
                yield from _different(wanted, found)

    def instance_mismatches(self, instance: object) -> Iterator[Mismatch]:
        """Yield the members that an object lacks or has otherwise."""
        kind = type(instance)
        for wanted in self.members:
            found = object_member(instance, wanted.name) or member(kind, wanted.name)
            if found is None:
                yield _missing(kind, wanted)
            else:
                yield from _different(wanted, found)


def compile_protocol(protocol: type) -> CompiledProtocol:
    """Return the members that a Protocol demands, with their annotations resolved as far as they can be."""
    names = sorted(get_protocol_members(protocol))
    return CompiledProtocol(protocol, tuple(member(protocol, name) or Member(name) for name in names))


def lacks_method(component: type, protocol: type) -> bool:
    """Whether instances of a class have nothing under the name of one of the Protocol's methods."""
    wanted = compile_protocol(protocol).members
    return any(each.is_method and member(component, each.name) is None for each in wanted)


def _missing(component: type, wanted: Member) -> Mismatch:
    near = nearest(wanted.name, own_names(component, special=wanted.name.startswith("__")))
    reason = f"{component.__name__} has no {wanted.name!r}"
    return Mismatch(wanted.name, wanted.show(), None, reason, near)


def _different(wanted: Member, found: Member) -> Iterator[Mismatch]:
    reasons = [*_reasons(wanted, found)]
    if reasons:
        yield Mismatch(wanted.name, wanted.show(), found.show(), "; ".join(reasons))


def _reasons(wanted: Member, found: Member) -> Iterator[str]:
    if wanted.is_method and found.is_method:
        if wanted.signature is not None and found.signature is not None:
            yield from differences(wanted.signature, found.signature, by_name=wanted.name == "__call__")
    elif wanted.is_method:
        if not _can_be_called(found.type):
            yield "is no method"
    elif found.is_method:
        if refuted(FunctionType, wanted.type):
            yield "is a method, must be a value"
    elif refuted(found.type, wanted.type):
        yield f"is {show(found.annotation)}, must be {show(wanted.annotation)}"


def _can_be_called(kind: object) -> bool:
    from collections.abc import Callable

    return kind is Unknown or not refuted(kind, Callable)
