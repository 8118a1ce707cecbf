"""Find every parameter that a component takes, through whatever it is made of."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from enum import Enum
from inspect import Parameter
from types import FunctionType, MethodType
from typing import cast, get_args, get_origin

from attrs import evolve, frozen

from typed_registry._annotations.call_target import CallScope, CallTarget, raw_attribute
from typed_registry._annotations.declared_parameters import declared, library_signature, unpacked
from typed_registry._annotations.forwarded import ForwardedParameters
from typed_registry._annotations.forwarding_reader import forwarding_of
from typed_registry._annotations.full_signature import (
    ANYTHING,
    FullParameter,
    FullSignature,
    alike,
    with_types,
    without_first,
)
from typed_registry._annotations.function_source import definition_of, place_of
from typed_registry._annotations.hidden_parameters import HiddenParameters
from typed_registry._annotations.overloads import overloaded
from typed_registry._annotations.own_annotations import states_signature
from typed_registry._annotations.signature import read
from typed_registry._annotations.type_guards import is_class
from typed_registry._annotations.type_variables import bound_in
from typed_registry._place import Place
from typed_registry._typing_forms import Component

_BINDING = (classmethod, staticmethod, functools.partialmethod)
"""The objects that a class may have as its `__call__` beside a function."""
_MOST = 100
"""How many callables may call one another."""


def full_signature(component: Component[object], given: int = 0) -> FullSignature | None:
    """Return every parameter of a component but the first `given` positional ones.

    None if it has no signature to read.

    >>> def scaled(factor: float = 1.0, *, offset: float = 0.0) -> float: ...
    >>> [parameter.name for parameter in full_signature(scaled).parameters]
    ['factor', 'offset']
    """
    found = _Follower(given).of(CallTarget(component))
    return None if found is None else without_first(found, given)


@frozen
class _Follower:
    """Reads the signature of one callable, which may call others."""

    given: int
    """How many arguments are given by position, which an overload may count."""
    stack: tuple[CallTarget, ...] = ()
    """The callables that lead here."""

    def of(self, target: CallTarget) -> FullSignature | None:
        """Return the signature of a callable; None where there is none to read."""
        if any(each.function is target.function and each.on is target.on for each in self.stack):
            return FullSignature(ignores_others=True)  # it calls itself, which adds nothing
        function = target.function
        if len(self.stack) > _MOST:
            return None
        if function is object.__init__ or function is object.__new__:
            return FullSignature()
        return evolve(self, stack=(*self.stack, target))._read(target)  # noqa: SLF001  # of its own class

    def _read(self, target: CallTarget) -> FullSignature | None:
        match target.function:
            case FunctionType() as function:
                return self._of_function(function, target)
            case MethodType() as method:
                return self._of_method(method)
            case functools.partial():
                return self._of_partial(target)
            case type() as kind:
                return self._of_called_class(kind)
            case function if function == type.__call__ and is_class(target.this):
                return self._of_class(target.this)
            case _:
                return self._of_object(target)

    def _of_object(self, target: CallTarget) -> FullSignature | None:
        """Return the signature of a class with type arguments, a callable object, or a function in C."""
        function = cast("Component[object]", target.function)
        generic = get_origin(function)
        if is_class(generic):
            whole = self.of(CallTarget(generic))
            return whole and with_types(whole, bound_in(generic, get_args(function)))
        wrapped: object = getattr(function, "__wrapped__", None)
        if not inspect.isroutine(function):
            owner, raw = raw_attribute(type(function), "__call__")
            if isinstance(raw, FunctionType):
                return self.of(CallTarget(raw, owner, type(function), skip=1))
            if isinstance(raw, _BINDING):
                return self.of(CallTarget(raw.__get__(function, type(function))))  # pyright: ignore[reportUnknownMemberType]  # of any function
            if callable(wrapped):  # as functools.lru_cache makes it
                return self.of(evolve(target, function=wrapped))
        found = read(function)
        if found is None:
            return None
        return without_first(_without_unknown(declared(found), function), target.skip)

    def _of_method(self, method: MethodType) -> FullSignature | None:
        held: object = method.__self__
        on = held if is_class(held) else type(held)
        owner, _ = raw_attribute(on, getattr(method, "__name__", ""))
        this = held if is_class(held) else None
        return self.of(CallTarget(method.__func__, owner, on, this, skip=1))

    def _of_partial(self, target: CallTarget) -> FullSignature | None:
        made = cast("functools.partial[object]", target.function)
        inner = evolve(self, given=self.given + len(made.args))
        found = inner.of(CallTarget(made.func))
        if found is None:
            return None
        is_after, parameters = False, list[FullParameter]()
        for parameter in without_first(found, len(made.args)).parameters:
            is_set = parameter.name in made.keywords
            is_after |= is_set
            kind = Parameter.KEYWORD_ONLY if is_after and parameter.is_named else parameter.kind
            default = cast("object", made.keywords[parameter.name]) if is_set else parameter.default
            parameters.append(evolve(parameter, kind=kind, default=default))
        is_closed = any(p.name in made.keywords for p in found.positional)  # what follows has no position
        return evolve(
            found,
            parameters=tuple(parameters),
            positional_rest=None if is_closed else found.positional_rest,
        )

    # Classes

    def _of_called_class(self, kind: type[object]) -> FullSignature | None:
        """Return how a class is called, perhaps through its metaclass. An enum is called with a value."""
        if issubclass(kind, Enum) and kind.__members__:
            return FullSignature((FullParameter("value", Parameter.POSITIONAL_OR_KEYWORD),))
        owner, raw = raw_attribute(type(kind), "__call__")
        if not isinstance(raw, FunctionType):
            return self._of_class(kind)
        found = self.of(CallTarget(raw, owner, type(kind), this=kind, skip=1))
        is_open = found is not None and found.takes_any and not (found.ignores_others and found.parameters)
        if is_open and any(_constructors(kind)):  # what the source doesn't show is passed on to these
            return self._of_class(kind)
        return found

    def _of_class(self, kind: type[object]) -> FullSignature | None:
        """Return the signature of the constructor of a class."""
        made = library_signature(kind)
        targets = [] if made is None and states_signature(kind) else [*_constructors(kind)]
        found = [self.of(target) for target in targets]
        known = [each for each in found if each is not None]
        if found:
            return alike(known) if len(known) == len(found) else None
        if made is not None or any(map(_is_replaced, _functions(kind, "__init__").values())):
            return made or FullSignature()
        signature = read(kind)
        return None if signature is None else _without_unknown(declared(signature, kind), kind)

    # Functions

    def _of_function(self, function: FunctionType, target: CallTarget) -> FullSignature | None:
        """Return the signature of a function that is written in Python."""
        made = overloaded(function, target, self._implementation, self.given)
        return self._implementation(function, target) if made is None else made

    def _implementation(self, function: FunctionType, target: CallTarget) -> FullSignature | None:
        """Return the signature of a function without its overloads."""
        if target.on is not None and _is_model_init(function):
            return library_signature(target.on)
        wrapped: object = getattr(function, "__wrapped__", None)
        is_signed = "__signature__" in vars(function)
        found = read(function, owner=target.owner, is_unwrapped=is_signed)
        if found is None:
            return None
        own = declared(found, target.owner, target.on)
        whole = own if is_signed else self._followed(own, function, target)
        if not callable(wrapped) or is_signed:
            return without_first(whole, target.skip)
        is_generic = hasattr(function, "dispatch") and hasattr(function, "registry")
        is_open = whole.hidden or (own.rest is not None and whole.rest is own.rest)
        if not is_open and not is_generic:
            return without_first(whole, target.skip)
        inner = self.of(evolve(target, function=wrapped))
        return _dispatched(inner) if is_generic and inner is not None and not target.skip else inner

    def _followed(self, own: FullSignature, function: FunctionType, target: CallTarget) -> FullSignature:
        """Return a function's signature with what its `*args` and `**kwargs` reach in their place."""
        keys = None if own.rest is None else unpacked(own.rest)
        if keys is not None:
            names = {p.name for p in own.parameters}
            more = (key for key in keys if key.name not in names)
            return evolve(own, parameters=(*own.parameters, *more), rest=None)
        if own.rest is None and own.positional_rest is None:
            return own
        node = definition_of(function)
        if node is None:
            return _hiding(own, target.name, place_of(function))
        return ForwardedParameters(
            own, forwarding_of(node), CallScope(target, node), self._of_callee
        ).signature()

    def _of_callee(self, target: CallTarget, count: int) -> FullSignature | None:
        return evolve(self, given=count).of(target)


def _hiding(own: FullSignature, name: str, place: Place) -> FullSignature:
    """Return the signature of a function without source, whose `**kwargs` may be anything."""
    rest = own.rest
    if rest is None or rest.type not in ANYTHING:
        return own
    return evolve(own, rest=None, hidden=(HiddenParameters(name, f"**{rest.name}", place),))


def _without_unknown(found: FullSignature, function: object) -> FullSignature:
    """Return the signature of a function that is written in C, whose `**kwargs` may be anything."""
    return _hiding(found, CallTarget(function).name, Place(str(getattr(function, "__module__", "")), 0))


def _dispatched(found: FullSignature) -> FullSignature:
    """Return the signature of a generic function, which needs its first argument by position."""
    first, *others = found.parameters or (None,)
    if first is None:
        return found
    return evolve(found, parameters=(evolve(first, kind=Parameter.POSITIONAL_ONLY), *others))


def _constructors(kind: type[object]) -> Iterator[CallTarget]:
    """Yield the functions that are called to make an instance."""
    inits = _functions(kind, "__init__").values()
    for name in ("__new__", "__init__"):
        own = ((base, each) for base, each in _functions(kind, name).items() if not _is_replaced(each))
        for base, function in list(own)[:1]:
            if not (inits and _makes_any(function)):
                yield CallTarget(function, base, kind, kind if name == "__new__" else None, skip=1)


def _functions(kind: type[object], name: str) -> dict[type, FunctionType]:
    """Return the functions of a name in the bases of a class, `object` apart."""
    found = {base: getattr(vars(base).get(name), "__func__", vars(base).get(name)) for base in kind.__mro__}
    return {base: each for base, each in found.items() if isinstance(each, FunctionType)}


def _is_replaced(function: FunctionType) -> bool:
    """Return whether this is what Protocols have for an `__init__`, which calls the next one."""
    return function.__module__ in ("typing", "typing_extensions") and function.__name__.startswith("_no_init")


def _makes_any(function: FunctionType) -> bool:
    """Return whether this is a `__new__` around that of `object`, as `@deprecated` gives it to a class.

    It takes what `__init__` takes.
    """
    return inspect.unwrap(function) is object.__new__


def _is_model_init(function: FunctionType) -> bool:
    return function.__module__ == "pydantic.main" and function.__qualname__ == "BaseModel.__init__"
