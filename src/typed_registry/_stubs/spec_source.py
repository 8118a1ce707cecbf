"""Write how a component is chosen: the parameters of `spec`, and the type of the `Spec` that it returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import frozen
from mypy.nodes import ARG_STAR2
from mypy.types import Instance, get_proper_type

from typed_registry._stubs.call_source import definition, free, parameters
from typed_registry._stubs.collect import RegisteredComponent
from typed_registry._stubs.expressions import ComponentExpression
from typed_registry._stubs.formals import formals
from typed_registry._stubs.free_variables import erase_others, type_variables, variance
from typed_registry._stubs.protocol_source import protocol_name, subscript
from typed_registry._stubs.signatures import ComponentSignature
from typed_registry._stubs.stub_names import OWN_NAME, StubNames
from typed_registry._stubs.type_source import TypePrinter

if TYPE_CHECKING:
    from mypy.types import CallableType, Type


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
            config = self._declared(declared, signature.config)
            kept = type_variables([signature.config]) if signature.config else []
            made = self.printer.show(erase_others(signature.calls[0].ret_type, kept))
            yield SpecForm((f"config: {config}", "/"), (), self.result(made, config))
        for call in signature.spec_calls:
            if declared:
                kept = type_variables(call.arg_types)
                config = self._declared(declared, signature.config and erase_others(signature.config, kept))
            else:
                config = self._derived(signature, call)
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

    def config_class(self, signature: ComponentSignature) -> str | None:
        """Return the config class of a component, with `Any` for its type arguments; None without one."""
        declared, kind = signature.component.config, signature.config
        return None if declared is None else self._declared(declared, kind and erase_others(kind, []))

    def _declared(self, config: ComponentExpression, kind: Type | None) -> str:
        """Return a config class, with its type arguments if it is generic."""
        proper = get_proper_type(kind)
        arguments = proper.args if isinstance(proper, Instance) else ()
        name = self._class_name(config)
        return f"{name}[{self.printer.arguments(arguments)}]" if arguments else name

    def _class_name(self, config: ComponentExpression) -> str:
        """Return the name of a config class."""
        [module] = config.modules
        outer, dot, nested = config.text.removeprefix(f"{module}.").partition(".")
        return f"{self.names.imported(module, outer)}{dot}{nested}"

    def _derived(self, signature: ComponentSignature, call: CallableType) -> str:
        """Declare a Protocol with the attributes of a derived config, and return its type: `_HingeConfig`.

        It is generic in the type variables of the component: `_BoxConfig[_T]`. Those that a call may leave
        open, and that don't matter to what is built, are `Any` in it.
        """
        component = signature.component
        if signature.is_untyped:
            return self.names.imported("typing", "Any")
        types = dict(_attributes(call))
        if not types:
            return self.names.imported("builtins", "object")
        kept = {each.id for each in type_variables([*_required(call), call.ret_type])}
        variables = [each for each in type_variables(types.values()) if each.id in kept]
        types = {name: erase_others(of, variables) for name, of in types.items()}
        names = self.printer.own_variables(variables, lambda each: variance(each, [*types.values()]))
        with self.printer.naming(names):
            lines = [*self._properties(types, call)]
            base = f"{self.names.imported('typing', 'Protocol')}{subscript(variables, self.printer)}"
        source = "\n".join((f"class {OWN_NAME}({base}):", *lines))
        declared = self.names.declared(protocol_name(component.name, "Config"), source)
        return f"{declared}{subscript(variables, self.printer)}"

    def _properties(self, types: Mapping[str, Type], call: CallableType) -> Iterator[str]:
        """Yield the definitions of a derived config's attributes."""
        with self.names.inside_class(name or "kwargs" for name in call.arg_names):
            shown = {name: self.printer.show(of) for name, of in types.items()}
            decorator = self.names.imported("builtins", "property")
            starred = [each.name or "kwargs" for each in formals(call) if each.kind is ARG_STAR2]
            for name in filter(shown.__contains__, starred):
                shown[name] = f"{self.names.imported('collections.abc', 'Mapping')}[str, {shown[name]}]"
        for name, text in shown.items():
            yield f"    @{decorator}"
            yield f"    def {name}({free('self', [name])}) -> {text}: ..."


def _required(call: CallableType) -> Iterator[Type]:
    """Yield the types of the keywords that every call gives."""
    yield from (each.type for each in formals(call) if each.kind.is_required())


def _attributes(call: CallableType) -> Iterator[tuple[str, Type]]:
    """Yield the attributes of a derived config, which are the keywords of this call.

    Those that a class has for itself, such as `__doc__`, are left out.
    """
    for name, _, of in formals(call):
        if not (name or "").startswith("__"):
            yield name or "kwargs", of
