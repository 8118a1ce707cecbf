"""Write how a component is chosen: the parameters of `spec`, and the type of the `Spec` that it returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import frozen
from mypy.erasetype import erase_typevars
from mypy.nodes import ARG_STAR2

from typed_registry._stubs.call_source import definition, free, parameters
from typed_registry._stubs.collect import RegisteredComponent
from typed_registry._stubs.expressions import ComponentExpression
from typed_registry._stubs.protocol_source import protocol_name
from typed_registry._stubs.signatures import ComponentSignature
from typed_registry._stubs.stub_names import OWN_NAME, StubNames
from typed_registry._stubs.type_source import TypePrinter

if TYPE_CHECKING:
    from mypy.types import CallableType


@frozen
class SpecForm:
    """One form of `spec` for a component."""

    takes: tuple[str, ...]
    """Its parameters as source code, after the name."""
    names: tuple[str | None, ...]
    """The names of those that are given by keyword."""
    result: str


@frozen
class SpecWriter:
    """Writes the forms of `spec` of one registry's components."""

    names: StubNames
    printer: TypePrinter
    dependencies: str
    """`[Context]`, or `...`."""

    def forms(self, signature: ComponentSignature) -> Iterator[SpecForm]:
        """Yield the form that takes a config, if the component has a config class, and those by keyword."""
        declared = signature.component.config
        if declared is not None:
            config = self.class_name(declared)
            made = self.printer.show(erase_typevars(signature.calls[0].ret_type))
            yield SpecForm((f"config: {config}", "/"), (), self.result(made, config))
        for call in signature.spec_calls:
            config = self.class_name(declared) if declared else self._derived(signature, call)
            result = self.result(self.printer.show(call.ret_type), config)
            yield SpecForm(tuple(parameters(call, self.printer)), tuple(call.arg_names), result)

    def protocol(self, signature: ComponentSignature) -> str:
        """Declare a Protocol whose `__call__` has these forms, and return its name: `_HingeSpec`."""
        component = signature.component
        return self.names.declared(
            protocol_name(component.name, "Spec"), "\n".join(self._lines(component, signature))
        )

    def result(self, made: str, config: str) -> str:
        """Return the type of a spec."""
        return f"{self.names.imported('typed_registry', 'Spec')}[{made}, {self.dependencies}, {config}]"

    def _lines(self, component: RegisteredComponent, signature: ComponentSignature) -> Iterator[str]:
        yield f"class {OWN_NAME}({self.names.imported('typing', 'Protocol')}):"
        forms = [*self.forms(signature)]
        for form in forms:
            if len(forms) > 1:
                yield f"    @{self.names.imported('typing', 'overload')}"
            inside = ", ".join((free("self", form.names), *form.takes))
            yield from definition(f"__call__({inside}) -> {form.result}", component.doc)

    def class_name(self, config: ComponentExpression) -> str:
        """Return the name of a config class."""
        [module] = config.modules
        outer, dot, nested = config.text.removeprefix(f"{module}.").partition(".")
        return f"{self.names.imported(module, outer)}{dot}{nested}"

    def _derived(self, signature: ComponentSignature, call: CallableType) -> str:
        """Declare a Protocol with the attributes of a derived config, and return its name: `_HingeConfig`."""
        component = signature.component
        if signature.is_untyped:
            return self.names.imported("typing", "Any")
        lines = [f"class {OWN_NAME}({self.names.imported('typing', 'Protocol')}):"]
        with self.names.inside_class(name or "kwargs" for name in call.arg_names):
            attributes = self._attributes(call)
            decorator = self.names.imported("builtins", "property")
        for name, shown in attributes.items():
            lines += [f"    @{decorator}", f"    def {name}({free('self', [name])}) -> {shown}: ..."]
        if len(lines) == 1:
            return self.names.imported("builtins", "object")
        return self.names.declared(protocol_name(component.name, "Config"), "\n".join(lines))

    def _attributes(self, call: CallableType) -> Mapping[str, str]:
        """Return the types of a derived config's attributes, which are the keywords of this call.

        Those that a class has for itself, such as `__doc__`, are left out.
        """
        shown: dict[str, str] = {}
        for name, kind, of in zip(call.arg_names, call.arg_kinds, call.arg_types, strict=True):
            text = self.printer.show(erase_typevars(of))
            if kind is ARG_STAR2:
                text = f"{self.names.imported('collections.abc', 'Mapping')}[str, {text}]"
            shown[name or "kwargs"] = text
        return {name: text for name, text in shown.items() if not name.startswith("__")}
