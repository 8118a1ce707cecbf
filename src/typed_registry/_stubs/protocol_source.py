"""Write Protocols as source code: those that take the place of a callable, and copies of private ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mypy.nodes import Decorator, FuncDef, OverloadedFuncDef, SymbolNode, TypeInfo, Var
from mypy.types import (
    CallableType,
    FunctionLike,
    Type,
    TypeVarLikeType,
    TypeVarTupleType,
    UnpackType,
    get_proper_type,
)

from typed_registry._stubs.call_source import definition, free, parameters
from typed_registry._stubs.free_variables import free_variables, variance
from typed_registry._stubs.stub_names import OWN_NAME

if TYPE_CHECKING:
    from typed_registry._stubs.type_source import TypePrinter

_VARIANCES: tuple[list[str], ...] = ([], ["covariant=True"], ["contravariant=True"])
"""The arguments that declare a TypeVar's variance, by mypy's number for it."""


def protocol_name(component: str, ending: str) -> str:
    """Return the name of a Protocol that describes a component.

    >>> protocol_name("resnet50.a1_in1k", "Call")
    '_Resnet50A1In1kCall'
    """
    words = re.findall(r"[A-Za-z0-9]+", component)
    return f"_{''.join(word[:1].upper() + word[1:] for word in words)}{ending}"


def call_protocol(
    calls: Sequence[CallableType], printer: TypePrinter, component: str = "", doc: str = ""
) -> str:
    """Declare a Protocol with these overloads of `__call__`, and return its type: `_HingeCall`.

    It is generic in the type variables that belong to what mentions the callable: `_Call[_T]`.
    """
    variables = free_variables(calls)
    names = printer.own_variables(variables, lambda v: variance(v, calls))
    with printer.naming(names):
        base = f"{printer.names.imported('typing', 'Protocol')}{subscript(variables, printer)}"
        lines = (f"class {OWN_NAME}({base}):", *methods("__call__", calls, printer, doc))
    name = printer.names.declared(protocol_name(component, "Call"), "\n".join(lines))
    return f"{name}{subscript(variables, printer)}"


def private_protocol(info: TypeInfo, printer: TypePrinter) -> str:
    """Declare a copy of a Protocol, and return its name."""
    variables = info.defn.type_vars
    names = printer.own_variables(variables, lambda v: _VARIANCES[v.variance])
    with printer.naming(names):
        bases = [printer.show(base) for base in info.bases if base.type.fullname != "builtins.object"]
        bases.append(f"{printer.names.imported('typing', 'Protocol')}{subscript(variables, printer)}")
        members = [
            line for name, symbol in info.names.items() for line in _member(name, symbol.node, printer)
        ]
    lines = [f"class {OWN_NAME}({', '.join(bases)}):", *(members or ["    ..."])]
    return printer.names.declared(info.name, "\n".join(lines))


def methods(name: str, calls: Sequence[CallableType], printer: TypePrinter, doc: str = "") -> Iterator[str]:
    """Yield the definition of a method, whose calls don't have `self`."""
    for call in calls:
        if len(calls) > 1:
            yield f"    @{printer.names.imported('typing', 'overload')}"
        inside = ", ".join((free("self", call.arg_names), *parameters(call, printer)))
        yield from definition(f"{name}({inside}) -> {printer.result(call)}", doc)


def _member(name: str, node: SymbolNode | None, printer: TypePrinter) -> Iterator[str]:
    if isinstance(node, Decorator) and node.var.is_property:
        yield f"    @{printer.names.imported('builtins', 'property')}"
        node = node.func
    if isinstance(node, Var) and node.type is not None:
        yield f"    {name}: {printer.show(node.type)}"
    elif isinstance(node, (FuncDef, OverloadedFuncDef)):
        kind = get_proper_type(node.type)
        if isinstance(kind, FunctionLike):
            yield from methods(name, [*map(_bound, kind.items)], printer)


def _bound(call: CallableType) -> CallableType:
    return call.copy_modified(  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
        arg_types=call.arg_types[1:], arg_kinds=call.arg_kinds[1:], arg_names=call.arg_names[1:]
    )


def subscript(variables: Sequence[TypeVarLikeType], printer: TypePrinter) -> str:
    """Return the variables as they are written behind the name of a generic class."""
    if not variables:
        return ""
    return f"[{printer.arguments(_unpacked(v) for v in variables)}]"


def _unpacked(variable: TypeVarLikeType) -> Type:
    return UnpackType(variable) if isinstance(variable, TypeVarTupleType) else variable
