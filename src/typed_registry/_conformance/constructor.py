"""Judge how a component is built: its config class, and the arguments that it is called with."""

from __future__ import annotations

from collections.abc import Iterator
from types import FunctionType

import attrs

from typed_registry._annotations.show import show, show_call
from typed_registry._annotations.signature import Signature, read, unfilled
from typed_registry._annotations.type_guards import is_class
from typed_registry._conformance.compare import call_differences
from typed_registry._conformance.instance_attributes import undecorated
from typed_registry._conformance.members import find, is_redeclared
from typed_registry._conformance.show_component import show_component
from typed_registry._constant import Constant
from typed_registry._typing_forms import Component
from typed_registry.errors import Mismatch


def constructor_mismatches(
    component: Component[object], config: type | None, dependencies: tuple[object, ...] | None
) -> Iterator[Mismatch]:
    """Yield why a component can't be called with its config and the registry's dependencies."""
    leading = () if config is None else (config,)
    arguments = (*leading, *(dependencies or ()))
    if not arguments or isinstance(component, Constant):
        return
    signature = _signature(component)
    if signature is None:
        return
    reasons = [*call_differences(arguments, signature)]
    if leading and dependencies is not None:
        left = unfilled(len(arguments), signature)
        reasons.extend(f"parameter {parameter.name!r} has no default" for parameter in left)
    if reasons:
        expected = f"called with ({', '.join(map(show, arguments))})"
        name = "__init__" if isinstance(component, type) else show_component(component)
        yield Mismatch("constructor", expected, show_call(name, signature), "; ".join(reasons))


def config_mismatches(config: type) -> Iterator[Mismatch]:
    """Yield why a class can't be the config of a component."""
    if not attrs.has(config):
        yield Mismatch("config", "a frozen attrs class", show(config), f"{show(config)} is no attrs class")
    elif not attrs.inspect(config).is_frozen:
        yield Mismatch("config", "a frozen attrs class", show(config), f"{show(config)} is not frozen")
    elif any((field.alias or field.name) == "name" for field in attrs.fields(config) if field.init):
        reason = "in a config, 'name' chooses the component, so no field can be given by it"
        yield Mismatch("config", "no field with the key 'name'", show(config), reason)


def _signature(component: Component[object]) -> Signature | None:
    """The signature that a checker sees, too; None when it may see another one."""
    functions: list[object] = [component]
    if is_class(component):
        functions = [undecorated(find(component, name)[1]) for name in ("__new__", "__init__")]
    if any(isinstance(function, FunctionType) and is_redeclared(function) for function in functions):
        return None
    return read(component)
