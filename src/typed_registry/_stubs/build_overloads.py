"""Write `build`: an overload for each name, and one for a component."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from typed_registry._stubs.overload_source import OverloadWriter
from typed_registry._stubs.parameter_source import parameters
from typed_registry._stubs.signatures import ComponentSignature

_DOC = "Call a component, given by its name, with the arguments that it takes."


def build_overloads(found: Sequence[ComponentSignature], writer: OverloadWriter) -> Iterator[str]:
    """Yield `build` for each name with its arguments, and for a component."""
    yield from writer.for_completion("build", writer.alias, _DOC)
    for signature in found:
        yield from _of_component(signature, writer)
    component, p, s = writer.fitting("{}")
    takes = f"component: {component}, /, *args: {p}.args, **kwargs: {p}.kwargs"
    yield from writer.overload(f"build(self, {takes}) -> {s}", _DOC)


def _of_component(signature: ComponentSignature, writer: OverloadWriter) -> Iterator[str]:
    component = signature.component
    for call in signature.calls:
        takes = list(parameters(call, writer.printer))
        if "/" not in takes:
            takes.insert(0, "/")
        head = f"build({writer.self_and_name(component, call)}, {', '.join(takes)})"
        result = writer.printer.show(call.ret_type)
        yield from writer.overload(f"{head} -> {result}", component.doc, component.deprecated)
