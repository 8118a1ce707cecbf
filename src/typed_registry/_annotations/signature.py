"""Read the signature of a callable, with its annotations resolved."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from inspect import Parameter
from types import CodeType, FunctionType

from attrs import field, frozen

from typed_registry._annotations.enclosing import enclosing_variables
from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.own_annotations import python_signature
from typed_registry._annotations.type_guards import is_class
from typed_registry._annotations.wrapped_parts import without_partials
from typed_registry._typing_forms import Component

POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
"""The kinds of parameters that can be given by position."""
NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
"""The kinds of parameters that can be given by keyword."""


@frozen
class Signature:
    """The signature of a callable. `self` is left out where the caller doesn't give it."""

    parameters: tuple[Parameter, ...] = ()
    types: Mapping[str, object] = {}
    """The resolved annotation of each parameter; `Unknown` where there is none."""
    returns: object = Parameter.empty
    """The return annotation as it is written."""
    result: object = Unknown
    """The type that a call returns, and a coroutine when awaited; `Unknown` when it isn't declared."""
    is_async: bool = False
    namespace: Namespace = field(factory=lambda: Namespace(""), repr=False, eq=False)
    """Where the annotations were looked up."""

    @property
    def positional(self) -> tuple[Parameter, ...]:
        """The parameters that can be given by position."""
        return tuple(p for p in self.parameters if p.kind in POSITIONAL)

    def star(self, kind: object) -> Parameter | None:
        """Return the parameter of this kind, such as `Parameter.VAR_POSITIONAL`; None when there is none."""
        return next((p for p in self.parameters if p.kind is kind), None)

    def named(self, name: str) -> Parameter | None:
        """Return the parameter that the keyword `name` reaches; None when there is none."""
        return next((p for p in self.parameters if p.name == name and p.kind in NAMED), None)

    def type_of(self, parameter: Parameter) -> object:
        """Return the resolved annotation of a parameter; `Unknown` when it has none."""
        return self.types.get(parameter.name, Unknown)


def read(
    function: Component[object], *, skip: int = 0, owner: type | None = None, is_unwrapped: bool = True
) -> Signature | None:
    """Return the signature without its first `skip` parameters; None when there is none to read.

    `owner` is the class that defines a method, whose names its annotations may use. A decorator's function
    has the signature of what it wraps, unless `is_unwrapped` is false.
    """
    try:
        found = python_signature(function, follow_wrapped=is_unwrapped)
    except Exception:  # noqa: BLE001  # written in C, or with a `__signature__` that fails
        return None
    namespace = _namespace(function, owner, is_unwrapped=is_unwrapped)
    parameters = _without_first(tuple(found.parameters.values()), skip)
    made = _called_class(function)
    return Signature(
        parameters,
        {p.name: _resolved(p.annotation, namespace) for p in parameters},
        found.return_annotation,
        _resolved(found.return_annotation, namespace) if made is None else made,
        _is_coroutine(function),
        namespace,
    )


def is_required(parameter: Parameter) -> bool:
    """Return whether every caller must give the parameter."""
    return parameter.default is Parameter.empty and parameter.kind in (*POSITIONAL, *NAMED)


def unfilled(count: int, found: Signature) -> list[Parameter]:
    """Return the parameters without a default that `count` positional arguments leave open."""
    taken = {parameter.name for parameter in found.positional[:count]}
    return [p for p in found.parameters if p.name not in taken and is_required(p)]


def _without_first(parameters: tuple[Parameter, ...], count: int) -> tuple[Parameter, ...]:
    """Return the parameters without the first `count`; `*args` takes as many as it is given, so it stays."""
    by_position = sum(p.kind in POSITIONAL for p in parameters[:count])
    return parameters[by_position:]


def _resolved(annotation: object, namespace: Namespace) -> object:
    return Unknown if annotation is Parameter.empty else evaluate(annotation, namespace)


def _is_coroutine(function: object) -> bool:
    """Return whether this is written with `async def`; checkers don't know of `markcoroutinefunction`."""
    function = without_partials(function)
    code: object = getattr(getattr(function, "__func__", function), "__code__", None)
    return isinstance(code, CodeType) and bool(code.co_flags & inspect.CO_COROUTINE)


def _called_class(function: object) -> type | None:
    """Return the class that is called in the end, whose `__init__` says that it returns None."""
    function = without_partials(function)
    return function if is_class(function) else None


def _namespace(function: object, owner: type | None, *, is_unwrapped: bool) -> Namespace:
    """Return the names that the annotations of a callable may use."""
    function = without_partials(function)
    if is_class(function):
        owner, function = _constructor(function)
    written = inspect.unwrap(function) if is_unwrapped and isinstance(function, FunctionType) else function
    local: Mapping[str, object] = {} if owner is None else vars(owner)
    module = str(getattr(written, "__module__", None) or "")
    if owner is not None and module not in sys.modules:
        module = owner.__module__  # as that of a NamedTuple's constructor, which is generated
    if not isinstance(written, FunctionType):
        return Namespace(module, local)
    scope = written.__globals__
    return Namespace(module, local, scope=scope, hidden=enclosing_variables(written.__qualname__, scope))


def _constructor(kind: type) -> tuple[type, object]:
    """Return the class that defines how a class is built, and the function by which it does."""
    for base in kind.__mro__[:-1]:
        for name in ("__new__", "__init__"):
            function = vars(base).get(name)
            if isinstance(getattr(function, "__func__", function), FunctionType):
                return base, getattr(function, "__func__", function)
    return kind, kind
