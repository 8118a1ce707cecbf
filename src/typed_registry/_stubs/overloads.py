"""The methods of a registry's class in a stub: one overload a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from mypy.erasetype import erase_typevars

from typed_registry._stubs.collect import RegisteredComponent
from typed_registry._stubs.signatures import ComponentSignature
from typed_registry._stubs.stub_names import StubNames
from typed_registry._stubs.type_source import TypePrinter, docstring, free

if TYPE_CHECKING:
    from mypy.types import CallableType


@frozen
class RegistrySource:
    """What every overload of a registry mentions, as source."""

    kind: str
    """What components are: `Trainer`."""
    dependencies: str
    """`[Context]`, or `...`."""
    names: str
    """The alias of the union of the names: `AlgorithmName`."""


_DOCS = {
    "build": "Builds a component: by its name, with the arguments that it takes.",
    "spec": "Chooses a component, by its name and with its config, to be built later.",
    "choose": "Chooses a component by a name that only the run knows, with values for its config's fields.",
}


class Overloads:
    """Lays out `build` and `spec`; lives as long as the writing of one stub."""

    def __init__(self, scope: StubNames, printer: TypePrinter) -> None:
        self._scope = scope
        self._printer = printer

    def build(self, face: RegistrySource, found: Sequence[ComponentSignature]) -> Iterator[str]:
        """`build` by each name with its arguments, and of a component."""
        fit = self._fit()
        p, s = self._variable("ParamSpec", "_P"), self._variable("TypeVar", "_S")
        yield from self._names("build", face.names)
        for signature in found:
            for call in signature.calls:
                component = signature.component
                yield from self._overload(self._build(component, call), component.doc, component.deprecated)
        takes = f"component: {fit}[{p}, {p}, {s}, {face.kind}], /, *args: {p}.args, **kwargs: {p}.kwargs"
        yield from self._overload(f"build(self, {takes}) -> {s}", _DOCS["build"])

    def spec(self, face: RegistrySource, found: Sequence[ComponentSignature]) -> Iterator[str]:
        """`spec` by each name that needs no value or has a config class, and of a component."""
        found = [s for s in found if s.component.config is not None or not s.component.config_required]
        if not found:
            return  # without a class for its values only `choose` can give them; `spec` is inherited
        spec, fit = self._scope.imported("typed_registry", "Spec"), self._fit()
        p, s, config = self._variable("ParamSpec", "_P"), self._variable("TypeVar", "_S"), self._config()
        offered = ", ".join(repr(s.component.name) for s in found if not s.component.is_alias)
        yield from self._names("spec", f"{self._scope.imported('typing', 'Literal')}[{offered}]")
        for signature in found:
            made = self._printer.show(erase_typevars(signature.calls[0].ret_type))
            inside = ", ".join(
                ("self", f"name: {self._literal(signature.component)}", *self._given(signature))
            )
            head = f"spec({inside}, /) -> {spec}[{made}, {face.dependencies}]"
            yield from self._overload(head, deprecated=signature.component.deprecated)
        takes = f"[{', '.join(filter(None, (config, face.dependencies[1:-1])))}]"
        if face.dependencies == "...":
            takes, config = "...", self._scope.imported("typed_registry._typing_forms", "Config")
        component = f"component: {fit}[{p}, {takes}, {s}, {face.kind}], config: {config} | None = None, /"
        yield from self._overload(
            f"spec(self, {component}) -> {spec}[{s}, {face.dependencies}]", _DOCS["spec"]
        )

    def _names(self, method: str, names: str) -> Iterator[str]:
        """An overload that never matches, as no registry is None: it makes completion offer every name.

        Without `Any`, pyrefly offers only names whose own overload would fit the arguments so far.
        """
        never, anything = self._extension("Never"), self._scope.imported("typing", "Any")
        yield from self._overload(
            f"{method}(self: None, name: {names} | {anything}, /) -> {never}", _DOCS[method]
        )

    def choose(self, face: RegistrySource) -> Iterator[str]:
        """`choose`, whose first overload offers the names; it takes any."""
        made = f"{self._scope.imported('typed_registry', 'Spec')}[{face.kind}, {face.dependencies}]"
        for name in (face.names, self._scope.imported("builtins", "str")):
            anything = self._scope.imported("builtins", "object")
            yield from self._overload(
                f"choose(self, name: {name}, /, **values: {anything}) -> {made}", _DOCS["choose"]
            )

    def overriding(self, overloads: Iterable[str]) -> Iterator[str]:
        """The overloads; the first says for all of them that they stand for the registry's own method."""
        for index, line in enumerate(overloads):
            yield line
            if index == 0:
                yield f"    @{self._extension('override')}"

    def _build(self, component: RegisteredComponent, call: CallableType) -> str:
        parameters = list(self._printer.parameters(call))
        if "/" not in parameters:
            parameters.insert(0, "/")
        own, name = (free(word, call.arg_names) for word in ("self", "name"))
        inside = ", ".join((own, f"{name}: {self._literal(component)}", *parameters))
        return f"build({inside}) -> {self._printer.show(call.ret_type)}"

    def _given(self, signature: ComponentSignature) -> Iterator[str]:
        """The config parameter of a component that declares one."""
        component = signature.component
        if component.config is not None:
            module, qualified = component.config
            first, _, rest = qualified.partition(".")
            shown = ".".join(filter(None, (self._scope.imported(module, first), rest)))
            yield f"config: {shown}" + ("" if component.config_required else " = ...")

    def _overload(self, head: str, doc: str = "", deprecated: str = "") -> Iterator[str]:
        yield f"    @{self._scope.imported('typing', 'overload')}"
        if deprecated:
            yield f"    @{self._extension('deprecated')}({deprecated!r})"
        yield f"    def {head}:" + ("" if doc else " ...")
        if doc:
            yield from docstring(doc)

    def _literal(self, component: RegisteredComponent) -> str:
        return f"{self._scope.imported('typing', 'Literal')}[{component.name!r}]"

    def _config(self) -> str:
        make, bound = (
            self._scope.imported("typing", "TypeVar"),
            self._scope.imported("typed_registry._typing_forms", "Config"),
        )
        return self._scope.declared("_Config", f'{{}} = {make}("{{}}", bound={bound})')

    def _variable(self, make: str, name: str) -> str:
        return self._scope.declared(name, f'{{}} = {self._scope.imported("typing", make)}("{{}}")')

    def _extension(self, name: str) -> str:
        return self._scope.imported("typing_extensions", name)

    def _fit(self) -> str:
        return self._scope.imported("typed_registry._typing_forms", "Fit")
