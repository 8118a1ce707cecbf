"""Write parameters as source code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from mypy.nodes import ARG_STAR, ARG_STAR2, ArgKind
from mypy.types import CallableType, Parameters, ParamSpecType, Type, get_proper_type

from typed_registry._stubs.type_variables import declared_variable

if TYPE_CHECKING:
    from typed_registry._stubs.type_source import TypePrinter

Formal: TypeAlias = "tuple[str | None, ArgKind, Type]"


def parameters(call: CallableType | Parameters, printer: TypePrinter) -> Iterator[str]:
    """Yield the parameters between the parentheses of a definition, including the marks `*` and `/`."""
    formals = list(zip(call.arg_names, call.arg_kinds, call.arg_types, strict=True))
    for index, (name, kind, of) in enumerate(formals):
        if kind.is_named() and not any(k.is_named() or k is ARG_STAR for _, k, _ in formals[:index]):
            yield "*"
        yield _parameter(index, (name, kind, of), call, printer)
        if name is None and kind.is_positional() and not _positional_only(formals[index + 1 :]):
            yield "/"


def free(word: str, taken: Sequence[str | None]) -> str:
    """Return a parameter's name, with underscores before it if it is taken.

    >>> free("name", ["name", "size"])
    '_name'
    """
    return word if word not in taken else free(f"_{word}", taken)


def _positional_only(formals: Sequence[Formal]) -> bool:
    return any(name is None and kind.is_positional() for name, kind, _ in formals)


def _parameter(index: int, formal: Formal, call: CallableType | Parameters, printer: TypePrinter) -> str:
    name, kind, of = formal
    if kind is ARG_STAR:
        return f"*{name or 'args'}: {_starred(of, printer)}"
    if kind is ARG_STAR2:
        return f"**{name or 'kwargs'}: {_double_starred(of, call, printer)}"
    return f"{name or f'_{index}'}: {printer.show(of)}{' = ...' if kind.is_optional() else ''}"


def _starred(kind: Type, printer: TypePrinter) -> str:
    proper = get_proper_type(kind)
    return (
        f"{declared_variable('ParamSpec', proper.name, printer)}.args"
        if isinstance(proper, ParamSpecType)
        else printer.show(kind)
    )


def _double_starred(kind: Type, call: CallableType | Parameters, printer: TypePrinter) -> str:
    proper = get_proper_type(kind)
    if isinstance(proper, ParamSpecType):
        return f"{declared_variable('ParamSpec', proper.name, printer)}.kwargs"
    if isinstance(call, CallableType) and call.unpack_kwargs:
        return f"{printer.names.imported('typing_extensions', 'Unpack')}[{printer.show(kind)}]"
    return printer.show(kind)
