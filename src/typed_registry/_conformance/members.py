"""The members of a class: what its instances have under a name, as a type checker would see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import FunctionType

from attrs import frozen
from typing_extensions import get_overloads

from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.show import show, show_call
from typed_registry._annotations.signature import Signature, read
from typed_registry._annotations.type_guards import is_class, is_mapping
from typed_registry._conformance.instance_attributes import (
    is_assigned,
    is_wrapped_method,
    undecorated,
)
from typed_registry._conformance.marks import is_marked

_MISSING = object()
_DECLARED = object()


@frozen
class Member:
    """What a class has under a name: a method, or a value of a type."""

    name: str
    signature: Signature | None = None
    """None for a value, and for a method that a decorator or overloads may show otherwise to a checker."""
    annotation: object = Unknown
    """The type of a value as it is written."""
    type: object = Unknown
    is_method: bool = False
    is_resolved: bool = True
    """False while a name in its annotations can't be resolved, because its module isn't imported yet."""

    def show(self) -> str:
        """Return the beginning of the member's definition."""
        if self.signature is not None:
            return show_call(self.name, self.signature)
        return f"{self.name}: {show(self.annotation)}" if self.annotation is not Unknown else self.name


def member(owner: type, name: str) -> Member | None:
    """Return what instances of the class have under this name; None when they have nothing."""
    base, raw = find(owner, name)
    if isinstance(raw, FunctionType) or is_wrapped_method(raw):
        return _method(name, _method_signature(base, raw))
    if type(raw) is property:
        return _property(base, name, raw)
    annotated = _annotated(owner, name)
    if annotated is not None:
        return annotated
    if raw is _MISSING and not (_answers_any_name(owner) or is_assigned(owner, name)):
        return None
    return Member(name)


def object_member(instance: object, name: str) -> Member | None:
    """Return what an object has under this name itself, apart from its class; None when that is nothing."""
    if is_class(instance):
        base, raw = find(instance, name)
        if isinstance(raw, FunctionType) or is_wrapped_method(raw):
            skip = int(isinstance(raw, classmethod))
            return _method(name, declared(undecorated(raw), skip=skip, owner=base))
        return None if raw is _MISSING else Member(name)
    found: object = getattr(instance, "__dict__", {}).get(name, _MISSING)
    if isinstance(found, FunctionType):
        return _method(name, declared(found))
    return None if found is _MISSING else Member(name)


def find(owner: type, name: str) -> tuple[type, object]:
    """Return the first class above `owner`, or itself, that defines the name, and the value it has there.

    The metaclass isn't asked: it has a `__call__` that instances don't have.
    """
    for base in owner.__mro__:
        if name in vars(base):
            return base, vars(base)[name]
        if name in _annotations(base):
            return base, _DECLARED
    return owner, _MISSING


def declared(function: object, *, skip: int = 0, owner: type | None = None) -> Signature | None:
    """Return a function's signature, if it is what a checker sees too; None if it may be another.

    A decorator that sets `__wrapped__` keeps the names of a signature that it may have changed. Of an
    overloaded function, only the implementation is left.
    """
    if not isinstance(function, FunctionType) or is_redeclared(function):
        return None
    return read(function, skip=skip, owner=owner)


def is_redeclared(function: FunctionType) -> bool:
    """Whether a checker may see another signature than the function's own."""
    return is_marked(function) or bool(get_overloads(function))


def own_names(owner: type, *, special: bool) -> Iterator[str]:
    """Yield the names that a class and its bases define, `object` apart: special methods, or the others."""
    names = (
        name
        for base in owner.__mro__[:-1]
        for name, value in vars(base).items()
        if callable(value) or not special
    )
    return (name for name in names if name.startswith("__") is special)


def _method(name: str, signature: Signature | None) -> Member:
    is_resolved = signature is None or not signature.namespace.unresolved
    return Member(name, signature, is_method=True, is_resolved=is_resolved)


def _method_signature(base: type, raw: object) -> Signature | None:
    return declared(undecorated(raw), skip=int(not isinstance(raw, staticmethod)), owner=base)


def _property(base: type, name: str, raw: property) -> Member:
    signature = declared(raw.fget, skip=1, owner=base)
    if signature is None or signature.is_async:
        return Member(name)
    is_resolved = not signature.namespace.unresolved
    return Member(name, annotation=signature.returns, type=signature.result, is_resolved=is_resolved)


def _annotated(owner: type, name: str) -> Member | None:
    for base in owner.__mro__:
        annotations = _annotations(base)
        if name in annotations:
            written = annotations[name]
            namespace = Namespace(base.__module__, vars(base))
            kind = evaluate(written, namespace)
            return Member(name, annotation=written, type=kind, is_resolved=not namespace.unresolved)
    return None


def _annotations(owner: type) -> Mapping[object, object]:
    found: object = vars(owner).get("__annotations__")
    return found if is_mapping(found) else {}


def _answers_any_name(owner: type) -> bool:
    """Whether the class has a `__getattr__` or `__getattribute__` that is written in Python."""
    hooks = (find(owner, hook)[1] for hook in ("__getattr__", "__getattribute__"))
    return any(isinstance(hook, FunctionType) for hook in hooks)
