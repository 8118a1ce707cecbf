"""Find the registrations in the source of a module, and the names that it uses."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from typing_extensions import override

from typed_registry._annotations.module_imports import (
    SIMPLE_STATEMENTS,
    Import,
    ModuleSource,
    PerModule,
    absolute_module,
    imports_in,
)
from typed_registry._annotations.type_guards import is_sequence
from typed_registry._discovery.uses import SUBCLASSED, UNREADABLE, CodeReader, Use, never_runs
from typed_registry._place import Place


class Scan(NamedTuple):
    """The names that the source of a module imports, defines and uses."""

    module: str
    file: str
    imports: Mapping[str, tuple[Import, ...]]
    """The imports that may bind each imported name."""
    star_imports: tuple[str, ...]
    """The modules of which every name is imported."""
    loads: Sequence[str]
    """The modules that importing this one imports, and names that may be submodules."""
    definitions: Mapping[str, Sequence[Use]]
    """For each name, the uses when it is called if it is a function or class, or in what it is assigned.

    The uses when a class is subclassed have a key of their own, `Base.__init_subclass__`.
    """
    uses: Sequence[Use]
    """The uses when the module is imported, with the registrations of any registry."""
    is_package: bool
    """Whether it is the source of a package, whose submodules are names in it as well."""

    @property
    def may_replace(self) -> bool:
        """True if a call in the module may register something with `replace=True`, or deprecate any name."""
        return any(use.replaces or use.deprecates == UNREADABLE for use in self._every_use())

    def deprecates(self) -> frozenset[str]:
        """Return the names that calls in the module deprecate."""
        return frozenset(use.deprecates for use in self._every_use() if use.deprecates is not None)

    def _every_use(self) -> Iterator[Use]:
        return (use for uses in (self.uses, *self.definitions.values()) for use in uses)

    def has(self, name: str) -> bool:
        """Return whether the module may define or import the name."""
        return name in self.definitions or name in self.imports or bool(self.star_imports)


@PerModule
def scan(source: ModuleSource) -> Scan | Place:
    """Return the scan of a source, or the place where it isn't Python or can't be read."""
    try:
        tree = source.parse()
        return Place(source.file, 0) if tree is None else _scan(source, tree)
    except SyntaxError as error:
        return Place(source.file, error.lineno or 0)
    except (ImportError, RecursionError):
        return Place(source.file, 0)


def _scan(source: ModuleSource, tree: ast.Module) -> Scan:
    definitions: dict[str, list[Use]] = {}
    reader = _ModuleReader(definitions)
    reader.visit_each(tree.body)
    imports: dict[str, tuple[Import, ...]] = {}
    for each in imports_in(tree, source.package):
        imports[each.name] = (*imports.get(each.name, ()), each)
    stars = tuple(each.module for each in imports.pop("*", ()))
    loads = tuple(dict.fromkeys(_loads(tree.body, source.package)))
    is_package = source.package == source.module
    return Scan(source.module, source.file, imports, stars, loads, definitions, reader.uses, is_package)


def _loads(statements: Iterable[ast.stmt], package: str) -> Iterator[str]:
    """Yield the modules that these statements import when they run, and names that may be submodules."""
    for each in statements:
        if isinstance(each, ast.Import):
            yield from (alias.name for alias in each.names)
        elif isinstance(each, ast.ImportFrom):
            origin = absolute_module(each, package)
            yield from (origin, *(f"{origin}.{alias.name}" for alias in each.names))
        elif type(each) not in _WITHOUT_IMPORTS:
            yield from _loads(_inner(each), package)


_WITHOUT_IMPORTS = frozenset({*SIMPLE_STATEMENTS, ast.FunctionDef, ast.AsyncFunctionDef})
"""The most frequent statements in which nothing is imported when they run."""


def _inner(statement: ast.stmt) -> Iterator[ast.stmt]:
    """Yield the statements in the blocks of another, but for those that never run."""
    skips_body = isinstance(statement, ast.If) and never_runs(statement.test)
    for name in ("body", "handlers", "orelse", "finalbody", "cases"):
        block: object = getattr(statement, name, None)
        for each in block if is_sequence(block) and not (skips_body and name == "body") else ():
            if isinstance(each, ast.stmt):
                yield each
            elif isinstance(each, (ast.ExceptHandler, ast.match_case)):
                yield from each.body


class _ModuleReader(CodeReader):
    """Reads the statements of a module, and collects the uses in the definition of each name."""

    def __init__(self, definitions: dict[str, list[Use]]) -> None:
        super().__init__()
        self._definitions = definitions

    @override
    def visit(self, node: ast.AST) -> None:
        """Visit a node. Each statement is read by itself, also one inside another."""
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return
        if not isinstance(node, ast.stmt):
            super().visit(node)
            return
        reader = _ModuleReader(self._definitions)
        super(_ModuleReader, reader).visit(node)
        made_of = [use for use in (*reader.uses, *reader.later) if use.registers is None]
        for name in reader.bound | reader.changed:
            self._definitions.setdefault(name, []).extend(made_of)
        if isinstance(node, ast.ClassDef):
            self._definitions.setdefault(node.name + SUBCLASSED, []).extend(reader.hooks)
        self.uses += reader.uses
