"""The names that code uses, and the registrations in it that can be read with certainty."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from typing_extensions import override

METHODS = frozenset({"register", "register_factory", "register_instance"})

UNREADABLE = "?"
"""Stands for the name of an object that no name leads to, and whose `register` is used."""

Role = Literal["call", "base", "iterate", "value"]
"""How a name is used: called or as a decorator, as a base class, in a loop, or in any other way."""

_READERS = frozenset(
    {"bool", "callable", "enumerate", "frozenset", "hash", "id", "isinstance", "issubclass", "iter", "len"}
    | {"list", "print", "repr", "set", "sorted", "str", "tuple", "type"}
)
"""Builtins that don't register anything with a registry that they are given."""


class Use(NamedTuple):
    """A name that code uses."""

    name: str
    """Dotted, as it is written."""
    role: Role
    line: int


class Registration(NamedTuple):
    """A call such as `LOSSES.register("dpo", config=DPOConfig)`, whose name is a literal."""

    registry: str
    """The dotted name of the registry, as it is written."""
    method: str
    name: str
    config: str | None
    """The dotted name of the class given as `config=`, as it is written."""
    line: int

    @property
    def use(self) -> Use:
        """The use of the registry's method, for code that may run at another time or not at all."""
        return Use(f"{self.registry}.{self.method}", "call", self.line)


class UseVisitor(ast.NodeVisitor):
    """Collects the uses and registrations in expressions and in the bodies of functions.

    Annotations and subscripts aren't uses: `Annotated[Spec[Loss], LOSSES]` registers nothing. Neither are
    comparisons, conditions, and arguments of builtins such as `len`. Names that are local aren't either,
    because they get their values from expressions that are looked at themselves.
    """

    def __init__(self, local: frozenset[str] = frozenset()) -> None:
        self.local = local
        self.uses: list[Use] = []
        self.registrations: list[Registration] = []

    def add(self, node: ast.expr, role: Role) -> None:
        """Add the use of a dotted name; visit any other expression."""
        name = dotted(node)
        if name is not None:
            if name.partition(".")[0] not in self.local:
                self.uses.append(Use(name, role, node.lineno))
        elif isinstance(node, ast.Attribute):
            if node.attr in METHODS:
                self.uses.append(Use(UNREADABLE, role, node.lineno))
            self.visit(node.value)
        else:
            self.visit(node)

    def visit_unless_name(self, nodes: Iterable[ast.expr]) -> None:
        """Visit those of the expressions that aren't dotted names."""
        for node in nodes:
            if dotted(node) is None:
                self.visit(node)

    @override
    def visit_Name(self, node: ast.Name) -> None:
        """Add a name that is read."""
        if isinstance(node.ctx, ast.Load):
            self.add(node, "value")

    @override
    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Add a dotted name that is read."""
        if isinstance(node.ctx, ast.Load):
            self.add(node, "value")
        else:
            self.visit_unless_name([node.value])

    @override
    def visit_Call(self, node: ast.Call) -> None:
        """Add what is called, and visit the arguments."""
        registration = _registration(node)
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        if registration is not None and registration.registry.partition(".")[0] not in self.local:
            self.registrations.append(registration)
            self.visit_unless_name(arguments)
            return
        self.add(node.func, "call")
        registers = isinstance(node.func, ast.Call) and _registration(node.func) is not None
        if registers or dotted(node.func) in _READERS:
            self.visit_unless_name(arguments)
        else:
            for argument in arguments:
                self.visit(argument)

    @override
    def visit_Compare(self, node: ast.Compare) -> None:
        """Visit what is compared."""
        self.visit_unless_name([node.left, *node.comparators])

    @override
    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """Visit the operand, as that of `not`."""
        self.visit_unless_name([node.operand])

    @override
    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Add what is subscripted, and visit the subscript."""
        self.add(node.value, "value")
        self.visit_unless_name(node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice])

    @override
    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Visit the value alone."""
        self.visit(node.target)
        if node.value is not None:
            self.visit(node.value)

    @override
    def visit_comprehension(self, node: ast.comprehension) -> None:
        """Add what is iterated over, and visit the conditions."""
        self.add(node.iter, "iterate")
        self.visit_unless_name(node.ifs)

    @override
    def visit_For(self, node: ast.For) -> None:
        """Add what is iterated over, and visit the body."""
        self.visit(node.target)
        self.add(node.iter, "iterate")
        for child in (*node.body, *node.orelse):
            self.visit(child)

    @override
    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Visit it like any function."""
        self.visit_function(node)

    def visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Visit decorators, defaults and body of a function."""
        self.visit_decorators(node)
        self.visit_defaults(node.args)
        self.uses += uses_of_function(node, self.local)

    @override
    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Visit it like any function."""
        self.visit_function(node)

    @override
    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Visit defaults and body, which may run at any time."""
        self.visit_defaults(node.args)
        self.uses += uses_of_function(node, self.local)

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Visit decorators, bases and body of a class."""
        self.visit_decorators(node)
        self.visit_bases(node)
        for child in node.body:
            self.visit(child)

    def visit_decorators(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        """Add the decorators, which are called."""
        for decorator in node.decorator_list:
            self.add(decorator, "call")

    def visit_defaults(self, arguments: ast.arguments) -> None:
        """Visit the defaults of parameters."""
        for default in (*arguments.defaults, *filter(None, arguments.kw_defaults)):
            self.visit(default)

    def visit_bases(self, node: ast.ClassDef) -> None:
        """Add the base classes, and the metaclass as something that is called."""
        for base in node.bases:
            self.add(base.value if isinstance(base, ast.Subscript) else base, "base")
        for keyword in node.keywords:
            if keyword.arg == "metaclass":
                self.add(keyword.value, "call")
            else:
                self.visit(keyword.value)


def uses_of_function(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, outer: frozenset[str] = frozenset()
) -> list[Use]:
    """Return the uses in the body of a function; so are registrations in it, as it may never run."""
    body = [node.body] if isinstance(node, ast.Lambda) else node.body
    names = {argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)}
    shared = {name for child in scope(body) if isinstance(child, ast.Global) for name in child.names}
    visitor = UseVisitor(outer | names | ({*stored_names(scope(body))} - shared))
    for child in body:
        visitor.visit(child)
    return [*visitor.uses, *(registration.use for registration in visitor.registrations)]


def stored_names(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that assignments, loops and definitions among these nodes bind."""
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)):
            yield node.name or ""


def dotted(node: ast.expr) -> str | None:
    """Return the text of a name or of attributes of a name, such as `shop.parts`; None for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    owner = dotted(node.value) if isinstance(node, ast.Attribute) else None
    return f"{owner}.{node.attr}" if owner and isinstance(node, ast.Attribute) else None


def scope(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes of a body without those inside of the functions, classes and lambdas in it."""
    for node in body:
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            yield from scope(ast.iter_child_nodes(node))


def _registration(call: ast.Call) -> Registration | None:
    """Return the registration that a call is, if its registry and name can be read."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in METHODS:
        return None
    registry, keywords = dotted(call.func.value), {keyword.arg: keyword.value for keyword in call.keywords}
    name = call.args[0] if call.args else keywords.get("name")
    if registry is None or not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        return None
    config = keywords.get("config")
    named = None if config is None else dotted(config)
    return Registration(registry, call.func.attr, name.value, named, call.lineno)
