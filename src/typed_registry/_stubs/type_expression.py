"""Write a type that only the run knows as source code, from which mypy reads it again."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, Literal, TypeVar

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.type_guards import is_sequence
from typed_registry._annotations.unwrap import is_union
from typed_registry._stubs.expressions import ComponentExpression, generic_parts, importable_name

_NO_CLASSES: tuple[tuple[object, str], ...] = (
    (None, "None"),
    (type(None), "None"),
    (..., "..."),
    (Any, "typing.Any"),
)


def type_expression(kind: object, file: str) -> ComponentExpression | None:
    """Return an expression of this type; None if its source can't be written. `file` may hold its names.

    >>> type_expression(dict[str, int | None], __file__).text
    'typing.cast(builtins.dict[builtins.str, typing.Union[builtins.int, None]], _any)'
    """
    try:
        modules = dict.fromkeys(["typing"])
        text = "".join(_text(kind, file, modules))
    except LookupError:
        return None
    return ComponentExpression(f"typing.cast({text}, _any)", tuple(modules))


def class_expression(target: object, file: str) -> ComponentExpression:
    """Return an expression of a generic class with arguments. Raises LookupError if it can't be written.

    >>> class_expression(dict[str, int], __file__).text
    'builtins.dict[builtins.str, builtins.int]'
    """
    modules: dict[str, None] = {}
    text = "".join(_text(target, file, modules))
    return ComponentExpression(text, tuple(modules))


def _text(kind: object, file: str, modules: dict[str, None]) -> Iterator[str]:
    """Yield the parts of a type's source. Raises LookupError for a type that can't be written."""
    origin, arguments = generic_parts(kind)
    special = next((text for known, text in _NO_CLASSES if known is kind), None)
    if kind is Unknown or isinstance(kind, (str, TypeVar)):
        raise LookupError("has no name")
    if is_sequence(kind):
        yield f"[{_joined(kind, file, modules)}]"
    elif special is not None:
        yield special
    elif origin is Annotated:
        yield from _text(arguments[0], file, modules)
    elif origin is Literal:
        yield f"typing.Literal[{', '.join(_literal(value, file, modules) for value in arguments)}]"
    elif is_union(kind):
        yield f"typing.Union[{_joined(arguments, file, modules)}]"
    elif origin is not None:
        yield f"{_name(origin, file, modules)}[{_joined(arguments, file, modules) or '()'}]"
    else:
        yield _name(kind, file, modules)


def _joined(kinds: tuple[object, ...] | list[object], file: str, modules: dict[str, None]) -> str:
    return ", ".join("".join(_text(kind, file, modules)) for kind in kinds)


def _name(kind: object, file: str, modules: dict[str, None]) -> str:
    module, name = importable_name(kind, file)
    modules[module] = None
    return f"{module}.{name}"


def _literal(value: object, file: str, modules: dict[str, None]) -> str:
    return f"{_name(type(value), file, modules)}.{value.name}" if isinstance(value, Enum) else repr(value)
