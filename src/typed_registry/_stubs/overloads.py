"""Write the methods of a registry's class: `build` and `spec`, with overloads for each name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from mypy.erasetype import erase_typevars

from typed_registry._stubs.collect import RegisteredComponent
from typed_registry._stubs.docstring_source import docstring_lines
from typed_registry._stubs.parameter_source import free, parameters
from typed_registry._stubs.signatures import ComponentSignature
from typed_registry._stubs.stub_names import OWN_NAME, StubNames
from typed_registry._stubs.type_source import TypePrinter

if TYPE_CHECKING:
    from mypy.types import CallableType

_FORMS = "typed_registry._typing_forms"
_BUILD = "Call a component, given by its name, with the arguments that it takes."
_SPEC = "Choose a component by its name, with a config or the config's values, to be built later."


@frozen
class RegistrySource:
    """The types of a registry, as source code."""

    kind: str
    """The type of its components: `Trainer`."""
    dependencies: str
    """`[Context]`, or `...`."""
    names: str
    """The alias of the union of its names: `TrainerName`."""


class Overloads:
    """Writes `build` and `spec` of one registry."""

    def __init__(self, registry: RegistrySource, names: StubNames, printer: TypePrinter) -> None:
        self._registry = registry
        self._names = names
        self._printer = printer

    def build(self, found: Sequence[ComponentSignature]) -> Iterator[str]:
        """Yield `build` for each name with its arguments, and for a component."""
        yield from self._for_completion("build", self._registry.names, _BUILD)
        for signature in found:
            for call in signature.calls:
                yield from self._build(signature.component, call)
        fit, kind = self._names.imported(_FORMS, "Fit"), self._registry.kind
        p, s = self._variable("ParamSpec", "_P"), self._variable("TypeVar", "_S")
        takes = f"component: {fit}[{p}, {p}, {s}, {kind}], /, *args: {p}.args, **kwargs: {p}.kwargs"
        yield from self._overload(f"build(self, {takes}) -> {s}", _BUILD)

    def spec(self, every: Sequence[ComponentSignature]) -> Iterator[str]:
        """Yield `spec` for each name, with a config or with keywords, and for a component.

        A name is left out if its component can't have a config.
        """
        found = [each for each in every if each.spec_calls or each.component.config]
        if not found:
            return  # `spec` is inherited, which accepts no name
        yield from self._for_completion("spec", self._offered(found, len(every)), _SPEC)
        for signature in found:
            yield from self._spec_by_config(signature)
            for call in signature.spec_calls:
                yield from self._spec_by_keyword(signature.component, call)
        yield from self._spec_of_component()

    def spec_without_keywords(self, found: Sequence[ComponentSignature]) -> Iterator[str]:
        """Yield `spec` for many components, with the same few overloads however many there are.

        Names, and configs as such, are checked. Which config belongs to a name is not.
        """
        free_of_values = [each.component.name for each in found if _needs_no_value(each)]
        configured = [each.component.name for each in found if each.component.config]
        spec = self._spec_type(self._registry.kind)
        if free_of_values:
            name = f"name: {self._literal(free_of_values)}"
            yield from self._overload(f"spec(self, {name}, /) -> {spec}", _SPEC)
        if configured:
            config = self._names.imported(_FORMS, "Config")
            name = f"name: {self._literal(configured)}, config: {config}"
            yield from self._overload(f"spec(self, {name}, /) -> {spec}", _SPEC)
        if free_of_values or configured:
            yield from self._spec_of_component()

    def overriding(self, overloads: Iterable[str]) -> Iterator[str]:
        """Yield the overloads, the first of them marked with @override for all."""
        for index, line in enumerate(overloads):
            yield line
            if index == 0:
                yield f"    @{self._names.imported('typing_extensions', 'override')}"

    def _for_completion(self, method: str, names: str, doc: str) -> Iterator[str]:
        """Yield an overload that never matches, since no registry is None: it makes editors offer every name.

        Without `Any`, pyrefly offers only names whose own overload accepts the arguments so far.
        """
        never = self._names.imported("typing_extensions", "Never")
        accepted = f"{names} | {self._names.imported('typing', 'Any')}"
        yield from self._overload(f"{method}(self: None, name: {accepted}, /) -> {never}", doc)

    def _offered(self, found: Sequence[ComponentSignature], of: int) -> str:
        """Return the type of some names: the alias of all, or a Literal without aliases of components."""
        if len(found) == of:
            return self._registry.names
        return self._literal(each.component.name for each in found if not each.component.is_alias)

    def _build(self, component: RegisteredComponent, call: CallableType) -> Iterator[str]:
        takes = list(parameters(call, self._printer))
        if "/" not in takes:
            takes.insert(0, "/")
        head = f"build({self._self_and_name(component, call)}, {', '.join(takes)})"
        result = self._printer.show(call.ret_type)
        yield from self._overload(f"{head} -> {result}", component.doc, component.deprecated)

    def _spec_by_config(self, signature: ComponentSignature) -> Iterator[str]:
        component = signature.component
        if component.config is not None:
            module, qualified = component.config
            first, _, rest = qualified.partition(".")
            config = ".".join(filter(None, (self._names.imported(module, first), rest)))
            result = self._printer.show(erase_typevars(signature.calls[0].ret_type))
            takes = f"name: {self._literal([component.name])}, config: {config}, /"
            head = f"spec(self, {takes}) -> {self._spec_type(result)}"
            yield from self._overload(head, component.doc, component.deprecated)

    def _spec_by_keyword(self, component: RegisteredComponent, call: CallableType) -> Iterator[str]:
        takes = ", ".join((self._self_and_name(component, call), "/", *parameters(call, self._printer)))
        result = self._spec_type(self._printer.show(call.ret_type))
        yield from self._overload(f"spec({takes}) -> {result}", component.doc, component.deprecated)

    def _spec_of_component(self) -> Iterator[str]:
        fit, kind = self._names.imported(_FORMS, "Fit"), self._registry.kind
        p, s = self._variable("ParamSpec", "_P"), self._variable("TypeVar", "_S")
        bound = self._names.imported(_FORMS, "Config")
        if self._registry.dependencies == "...":
            takes, config = "...", bound
        else:
            config = self._variable("TypeVar", "_Config", f", bound={bound}")
            takes = f"[{', '.join(filter(None, (config, self._registry.dependencies[1:-1])))}]"
        component = f"component: {fit}[{p}, {takes}, {s}, {kind}], config: {config} | None = None, /"
        yield from self._overload(f"spec(self, {component}) -> {self._spec_type(s)}", _SPEC)

    def _overload(self, head: str, doc: str = "", deprecated: str = "") -> Iterator[str]:
        yield f"    @{self._names.imported('typing', 'overload')}"
        if deprecated:
            yield f"    @{self._names.imported('typing_extensions', 'deprecated')}({deprecated!r})"
        yield f"    def {head}:" + ("" if doc else " ...")
        if doc:
            yield from docstring_lines(doc)

    def _self_and_name(self, component: RegisteredComponent, call: CallableType) -> str:
        """Return the first two parameters, under names that the component's own parameters don't have."""
        own, name = (free(word, call.arg_names) for word in ("self", "name"))
        return f"{own}, {name}: {self._literal([component.name])}"

    def _literal(self, names: Iterable[str]) -> str:
        return f"{self._names.imported('typing', 'Literal')}[{', '.join(map(repr, names))}]"

    def _spec_type(self, kind: str) -> str:
        return f"{self._names.imported('typed_registry', 'Spec')}[{kind}, {self._registry.dependencies}]"

    def _variable(self, make: str, name: str, more: str = "") -> str:
        source = f'{OWN_NAME} = {self._names.imported("typing", make)}("{OWN_NAME}"{more})'
        return self._names.declared(name, source)


def _needs_no_value(signature: ComponentSignature) -> bool:
    return any(not any(kind.is_required() for kind in call.arg_kinds) for call in signature.spec_calls)
