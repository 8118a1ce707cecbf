"""Write the methods of a registry as overloads: `build` and `spec`, for each name and for a component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from mypy.erasetype import erase_typevars

from typed_registry._stubs.call_source import docstring_lines, free, parameters
from typed_registry._stubs.collect import RegisteredComponent
from typed_registry._stubs.expressions import ComponentExpression
from typed_registry._stubs.signatures import ComponentSignature
from typed_registry._stubs.stub_names import StubNames
from typed_registry._stubs.type_source import TypePrinter

if TYPE_CHECKING:
    from mypy.types import CallableType

_BUILD = "Call a component, given by its name, with the arguments that it takes."
_SPEC = "Choose a component by its name, with a config or the config's values, to be built later."


@frozen
class OverloadWriter:
    """Writes the overloads of one registry's methods."""

    names: StubNames
    printer: TypePrinter
    kind: str
    """The type of the registry's components: `Trainer`."""
    dependencies: str
    """`[Context]`, or `...`."""
    alias: str
    """The alias of the union of the registry's names: `TrainerName`."""

    def build(self, found: Sequence[ComponentSignature]) -> Iterator[str]:
        """Yield `build` for each name with its arguments, and for a component."""
        yield from self._for_completion("build", self.alias, _BUILD)
        for component, call in ((each.component, call) for each in found for call in each.calls):
            takes = list(parameters(call, self.printer))
            if "/" not in takes:
                takes.insert(0, "/")
            head = f"build({self._self_and_name(component, call)}, {', '.join(takes)})"
            yield from self._of_component(component, head, self.printer.show(call.ret_type))
        fit, p, s = self._fitting("{}")
        takes_all = f"component: {fit}, /, *args: {p}.args, **kwargs: {p}.kwargs"
        yield from self._overload(f"build(self, {takes_all}) -> {s}", _BUILD)

    def spec(self, every: Sequence[ComponentSignature]) -> Iterator[str]:
        """Yield `spec` for each name, with a config or with keywords, and for a component.

        A name is left out if its component can't have a config.
        """
        found = [each for each in every if each.spec_calls or each.component.config]
        if not found:
            return  # the inherited method accepts no name
        names = [each.component.name for each in found if not each.component.is_alias]
        offered = self.alias if len(found) == len(every) else self.literal(names)
        yield from self._for_completion("spec", offered, _SPEC)
        for component, signature in ((each.component, each) for each in found):
            if component.config is not None:
                takes = f"name: {self.literal([component.name])}, config: {self._config(component.config)}, /"
                made = self.printer.show(erase_typevars(signature.calls[0].ret_type))
                yield from self._of_component(component, f"spec(self, {takes})", self._spec_of(made))
            for call in signature.spec_calls:
                named = (self._self_and_name(component, call), "/", *parameters(call, self.printer))
                made = self.printer.show(call.ret_type)
                yield from self._of_component(component, f"spec({', '.join(named)})", self._spec_of(made))
        yield from self._spec_of_component()

    def few_specs(self, found: Sequence[ComponentSignature]) -> Iterator[str]:
        """Yield `spec` for a large registry, with the same few overloads however many names there are.

        The names are checked, but not which config belongs to which name, and there are no keywords.
        """
        without_values = [each.component.name for each in found if _needs_no_value(each)]
        with_config = [each.component.name for each in found if each.component.config]
        result = self._spec_of(self.kind)
        if without_values:
            takes = f"name: {self.literal(without_values)}, /"
            yield from self._overload(f"spec(self, {takes}) -> {result}", _SPEC)
        if with_config:
            takes = f"name: {self.literal(with_config)}, config: {self._any_config}, /"
            yield from self._overload(f"spec(self, {takes}) -> {result}", _SPEC)
        if without_values or with_config:
            yield from self._spec_of_component()

    def overriding(self, overloads: Iterable[str]) -> Iterator[str]:
        """Yield the overloads, the first of them marked with @override for all."""
        for index, line in enumerate(overloads):
            yield line
            if index == 0:
                yield f"    @{self.names.imported('typing_extensions', 'override')}"

    def literal(self, names: Iterable[str]) -> str:
        """Return the union of some names."""
        return f"{self.names.imported('typing', 'Literal')}[{', '.join(map(repr, names))}]"

    def _overload(self, head: str, doc: str, deprecated: str = "") -> Iterator[str]:
        yield f"    @{self.names.imported('typing', 'overload')}"
        if deprecated:
            yield f"    @{self.names.imported('typing_extensions', 'deprecated')}({deprecated!r})"
        yield f"    def {head}:" + ("" if doc else " ...")
        if doc:
            yield from docstring_lines(doc)

    def _of_component(self, component: RegisteredComponent, head: str, result: str) -> Iterator[str]:
        yield from self._overload(f"{head} -> {result}", component.doc, component.deprecated)

    def _for_completion(self, method: str, accepted: str, doc: str) -> Iterator[str]:
        """Yield an overload that never matches, since no registry is None: it makes editors offer every name.

        Without `Any`, pyrefly offers only names whose own overload accepts the arguments so far.
        """
        never = self.names.imported("typing_extensions", "Never")
        anything = self.names.imported("typing", "Any")
        yield from self._overload(f"{method}(self: None, name: {accepted} | {anything}, /) -> {never}", doc)

    def _spec_of_component(self) -> Iterator[str]:
        config = self._any_config
        if self.dependencies == "...":
            component, _, s = self._fitting("...")
        else:
            config = self.names.variable("TypeVar", "_Config", [f"bound={config}"])
            takes = ", ".join(filter(None, (config, self.dependencies[1:-1])))
            component, _, s = self._fitting(f"[{takes}]")
        head = f"spec(self, component: {component}, config: {config} | None = None, /)"
        yield from self._overload(f"{head} -> {self._spec_of(s)}", _SPEC)

    def _fitting(self, parameters: str) -> tuple[str, str, str]:
        """Return the type of a component with these parameters, its ParamSpec and the type of its result.

        The ParamSpec takes the place of `{}` in the parameters.
        """
        p, s = self.names.variable("ParamSpec", "_P"), self.names.variable("TypeVar", "_S")
        fit = self.names.imported("typed_registry._typing_forms", "Fit")
        return f"{fit}[{p}, {parameters.format(p)}, {s}, {self.kind}]", p, s

    def _self_and_name(self, component: RegisteredComponent, call: CallableType) -> str:
        """Return the first two parameters, under names that the component's own parameters don't have."""
        own, name = (free(word, call.arg_names) for word in ("self", "name"))
        return f"{own}, {name}: {self.literal([component.name])}"

    def _config(self, config: ComponentExpression) -> str:
        """Return the name of a config class."""
        [module] = config.modules
        outer, dot, nested = config.text.removeprefix(f"{module}.").partition(".")
        return f"{self.names.imported(module, outer)}{dot}{nested}"

    @property
    def _any_config(self) -> str:
        return self.names.imported("typed_registry._typing_forms", "Config")

    def _spec_of(self, made: str) -> str:
        return f"{self.names.imported('typed_registry', 'Spec')}[{made}, {self.dependencies}]"


def _needs_no_value(signature: ComponentSignature) -> bool:
    return any(not any(kind.is_required() for kind in call.arg_kinds) for call in signature.spec_calls)
