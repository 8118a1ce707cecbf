"""Judge how a component is built: its config class, and the arguments that it is called with."""

from __future__ import annotations

from collections.abc import Iterator

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show, show_call, show_component
from typed_registry._annotations.signature import unfilled
from typed_registry._class_libraries.library_of import library_of
from typed_registry._conformance.compare import call_differences
from typed_registry._conformance.members import call_signature
from typed_registry._constant import Constant
from typed_registry._typing_forms import Component
from typed_registry.errors import Mismatch

_FROZEN = "a frozen attrs class, dataclass or pydantic model"
_WAYS = "@attrs.frozen, @dataclass(frozen=True), or a pydantic model with ConfigDict(frozen=True)"


def constructor_mismatches(
    component: Component[object], config: type | None, dependencies: tuple[object, ...] | None
) -> Iterator[Mismatch]:
    """Yield why a component can't be called with its config and the registry's dependencies.

    The class of the config is `Unknown` if only an import would show it.
    """
    leading = () if config is None else (config,)
    arguments = (*leading, *(dependencies or ()))
    if not arguments or isinstance(component, Constant):
        return
    signature = call_signature(component)
    if signature is None:
        return
    reasons = [*call_differences(arguments, signature)]
    if leading and dependencies is not None:
        left = unfilled(len(arguments), signature)
        reasons.extend(f"parameter {parameter.name!r} has no default" for parameter in left)
    if reasons:
        shown = ("its config" if each is Unknown else show(each) for each in arguments)
        expected = f"called with ({', '.join(shown)})"
        name = "__init__" if isinstance(component, type) else show_component(component)
        yield Mismatch("constructor", expected, show_call(name, signature), "; ".join(reasons))


def config_mismatches(config: type) -> Iterator[Mismatch]:
    """Yield why a class can't be the config of a component."""
    library = library_of(config)
    if library is None or not library.can_be_config:
        kind = "a class without fields" if library is None else library.kind
        yield Mismatch("config", _FROZEN, show(config), f"{show(config)} is {kind}; write {_WAYS}")
    elif not library.is_frozen(config):
        reason = f"{show(config)} is not frozen; write {library.freezing}"
        yield Mismatch("config", _FROZEN, show(config), reason)
    elif any(field.key == "name" for field in library.fields(config)):
        reason = "in a config, 'name' chooses the component; give the field another, as by key('name_')"
        yield Mismatch("config", "no field with the key 'name'", show(config), reason)
