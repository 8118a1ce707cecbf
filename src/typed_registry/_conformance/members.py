"""The members of a class: what its instances have under a name, as a type checker would see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import FunctionType

from attrs import evolve, frozen

from typed_registry._annotations.is_overloaded import is_overloaded
from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.own_annotations import own_annotations
from typed_registry._annotations.show import show, show_call
from typed_registry._annotations.signature import Signature, read
from typed_registry._annotations.type_guards import is_class
from typed_registry._annotations.type_variables import substitute
from typed_registry._conformance.instance_attributes import is_assigned, undecorated
from typed_registry._conformance.known_classes import is_marked
from typed_registry._typing_forms import Component

_IS_WRITTEN = 1 << 9  # the class is made by a class statement, and not in C: Py_TPFLAGS_HEAPTYPE
_MISSING = object()
_DECLARED = object()


@frozen
class Member:
    """A method, or a value of a type, that a class has under a name."""

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
    if is_switched_off(owner, name):
        return Member(name) if _is_switched_off_by_python(owner, name) else None
    base, raw = find(owner, name)
    if _is_method(raw):
        return _method(name, _signature(raw, base, skip=int(not isinstance(raw, staticmethod))))
    if type(raw) is property:
        return _property(name, _signature(raw.fget, base))
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
        if _is_method(raw):
            return _method(name, _signature(raw, base, skip=int(isinstance(raw, classmethod))))
    else:
        raw = getattr(instance, "__dict__", {}).get(name, _MISSING)
        if isinstance(raw, FunctionType):
            return _method(name, _signature(raw))
    return None if raw is _MISSING else Member(name)


def with_arguments_of(found: Member, owner: type, bound: Mapping[type, Mapping[object, object]]) -> Member:
    """Return a member of a class with other types in the place of type variables, which messages show.

    `bound` has them for each class above the owner, as `bindings` returns them.
    """
    variables = bound.get(find(owner, found.name)[0], {})
    if not variables:
        return found
    signature = None if found.signature is None else _with_variables(found.signature, variables)
    made = substitute(found.type, variables)
    annotation = found.annotation if made == found.type or made is Unknown else made
    return evolve(found, signature=signature, type=made, annotation=annotation)


def _with_variables(signature: Signature, variables: Mapping[object, object]) -> Signature:
    """Return a signature with other types in the place of type variables; others stay as they are written."""
    types = {name: substitute(kind, variables) for name, kind in signature.types.items()}
    result = substitute(signature.result, variables)
    changed = {name for name, kind in types.items() if kind not in (signature.types[name], Unknown)}
    parameters = tuple(
        each.replace(annotation=types[each.name]) if each.name in changed else each
        for each in signature.parameters
    )
    returns = signature.returns if result in (signature.result, Unknown) else result
    return evolve(signature, parameters=parameters, types=types, returns=returns, result=result)


def find(owner: type, name: str) -> tuple[type, object]:
    """Return the first class above `owner`, or itself, that defines the name, and the value it has there.

    The metaclass isn't asked: it has a `__call__` that instances don't have.
    """
    for base in owner.__mro__:
        if name in vars(base):
            return base, vars(base)[name]
        if name in own_annotations(base):
            return base, _DECLARED
    return owner, _MISSING


def is_switched_off(owner: type, name: str) -> bool:
    """Return whether a class has None in the place of a special method, so that its instances lack it.

    >>> is_switched_off(list, "__hash__"), is_switched_off(tuple, "__hash__")
    (True, False)
    """
    is_special = name.startswith("__") and name.endswith("__")
    return is_special and find(owner, name)[1] is None


def _is_switched_off_by_python(owner: type, name: str) -> bool:
    """Return whether Python has set `__hash__` to None, as a class defines `__eq__`: mypy doesn't know."""
    base, _ = find(owner, name)
    is_set = name == "__hash__" and "__eq__" in vars(base) and name not in own_annotations(base)
    return is_set and bool(base.__flags__ & _IS_WRITTEN)


def call_signature(component: Component[object]) -> Signature | None:
    """Return the signature of a component, if it is what a checker sees too; None if it may be another.

    A decorator that sets `__wrapped__` keeps the names of a signature that it may have changed. Of an
    overloaded function, only the implementation is left.
    """
    functions: list[object] = [component]
    if is_class(component):
        functions = [undecorated(find(component, name)[1]) for name in ("__new__", "__init__")]
    return None if any(map(_is_redeclared, functions)) else read(component)


def own_names(owner: type, *, special: bool) -> Iterator[str]:
    """Yield the names that a class and its bases define, `object` apart: special methods, or the others."""
    values = ((name, value) for base in owner.__mro__[:-1] for name, value in vars(base).items())
    names = (name for name, value in values if callable(value) or not special)
    return (name for name in names if name.startswith("__") is special)


def _is_redeclared(function: object) -> bool:
    """Return whether a checker may see another signature than the function's own."""
    return isinstance(function, FunctionType) and (is_marked(function) or is_overloaded(function))


def _is_method(raw: object) -> bool:
    return isinstance(raw, FunctionType) or undecorated(raw) is not raw


def _signature(raw: object, owner: type | None = None, *, skip: int = 0) -> Signature | None:
    """Return the signature of a method of `owner`; None if a checker may see another."""
    function = undecorated(raw)
    if not isinstance(function, FunctionType) or _is_redeclared(function):
        return None
    return read(function, skip=skip, owner=owner)


def _method(name: str, signature: Signature | None) -> Member:
    is_resolved = signature is None or not signature.namespace.unresolved
    return Member(name, signature, is_method=True, is_resolved=is_resolved)


def _property(name: str, signature: Signature | None) -> Member:
    if signature is None or signature.is_async:
        return Member(name)
    is_resolved = not signature.namespace.unresolved
    return Member(name, annotation=signature.returns, type=signature.result, is_resolved=is_resolved)


def _annotated(owner: type, name: str) -> Member | None:
    for base in owner.__mro__:
        annotations = own_annotations(base)
        if name in annotations:
            written = annotations[name]
            namespace = Namespace(base.__module__, vars(base))
            kind = evaluate(written, namespace)
            return Member(name, annotation=written, type=kind, is_resolved=not namespace.unresolved)
    return None


def _answers_any_name(owner: type) -> bool:
    """Return whether the class has a `__getattr__` or `__getattribute__` that is written in Python."""
    hooks = (find(owner, hook)[1] for hook in ("__getattr__", "__getattribute__"))
    return any(isinstance(hook, FunctionType) for hook in hooks)
