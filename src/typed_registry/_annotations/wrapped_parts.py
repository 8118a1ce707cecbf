"""Find what a component consists of: the function of a partial, of a method, or below a decorator."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator
from types import MethodType
from typing import overload

from typed_registry._constant import Constant
from typed_registry._typing_forms import Component, T

_DEEPEST = 100
"""Properties that make a new object each time would have no end."""


def wrapped_parts(component: object) -> Iterator[object]:
    """Yield a component, the object that it wraps, and so on to the innermost, each once.

    >>> [getattr(part, "__name__", None) for part in wrapped_parts(functools.partial(len))]
    [None, 'len']
    """
    known: list[object] = []
    while component is not None and len(known) < _DEEPEST and not any(part is component for part in known):
        known.append(component)
        yield component
        component = _inside(component)


@overload
def without_partials(component: Component[T]) -> Component[T]: ...
@overload
def without_partials(component: object) -> object: ...
def without_partials(component: object) -> object:
    """Return what a partial calls in the end, and anything else as it is.

    >>> without_partials(functools.partial(functools.partial(len)))
    <built-in function len>
    """
    while isinstance(component, functools.partial):
        component = component.func
    return component


def _inside(component: object) -> object:
    """Return what a component wraps; None if it wraps nothing.

    An attribute that only `__getattr__` has doesn't count.
    """
    if isinstance(component, Constant):
        return component.value
    if isinstance(component, type):
        return None
    if inspect.getattr_static(component, "__wrapped__", None) is not None:
        wrapped: object = getattr(component, "__wrapped__", None)
        return wrapped
    if isinstance(component, functools.partial):
        function: object = component.func
        return function
    return component.__func__ if isinstance(component, MethodType) else None
