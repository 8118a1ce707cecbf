"""Write `spec`: overloads for each name, with a config and with keywords, and one for a component."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mypy.erasetype import erase_typevars

from typed_registry._stubs.overload_source import OverloadWriter
from typed_registry._stubs.parameter_source import parameters
from typed_registry._stubs.signatures import ComponentSignature

if TYPE_CHECKING:
    from mypy.types import CallableType

_DOC = "Choose a component by its name, with a config or the config's values, to be built later."


def spec_overloads(every: Sequence[ComponentSignature], writer: OverloadWriter) -> Iterator[str]:
    """Yield `spec` for each name, with a config or with keywords, and for a component.

    A name is left out if its component can't have a config.
    """
    found = [each for each in every if each.spec_calls or each.component.config]
    if not found:
        return  # the inherited method accepts no name
    names = [each.component.name for each in found if not each.component.is_alias]
    offered = writer.alias if len(found) == len(every) else writer.literal(names)
    yield from writer.for_completion("spec", offered, _DOC)
    for signature in found:
        if signature.component.config is not None:
            yield from _by_config(signature, signature.component.config, writer)
        for call in signature.spec_calls:
            yield from _by_keyword(signature, call, writer)
    yield from _of_component(writer)


def few_spec_overloads(found: Sequence[ComponentSignature], writer: OverloadWriter) -> Iterator[str]:
    """Yield `spec` for a large registry, with the same few overloads however many names there are.

    The names are checked, but not which config belongs to which name, and there are no keywords.
    """
    without_values = [each.component.name for each in found if _needs_no_value(each)]
    with_config = [each.component.name for each in found if each.component.config]
    result = _result(writer.kind, writer)
    if without_values:
        yield from writer.overload(f"spec(self, name: {writer.literal(without_values)}, /) -> {result}", _DOC)
    if with_config:
        takes = f"name: {writer.literal(with_config)}, config: {_any_config(writer)}, /"
        yield from writer.overload(f"spec(self, {takes}) -> {result}", _DOC)
    if without_values or with_config:
        yield from _of_component(writer)


def _by_config(
    signature: ComponentSignature, config: tuple[str, str], writer: OverloadWriter
) -> Iterator[str]:
    component = signature.component
    module, qualified = config
    outer, dot, nested = qualified.partition(".")
    shown = f"{writer.names.imported(module, outer)}{dot}{nested}"
    made = writer.printer.show(erase_typevars(signature.calls[0].ret_type))
    head = f"spec(self, name: {writer.literal([component.name])}, config: {shown}, /)"
    yield from writer.overload(f"{head} -> {_result(made, writer)}", component.doc, component.deprecated)


def _by_keyword(signature: ComponentSignature, call: CallableType, writer: OverloadWriter) -> Iterator[str]:
    component = signature.component
    takes = ", ".join((writer.self_and_name(component, call), "/", *parameters(call, writer.printer)))
    result = _result(writer.printer.show(call.ret_type), writer)
    yield from writer.overload(f"spec({takes}) -> {result}", component.doc, component.deprecated)


def _of_component(writer: OverloadWriter) -> Iterator[str]:
    config = _any_config(writer)
    if writer.dependencies == "...":
        component, _, s = writer.fitting("...")
    else:
        config = writer.variable("TypeVar", "_Config", f", bound={config}")
        takes = ", ".join(filter(None, (config, writer.dependencies[1:-1])))
        component, _, s = writer.fitting(f"[{takes}]")
    head = f"spec(self, component: {component}, config: {config} | None = None, /)"
    yield from writer.overload(f"{head} -> {_result(s, writer)}", _DOC)


def _any_config(writer: OverloadWriter) -> str:
    return writer.names.imported("typed_registry._typing_forms", "Config")


def _result(made: str, writer: OverloadWriter) -> str:
    return f"{writer.names.imported('typed_registry', 'Spec')}[{made}, {writer.dependencies}]"


def _needs_no_value(signature: ComponentSignature) -> bool:
    return any(not any(kind.is_required() for kind in call.arg_kinds) for call in signature.spec_calls)
