"""What a module registers and which names it uses when it is imported, read from its source."""

from __future__ import annotations

import ast
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from typing_extensions import override

from typed_registry._annotations.module_imports import Import, ModuleSource, PerModule, imports_in
from typed_registry._discovery.uses import (
    Registration,
    Use,
    UseVisitor,
    body_of,
    dotted,
    root_of,
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
    imports: Mapping[str, tuple[Import, ...]]
    """The imports that may bind each imported name."""
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
        return Unreadable(source.file, 0) if tree is None else _scan(source, tree)
    except SyntaxError as error:
        return Unreadable(source.file, error.lineno or 0)
    except (ImportError, RecursionError):
        return Unreadable(source.file, 0)


def _scan(source: ModuleSource, tree: ast.Module) -> Scan:
    reader = _ImportTime()
    reader.read(tree.body)
    imports: dict[str, tuple[Import, ...]] = {}
    for each in imports_in(tree, source.package):
        imports[each.name] = (*imports.get(each.name, ()), each)
    return Scan(
        source.module,
        source.file,
        imports,
        tuple(each.module for each in imports.pop("*", ())),
        reader.definitions(),
        tuple(reader.uses),
        tuple(reader.registrations),
    )


class _ImportTime(UseVisitor):
    """Collects what runs when a module is imported, and what each name that it defines is made of."""

    def __init__(self) -> None:
        super().__init__()
        self._made_of: dict[str, tuple[list[Use], list[Use]]] = {}
        self._methods: list[Use] | None = None
        """The uses in the methods of the class that is being read; None outside of classes."""

    def read(self, body: Iterable[ast.stmt]) -> None:
        """Read statements that run when the module is imported."""
        for statement in body:
            self.visit(statement)

    def definitions(self) -> dict[str, Definition]:
        """Return what the names are made of."""
        return {name: Definition(tuple(uses), tuple(hooks)) for name, (uses, hooks) in self._made_of.items()}

    @override
    def generic_visit(self, node: ast.AST) -> None:
        """Visit a node; the names that a statement binds are made of what its expressions use."""
        if not isinstance(node, _BLOCKS):
            super().generic_visit(node)
            return
        children = [*ast.iter_child_nodes(node)]
        with self._binding():
            for child in children:
                if not isinstance(child, _BLOCKS):
                    self.visit(child)
        for child in children:
            if isinstance(child, _BLOCKS):
                self.visit(child)

    @override
    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Visit the value alone."""
        with self._binding():
            super().visit_AnnAssign(node)

    @override
    def visit_Expr(self, node: ast.Expr) -> None:
        """Visit an expression; a method that is called may keep what it is given in its object."""
        with self._binding():
            self.visit(node.value)
            if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
                self.changed.update(filter(None, [root_of(node.value.func)]))

    @override
    def visit_For(self, node: ast.For) -> None:
        """Add what is iterated over, and read the body."""
        with self._binding():
            self.visit(node.target)
            self.add(node.iter, "iterate")
        self.read([*node.body, *node.orelse])

    @override
    def visit_If(self, node: ast.If) -> None:
        """Read the branches that run when the module is imported by a program."""
        if not _never_runs(node.test):
            self.visit_unless_name([node.test])
            self.read(node.body)
        self.read(node.orelse)

    @override
    def visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Visit decorators and defaults; the body runs when the function is called."""
        start = len(self.uses)
        self.visit_decorators(node)
        self.visit_defaults(node.args)
        body = body_of(node)
        self.bound.add(node.name)
        if self._methods is None:
            self._define([node.name], [*self.uses[start:], *body.uses])
            self._define(body.shared, body.uses)
        else:
            self._methods += body.uses

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Visit decorators, bases and the statements of a class; its methods run when they are called."""
        start, registrations, outer, bound = (
            len(self.uses),
            len(self.registrations),
            self._methods,
            self.bound,
        )
        self.visit_decorators(node)
        after_decorators = len(self.uses)
        self.visit_bases(node)
        hooks = [*self.uses[after_decorators:], *_subclass_hooks(node)]
        body = len(self.uses)
        methods: list[Use] = []
        self._methods, self.bound = methods, set()
        self.read(node.body)
        self.forget(self.bound, body, registrations)
        self._methods, self.bound = outer, bound | {node.name}
        uses = [_when_called(use) for use in (*self.uses[start:], *methods)]
        if outer is None:
            self._define([node.name], uses, hooks)
        else:
            outer += uses

    @contextmanager
    def _binding(self) -> Generator[None]:
        """Let the names that are bound or changed meanwhile be made of what is used meanwhile."""
        start, bound, changed = len(self.uses), self.bound, self.changed
        self.bound, self.changed = set(), set()
        yield
        self._define(self.bound | self.changed, self.uses[start:])
        self.bound, self.changed = bound | self.bound, changed

    def _define(self, names: Iterable[str], uses: Iterable[Use], hooks: Iterable[Use] = ()) -> None:
        if self._methods is None:
            for name in names:
                known = self._made_of.setdefault(name, ([], []))
                known[0].extend(uses)
                known[1].extend(hooks)


_BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)


def _when_called(use: Use) -> Use:
    """Return the use of a class's base for a call of the class, which runs the methods of the base."""
    return use._replace(role="call") if use.role == "base" else use


def _subclass_hooks(node: ast.ClassDef) -> Iterator[Use]:
    for child in node.body:
        if isinstance(child, ast.FunctionDef) and child.name == "__init_subclass__":
            yield from body_of(child).uses


def _never_runs(test: ast.expr) -> bool:
    """Whether a condition is false when a program imports the module."""
    if (dotted(test) or "").rpartition(".")[2] == "TYPE_CHECKING":
        return True
    return ast.unparse(test) in {"__name__ == '__main__'", "'__main__' == __name__"}
