"""Find the components whose own signatures take any keyword."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import Parameter
from types import FunctionType
from typing import TYPE_CHECKING, ParamSpecKwargs

from typing_extensions import get_overloads, is_typeddict

from typed_registry._annotations.call_target import raw_attribute
from typed_registry._annotations.declared_parameters import declared, unpacked
from typed_registry._annotations.follow import full_signature
from typed_registry._annotations.full_signature import FullSignature
from typed_registry._annotations.function_source import place_of
from typed_registry._annotations.signature import read
from typed_registry._annotations.type_guards import is_class
from typed_registry._annotations.wrapped_parts import wrapped_parts
from typed_registry._constant import Constant

if TYPE_CHECKING:
    from typed_registry._place import Place
    from typed_registry._registration.records import Record
    from typed_registry._typing_forms import Component


def any_keyword_place(component: Component[object], record: Record) -> Place | None:
    """Return where a component's own signature says that it takes any keyword; None if it doesn't."""
    if is_replaced(component) or open_signature(component) is None:
        return None
    return next(map(place_of, _open_functions(component)), record.place)


def has_unpacked_keywords(component: Component[object]) -> bool:
    """Return whether the keywords of a component are those of a TypedDict: `**kwargs: Unpack[Options]`."""
    if is_typeddict(component):
        return True
    found = None if isinstance(component, Constant) else read(component)
    rest = None if found is None else declared(found).rest
    return rest is not None and unpacked(rest) is not None


def calling_metaclass(component: Component[object]) -> str:
    """Return the name of a class's metaclass if that defines a `__call__` in Python; empty otherwise."""
    if not is_class(component) or not isinstance(raw_attribute(type(component), "__call__")[1], FunctionType):
        return ""
    return type(component).__name__


def is_unreadable(component: Component[object]) -> bool:
    """Return whether a component has no signature that the run can read, as some builtins."""
    return not isinstance(component, Constant) and full_signature(component) is None


def open_signature(component: Component[object]) -> FullSignature | None:
    """Return a component's signature as checkers see it, if that has `**kwargs` for any keyword.

    An overload with `*args, **kwargs` is enough.
    """
    found = None if isinstance(component, Constant) else read(component)
    if found is None or not any(_open_functions(component)):
        return None
    own = declared(found)
    is_overloaded = any(get_overloads(each) for each in _functions(component))
    return own if is_overloaded or _takes_any(own) else None


def is_replaced(component: Component[object]) -> bool:
    """Return whether a decorator has put another function in the place of the component's own.

    Its `*args: P.args, **kwargs: P.kwargs` stand for parameters that only checkers know.
    """
    found = None if isinstance(component, Constant) else read(component)
    rest = None if found is None else found.star(Parameter.VAR_KEYWORD)
    kind = None if found is None or rest is None else found.type_of(rest)
    if found is None or not isinstance(kind, ParamSpecKwargs):
        return False
    variables = (getattr(each, "__parameters__", ()) for each in found.types.values())
    return all(kind.__origin__ not in each for each in variables)


def _open_functions(component: object) -> Iterator[FunctionType]:
    """Yield the functions with `**kwargs` for any keyword that a call of a component runs first.

    The overloads of a function take its place. The constructor that Protocols give to their classes is left
    out.
    """
    for each in _functions(component):
        for written in get_overloads(each) or [each]:
            found = read(written) if isinstance(written, FunctionType) else None
            is_own = each.__module__ not in {"typing", "typing_extensions"}
            if isinstance(written, FunctionType) and found and is_own and _takes_any(declared(found)):
                yield written


def _takes_any(signature: FullSignature) -> bool:
    return signature.rest is not None and unpacked(signature.rest) is None


def _functions(component: object) -> Iterator[FunctionType]:
    """Yield the function that a component is or wraps, a class's constructors, or an object's `__call__`."""
    *_, called = wrapped_parts(component)
    if is_class(called):
        found = [raw_attribute(called, name)[1] for name in ("__init__", "__new__")]
    else:
        found = [called if isinstance(called, FunctionType) else raw_attribute(type(called), "__call__")[1]]
    for each in found:
        if each is not None:
            *_, written = wrapped_parts(each)
            if isinstance(written, FunctionType):
                yield written
