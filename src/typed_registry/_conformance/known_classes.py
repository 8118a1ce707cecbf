"""Accept a class for being written as another one that the full check accepted.

Most components repeat the methods of their Protocol to the letter. The full check's verdict on a method
follows from its *shape*: the flags and parameters of its code, which parameters have defaults, the
annotations, and what the names in these mean. So a shape that was accepted once is accepted again, at the
cost of a dictionary lookup. Whatever differs in any way is left to the full check.
"""

from __future__ import annotations

import builtins
from abc import ABCMeta
from collections.abc import Mapping
from contextlib import suppress
from types import FunctionType
from typing import TYPE_CHECKING, Protocol, TypeAlias

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.type_guards import is_class
from typed_registry._conformance.contract import Contract
from typed_registry._conformance.marks import is_marked, is_protocol

if TYPE_CHECKING:
    from typed_registry._conformance.result import CompiledKind

_ORDINARY = frozenset({type, ABCMeta, type(Protocol)})
"""The metaclasses that change nothing in how an instance is made."""
_IS_ABSTRACT = 1 << 20  # as `inspect.isabstract` asks
_VARARGS, _VARKEYWORDS = 0x04, 0x08  # the flags of `inspect`, which is slow to import
_GENERATOR, _COROUTINE, _ASYNC_GENERATOR = 0x20, 0x80, 0x200
_FLAGS = _VARARGS | _VARKEYWORDS | _COROUTINE | _GENERATOR | _ASYNC_GENERATOR
_MOST_SHAPES = 1000
_ABSENT = object()
_BUILTINS: Mapping[str, object] = vars(builtins)

Shape: TypeAlias = "tuple[object, ...]"
Names: TypeAlias = "tuple[tuple[str, object], ...]"


class KnownMethods:
    """The accepted shapes of one method."""

    __slots__ = ("_accepted", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._accepted: dict[Shape, Names] = {}
        """What the names in the annotations meant, for each shape."""

    def include(self, component: type) -> bool:
        """Whether the class's method of this name has an accepted shape."""
        name = self.name
        for base in component.__mro__:
            variables = base.__dict__
            function = variables.get(name, _ABSENT)
            if function is not _ABSENT:
                return type(function) is FunctionType and self._knows(function, variables)
            if name in variables.get("__annotations__", ()):
                return False
        return False

    def add(self, component: type) -> None:
        """Accept methods that are written as this class's, if its shape says all that there is to know."""
        from typed_registry._conformance.members import find, member

        _, function = find(component, self.name)
        found = member(component, self.name)
        if not isinstance(function, FunctionType) or found is None or found.signature is None:
            return
        names = found.signature.namespace.plain
        if names is not None and len(self._accepted) < _MOST_SHAPES:
            with suppress(TypeError):  # an annotation without a hash
                self._accepted[_shape(function)] = tuple(names.items())

    def _knows(self, function: FunctionType, variables: Mapping[str, object]) -> bool:
        try:
            names = self._accepted.get(_shape(function))
        except TypeError:  # an annotation without a hash
            return False
        if names is None:
            return False
        scope = function.__globals__
        for name, value in names:  # a builtin is no variable of the module
            found = scope[name] if name in scope else _BUILTINS.get(name, _ABSENT)
            if found is not value or name in variables:
                return False
        return function.__module__ == scope.get("__name__") and not is_marked(function)


class KnownClasses:
    """The classes that are accepted for a base class, and for methods that are written as accepted ones."""

    __slots__ = ("base", "methods")

    def __init__(self, base: type, methods: tuple[KnownMethods, ...] = ()) -> None:
        self.base = base
        self.methods = methods

    def include(self, component: object) -> bool:
        """Whether the component is a class that is known to conform."""
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
    """Return the subclasses of the kind, if that is an ordinary class and nothing else is demanded.

    The full check says the same of them, and must be compiled first.
    """
    kind = object if contract.kind is Unknown else contract.kind
    if contract.dependencies or not contract.resolved or not is_class(kind):
        return None
    is_ordinary = type(kind) in {type, ABCMeta} and not is_protocol(kind)
    return KnownClasses(kind) if is_ordinary else None


def known_classes(contract: Contract, kind: CompiledKind) -> KnownClasses | None:
    """Return the memory of a contract; None if a class's methods and bases don't tell whether it conforms."""
    if contract.dependencies or not contract.resolved or not kind.is_resolved:
        return None
    if kind.protocol is None:
        return KnownClasses(kind.wanted or object)
    members = kind.protocol.members
    if not all(wanted.signature is not None for wanted in members):
        return None
    return KnownClasses(object, tuple(KnownMethods(wanted.name) for wanted in members))


def _shape(function: FunctionType) -> Shape:
    """All that the full check asks of a function, apart from what the names in its annotations mean."""
    code = function.__code__
    flags = code.co_flags & _FLAGS
    count = code.co_argcount + code.co_kwonlyargcount
    if flags & (_VARARGS | _VARKEYWORDS):
        count += bool(flags & _VARARGS) + bool(flags & _VARKEYWORDS)
    defaults, by_name = function.__defaults__, function.__kwdefaults__
    return (
        flags,
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_varnames[:count],
        len(defaults) if defaults else 0,
        tuple(by_name) if by_name else (),
        *function.__annotations__.items(),
    )
