"""Write overloads as source code, with the types of a registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from typed_registry._stubs.collect import RegisteredComponent
from typed_registry._stubs.docstring_source import docstring_lines
from typed_registry._stubs.parameter_source import free
from typed_registry._stubs.stub_names import OWN_NAME, StubNames
from typed_registry._stubs.type_source import TypePrinter

if TYPE_CHECKING:
    from mypy.types import CallableType


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

    def overload(self, head: str, doc: str = "", deprecated: str = "") -> Iterator[str]:
        """Yield an overload with this signature."""
        yield f"    @{self.names.imported('typing', 'overload')}"
        if deprecated:
            yield f"    @{self.names.imported('typing_extensions', 'deprecated')}({deprecated!r})"
        yield f"    def {head}:" + ("" if doc else " ...")
        if doc:
            yield from docstring_lines(doc)

    def for_completion(self, method: str, accepted: str, doc: str) -> Iterator[str]:
        """Yield an overload that never matches, since no registry is None: it makes editors offer every name.

        Without `Any`, pyrefly offers only names whose own overload accepts the arguments so far.
        """
        never, anything = (
            self.names.imported("typing_extensions", "Never"),
            self.names.imported("typing", "Any"),
        )
        yield from self.overload(f"{method}(self: None, name: {accepted} | {anything}, /) -> {never}", doc)

    def overriding(self, overloads: Iterable[str]) -> Iterator[str]:
        """Yield the overloads, the first of them marked with @override for all."""
        for index, line in enumerate(overloads):
            yield line
            if index == 0:
                yield f"    @{self.names.imported('typing_extensions', 'override')}"

    def self_and_name(self, component: RegisteredComponent, call: CallableType) -> str:
        """Return the first two parameters, under names that the component's own parameters don't have."""
        own, name = (free(word, call.arg_names) for word in ("self", "name"))
        return f"{own}, {name}: {self.literal([component.name])}"

    def literal(self, names: Iterable[str]) -> str:
        """Return the union of some names."""
        return f"{self.names.imported('typing', 'Literal')}[{', '.join(map(repr, names))}]"

    def fitting(self, parameters: str) -> tuple[str, str, str]:
        """Return the type of a component with these parameters, its ParamSpec and the type of its result.

        `{}` stands for the ParamSpec in the parameters.
        """
        p, s = self.variable("ParamSpec", "_P"), self.variable("TypeVar", "_S")
        fit = self.names.imported("typed_registry._typing_forms", "Fit")
        return f"{fit}[{p}, {parameters.format(p)}, {s}, {self.kind}]", p, s

    def variable(self, make: str, name: str, more: str = "") -> str:
        """Declare a type variable, and return its name."""
        source = f'{OWN_NAME} = {self.names.imported("typing", make)}("{OWN_NAME}"{more})'
        return self.names.declared(name, source)
