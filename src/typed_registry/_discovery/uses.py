"""The names that code uses, and the registrations in it that can be read with certainty."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
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
    comparisons, conditions, and arguments of builtins such as `len`.
    """

    def __init__(self) -> None:
        self.uses: list[Use] = []
        self.registrations: list[Registration] = []
        self.bound: set[str] = set()
        """The names that assignments, loops and definitions bind."""
        self.shared: set[str] = set()
        """The names that functions bind in their module, by `global`."""
        self.changed: set[str] = set()
        """The names whose attributes or items are assigned."""

    def add(self, node: ast.expr, role: Role) -> None:
        """Add the use of a dotted name; visit any other expression."""
        name = dotted(node)
        if name is not None:
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

    def forget(self, local: AbstractSet[str], uses: int, registrations: int) -> None:
        """Forget what local names refer to, from these positions on.

        Their values come from expressions that are looked at themselves.
        """
        self.uses[uses:] = [use for use in self.uses[uses:] if _root(use.name) not in local]
        kept = [each for each in self.registrations[registrations:] if _root(each.registry) not in local]
        self.registrations[registrations:] = kept

    @override
    def visit_Constant(self, node: ast.Constant) -> None:
        """Do nothing."""

    @override
    def visit_Name(self, node: ast.Name) -> None:
        """Add a name that is read, and note one that is bound."""
        if isinstance(node.ctx, ast.Load):
            self.uses.append(Use(node.id, "value", node.lineno))
        else:
            self.bound.add(node.id)

    @override
    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """Note the name of the exception, and visit the body."""
        self.bound.update(filter(None, [node.name]))
        self.generic_visit(node)

    @override
    def visit_Global(self, node: ast.Global) -> None:
        """Note the names that are bound in the module."""
        self.shared.update(node.names)

    @override
    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Add a dotted name that is read, and note an object that is changed."""
        if isinstance(node.ctx, ast.Load):
            self.add(node, "value")
        else:
            self.changed.update(filter(None, [root_of(node)]))
            self.visit_unless_name([node.value])

    @override
    def visit_Call(self, node: ast.Call) -> None:
        """Add what is called, and visit the arguments."""
        registration = _registration(node)
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        if registration is not None:
            self.registrations.append(registration)
            self.visit_unless_name(arguments)
            return
        self.add(node.func, "call")
        if dotted(node.func) in {"eval", "exec"} and any(map(_mentions_register, ast.walk(node))):
            self.uses.append(Use(UNREADABLE, "call", node.lineno))
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
        if not isinstance(node.ctx, ast.Load):
            self.changed.update(filter(None, [root_of(node)]))
        self.add(node.value, "value")
        self.visit_subscript(node.slice)

    def visit_subscript(self, node: ast.expr) -> None:
        """Visit what isn't a type, or a key that is a name."""
        if isinstance(node, (ast.Tuple, ast.List)):
            for part in node.elts:
                self.visit_subscript(part)
        elif isinstance(node, ast.BinOp):
            self.visit_subscript(node.left)
            self.visit_subscript(node.right)
        elif isinstance(node, ast.Subscript):
            self.visit_unless_name([node.value])
            self.visit_subscript(node.slice)
        else:
            self.visit_unless_name([node])

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
        self.bound.add(node.name)
        self.visit_decorators(node)
        self.visit_defaults(node.args)
        self.visit_body(node)

    @override
    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Visit it like any function."""
        self.visit_function(node)

    @override
    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Visit defaults and body, which may run at any time."""
        self.visit_defaults(node.args)
        self.visit_body(node)

    def visit_body(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        """Add what the body of a function uses, and note what it binds in its module."""
        body = body_of(node)
        self.uses += body.uses
        self.shared |= body.shared

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Visit decorators, bases and body of a class."""
        self.visit_decorators(node)
        self.visit_bases(node)
        outer, self.bound = self.bound, set()
        start = len(self.uses), len(self.registrations)
        for child in node.body:
            self.visit(child)
        self.forget(self.bound, *start)
        self.bound = outer | {node.name}

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


def body_of(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> UseVisitor:
    """Return what is used in the body of a function. A registration is a use there: it may never be made."""
    visitor = UseVisitor()
    for child in [node.body] if isinstance(node, ast.Lambda) else node.body:
        visitor.visit(child)
    visitor.uses += [registration.use for registration in visitor.registrations]
    parameters = {argument.arg for argument in ast.walk(node.args) if isinstance(argument, ast.arg)}
    visitor.forget(parameters | (visitor.bound - visitor.shared), 0, 0)
    return visitor


def dotted(node: ast.expr) -> str | None:
    """Return the text of a name or of attributes of a name, such as `shop.parts`; None for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    owner = dotted(node.value) if isinstance(node, ast.Attribute) else None
    return f"{owner}.{node.attr}" if owner and isinstance(node, ast.Attribute) else None


def root_of(node: ast.expr) -> str | None:
    """Return the name that an attribute or an item belongs to, or None when it belongs to no name."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _root(name: str) -> str:
    return name.partition(".")[0]


def _mentions_register(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "register" in node.value


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
