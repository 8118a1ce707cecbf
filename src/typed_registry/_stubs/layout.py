"""The text of a stub, from what is registered and how it is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mypy.types import Instance, ProperType, TupleType, get_proper_type

from typed_registry._stubs.collect import NamedRegistry, RegistryModule
from typed_registry._stubs.mypy_probe import MypyAnswer
from typed_registry._stubs.overloads import Overloads, RegistrySource
from typed_registry._stubs.signatures import ComponentSignature, signatures
from typed_registry._stubs.stub_names import StubNames
from typed_registry._stubs.type_source import TypePrinter
from typed_registry.errors import StubError

if TYPE_CHECKING:
    from mypy.nodes import MypyFile

REGISTRY = "typed_registry._registry.Registry"


def render(module: RegistryModule, answer: MypyAnswer, most: int) -> str:
    """The stub's text below its header. A registry with more than `most` components gets no overloads.

    Raises StubError for a component without an exact stub.
    """
    titles = {holding.variable: _camel(holding.variable) for holding in module.holdings}
    scope = StubNames(["self", *titles, *(name for title in titles.values() for name in _own_names(title))])
    layout = _Layout(module.name, answer.types, scope, most)
    classes = [[*layout.registry(holding, titles[holding.variable])] for holding in module.holdings]
    final = scope.imported("typing", "Final")
    _require(module.name, scope, answer.modules)
    parts = (
        _allowances(scope),
        scope.imports(),
        scope.declarations(),
        *classes,
        [f"{variable}: {final}[_{title}]" for variable, title in titles.items()],
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _allowances(scope: StubNames) -> Iterator[str]:
    """Comments by which a strict checker bears with names of others that the stub must mention."""
    names = {name for _, name in scope.origins()}
    if "deprecated" in names:
        yield "# ty: ignore[deprecated]"
        yield "# pyrefly: ignore-errors[deprecated]"
        yield "# pyright: reportDeprecated=false"
    if any(name.startswith("_") for name in names):
        yield "# pyright: reportPrivateUsage=false"


def _require(module: str, scope: StubNames, known: Mapping[str, MypyFile]) -> None:
    """Raises StubError for names that the stub would import in vain: its checkers would see `Any`."""
    missing = [f"{owner}.{name}" for owner, name in scope.origins() if not _defines(known.get(owner), name)]
    if missing:
        raise StubError(module, None, f"mypy can't resolve {', '.join(missing)}, which components mention")


def _defines(module: MypyFile | None, name: str) -> bool:
    return module is not None and name in module.names


class _Layout:
    """Lays out one registry after the other; lives as long as the writing of one stub."""

    def __init__(self, module: str, types: Mapping[str, ProperType], scope: StubNames, most: int) -> None:
        self._module = module
        self._types = types
        self._scope = scope
        self._most = most
        self._printer = TypePrinter(scope)
        self._overloads = Overloads(scope, self._printer)

    def registry(self, holding: NamedRegistry, title: str) -> Iterator[str]:
        """The registry's names, its components by key, and its class."""
        base = self._base(holding)
        face = self._face(base, title)
        found = signatures(self._module, holding, self._types, base.args[0])
        if found:
            literal, alias = (self._scope.imported("typing", name) for name in ("Literal", "TypeAlias"))
            names = ", ".join(repr(each.name) for each in holding.components if not each.is_alias)
            yield f"{face.names}: {alias} = {literal}[{names}]"
        yield self._components(title, found)
        registry = self._scope.imported("typed_registry", "Registry")
        yield f"class _{title}({registry}[{face.kind}, {face.dependencies}]):"
        yield "    @property"
        yield f"    @{self._scope.imported('typing_extensions', 'override')}"
        yield f"    def components(self) -> {_own_names(title)[1]}: ..."
        if 0 < len(found) <= self._most:
            layout = self._overloads
            for overloads in (layout.build(face, found), layout.spec(face, found), layout.choose(face)):
                yield from layout.overriding(overloads)

    def _base(self, holding: NamedRegistry) -> Instance:
        kind = self._types[holding.variable]
        base = _as_registry(kind) if isinstance(kind, Instance) else None
        if base is None:
            reason = f"mypy doesn't see that {holding.variable} is a registry"
            raise StubError(self._module, None, reason)
        return base

    def _face(self, base: Instance, title: str) -> RegistrySource:
        shown = self._printer.show(base.args[0])
        return RegistrySource(shown, self._printer.dependencies(base.args[1]), _own_names(title)[0])

    def _components(self, title: str, found: Sequence[ComponentSignature]) -> str:
        make = self._scope.imported("typing_extensions", "TypedDict")
        read_only = self._scope.imported("typing_extensions", "ReadOnly")
        name = _own_names(title)[1]
        items = ", ".join(f"{s.component.name!r}: {read_only}[{self._value(s)}]" for s in found)
        return f'{name} = {make}("{name}", {{{items}}})'

    def _value(self, signature: ComponentSignature) -> str:
        """A class as such; what is generic, or no class, by how it is called."""
        first = signature.calls[0]
        plain = first.is_type_obj() and "(" not in signature.component.expression.text
        made = get_proper_type(first.ret_type)
        if plain and not first.variables and _class_name(made) == first.type_object().fullname:
            return f"{self._scope.imported('builtins', 'type')}[{self._printer.show(made)}]"
        component = signature.component
        return self._printer.protocol(signature.calls, component.name, component.doc)


def _as_registry(kind: Instance) -> Instance | None:
    """The type as the `Registry` that it is or derives from."""
    if kind.type.fullname == REGISTRY:
        return kind
    return next(filter(None, map(_as_registry, kind.type.bases)), None)


def _class_name(kind: ProperType) -> str | None:
    fallback = kind.partial_fallback if isinstance(kind, TupleType) else kind
    return fallback.type.fullname if isinstance(fallback, Instance) else None


def _own_names(title: str) -> tuple[str, str, str]:
    """What a registry's part of the stub defines: the alias of its names, the components, the class."""
    return f"{_singular(title)}Name", f"_{title}Components", f"_{title}"


def _camel(variable: str) -> str:
    return "".join(part.capitalize() for part in variable.split("_"))


def _singular(title: str) -> str:
    """`Losses` to `Loss`, `Policies` to `Policy`, `Rewards` to `Reward`."""
    if title.endswith("ies"):
        return f"{title[:-3]}y"
    return title[:-2] if title.endswith(("sses", "shes", "ches", "xes", "zes")) else title.removesuffix("s")
