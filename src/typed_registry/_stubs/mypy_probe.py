"""Let mypy infer the types of registries, components and config classes.

mypy reads a small module that assigns each of them to a variable, and infers the types of the variables. So
its plugins for attrs, dataclasses and partials, its overloads and its generics all apply, and no annotation
is parsed here. mypy caches what it knows of other modules, so a second run takes a second or two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from mypy.modulefinder import BuildSource
from mypy.nodes import FuncDef, MypyFile, SymbolNode, TypeAlias, TypeInfo, Var
from mypy.types import AnyType, CallableType, Instance, ProperType, Type, TypeOfAny, get_proper_type

from typed_registry._stubs.callables import (
    callables,
    definition_node,
    known_result,
    takes_anything,
    wrapped_calls,
)
from typed_registry._stubs.class_entries import ReadPackages
from typed_registry._stubs.collect import RegistryModule
from typed_registry._stubs.constructors import constructor
from typed_registry._stubs.expressions import ComponentExpression, PartialExpression
from typed_registry._stubs.mypy_run import run_mypy
from typed_registry._stubs.partial_calls import partial_calls

if TYPE_CHECKING:
    from mypy import build

REGISTRY = "typed_registry._registry.Registry"
PROBE = "_typed_registry_probe"

HEAD = """\
from collections.abc import Callable
from typing import Any, TypeVar
_any: Any
_T = TypeVar("_T")
def _instance(kind: type[_T]) -> _T: ...
def _returning(value: _T) -> Callable[[], _T]: ...\
"""


@frozen
class MypyAnswer:
    """The types that mypy infers."""

    types: Mapping[str, ProperType | None]
    """The type of each expression, by its text; None if mypy infers none."""
    modules: Mapping[str, MypyFile]
    """Every module that the types depend on."""
    files: tuple[str, ...]
    """The files of these modules."""
    function: Instance
    """The type of functions."""
    read: ReadPackages
    """The packages that mypy reads without a setting."""
    skipped: Mapping[str, str]
    """The modules that mypy can't read because of an error of its own, each with the file and line."""

    def of(self, expression: ComponentExpression) -> ProperType | None:
        """Return the type of an expression that was part of the probe."""
        return self.types[expression.text]

    def calls(self, expression: ComponentExpression) -> Sequence[CallableType]:
        """Return the signatures of a component; if it takes anything, those of the function that it wraps."""
        found = callables(self.of(expression))
        if not all(map(takes_anything, found)):
            return found
        if expression.partial is not None:
            return self._of_partial(expression.partial) or found
        if expression.wrapped is None:
            return found
        result = known_result(found[0]) if found else None
        return wrapped_calls(expression.wrapped, self.modules, result, self.function) or found

    def _of_partial(self, partial: PartialExpression) -> Sequence[CallableType]:
        """Return the signatures of a partial of an overloaded function; none if it isn't overloaded."""
        overloads = self.calls(partial.function)
        anything = AnyType(TypeOfAny.explicit)
        given = [self.of(each) or anything for each in partial.positional]
        named = {name: self.of(each) or anything for name, each in partial.keywords.items()}
        return partial_calls(overloads, given, named) if len(overloads) > 1 else ()

    def node(self, expression: ComponentExpression) -> SymbolNode | None:
        """Return the class or the function that an expression names; None if mypy finds none."""
        if len(expression.modules) != 1:  # it is a call, or wraps something
            return None
        [module] = expression.modules
        return definition_node(module, expression.text.removeprefix(f"{module}."), self.modules)

    def source_definition(self, expression: ComponentExpression) -> SymbolNode | None:
        """Return the class or the function that a component is or wraps, as mypy has it from its source.

        None if mypy finds none, or has it from a stub, which may call parameters otherwise than the source.
        """
        wrapped = expression.wrapped
        node = (
            definition_node(wrapped.module, wrapped.name, self.modules) if wrapped else self.node(expression)
        )
        return None if node is None or self._is_of_stub(node) else node

    def _is_of_stub(self, node: SymbolNode) -> bool:
        """Return whether mypy has a class or a function from a stub."""
        module = node.fullname
        while module and module not in self.modules:
            module = module.rpartition(".")[0]
        return bool(module) and self.modules[module].is_stub

    def class_of(self, builtin: str) -> TypeInfo:
        """Return a class of the builtins."""
        node = self.modules["builtins"].names[builtin].node
        if isinstance(node, TypeInfo):
            return node
        raise TypeError(f"mypy takes {builtin} for {node!r}")

    def dependencies_of(self, registry: ComponentExpression | None) -> Type | None:
        """Return what a registry's components are built from, as its type says; None if it doesn't."""
        kind = as_registry(self.of(registry)) if registry else None
        return kind.args[1] if kind else None


def as_registry(kind: ProperType | None) -> Instance | None:
    """Return a type as the `Registry` that it is or derives from; None for any other type."""
    if not isinstance(kind, Instance):
        return None
    if kind.type.fullname == REGISTRY:
        return kind
    return next(filter(None, map(as_registry, kind.type.bases)), None)


def probe(module: RegistryModule) -> MypyAnswer:
    """Infer the types of a module's registries, components and config classes.

    Raises StubError if mypy can't read the module.
    """
    expressions = list({each.text: each for each in _expressions(module)}.values())
    names = {name: f"_m{i}" for i, name in enumerate(sorted({m for e in expressions for m in e.modules}))}
    imports = (f"import {name} as {short}" for name, short in names.items())
    lines = (f"_{i} = {_shortened(expression, names)}" for i, expression in enumerate(expressions))
    text = "\n".join((HEAD, *imports, *lines))
    run = run_mypy([BuildSource(module.file, module.name, None), BuildSource(None, PROBE, text)], module.name)
    result, tree = run.result, run.result.files[PROBE]
    types = {each.text: _type_of(tree, f"_{index}") for index, each in enumerate(expressions)}
    function, read = _type_of_functions(tree), ReadPackages(result.manager)
    return MypyAnswer(types, result.manager.modules, tuple(_files(result)), function, read, run.skipped)


def _expressions(module: RegistryModule) -> Iterator[ComponentExpression]:
    for registry in module.registries:
        yield ComponentExpression.of_global(module.name, registry.variable)
        for component in registry.components:
            yield from _with_parts(component.expression)
            yield from filter(None, [component.config])
            parameters = (component.derived or {}).values()
            yield from filter(None, (taken.type for taken in parameters))
            choices = (each for taken in parameters for each in taken.choices)
            yield from filter(None, (choice.registry for choice in choices))


def _with_parts(expression: ComponentExpression) -> Iterator[ComponentExpression]:
    """Yield an expression, and those that a partial consists of."""
    yield expression
    for part in expression.partial.parts if expression.partial else ():
        yield from _with_parts(part)


def _shortened(expression: ComponentExpression, names: Mapping[str, str]) -> str:
    """Replace each module by its short name, since `a.b` isn't a module if `a` defines a function `b`."""
    text = expression.text
    for module in sorted(expression.modules, key=len, reverse=True):
        text = re.sub(rf"(?<![\w.]){re.escape(module)}(?=\.)", names[module], text)
    return text


def _files(result: build.BuildResult) -> Iterable[str]:
    return (state.abspath for state in result.graph.values() if state.abspath and state.id != PROBE)


def _type_of(tree: MypyFile, name: str) -> ProperType | None:
    node = tree.names[name].node
    if isinstance(node, TypeAlias):  # mypy takes the assignment of a class for an alias of it
        instances = get_proper_type(node.target)
        return constructor(instances, _type_of_functions(tree), is_bare=node.no_args)
    return get_proper_type(node.type) if isinstance(node, Var) else None


def _type_of_functions(tree: MypyFile) -> Instance:
    node = tree.names["_instance"].node
    if isinstance(node, FuncDef) and isinstance(node.type, CallableType):
        return node.type.fallback
    raise TypeError(f"mypy takes a function of the probe for {node!r}")
