"""The text of a stub, from what is registered and how it is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mypy.types import Instance, ProperType, get_proper_type

from typed_registry.errors import StubError
from typed_registry.stubs.collect import Holding, Module
from typed_registry.stubs.overload import Face, Overloads, Signature, signatures
from typed_registry.stubs.scope import Scope
from typed_registry.stubs.source import Printer

REGISTRY = "typed_registry.registry.Registry"


def render(module: Module, types: Mapping[str, ProperType], most: int) -> str:
    """The stub's text below its header. A registry with more than `most` components gets no overloads."""
    titles = {holding.variable: _camel(holding.variable) for holding in module.holdings}
    scope = Scope([*titles, *(f"_{title}" for title in titles.values()), "self"])
    layout = _Layout(module.name, types, scope, most)
    classes = [[*layout.registry(holding, titles[holding.variable])] for holding in module.holdings]
    final = scope.imported("typing", "Final")
    parts = (
        scope.imports(),
        scope.declarations(),
        *classes,
        [f"{variable}: {final}[_{title}]" for variable, title in titles.items()],
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


class _Layout:
    """Lays out one registry after the other; lives as long as the writing of one stub."""

    def __init__(self, module: str, types: Mapping[str, ProperType], scope: Scope, most: int) -> None:
        self._module = module
        self._types = types
        self._scope = scope
        self._most = most
        self._printer = Printer(scope)
        self._overloads = Overloads(scope, self._printer)

    def registry(self, holding: Holding, title: str) -> Iterator[str]:
        """The registry's names, its components by key, and its class."""
        face = self._face(holding, title)
        found = signatures(self._module, holding.variable, holding.components, self._types)
        if found:
            literal, alias = (self._scope.imported("typing", name) for name in ("Literal", "TypeAlias"))
            names = ", ".join(repr(component.name) for component in holding.components)
            yield f"{face.names}: {alias} = {literal}[{names}]"
        yield self._components(title, found)
        base = self._scope.imported("typed_registry", "Registry")
        yield f"class _{title}({base}[{face.kind}, {face.dependencies}]):"
        yield "    @property"
        yield f"    def components(self) -> _{title}Components: ..."
        if 0 < len(found) <= self._most:
            yield from self._overloads.build(face, found)
            yield from self._overloads.spec(face, found)

    def _face(self, holding: Holding, title: str) -> Face:
        kind = self._types[holding.variable]
        base = _as_registry(kind) if isinstance(kind, Instance) else None
        if base is None:
            reason = f"mypy doesn't see that {holding.variable} is a registry"
            raise StubError(self._module, None, reason)
        shown = self._printer.show(base.args[0])
        return Face(shown, self._printer.dependencies(base.args[1]), f"{_singular(title)}Name")

    def _components(self, title: str, found: Sequence[Signature]) -> str:
        make = self._scope.imported("typing_extensions", "TypedDict")
        read_only = self._scope.imported("typing_extensions", "ReadOnly")
        name = f"_{title}Components"
        items = ", ".join(f"{s.component.name!r}: {read_only}[{self._value(s)}]" for s in found)
        return f'{name} = {make}("{name}", {{{items}}})'

    def _value(self, signature: Signature) -> str:
        """A class as such; what is generic, or no class, by how it is called."""
        made = get_proper_type(signature.calls[0].ret_type)
        if signature.component.is_class and not signature.calls[0].variables:
            return f"{self._scope.imported('builtins', 'type')}[{self._printer.show(made)}]"
        return self._printer.protocol(signature.calls)


def _as_registry(kind: Instance) -> Instance | None:
    """The type as the `Registry` that it is or derives from."""
    if kind.type.fullname == REGISTRY:
        return kind
    return next(filter(None, map(_as_registry, kind.type.bases)), None)


def _camel(variable: str) -> str:
    return "".join(part.capitalize() for part in variable.split("_"))


def _singular(title: str) -> str:
    return title[:-2] if title.endswith("sses") else title.removesuffix("s")
