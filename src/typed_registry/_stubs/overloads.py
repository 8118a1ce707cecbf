"""Write the methods of a registry as overloads, for each name and for a component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from typed_registry._stubs.call_source import definition, free, parameters
from typed_registry._stubs.signatures import ComponentSignature
from typed_registry._stubs.spec_source import SpecWriter
from typed_registry._stubs.stub_names import StubNames, is_name
from typed_registry._stubs.type_source import TypePrinter

if TYPE_CHECKING:
    from mypy.types import CallableType

_BUILD = "Call a component, given by its name, with the arguments that it takes."
_SPEC = "Choose a component by its name, with a config or the config's values, to be built later."
_GET = "Return the component of this name."
_FORMS = "typed_registry._typing_forms"
_OVERRIDES = "typed_registry._registration.overrides"


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
    """The alias of the union of the registry's names: `_TrainerName`."""
    of_class: bool
    """Whether the type of the components is a class, and not a callable or a `type[...]`."""

    @property
    def specs(self) -> SpecWriter:
        """The writer of the parameters and results of `spec`."""
        return SpecWriter(self.names, self.printer, self.dependencies)

    def build(self, found: Sequence[ComponentSignature]) -> Iterator[str]:
        """Yield `build` for each name with its arguments, and for a component."""
        yield from self._for_completion("build", self.alias, _BUILD)
        for signature, call in ((each, call) for each in found for call in each.calls):
            takes = list(parameters(call, self.printer))
            if "/" not in takes:
                takes.insert(0, "/")
            head = f"build({self._self_and_name(signature, call)}, {', '.join(takes)})"
            yield from self._of_component(signature, head, self.printer.show(call.ret_type))
        yield from self._build_of_component()

    def spec(self, found: Sequence[ComponentSignature], offered: str) -> Iterator[str]:
        """Yield `spec` for each name, with a config or with keywords, and for a component.

        `offered` is the union of the names. `found` leaves out those whose component can't have a config.
        """
        yield from self._for_completion("spec", offered, _SPEC)
        for signature in found:
            literal = self.literal([signature.component.name])
            for form in self.specs.forms(signature):
                own, name = (free(word, form.names) for word in ("self", "name"))
                takes = form.takes if "/" in form.takes else ("/", *form.takes)
                head = f"spec({', '.join((own, f'{name}: {literal}', *takes))})"
                yield from self._of_component(signature, head, form.result)
        yield from self._spec_of_component()

    def get(self, values: Mapping[str, str], docs: Mapping[str, str]) -> Iterator[str]:
        """Yield `get` for each name, with the type of its component."""
        yield from self._for_completion("get", self.alias, _GET)
        for name, value in values.items():
            head = f"get(self, name: {self.literal([name])}, /) -> {value}"
            yield from self._overload(head, docs[name] or _GET)

    def without_names(self, remedy: str) -> Iterator[str]:
        """Yield `build` and `get` of a registry that has no names, or too many for overloads.

        `remedy` is the type whose name says what to do.
        """
        name = f"name: {self.names.imported(_FORMS, remedy)}, /"
        any_call = self._overload(f"build(self, {name}, *args: object, **kwargs: object) -> object", _BUILD)
        yield from self.overriding((*self._build_of_component(), *any_call))
        yield f"    @{self.names.imported('typing_extensions', 'override')}"
        yield f"    def get(self, {name}) -> object: ..."

    def without_specs(self, remedy: str) -> Iterator[str]:
        """Yield `spec` of a registry whose names it can't take, as `without_names` does for the others."""
        takes = f"name: {self.names.imported(_FORMS, remedy)}, config: object = ..., /, **values: object"
        any_call = self._overload(f"spec(self, {takes}) -> object", _SPEC)
        yield from self.overriding((*self._spec_of_component(), *any_call))

    def register(self, title: str) -> Iterator[str]:
        """Yield `register` and `register_factory`, which take what fits and return it as it is."""
        kinds = {"register": self._class_bound, "register_factory": self._callable_bound}
        for method, bound in kinds.items():
            kind = "Class" if method == "register" else "Factory"
            both = self._class_bound == self._callable_bound
            registrar = self._registrar(f"_{title}{'Component' if both else kind}", bound)
            checked = self.names.imported(_FORMS, f"Configured{kind}Registrar")
            config = self.names.variable("TypeVar", "_Config", [f"bound={self._any_config}"])
            mapping = self.names.imported("collections.abc", "Mapping")
            types = f"config: None = ..., types: {mapping}[str, object] | None = ..., replace: bool = ..."
            with_config = f"{checked}[{self.kind}, {config}, {self.dependencies}]"
            takes = f"self, name: str, *, config: type[{config}], replace: bool = ..."
            plain = self._overload(f"{method}(self, name: str, *, {types}) -> {registrar}", "")
            configured = self._overload(f"{method}({takes}) -> {with_config}", "")
            yield from self.overriding((*plain, *configured))

    def override(self, found: Sequence[ComponentSignature], most: int) -> Iterator[str]:
        """Yield `override` for these names, each with the type of what may override its component.

        Names of the same type share an overload. If there are more than `most` names, all share one.
        """
        fits = {each.component.name: self._overriding(each) for each in found}
        groups: dict[str, list[str]] = {}
        for name, fit in fits.items():
            groups.setdefault(self._callable([], "...") if len(fits) > most else fit, []).append(name)
        for fit, names in groups.items():
            yield from self._override(f"self, name: {self.literal(names)}, component: {fit}, /")
        config = self.names.variable("TypeVar", "_Config", [f"bound={self._any_config}"])
        takes = f"component: {self._callable([config])}, /, *, config: type[{config}]"
        yield from self._override(f"self, name: {self.literal(fits)}, {takes}")
        keywords = [f"{name}: {fit} = ..." for name, fit in fits.items() if _is_keyword(name)]
        if keywords:
            yield from self._override(", ".join((free("self", [*fits]), "*", *keywords)))

    def _override(self, takes: str) -> Iterator[str]:
        yield from self._overload(f"override({takes}) -> {self.names.imported(_OVERRIDES, 'Override')}", "")

    def overriding(self, overloads: Iterable[str]) -> Iterator[str]:
        """Yield the overloads, the first of them marked with @override for all."""
        for index, line in enumerate(overloads):
            yield line
            if index == 0:
                yield f"    @{self.names.imported('typing_extensions', 'override')}"

    def literal(self, names: Iterable[str]) -> str:
        """Return the union of some names."""
        return f"{self.names.imported('typing', 'Literal')}[{', '.join(map(repr, names))}]"

    @property
    def _class_bound(self) -> str:
        """The type of the classes that the registry takes, as far as their constructor doesn't matter."""
        if self.of_class and self.dependencies in {"...", "[]"}:
            return f"{self.names.imported('builtins', 'type')}[{self.kind}]"
        return self._callable_bound

    @property
    def _callable_bound(self) -> str:
        """The type of what the registry takes: a callable that takes the dependencies first."""
        make = self.names.imported("collections.abc", "Callable")
        if self.dependencies in {"...", "[]"}:
            return f"{make}[..., {self.kind}]"
        first = self.names.imported("typing_extensions", "Concatenate")
        return f"{make}[{first}[{self.dependencies[1:-1]}, ...], {self.kind}]"

    def _overriding(self, signature: ComponentSignature) -> str:
        """Return the type of what may override a component: it takes the same config class, if it has one."""
        declared = self.specs.config_class(signature)
        return self._callable_bound if declared is None else self._callable([declared])

    def _callable(self, first: Sequence[str], dependencies: str | None = None) -> str:
        """Return the type of a callable that takes these arguments and the dependencies."""
        make, rest = self.names.imported("collections.abc", "Callable"), dependencies or self.dependencies
        if rest == "...":
            concatenate = self.names.imported("typing_extensions", "Concatenate")
            taken = f"{concatenate}[{', '.join(first)}, ...]" if first else "..."
        else:
            taken = f"[{', '.join(filter(None, (*first, rest[1:-1])))}]"
        return f"{make}[{taken}, {self.kind}]"

    def _registrar(self, name: str, bound: str) -> str:
        """Declare the type of a decorator that takes what has this bound, and return its name."""
        variable = self.names.variable("TypeVar", name, [f"bound={bound}"])
        lines = (
            f"class {name}Registrar({self.names.imported('typing', 'Protocol')}):",
            f"    def __call__(self, component: {variable}, /) -> {variable}: ...",
        )
        return self.names.declared(f"{name}Registrar", "\n".join(lines))

    def _overload(self, head: str, doc: str, deprecated: str = "") -> Iterator[str]:
        yield f"    @{self.names.imported('typing', 'overload')}"
        if deprecated:
            yield f"    @{self.names.imported('typing_extensions', 'deprecated')}({deprecated!r})"
        yield from definition(head, doc)

    def _of_component(self, signature: ComponentSignature, head: str, result: str) -> Iterator[str]:
        component = signature.component
        yield from self._overload(f"{head} -> {result}", component.doc, component.deprecated)

    def _for_completion(self, method: str, accepted: str, doc: str) -> Iterator[str]:
        """Yield an overload that never matches, since no registry is None: it makes editors offer every name.

        Without `Any`, pyrefly offers only names whose own overload accepts the arguments so far.
        """
        never = self.names.imported("typing_extensions", "Never")
        anything = self.names.imported("typing", "Any")
        yield from self._overload(f"{method}(self: None, name: {accepted} | {anything}, /) -> {never}", doc)

    def _build_of_component(self) -> Iterator[str]:
        fit, p, s = self._fitting("{}")
        takes = f"component: {fit}, /, *args: {p}.args, **kwargs: {p}.kwargs"
        yield from self._overload(f"build(self, {takes}) -> {s}", _BUILD)

    def _spec_of_component(self) -> Iterator[str]:
        config = self.names.variable("TypeVar", "_Config", [f"bound={self._any_config}"])
        if self.dependencies == "...":
            component, _, s = self._fitting("...")
        else:
            takes = ", ".join(filter(None, (config, self.dependencies[1:-1])))
            component, _, s = self._fitting(f"[{takes}]")
        head = f"spec(self, component: {component}, config: {config} | None = None, /)"
        yield from self._overload(f"{head} -> {self.specs.result(s, config)}", _SPEC)

    def _fitting(self, parameters: str) -> tuple[str, str, str]:
        """Return the type of a component with these parameters, its ParamSpec and the type of its result.

        The ParamSpec takes the place of `{}` in the parameters.
        """
        p, s = self.names.variable("ParamSpec", "_P"), self.names.variable("TypeVar", "_S")
        fit = self.names.imported(_FORMS, "Fit")
        return f"{fit}[{p}, {parameters.replace('{}', p)}, {s}, {self.kind}]", p, s

    def _self_and_name(self, signature: ComponentSignature, call: CallableType) -> str:
        """Return the first two parameters, under names that the component's own parameters don't have."""
        own, name = (free(word, call.arg_names) for word in ("self", "name"))
        return f"{own}, {name}: {self.literal([signature.component.name])}"

    @property
    def _any_config(self) -> str:
        return self.names.imported(_FORMS, "Config")


def _is_keyword(name: str) -> bool:
    """Return whether a method of a class can have a parameter of this name: others are changed in classes."""
    return is_name(name) and not name.startswith("__")
