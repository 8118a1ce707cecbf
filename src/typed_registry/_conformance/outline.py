"""The quick yes of registration: is a class plainly written as its registry's Protocol is?

Most components repeat their Protocol's methods to the letter. Comparing code objects tells that in about a
microsecond; whatever differs in any way is for `conform` to judge.
"""

from __future__ import annotations

from inspect import CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_VARARGS, CO_VARKEYWORDS, getattr_static
from types import FunctionType
from typing import TYPE_CHECKING, get_origin

from attrs import frozen
from typing_extensions import get_protocol_members, is_protocol

from typed_registry._annotations.namespace import Unknown

if TYPE_CHECKING:
    from typed_registry._conformance.contract import Contract

_UNUSUAL = CO_VARARGS | CO_VARKEYWORDS | CO_COROUTINE | CO_ITERABLE_COROUTINE


@frozen
class Method:
    """A method of a Protocol, as far as its code object tells."""

    name: str
    parameters: tuple[str, ...]
    positional_only: int
    """How many of them can't be given by name."""
    annotations: dict[str, object]
    module: dict[str, object]


@frozen
class Outline:
    """A Protocol's methods. Lives as long as the registry that it belongs to."""

    methods: tuple[Method, ...]

    def accepts(self, component: object) -> bool:
        """Whether the component is an ordinary class whose methods are written like these.

        A false answer says only that a closer look is needed.
        """
        if component.__class__ is not type:
            return False  # a class of another metaclass may be abstract, and what isn't a class is refused
        for method in self.methods:  # noqa: SIM110  # a generator costs as much as all the rest
            if not _same(getattr(component, method.name, None), method):
                return False
        return True


def outline_of(contract: Contract) -> Outline | None:
    """The outline of a contract that a class can be seen to fulfil; None where no glance is enough."""
    if contract.dependencies or not contract.resolved:
        return None
    if contract.kind is Unknown or contract.kind is object:
        return Outline(())
    kind = get_origin(contract.kind) or contract.kind
    if not isinstance(kind, type) or not is_protocol(kind):
        return None
    methods = [_method(kind, name) for name in sorted(get_protocol_members(kind))]
    return Outline(tuple(m for m in methods if m is not None)) if all(methods) else None


def _method(protocol: type, name: str) -> Method | None:
    function: object = getattr_static(protocol, name, None)
    if not isinstance(function, FunctionType) or function.__defaults__ or function.__kwdefaults__:
        return None
    code = function.__code__
    if code.co_flags & _UNUSUAL or code.co_kwonlyargcount:
        return None
    parameters = code.co_varnames[: code.co_argcount]
    return Method(name, parameters, code.co_posonlyargcount, function.__annotations__, function.__globals__)


def _same(function: object, method: Method) -> bool:
    if not isinstance(function, FunctionType):
        return False
    code = function.__code__
    return (
        code.co_varnames[: code.co_argcount] == method.parameters
        and code.co_posonlyargcount == method.positional_only
        and not code.co_kwonlyargcount
        and not code.co_flags & _UNUSUAL
        and function.__globals__ is method.module  # elsewhere the same words may name other types
        and function.__annotations__ == method.annotations
    )
