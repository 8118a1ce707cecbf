"""The members that a Protocol demands, and whether a class has them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import FunctionType

from attrs import frozen
from typing_extensions import get_protocol_members

from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.signature import Signature, differences, read, show, show_call
from typed_registry._annotations.subtype import refuted
from typed_registry._annotations.type_guards import is_mapping
from typed_registry._messages.suggest import nearest
from typed_registry.errors import Mismatch

_MISSING = object()


@frozen
class Member:
    """What a Protocol, or a class, has under a name: a method with a signature, or a value with a type."""

    name: str
    signature: Signature | None
    """None for a value, and for a method whose signature can't be read."""
    annotation: object
    type: object
    is_method: bool = False

    def show(self) -> str:
        """The member as its definition begins."""
        if self.signature is not None:
            return show_call(self.name, self.signature)
        return f"{self.name}: {show(self.annotation)}" if self.annotation is not Unknown else self.name


def mismatches(component: type, protocol: type) -> Iterator[Mismatch]:
    """Each member of the Protocol that the class lacks or has otherwise."""
    for name in sorted(get_protocol_members(protocol)):
        wanted = member(protocol, name)
        found = member(component, name)
        if found is None:
            yield from _missing(component, wanted)
        else:
            yield from _differing(wanted, found)


def missing_methods(component: type, protocol: type) -> list[str]:
    """The names of the Protocol's methods that the class doesn't have."""
    names = sorted(get_protocol_members(protocol))
    return [n for n in names if _raw(component, n) is _MISSING and _expected(protocol, n).is_method]


def member(owner: type, name: str) -> Member | None:
    """What the class has under this name; None when it has nothing."""
    raw = _raw(owner, name)
    if raw is _MISSING or (inspect.isdatadescriptor(raw) and not isinstance(raw, property)):
        return _annotated(owner, name, known=raw is not _MISSING)
    if isinstance(raw, property):
        signature = read(raw.fget, skip=1) if raw.fget else None
        annotation = signature.returns if signature else Unknown
        return Member(name, None, annotation, signature.result if signature else Unknown)
    signature = _method_signature(owner, name, raw)
    if signature is not None or callable(raw):
        return Member(name, signature, Unknown, Unknown, is_method=True)
    return _annotated(owner, name, known=True)


def _raw(owner: type, name: str) -> object:
    """What instances find under the name in the class; its metaclass, which has a `__call__`, isn't asked."""
    found: Iterator[object] = (vars(base)[name] for base in owner.__mro__ if name in vars(base))
    return next(found, _MISSING)


def _expected(protocol: type, name: str) -> Member:
    found = member(protocol, name)
    return found or Member(name, None, Unknown, Unknown)


def _method_signature(owner: type, name: str, raw: object) -> Signature | None:
    function: object = getattr(raw, "__func__", raw)
    takes_self = not isinstance(raw, staticmethod) and inspect.ismethoddescriptor(raw)
    if isinstance(raw, (classmethod, FunctionType)) and callable(function):
        return read(function, skip=1)
    bound: object = getattr(owner, name, None)
    if not callable(bound):
        return None
    return read(bound, skip=int(takes_self))


def _annotated(owner: type, name: str, *, known: bool) -> Member | None:
    for base in owner.__mro__:
        annotations: object = vars(base).get("__annotations__", {})
        if is_mapping(annotations) and name in annotations:
            namespace = Namespace(base.__module__, dict(vars(base)))
            return Member(name, None, annotations[name], evaluate(annotations[name], namespace))
    if known or hasattr(owner, "__getattr__") or _assigned(owner, name):
        return Member(name, None, Unknown, Unknown)
    return None


def _assigned(owner: type, name: str) -> bool:
    """Whether some method of the class uses the name as an attribute, as `self.name = ...` does."""
    functions = (value for base in owner.__mro__ for value in vars(base).values())
    return any(name in f.__code__.co_names for f in functions if isinstance(f, FunctionType))


def _missing(component: type, wanted: Member | None) -> Iterator[Mismatch]:
    if wanted is None:
        return
    near = nearest(wanted.name, _own_names(component, special=wanted.name.startswith("__")))
    reason = f"{component.__name__} has no {wanted.name!r}"
    yield Mismatch(wanted.name, wanted.show(), None, reason, near)


def _own_names(component: type, *, special: bool) -> Iterator[str]:
    """The names that the class and its bases define, `object` apart: special methods, or the others."""
    names = (
        name
        for base in component.__mro__[:-1]
        for name, value in vars(base).items()
        if callable(value) or not special
    )
    return (name for name in names if name.startswith("__") is special)


def _differing(wanted: Member | None, found: Member) -> Iterator[Mismatch]:
    if wanted is None:
        return
    reasons: list[str] = []
    if wanted.is_method and not found.is_method and found.type is not Unknown:
        reasons.append("is no method")
    elif wanted.signature and found.signature:
        reasons.extend(differences(wanted.signature, found.signature))
    elif not wanted.is_method and found.is_method:
        reasons.append("is a method, must be a value")
    elif not wanted.is_method and refuted(found.type, wanted.type):
        reasons.append(f"is {show(found.annotation)}, must be {show(wanted.annotation)}")
    if reasons:
        yield Mismatch(wanted.name, wanted.show(), found.show(), "; ".join(reasons))
