"""What a module registers and which names it uses when it is imported, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from typing_extensions import override

from typed_registry._annotations.module_imports import ModuleSource, PerModule, imported_names
from typed_registry._discovery.uses import (
    Registration,
    Use,
    UseVisitor,
    dotted,
    scope,
    stored_names,
    uses_of_function,
)


class Definition(NamedTuple):
    """What runs when a name of a module is used."""

    uses: tuple[Use, ...] = ()
    """What runs when a function or class is called, or what a variable was made from."""
    hooks: tuple[Use, ...] = ()
    """What runs when a subclass of a class is defined, its bases included."""


class Scan(NamedTuple):
    """What the source of a module says."""

    module: str
    file: str
    imports: Mapping[str, str]
    """Each imported name and the dotted name of what it is bound to."""
    star_imports: tuple[str, ...]
    """The modules of which every name is imported."""
    definitions: Mapping[str, Definition]
    """The names that functions, classes and assignments at the top level bind."""
    uses: tuple[Use, ...]
    """What runs when the module is imported."""
    registrations: tuple[Registration, ...]
    """The registrations, of any registry, that are made when the module is imported."""


class Unreadable(NamedTuple):
    """A module without source, or with one that isn't Python."""

    file: str
    line: int


@PerModule
def scan(source: ModuleSource) -> Scan | Unreadable:
    """Return what a module's source says. Raises OSError when its file is gone."""
    try:
        tree = source.parse()
    except SyntaxError as error:
        return Unreadable(source.file, error.lineno or 0)
    except (ImportError, RecursionError):
        return Unreadable(source.file, 0)
    if tree is None:
        return Unreadable(source.file, 0)
    reader = _ImportTime()
    reader.read(tree.body)
    imports = [*imported_names(tree, source.package)]
    return Scan(
        source.module,
        source.file,
        {name: target for name, target in imports if name != "*"},
        tuple(target.removesuffix(".*") for name, target in imports if name == "*"),
        reader.definitions,
        tuple(reader.uses),
        tuple(reader.registrations),
    )


class _ImportTime(UseVisitor):
    """Collects what runs when a module is imported, and what each name that it defines is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.definitions: dict[str, Definition] = {}
        self._methods: list[Use] | None = None
        """The uses in the methods of the class that is being read; None outside of classes."""

    def read(self, body: Iterable[ast.stmt]) -> None:
        """Read statements that run when the module is imported."""
        for statement in body:
            self.visit(statement)

    @override
    def generic_visit(self, node: ast.AST) -> None:
        """Visit a node; the names that a statement binds are made of what its expressions use."""
        if not isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            super().generic_visit(node)
            return
        blocks = (ast.stmt, ast.ExceptHandler, ast.match_case)
        start, children = len(self.uses), [*ast.iter_child_nodes(node)]
        expressions = [child for child in children if not isinstance(child, blocks)]
        for child in expressions:
            self.visit(child)
        self._define(_bound(expressions), self.uses[start:])
        for child in children:
            if isinstance(child, blocks):
                self.visit(child)

    @override
    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Visit the value alone."""
        start = len(self.uses)
        super().visit_AnnAssign(node)
        self._define(_bound([node.target]), self.uses[start:])

    @override
    def visit_Expr(self, node: ast.Expr) -> None:
        """Visit an expression; a method that is called may keep what it is given in its object."""
        start = len(self.uses)
        self.visit(node.value)
        if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
            self._define(_roots(node.value.func), self.uses[start:])

    @override
    def visit_For(self, node: ast.For) -> None:
        """Add what is iterated over, and read the body."""
        start = len(self.uses)
        self.visit(node.target)
        self.add(node.iter, "iterate")
        self._define(_bound([node.target]), self.uses[start:])
        self.read([*node.body, *node.orelse])

    @override
    def visit_If(self, node: ast.If) -> None:
        """Read the branches that run when the module is imported by a program."""
        if not _never_runs(node.test):
            self.visit_unless_name([node.test])
            self.read(node.body)
        self.read(node.orelse)

    @override
    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Visit it like any function."""
        self.visit_function(node)

    @override
    def visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Visit decorators and defaults; the body runs when the function is called."""
        start = len(self.uses)
        self.visit_decorators(node)
        self.visit_defaults(node.args)
        body = uses_of_function(node)
        if self._methods is None:
            self._define([node.name], [*self.uses[start:], *body])
            shared = (child.names for child in ast.walk(node) if isinstance(child, ast.Global))
            self._define([name for names in shared for name in names], body)
        else:
            self._methods += body

    @override
    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Visit it like any function."""
        self.visit_function(node)

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Visit decorators, bases and the statements of a class; its methods run when they are called."""
        start, outer, local = len(self.uses), self._methods, self.local
        self.visit_decorators(node)
        after_decorators = len(self.uses)
        self.visit_bases(node)
        hooks = [*self.uses[after_decorators:], *_subclass_hooks(node)]
        methods: list[Use] = []
        self._methods = methods
        self.local |= frozenset(stored_names(scope(node.body)))
        self.read(node.body)
        self._methods, self.local = outer, local
        uses = [_when_called(use) for use in (*self.uses[start:], *methods)]
        if outer is None:
            self._define([node.name], uses, hooks)
        else:
            outer += uses

    def _define(self, names: Iterable[str], uses: Iterable[Use], hooks: Iterable[Use] = ()) -> None:
        if self._methods is None:
            for name in names:
                known = self.definitions.get(name, Definition())
                self.definitions[name] = Definition((*known.uses, *uses), (*known.hooks, *hooks))


def _bound(targets: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that are bound, or whose objects are changed, by an assignment to these targets."""
    for node in (node for target in targets for node in ast.walk(target)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
            yield from _roots(node.value)


def _roots(node: ast.expr) -> Iterator[str]:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _when_called(use: Use) -> Use:
    """Return the use of a class's base for a call of the class, which runs the methods of the base."""
    return use._replace(role="call") if use.role == "base" else use


def _subclass_hooks(node: ast.ClassDef) -> Iterator[Use]:
    for child in node.body:
        if isinstance(child, ast.FunctionDef) and child.name == "__init_subclass__":
            yield from uses_of_function(child)


def _never_runs(test: ast.expr) -> bool:
    """Whether a condition is false when a program imports the module."""
    if (dotted(test) or "").rpartition(".")[2] == "TYPE_CHECKING":
        return True
    return ast.unparse(test) in {"__name__ == '__main__'", "'__main__' == __name__"}
