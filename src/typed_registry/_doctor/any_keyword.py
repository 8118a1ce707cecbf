"""Find the components whose own signatures take any keyword."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from inspect import Parameter
from types import FunctionType
from typing import TYPE_CHECKING, ParamSpecKwargs

from typed_registry._annotations.call_target import raw_attribute
from typed_registry._annotations.declared_parameters import declared, unpacked
from typed_registry._annotations.follow import full_signature
from typed_registry._annotations.full_signature import FullSignature
from typed_registry._annotations.function_source import place_of
from typed_registry._annotations.signature import read
from typed_registry._annotations.type_guards import is_class
from typed_registry._constant import Constant

if TYPE_CHECKING:
    from typed_registry._place import Place
    from typed_registry._registration.records import Record
    from typed_registry._typing_forms import Component


def any_keyword_place(component: Component[object], record: Record) -> Place | None:
    """Return where a component's own signature says that it takes any keyword; None if it doesn't."""
    signature = None if isinstance(component, Constant) else full_signature(component)
    if signature is None or is_replaced(component) or open_signature(component, signature) is None:
        return None
    return next(map(place_of, _functions_with_any(component)), record.place)


def has_unpacked_keywords(component: Component[object]) -> bool:
    """Return whether the keywords of a component are those of a TypedDict: `**kwargs: Unpack[Options]`."""
    found = None if isinstance(component, Constant) else read(component)
    rest = None if found is None else declared(found).rest
    return rest is not None and unpacked(rest) is not None


def open_signature(component: Component[object], full: FullSignature) -> FullSignature | None:
    """Return a component's signature as checkers see it, if that has `**kwargs` for any keyword."""
    found = None if isinstance(component, Constant) else read(component)
    if found is None or (full.forms and all(form.allowed is not None for form in full.forms)):
        return None
    own = declared(found)
    is_open = own.rest is not None and unpacked(own.rest) is None
    return own if is_open and any(_functions_with_any(component)) else None


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


def _functions_with_any(component: object) -> Iterator[FunctionType]:
    """Yield the functions with `**kwargs` that a call of a component runs first.

    The constructor that Protocols give to their classes is none of them.
    """
    for each in _functions(component):
        has_keywords = bool(each.__code__.co_flags & inspect.CO_VARKEYWORDS)
        if has_keywords and each.__module__ not in {"typing", "typing_extensions"}:
            yield each


def _functions(component: object) -> Iterator[FunctionType]:
    while isinstance(component, functools.partial):
        component = component.func
    if is_class(component):
        found = [raw_attribute(component, name)[1] for name in ("__init__", "__new__")]
    else:
        found = [component, raw_attribute(type(component), "__call__")[1]]
    for each in found:
        function = getattr(each, "__func__", each)
        written = inspect.unwrap(function) if isinstance(function, FunctionType) else None
        if isinstance(written, FunctionType):
            yield written
