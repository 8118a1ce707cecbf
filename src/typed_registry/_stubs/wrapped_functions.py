"""Find the function that a component wraps: the one below `@lru_cache` or another decorator."""

from __future__ import annotations

import inspect
from types import FunctionType, MethodType

from attrs import frozen


@frozen
class WrappedFunction:
    """The function whose parameters `inspect.signature` shows for a component that wraps it."""

    module: str
    name: str
    """Its qualified name: `Tokenizer.encode`."""
    is_bound: bool
    """Whether its first parameter is given, since the component is a method of an object or a class."""

    @classmethod
    def of(cls, component: object) -> WrappedFunction | None:
        """Return the innermost function that a component wraps; None if there is none with a name.

        >>> import functools, textwrap
        >>> WrappedFunction.of(functools.lru_cache(textwrap.dedent))
        WrappedFunction(module='textwrap', name='dedent', is_bound=False)
        """
        if not callable(component) or not hasattr(component, "__wrapped__"):
            return None
        try:
            inner = inspect.unwrap(component, stop=lambda each: hasattr(each, "__signature__"))
        except ValueError:  # it wraps itself
            return None
        if not isinstance(inner, FunctionType) or hasattr(inner, "__signature__"):
            return None
        if "<" in inner.__qualname__:
            return None
        return cls(inner.__module__, inner.__qualname__, isinstance(component, MethodType))
