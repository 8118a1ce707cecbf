"""Put a stub together from what is registered and what mypy knows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mypy.types import Instance, Parameters, ProperType, TupleType, get_proper_type

from typed_registry._stubs.call_source import call_protocol
from typed_registry._stubs.collect import NamedRegistry, RegistryModule
from typed_registry._stubs.expressions import ComponentExpression
from typed_registry._stubs.mypy_probe import MypyAnswer, as_registry
from typed_registry._stubs.overloads import OverloadWriter
from typed_registry._stubs.signatures import ComponentSignature, signatures
from typed_registry._stubs.stub_names import StubNames, camel_case, singular
from typed_registry._stubs.type_source import TypePrinter
from typed_registry.errors import StubError, StubProblem

if TYPE_CHECKING:
    from mypy.nodes import MypyFile


def render(module: RegistryModule, answer: MypyAnswer, most: int) -> str:
    """Return the text of a stub, below its header.

    A registry with more than `most` components gets no overloads for each name.

    Raises StubError with every problem of the module's components.
    """
    layout = _Layout(module, answer, most)
    classes = [[*layout.registry(registry)] for registry in module.registries]
    final = layout.names.imported("typing", "Final")
    problems = (*layout.problems, *_unresolvable(layout.names, answer.modules))
    if problems:
        raise StubError(module.name, problems)
    parts = (
        _allowances(layout.names),
        layout.names.imports(),
        layout.names.declarations(),
        *classes,
        [f"{each.variable}: {final}[_{camel_case(each.variable)}]" for each in module.registries],
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _allowances(names: StubNames) -> Iterator[str]:
    """Yield the comments that allow the stub to mention deprecated and private names of other modules."""
    imported = {name for _, name in names.origins()}
    if "deprecated" in imported:
        yield "# ty: ignore[deprecated]"
        yield "# pyrefly: ignore-errors[deprecated]"
        yield "# pyright: reportDeprecated=false"
    if any(name.startswith("_") for name in imported):
        yield "# pyright: reportPrivateUsage=false"


def _unresolvable(names: StubNames, known: Mapping[str, MypyFile]) -> Iterator[StubProblem]:
    """Yield a problem for each import that mypy can't resolve, which checkers would take for `Any`."""
    for owner, name in names.origins():
        if owner not in known or name not in known[owner].names:
            reason = f"mypy can't resolve {owner}.{name}, which components mention"
            yield StubProblem(None, reason)


class _Layout:
    """Writes one registry after the other, and collects the problems."""

    def __init__(self, module: RegistryModule, answer: MypyAnswer, most: int) -> None:
        titles = [camel_case(registry.variable) for registry in module.registries]
        own = (name for title in titles for name in _own_names(title))
        self.names = StubNames(["self", *titles, *own])
        self.problems = [*module.problems]
        self._module = module
        self._answer = answer
        self._most = most
        self._printer = TypePrinter(self.names)

    def registry(self, registry: NamedRegistry) -> Iterator[str]:
        """Yield the alias of a registry's names, its components by key, and its class."""
        base = self._base(registry)
        if base is None:
            reason = f"mypy doesn't see that {registry.variable} is a registry"
            self.problems.append(StubProblem(None, reason))
            return
        title = camel_case(registry.variable)
        writer = self._writer(base, title)
        found = signatures(registry, self._answer, base.args[0], _count(base), self.problems)
        if found:
            offered = [each.component.name for each in found if not each.component.is_alias]
            alias = self.names.imported("typing", "TypeAlias")
            yield f"{writer.alias}: {alias} = {writer.literal(offered)}"
        yield self._components(title, found)
        inherited = self.names.imported("typed_registry", "Registry")
        yield f"class _{title}({inherited}[{writer.kind}, {writer.dependencies}]):"
        yield "    @property"
        yield f"    @{self.names.imported('typing_extensions', 'override')}"
        yield f"    def components(self) -> {_own_names(title)[1]}: ..."
        if len(found) > self._most:
            yield from writer.overriding(writer.few_specs(found))
        elif found:
            yield from writer.overriding(writer.build(found))
            yield from writer.overriding(writer.spec(found))

    def _base(self, registry: NamedRegistry) -> Instance | None:
        expression = ComponentExpression.of_global(self._module.name, registry.variable)
        return as_registry(self._answer.of(expression))

    def _writer(self, base: Instance, title: str) -> OverloadWriter:
        kind, dependencies = self._printer.show(base.args[0]), self._printer.dependencies(base.args[1])
        return OverloadWriter(self.names, self._printer, kind, dependencies, _own_names(title)[0])

    def _components(self, title: str, found: Sequence[ComponentSignature]) -> str:
        make = self.names.imported("typing_extensions", "TypedDict")
        read_only = self.names.imported("typing_extensions", "ReadOnly")
        name = _own_names(title)[1]
        items = ", ".join(f"{s.component.name!r}: {read_only}[{self._value(s)}]" for s in found)
        return f'{name} = {make}("{name}", {{{items}}})'

    def _value(self, signature: ComponentSignature) -> str:
        """Return the type of a component: `type[C]` for a class that isn't generic, else a Protocol."""
        first, component = signature.calls[0], signature.component
        plain = first.is_type_obj() and "(" not in component.expression.text
        made = get_proper_type(first.ret_type)
        if plain and not first.variables and _class_name(made) == first.type_object().fullname:
            return f"{self.names.imported('builtins', 'type')}[{self._printer.show(made)}]"
        return call_protocol(signature.calls, self._printer, component.name, component.doc)


def _count(base: Instance) -> int:
    """Return the number of a registry's dependencies; 0 if they aren't known."""
    dependencies = get_proper_type(base.args[1])
    if not isinstance(dependencies, Parameters) or any(k.is_star() for k in dependencies.arg_kinds):
        return 0
    return len(dependencies.arg_types)


def _class_name(kind: ProperType) -> str | None:
    fallback = kind.partial_fallback if isinstance(kind, TupleType) else kind
    return fallback.type.fullname if isinstance(fallback, Instance) else None


def _own_names(title: str) -> tuple[str, str, str]:
    """Return the names that a registry's part of the stub defines: alias, components and class."""
    return f"{singular(title)}Name", f"_{title}Components", f"_{title}"
