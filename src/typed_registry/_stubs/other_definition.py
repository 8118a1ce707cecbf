"""Find the components of which mypy reads another definition than the one that has run.

A name may be defined twice, as in the blocks of `try` and `except ImportError`. mypy takes the first.
"""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING

from mypy.nodes import TypeInfo

from typed_registry._stubs.callables import function_node, has_parameters
from typed_registry._stubs.wrapped_functions import parameter_names

if TYPE_CHECKING:
    from mypy.nodes import SymbolNode


def is_other_definition(node: SymbolNode | None, component: object) -> bool:
    """Return whether mypy's node of a component's name has other parameters than what has run.

    Only parameters that are written out in both are compared: those of a function, and those of the
    constructor of a class that defines one.
    """
    if isinstance(node, TypeInfo) and isinstance(component, type):
        found = node.names.get("__init__")
        if found is None or found.plugin_generated:  # for the fields of attrs or dataclasses
            return False
        return is_other_definition(found.node, vars(component).get("__init__"))
    function = function_node(node)
    if function is None or not isinstance(component, FunctionType):
        return False
    is_wrapper = hasattr(component, "__wrapped__") or component.__name__ != function.name
    return not is_wrapper and not has_parameters(function, parameter_names(component))
