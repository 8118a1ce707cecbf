"""Write the text of a stub from the registered components and the types that mypy infers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen
from mypy.types import Instance, Parameters, TupleType, Type, TypedDictType, UnionType, get_proper_type

from typed_registry._stubs.call_source import comment_lines
from typed_registry._stubs.class_entries import ReadPackages, plain_class
from typed_registry._stubs.collect import NamedRegistry, RegistryModule
from typed_registry._stubs.expressions import ComponentExpression
from typed_registry._stubs.mypy_probe import MypyAnswer, as_registry
from typed_registry._stubs.overloads import OverloadWriter
from typed_registry._stubs.protocol_source import call_protocol
from typed_registry._stubs.signatures import ComponentSignature, SignatureFinder
from typed_registry._stubs.stub_names import StubNames, camel_case
from typed_registry._stubs.type_source import TypePrinter
from typed_registry._stubs.unresolved import ITS_TYPE, UnresolvedTypes
from typed_registry.errors import StubProblem

if TYPE_CHECKING:
    from mypy.nodes import MypyFile


_OF_UNTYPED = ["untyped-import", "missing-module-attribute", "bad-specialization"]
"""The codes of pyrefly's errors for packages without types.

It has stubs for some, which may be of other versions.
"""


@frozen
class StubBody:
    """The text of a stub without its header, and the problems found while writing it."""

    text: str
    """It has marks where remarks on components belong."""
    problems: tuple[StubProblem, ...]
    """The problems of the module, and each part of a component for which there is `Any` in the text."""
    unchecked: tuple[StubProblem, ...] = ()
    """The components that take any arguments, since nobody knows their parameters."""

    def with_remarks(self, module: RegistryModule) -> str:
        """Return the text with the remarks of a module's registries and components as comments."""
        return re.sub("\1.*?\1", partial(_replaced, dict(_remarks(module))), self.text)


def _remarks(module: RegistryModule) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the marks of a module's registries and components, each with the remarks."""
    for registry in module.registries:
        yield _mark(registry), registry.remarks
        yield from ((_mark(registry, each.name), each.remarks) for each in registry.components)


def _mark(registry: NamedRegistry, name: str | None = None) -> str:
    """Return a text that takes the place of remarks, where no source contains its first character."""
    return f"\1{registry.variable} {name!r}\1"


def _replaced(remarks: Mapping[str, Sequence[str]], mark: re.Match[str]) -> str:
    return comment_lines(remarks.get(mark[0], ()))


def render(module: RegistryModule, answer: MypyAnswer, most: int) -> StubBody:
    """Write a stub, with `Any` for what mypy can't resolve.

    A registry with more than `most` components gets no overloads for each name.
    """
    layout = _Layout(module, answer, most)
    classes = [[*layout.registry(registry)] for registry in module.registries]
    final = layout.names.imported("typing", "Final")
    parts = (
        _allowances(layout.names, answer.read, mentions_deprecated=layout.mentions_deprecated),
        layout.names.imports(),
        layout.names.declarations(),
        *classes,
        [f"{each.variable}: {final}[_{camel_case(each.variable)}]" for each in module.registries],
    )
    text = "\n\n".join("\n".join(part) for part in parts) + "\n"
    problems = (*layout.found_problems(), *_unresolvable(layout.names, answer.modules))
    return StubBody(text, problems, tuple(layout.unchecked))


def _allowances(names: StubNames, read: ReadPackages, *, mentions_deprecated: bool) -> Iterator[str]:
    """Yield the comments that allow what a stub does on purpose.

    Its methods take the registered names, where those of `Registry` take none or any. It repeats signatures
    as they are, whatever a checker has against them, and may mention deprecated and private names.
    """
    imported = {name for _, name in names.origins()}
    modules = {module for module, _ in names.origins()}
    deprecated = ["deprecated"] if mentions_deprecated else []
    untyped = [] if all(module in read for module in modules) else _OF_UNTYPED
    overrides = ["incompatible-method-override", "incompatible-property-override"]
    yield f"# ty: ignore[{', '.join([*deprecated, *overrides])}]"
    yield f"# pyrefly: ignore-errors[{', '.join([*deprecated, *untyped, 'bad-override'])}]"
    yield "# pyright: reportIncompatibleMethodOverride=false"
    yield "# pyright: reportInvalidTypeVarUse=false, reportOverlappingOverload=false"
    if deprecated:
        yield "# pyright: reportDeprecated=false"
    if any(name.startswith("_") for name in imported):
        yield "# pyright: reportPrivateUsage=false"
    if untyped:
        yield "# pyright: reportMissingTypeStubs=false, reportMissingTypeArgument=false"


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
        own = {registry.alias for registry in module.registries}.union(*map(_own_names, titles))
        self.names = StubNames(["self", "override", *titles, *own])  # a method hides typing's `override`
        self.problems = [*module.problems]
        self.unchecked: list[StubProblem] = []
        self._module = module
        self._answer = answer
        self._most = most
        self._printer = TypePrinter(self.names)
        self._unresolved = UnresolvedTypes(answer.modules)
        self._signatures = SignatureFinder(answer, self._unresolved, self.problems, self.unchecked)

    def found_problems(self) -> Iterator[StubProblem]:
        """Yield the problems of the module, and those of its components that matter to the stub."""
        yield from self.problems
        yield from self._unresolved.mentioned(self._printer.untyped)

    @property
    def mentions_deprecated(self) -> bool:
        """Whether the types so far contain a deprecated class."""
        return self._printer.mentions_deprecated

    def registry(self, registry: NamedRegistry) -> Iterator[str]:
        """Yield the alias of a registry's names, its components and specs by key, and its class."""
        base = self._base(registry)
        if base is None:
            reason = f"mypy doesn't see that {registry.variable} is a registry"
            self.problems.append(StubProblem(None, reason))
            return
        self.problems += self._problems_of_type(base, registry)
        writer = self._writer(base, registry)
        found = self._signatures.of(registry, base.args[0], _count(base))
        values = {each.component.name: self._value(each) for each in found}
        specs = {each.component.name: writer.specs.protocol(each) for each in found if _is_chosen(each)}
        if found and (len(found) <= self._most or not writer.alias.startswith("_")):
            alias = self.names.imported("typing", "TypeAlias")
            yield f"{writer.alias}: {alias} = {writer.literal(_offered(found))}"
        components, by_key, own = _own_names(camel_case(registry.variable))
        marks = {name: _mark(registry, name) for name in values}
        yield self._typed_dict(components, values, marks, _mark(registry))
        yield self._typed_dict(by_key, specs)
        inherited = self.names.imported("typed_registry", "Registry")
        yield f"class {own}({inherited}[{writer.kind}, {writer.dependencies}]):"
        yield from self._property("components", components)
        yield from self._property("specs", by_key)
        yield from writer.register(camel_case(registry.variable))
        yield from self._by_name(found, values, writer)
        if found:
            offered = [each for each in found if each.component.name in _offered(found)]
            yield from writer.overriding(writer.override(offered, self._most))

    def _problems_of_type(self, base: Instance, registry: NamedRegistry) -> Iterator[StubProblem]:
        """Yield a problem for each type that mypy can't resolve and the registry's own type mentions."""
        for missing in dict.fromkeys(name for each in base.args for name in self._unresolved.names(each)):
            reason = f"mypy can't resolve {missing}, which the type of the registry mentions"
            if missing == ITS_TYPE:
                reason = (
                    "mypy can't infer the type of its components; state it, as in Registry[Loss, []](...)"
                )
            yield StubProblem(None, reason, registry.variable)

    def _property(self, name: str, kind: str) -> Iterator[str]:
        yield "    @property"
        yield f"    @{self.names.imported('typing_extensions', 'override')}"
        yield f"    def {name}(self) -> {kind}: ..."

    def _by_name(
        self, found: Sequence[ComponentSignature], values: Mapping[str, str], writer: OverloadWriter
    ) -> Iterator[str]:
        """Yield `build`, `get` and `spec`: an overload for each name, if there are some but not too many."""
        chosen = [*filter(_is_chosen, found)]
        is_named = 0 < len(found) <= self._most
        if is_named:
            yield from writer.overriding(writer.build(found))
            docs = {each.component.name: each.component.doc for each in found}
            yield from writer.overriding(writer.get(values, docs))
        else:
            yield from writer.without_names("TooManyNamesUseComponents" if found else "NothingIsRegistered")
        if is_named and chosen:
            offered = writer.alias if chosen == [*found] else writer.literal(_offered(chosen))
            yield from writer.overriding(writer.spec(chosen, offered))
        elif chosen:
            yield from writer.without_specs("TooManyNamesUseSpecs")
        else:
            yield from writer.without_specs("NoConfigCanChooseItUseBuild" if found else "NothingIsRegistered")

    def _base(self, registry: NamedRegistry) -> Instance | None:
        expression = ComponentExpression.of_global(self._module.name, registry.variable)
        return as_registry(self._answer.of(expression))

    def _writer(self, base: Instance, registry: NamedRegistry) -> OverloadWriter:
        kind, dependencies = self._printer.show(base.args[0]), self._printer.dependencies(base.args[1])
        of_class = _is_class(base.args[0])
        return OverloadWriter(self.names, self._printer, kind, dependencies, registry.alias, of_class)

    def _typed_dict(
        self,
        name: str,
        values: Mapping[str, str],
        marks: Mapping[str, str] = MappingProxyType({}),
        last: str = "",
    ) -> str:
        """Return a TypedDict with these keys. If it is closed, some checkers narrow `name in components`.

        A large one is open, since pyright takes a minute for a closed one with 1,000 keys. Each mark comes
        before its key.
        """
        make = self.names.imported("typing_extensions", "TypedDict")
        read_only = self.names.imported("typing_extensions", "ReadOnly")
        items = (f"{marks.get(key, '')}{key!r}: {read_only}[{value}]" for key, value in values.items())
        inside = ", ".join(items) + last
        closed = ", closed=True" if len(values) <= self._most else ""
        return f'{name} = {make}("{name}", {{{inside}}}{closed})'

    def _value(self, signature: ComponentSignature) -> str:
        """Return the type of a component: `type[C]` for a class that every checker sees, else a Protocol."""
        made, component = plain_class(signature, self._answer.read), signature.component
        if made is not None:
            return f"{self.names.imported('builtins', 'type')}[{self._printer.show(made)}]"
        return call_protocol(signature.calls, self._printer, component.name, component.doc)


def _count(base: Instance) -> int:
    """Return the number of a registry's dependencies; 0 if they aren't known."""
    dependencies = get_proper_type(base.args[1])
    if not isinstance(dependencies, Parameters) or any(k.is_star() for k in dependencies.arg_kinds):
        return 0
    return len(dependencies.arg_types)


def _is_chosen(signature: ComponentSignature) -> bool:
    """Return whether a config can choose a component, so that it has a spec."""
    return bool(signature.spec_calls or signature.component.config)


def _offered(found: Sequence[ComponentSignature]) -> list[str]:
    """Return the names that are offered: the aliases as well if there are only aliases."""
    current = [each.component.name for each in found if not each.component.is_alias]
    return current or [each.component.name for each in found]


def _own_names(title: str) -> tuple[str, str, str]:
    """Return the names that a registry's part of the stub defines: components, specs and class."""
    return f"_{title}Components", f"_{title}Specs", f"_{title}"


def _is_class(kind: Type) -> bool:
    """Return whether a type is a class or a union of classes, so that `type[...]` of it is a type."""
    proper = get_proper_type(kind)
    if isinstance(proper, UnionType):
        return all(map(_is_class, proper.items))
    return isinstance(proper, (Instance, TupleType, TypedDictType))
