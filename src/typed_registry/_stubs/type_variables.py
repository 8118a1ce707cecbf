"""Declare type variables in a stub."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typed_registry._stubs.stub_names import OWN_NAME

if TYPE_CHECKING:
    from mypy.types import TypeVarType

    from typed_registry._stubs.type_source import TypePrinter


def type_variable(kind: TypeVarType, printer: TypePrinter) -> str:
    """Declare a TypeVar with its bound or constraints and its default, and return its name."""
    limits = [printer.show(value) for value in kind.values]
    bound = printer.show(kind.upper_bound)
    if not limits and bound != printer.names.imported("builtins", "object"):
        limits = [f"bound={bound}"]
    if kind.has_default():
        limits.append(f"default={printer.show(kind.default)}")
    return declared_variable("TypeVar", kind.name, printer, limits)


def declared_variable(make: str, name: str, printer: TypePrinter, limits: Sequence[str] = ()) -> str:
    """Declare a type variable, made by a call of `make`, and return its name."""
    module = "typing_extensions" if make == "TypeVarTuple" or "default=" in str(limits) else "typing"
    inside = ", ".join([f'"{OWN_NAME}"', *limits])
    source = f"{OWN_NAME} = {printer.names.imported(module, make)}({inside})"
    return printer.names.declared(f"_{name.lstrip('_')}", source)
