"""The attributes that methods give to instances, as `self.x = ...` does."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from types import CodeType, FunctionType

from attrs import fields_dict, has

from typed_registry._annotations.type_guards import is_sequence
from typed_registry._conformance.class_source import names_in_source


def is_assigned(owner: type, name: str) -> bool:
    """Whether a method of the class or its bases stores an attribute of this name on its first argument.

    A field of an attrs class counts too. What leaves no trace in the code, `self.x: int` and a class body
    under `if TYPE_CHECKING`, is read from the source if there is one.
    """
    if has(owner) and name in fields_dict(owner):
        return True
    bases = owner.__mro__[:-1]
    functions = (
        function for base in bases for value in vars(base).values() for function in _functions(value)
    )
    return any(_stores(function, name) for function in functions) or any(
        name in names_in_source(base) for base in bases
    )


def undecorated(value: object) -> object:
    """Return the function inside of a `staticmethod` or `classmethod`; any other value as it is."""
    return getattr(value, "__func__", value) if is_wrapped_method(value) else value


def is_wrapped_method(value: object) -> bool:
    """Whether this is a `staticmethod` or a `classmethod`."""
    return isinstance(value, (staticmethod, classmethod))


def _functions(value: object) -> Iterator[FunctionType]:
    """The functions that a value of a class body consists of, those under decorators included."""
    seen: set[int] = set()
    queue = [value, *(vars(value).values() if _is_decorator_object(value) else ())]
    while queue:
        current = queue.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, FunctionType):
            yield current
        queue.extend(_parts(current))


def _is_decorator_object(value: object) -> bool:
    return not isinstance(value, (type, FunctionType)) and hasattr(value, "__dict__")


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, FunctionType):
        yield vars(value).get("__wrapped__")
        for cell in value.__closure__ or ():
            yield _content(cell)
    elif is_wrapped_method(value):
        yield undecorated(value)
    elif isinstance(value, property):
        yield from (value.fget, value.fset, value.fdel)
    elif isinstance(value, functools.partial):
        yield value.func


def _content(cell: object) -> object:
    try:
        return getattr(cell, "cell_contents", None)
    except ValueError:
        return None  # the cell is empty


def _stores(function: FunctionType, name: str) -> bool:
    code = function.__code__
    first = code.co_varnames[0] if code.co_argcount else None
    return _code_stores(code, None if function.__name__ == "__new__" else first, name)


def _code_stores(code: CodeType, owner: str | None, name: str) -> bool:
    """Whether the code stores the attribute on the variable `owner`, or on anything if that is None."""
    nested = (
        c for c in code.co_consts if isinstance(c, CodeType) and (owner is None or owner in c.co_freevars)
    )
    stored = name in code.co_names and name in _stored(code, owner)
    return stored or any(_code_stores(inner, owner, name) for inner in nested)


def _stored(code: CodeType, owner: str | None) -> Iterator[str]:
    from dis import get_instructions

    loaded: object = None
    for instruction in get_instructions(code):
        if instruction.opname == "STORE_ATTR" and (owner is None or loaded == owner):
            yield str(instruction.argval)
        if instruction.opname not in {"CACHE", "EXTENDED_ARG"}:
            named: object = instruction.argval
            last = named[-1] if is_sequence(named) else named  # some instructions load two variables
            loaded = last if "LOAD" in instruction.opname else None
