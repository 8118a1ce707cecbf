"""The members that a Protocol demands, and how a class or an object differs from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import FunctionType, MappingProxyType

from typing_extensions import get_protocol_members

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show
from typed_registry._annotations.type_variables import bindings
from typed_registry._conformance.compare import differences
from typed_registry._conformance.members import (
    Member,
    is_switched_off,
    member,
    object_member,
    own_names,
    with_arguments_of,
)
from typed_registry._conformance.subtype import refuted
from typed_registry._messages.suggest import nearest
from typed_registry.errors import Mismatch


def protocol_members(protocol: type) -> tuple[Member, ...]:
    """Return the members of a Protocol, by name, with their annotations resolved as far as they can be."""
    names = (name for name in sorted(get_protocol_members(protocol)) if not is_switched_off(protocol, name))
    return tuple(member(protocol, name) or Member(name) for name in names)


def bound_members(protocol: type, arguments: tuple[object, ...]) -> tuple[Member, ...]:
    """Return the members of a Protocol with these type arguments."""
    members = protocol_members(protocol)
    if not arguments:
        return members
    bound = bindings(protocol, arguments)
    return tuple(with_arguments_of(each, protocol, bound) for each in members)


def member_mismatches(
    members: Iterable[Member],
    component: type,
    instance: object = None,
    bound: Mapping[type, Mapping[object, object]] = MappingProxyType({}),
) -> Iterator[Mismatch]:
    """Yield the members that instances of a class lack or have otherwise, or that this one does.

    `bound` has what takes the place of the type variables of the class and of those above it.
    """
    for wanted in members:
        own = None if instance is None else object_member(instance, wanted.name)
        found = own or member(component, wanted.name)
        if found is not None and own is None and bound:
            found = with_arguments_of(found, component, bound)
        reasons = [] if found is None else [*_differences(wanted, found)]
        if found is None:
            near = nearest(wanted.name, own_names(component, special=wanted.name.startswith("__")))
            reason = f"{component.__name__} has no {wanted.name!r}"
            yield Mismatch(wanted.name, wanted.show(), None, reason, near)
        elif reasons:
            yield Mismatch(wanted.name, wanted.show(), found.show(), "; ".join(reasons))


def lacks_method(component: type, protocol: type) -> bool:
    """Return whether instances of a class lack one of the Protocol's methods."""
    wanted = protocol_members(protocol)
    return any(each.is_method and member(component, each.name) is None for each in wanted)


def _differences(wanted: Member, found: Member) -> Iterator[str]:
    """Yield why a member can't be used as the wanted one."""
    if wanted.is_method and found.is_method:
        if wanted.signature is not None and found.signature is not None:
            yield from differences(wanted.signature, found.signature, by_name=wanted.name == "__call__")
    elif wanted.is_method:
        if found.type is not Unknown and refuted(found.type, Callable):
            yield "isn't a method"
    elif found.is_method:
        if refuted(FunctionType, wanted.type):
            yield "is a method, must be a value"
    elif refuted(found.type, wanted.type):
        yield f"is {show(found.annotation)}, must be {show(wanted.annotation)}"
