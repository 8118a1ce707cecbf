"""Find the function that a component is or wraps: the one below `@lru_cache` or another decorator."""

from __future__ import annotations

import inspect
from types import FunctionType, MethodType

from attrs import field, frozen

from typed_registry._stubs.stub_names import is_name


@frozen
class WrappedFunction:
    """The function whose parameters `inspect.signature` shows for a component."""

    module: str
    name: str
    """Its qualified name: `Tokenizer.encode`."""
    is_bound: bool
    """Whether its first parameter is given, since the component is a method of an object or a class."""
    parameters: tuple[str, ...] = field(repr=False)
    """The names of its parameters."""

    @classmethod
    def of(cls, component: object) -> WrappedFunction | None:
        """Return the innermost function that a component is or wraps; None if there is none with a name.

        >>> import functools, textwrap
        >>> WrappedFunction.of(functools.lru_cache(textwrap.dedent))
        WrappedFunction(module='textwrap', name='dedent', is_bound=False)
        """
        function = component.__func__ if isinstance(component, MethodType) else component
        if not callable(function):
            return None
        try:
            inner = inspect.unwrap(function, stop=lambda each: hasattr(each, "__signature__"))
        except ValueError:  # it wraps itself
            return None
        if not isinstance(inner, FunctionType) or hasattr(inner, "__signature__"):
            return None
        if not all(map(is_name, f"{inner.__module__}.{inner.__qualname__}".split("."))):
            return None
        names = parameter_names(inner)
        return cls(inner.__module__, inner.__qualname__, isinstance(component, MethodType), names)


def parameter_names(function: FunctionType) -> tuple[str, ...]:
    """Return the names of a function's parameters, as its code has them."""
    found = inspect.getargs(function.__code__)
    return tuple(filter(None, (*found.args, found.varargs, found.varkw)))
