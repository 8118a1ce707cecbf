"""The names that code uses."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from typing_extensions import override

REGISTERING = frozenset({"register", "register_factory", "register_instance"})
"""The methods of a registry that register a component."""
METHODS = REGISTERING | {"deprecate", "discover"}
"""These, and the others that add names."""

CALLED = ".__call__"
SUBCLASSED = ".__init_subclass__"
ITERATED = ".__iter__"

UNREADABLE = "?"
"""Stands for the name of an object that no name leads to, and whose `register` is used."""

_READERS = frozenset(
    {"bool", "callable", "enumerate", "frozenset", "hash", "id", "isinstance", "issubclass", "iter", "len"}
    | {"list", "print", "repr", "set", "sorted", "str", "tuple", "type"}
)
"""Builtins that don't register anything with a registry that they are given."""


class Use(NamedTuple):
    """A name that code uses."""

    name: str
    """Dotted. Ends in the special method if the object is only called, subclassed or iterated over."""
    line: int
    registers: str | None = None
    """The literal name in a call such as `LOSSES.register("dpo", config=DPOConfig)` that is sure to run."""
    config: str | None = None
    """The dotted name of the class given as `config=`, as it is written; `?` if it isn't one."""
    replaces: bool = False
    """Whether the call has `replace=True`, or may have it."""
    deprecates: str | None = None
    """The literal name in a call such as `LOSSES.deprecate("hinge", ...)`; `?` if it isn't a literal."""


class CodeReader(ast.NodeVisitor):
    """Collects the names that code uses.

    Annotations and names in subscripts aren't uses: `Annotated[Spec[Loss], LOSSES]` registers nothing.
    Neither are names that are compared, conditions, and arguments of builtins such as `len`.
    """

    def __init__(self) -> None:
        self.uses: list[Use] = []
        """The uses when the code runs."""
        self.later: list[Use] = []
        """The uses when functions and classes that the code defines are called."""
        self.hooks: list[Use] = []
        """The uses when classes that the code defines are subclassed."""
        self.bound: set[str] = set()
        """The names that assignments, loops and definitions bind."""
        self.shared: set[str] = set()
        """The names that the code declares as `global`."""
        self.changed: set[str] = set()
        """The names whose objects may be changed, and the globals that functions bind."""

    def add(self, node: ast.expr, suffix: str = "") -> None:
        """Add the use of a dotted name; visit any other expression."""
        name = dotted(node)
        if name is not None:
            self.uses.append(Use(name + suffix, node.lineno))
        elif isinstance(node, ast.Attribute):
            if node.attr in REGISTERING:
                self.uses.append(Use(UNREADABLE, node.lineno))
            self.visit(node.value)
        else:
            self.visit(node)

    def visit_each(self, nodes: Iterable[ast.AST]) -> None:
        """Visit several nodes."""
        for node in nodes:
            self.visit(node)

    def visit_perhaps(self, nodes: Iterable[ast.AST]) -> None:
        """Visit nodes that may not run. What they register isn't sure to be registered."""
        start = len(self.uses)
        self.visit_each(nodes)
        self.uses[start:] = map(_uncertain, self.uses[start:])

    def visit_unless_name(self, nodes: Iterable[ast.AST]) -> None:
        """Visit those of the expressions that aren't dotted names."""
        self.visit_each(node for node in nodes if dotted(node) is None)

    @override
    def generic_visit(self, node: ast.AST) -> None:
        """Visit the nodes inside a node. It takes half the time of the base class's method."""
        for name in node._fields:
            inside: object = getattr(node, name, None)
            if isinstance(inside, list):
                self.visit_each(each for each in cast("list[object]", inside) if isinstance(each, ast.AST))
            elif isinstance(inside, ast.AST):
                self.visit(inside)

    # Names

    @override
    def visit_Constant(self, node: ast.Constant) -> None:
        """Do nothing: a constant has no names."""

    @override
    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.add(node)
        else:
            self.bound.add(node.id)

    @override
    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Load):
            self.add(node)
        else:
            self.note_change(node)
            self.visit_unless_name([node.value])

    @override
    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.note_change(node)
        self.add(node.value)
        self.visit_subscript(node.slice)

    def visit_subscript(self, node: ast.AST) -> None:
        """Visit the parts of a subscript, other than types and keys that are names."""
        if isinstance(node, (ast.Tuple, ast.List, ast.BinOp, ast.Subscript)):
            for child in ast.iter_child_nodes(node):
                self.visit_subscript(child)
        else:
            self.visit_unless_name([node])

    def note_change(self, node: ast.expr) -> None:
        """Note that the object which an attribute or an item belongs to may be changed."""
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        if isinstance(node, ast.Name):
            self.changed.add(node.id)

    @override
    def visit_Global(self, node: ast.Global) -> None:
        self.shared.update(node.names)

    @override
    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.bound.add(node.name)
        self.generic_visit(node)

    # Expressions

    @override
    def visit_Call(self, node: ast.Call) -> None:
        registration = _registration(node)
        if registration is None:
            start = len(self.uses)
            self.add(node.func, CALLED)
            replaces, deprecates = _may_replace(node), _deprecates(node)
            if replaces or deprecates is not None:  # almost no call does
                self.uses[start:] = [
                    use._replace(replaces=replaces or use.replaces, deprecates=deprecates or use.deprecates)
                    for use in self.uses[start:]
                ]
        else:
            self.uses.append(registration)
        if dotted(node.func) in {"eval", "exec"} and any(map(_mentions_register, ast.walk(node))):
            self.uses.append(Use(UNREADABLE, node.lineno))
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        is_component = isinstance(node.func, ast.Call) and _registration(node.func) is not None
        if registration is not None or is_component or dotted(node.func) in _READERS:
            self.visit_unless_name(arguments)
        else:
            self.visit_each(arguments)

    @override
    def visit_Compare(self, node: ast.Compare | ast.UnaryOp) -> None:
        self.visit_unless_name(ast.iter_child_nodes(node))

    visit_UnaryOp = visit_Compare  # noqa: N815  # as `ast` names them

    @override
    def visit_comprehension(self, node: ast.comprehension) -> None:
        self.visit(node.target)
        self.add(node.iter, ITERATED)
        self.visit_unless_name(node.ifs)

    @override
    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Visit the defaults and the body, which may run at any time."""
        self.visit_each(_defaults(node.args))
        self.uses += _read_function([node.body], node.args).uses

    # Statements

    @override
    def visit_Expr(self, node: ast.Expr) -> None:
        """Visit an expression; a method that is called may change its object."""
        self.visit(node.value)
        if isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
            self.note_change(node.value.func)

    @override
    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit_each(filter(None, [node.target, node.value]))

    @override
    def visit_For(self, node: ast.For) -> None:
        self.visit(node.target)
        self.add(node.iter, ITERATED)
        self.visit_perhaps([*node.body, *node.orelse])

    @override
    def visit_If(self, node: ast.If) -> None:
        """Visit the branches that may run when a program imports the module."""
        if never_runs(node.test):
            self.visit_each(node.orelse)
        else:
            self.visit_unless_name([node.test])
            self.visit_perhaps([*node.body, *node.orelse])

    @override
    def visit_While(self, node: ast.While) -> None:
        self.visit_unless_name([node.test])
        self.visit_perhaps([*node.body, *node.orelse])

    @override
    def visit_match_case(self, node: ast.match_case) -> None:
        self.visit_perhaps(ast.iter_child_nodes(node))

    @override
    def visit_With(self, node: ast.With) -> None:
        """Visit the statements; those below `suppress` may be skipped."""
        self.visit_each(node.items)
        called = (item.context_expr.func for item in node.items if isinstance(item.context_expr, ast.Call))
        suppresses = any((dotted(each) or "").rpartition(".")[2] == "suppress" for each in called)
        (self.visit_perhaps if suppresses else self.visit_each)(node.body)

    @override
    def visit_Try(self, node: ast.Try) -> None:
        """Visit the statements; only those below `finally` always run if exceptions are handled."""
        visit = self.visit_perhaps if node.handlers else self.visit_each
        visit([*node.body, *node.handlers, *node.orelse])
        self.visit_each(node.finalbody)

    def visit_TryStar(self, node: ast.AST) -> None:
        """Visit `try` with `except*`."""
        self.visit_perhaps(ast.iter_child_nodes(node))

    @override
    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Visit decorators and defaults; the body runs when the function is called."""
        for decorator in node.decorator_list:
            self.add(decorator, CALLED)
        self.visit_each(_defaults(node.args))
        body = _read_function(node.body, node.args)
        self.later += body.uses
        self.changed |= body.changed
        self.bound.add(node.name)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815  # as above

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Visit decorators, bases and body of a class; its methods run when they are called."""
        for decorator in node.decorator_list:
            self.add(decorator, CALLED)
        self._visit_bases(node)
        body = CodeReader()
        body.visit_each(node.body)
        body.forget(body.bound)
        self.uses += body.uses
        self.later += body.later
        self.changed |= body.changed
        self.bound.add(node.name)

    def forget(self, local: Collection[str]) -> None:
        """Forget the uses of names that are local to the code.

        Their values come from expressions that are looked at themselves.
        """
        self.uses = [use for use in self.uses if use.name.partition(".")[0] not in local]
        self.changed.difference_update(local)

    def _visit_bases(self, node: ast.ClassDef) -> None:
        """Add the base classes, whose hooks run, and the metaclass, which is called."""
        start = len(self.uses)
        bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
        for base in bases:
            self.add(base, SUBCLASSED)
        for keyword in node.keywords:
            self.add(keyword.value, CALLED if keyword.arg == "metaclass" else "")
        self.hooks += self.uses[start:]
        for child in node.body:
            if isinstance(child, ast.FunctionDef) and child.name == "__init_subclass__":
                self.hooks += _read_function(child.body, child.args).uses
        self.later += [Use(name, node.lineno) for name in map(dotted, bases) if name]


def _read_function(body: Sequence[ast.AST], parameters: ast.arguments) -> CodeReader:
    """Read the body of a function. What it registers isn't sure to be registered: it may never be called."""
    reader = CodeReader()
    reader.visit_each(body)
    reader.uses = [*map(_uncertain, reader.uses), *map(_uncertain, reader.later)]
    reader.forget(_names(parameters) | (reader.bound - reader.shared))
    reader.changed |= reader.shared
    return reader


def _uncertain(use: Use) -> Use:
    """Return a use that isn't sure to register something."""
    return use if use.registers is None else use._replace(registers=None)


def _defaults(parameters: ast.arguments) -> list[ast.expr]:
    """Return the defaults of parameters, which are evaluated with the definition of the function."""
    return [*parameters.defaults, *filter(None, parameters.kw_defaults)]


def _names(parameters: ast.arguments) -> set[str]:
    """Return the names of parameters."""
    several = filter(None, (parameters.vararg, parameters.kwarg))
    every = (*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs, *several)
    return {each.arg for each in every}


def dotted(node: ast.AST) -> str | None:
    """Return the text of a name or of attributes of a name, such as `shop.parts`; None for anything else."""
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return owner and f"{owner}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else None


def _mentions_register(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and "register" in node.value


def never_runs(test: ast.expr) -> bool:
    """Return whether a condition is false when a program imports the module."""
    if (dotted(test) or "").rpartition(".")[2] == "TYPE_CHECKING":
        return True
    return ast.unparse(test) in {"__name__ == '__main__'", "'__main__' == __name__"}


def _registration(call: ast.Call) -> Use | None:
    """Return the registration that a call is, if its registry and name can be read."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in REGISTERING:
        return None
    registry = dotted(call.func.value)
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    name = call.args[0] if call.args else keywords.get("name")
    if registry is None or not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        return None
    replace = keywords.get("replace", keywords.get(None))  # a dictionary of keywords may have it
    if not isinstance(replace, (ast.Constant, type(None))):
        return None
    replaces = isinstance(replace, ast.Constant) and bool(replace.value)
    return Use(f"{registry}.{call.func.attr}{CALLED}", call.lineno, name.value, _config(keywords), replaces)


def _may_replace(call: ast.Call) -> bool:
    """Return whether a call may register a component with `replace=True`."""
    is_registering = isinstance(call.func, ast.Attribute) and call.func.attr in REGISTERING
    return any(
        not (isinstance(each.value, ast.Constant) and not each.value.value)
        for each in call.keywords
        if each.arg == "replace" or (each.arg is None and is_registering)
    )


def _deprecates(call: ast.Call) -> str | None:
    """Return the name that a call deprecates, or `?` if it can't be read; None for another call."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "deprecate":
        return None
    keywords = (keyword.value for keyword in call.keywords if keyword.arg == "name")
    name = call.args[0] if call.args else next(keywords, None)
    return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else UNREADABLE


def _config(keywords: Mapping[str | None, ast.expr]) -> str | None:
    """Return the name of the class given as `config=`, or in a dictionary of keywords; None without one."""
    config = keywords.get("config", keywords.get(None))
    if config is None or (isinstance(config, ast.Constant) and config.value is None):
        return None
    return dotted(config) if "config" in keywords and dotted(config) else UNREADABLE
