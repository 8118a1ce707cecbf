"""Accept a class for being written as another one that the full check accepted.

Most components repeat the methods of their Protocol to the letter. The full check's verdict on a method
follows from how it is written: the flags and parameters of its code, which parameters have defaults, the
annotations, and what the names in these mean. So a method that is written as an accepted one is accepted,
at the cost of some comparisons. Whatever differs in any way is left to the full check.
"""

from __future__ import annotations

import builtins
from abc import ABCMeta
from collections.abc import Iterable, Mapping
from types import FunctionType
from typing import NamedTuple, Protocol, get_origin

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.own_annotations import own_annotations
from typed_registry._annotations.type_guards import is_class, is_protocol
from typed_registry._conformance.contract import Contract

_ORDINARY = frozenset({ABCMeta, type(Protocol)})
"""The metaclasses beside `type` that change nothing in how an instance is made."""
_IS_ABSTRACT = 1 << 20  # as `inspect.isabstract` asks
_VARARGS, _VARKEYWORDS, _COROUTINE = 0x04, 0x08, 0x80  # the flags of `inspect`, which is slow to import
_FLAGS = _VARARGS | _VARKEYWORDS | _COROUTINE
_MOST_METHODS = 100
_ABSENT = object()
_BUILTINS: Mapping[str, object] = vars(builtins)


class AcceptedMethod(NamedTuple):
    """How a method is written that the full check accepted: all that it asks of a function."""

    counts: tuple[object, ...]
    """The result of `_counts`."""
    parameters: tuple[str, ...]
    annotations: Mapping[str, object]
    names: tuple[tuple[str, object], ...]
    """The names in the annotations, and what they mean."""


class KnownMethods:
    """The accepted methods of one name."""

    __slots__ = ("_accepted", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._accepted: list[AcceptedMethod] = []

    def include(self, component: type) -> bool:
        """Return whether the class's method of this name is written as an accepted one."""
        name = self.name
        for base in component.__mro__:
            variables = base.__dict__
            if name in variables:
                function = variables[name]
                return type(function) is FunctionType and self._knows(function, variables)
            if name in own_annotations(base):
                return False
        return False

    def add(self, component: type) -> None:
        """Accept methods that are written as this class's, if that is all that there is to know of it."""
        from typed_registry._conformance.members import find, member

        if self.include(component):  # a component with a config is checked in full each time
            return
        _, function = find(component, self.name)
        found = member(component, self.name)
        if not isinstance(function, FunctionType) or found is None or found.signature is None:
            return
        names = found.signature.namespace.plain
        if names is not None and len(self._accepted) < _MOST_METHODS:
            code = function.__code__
            stars = bool(code.co_flags & _VARARGS) + bool(code.co_flags & _VARKEYWORDS)
            parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + stars]
            annotations = dict(own_annotations(function))
            method = AcceptedMethod(_counts(function), parameters, annotations, tuple(names.items()))
            self._accepted.append(method)

    def _knows(self, function: FunctionType, variables: Mapping[str, object]) -> bool:
        counts, annotations = _counts(function), own_annotations(function)
        try:
            for known, parameters, stated, names in self._accepted:
                if (
                    known == counts
                    and parameters == function.__code__.co_varnames[: len(parameters)]
                    and stated == annotations
                    and _mean_the_same(names, function, variables)
                ):
                    return not is_marked(function)
        except Exception:  # noqa: BLE001  # annotations that can't be compared
            return False
        return False


class KnownClasses:
    """The classes that are accepted for a base class, and for methods that are written as accepted ones."""

    __slots__ = ("base", "methods")

    def __init__(self, base: type, methods: Iterable[str] = ()) -> None:
        self.base = base
        self.methods = tuple(map(KnownMethods, methods))

    def include(self, component: object) -> bool:
        """Return whether the component is a class that is known to conform."""
        metaclass = type(component)
        if not isinstance(component, type) or component.__flags__ & _IS_ABSTRACT:
            return False
        if metaclass is not type and (metaclass not in _ORDINARY or is_protocol(component)):
            return False
        for method in self.methods:  # a generator costs as much as all the rest
            if not method.include(component):
                return False
        return self.base in component.__mro__

    def add(self, component: type) -> None:
        """Remember how the methods of a class are written that the full check accepted."""
        for method in self.methods:
            method.add(component)


def subclasses(contract: Contract) -> KnownClasses | None:
    """Return the subclasses of the kind, if that is a class and nothing else is demanded.

    The full check says the same of them, and must be compiled first.
    """
    kind = object if contract.kind is Unknown else contract.kind
    if contract.dependencies or not contract.resolved or not is_class(kind):
        return None
    is_generic = get_origin(kind) is not None  # in 3.10, `list[int]` is a class as well
    return None if is_generic or is_protocol(kind) else KnownClasses(kind)


def is_marked(function: FunctionType) -> bool:
    """Return whether a decorator has given a function the signature of another one."""
    wrapped: object = getattr(function, "__wrapped__", None)
    return wrapped is not None or getattr(function, "__signature__", None) is not None


def _counts(function: FunctionType) -> tuple[object, ...]:
    """Return the number of a function's parameters of each kind, and of those with defaults."""
    code, defaults, by_name = function.__code__, function.__defaults__, function.__kwdefaults__
    return (
        code.co_flags & _FLAGS,
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_kwonlyargcount,
        len(defaults) if defaults else 0,
        tuple(by_name) if by_name else (),
    )


def _mean_the_same(
    names: Iterable[tuple[str, object]], function: FunctionType, variables: Mapping[str, object]
) -> bool:
    """Return whether a method's annotations, written as an accepted method's, name the same objects."""
    scope = function.__globals__
    for name, value in names:  # a builtin isn't a variable of the module
        found = scope[name] if name in scope else _BUILTINS.get(name, _ABSENT)
        if found is not value or name in variables:
            return False
    return function.__module__ == scope.get("__name__")
