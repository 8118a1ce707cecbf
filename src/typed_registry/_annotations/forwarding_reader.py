"""Find the calls to which a function passes its `*args` and `**kwargs`, in its source."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from typed_registry._annotations.forwarding import REQUIRED, ForwardedCall, Forwarding
from typed_registry._annotations.function_source import Definition
from typed_registry._annotations.keyword_table import (
    KeywordTable,
    UnknownDefault,
    constant,
    merged,
    passed,
    table_of,
    word,
)

_PEEKS: Final = frozenset({"bool", "iter", "len", "next", "isinstance", "type"})
"""Builtins that only look at what they are given."""
_READERS: Final = _PEEKS | {
    *("all", "any", "dict", "enumerate", "filter", "frozenset", "id", "list", "map", "max", "min", "print"),
    *("repr", "reversed", "set", "sorted", "str", "sum", "tuple", "vars", "zip"),
}
"""Builtins that don't change what they are given."""
_STORING: Final = {"add", "append", "debug", "extend", "info", "insert", "update", "warning"}
"""Methods of other objects that don't change what they are given."""
_DICT_METHODS: Final = {"get", "pop", "setdefault", "update"}
_LOOKS: Final = {"items", "keys", "values", "copy"}
_UNCLEAR_VALUES: Final = (ast.Call, ast.Attribute, ast.Subscript, ast.DictComp)
"""Expressions that may make a dictionary whose keys aren't known."""


def forwarding_of(node: Definition) -> Forwarding:
    """Return what a function does with its `*args` and `**kwargs`.

    >>> source = "def f(a, **kwargs): return g(a, b=kwargs.pop('c', 1), **kwargs)"
    >>> found = forwarding_of(ast.parse(source).body[0])
    >>> found.read, [ast.unparse(each.called) for each in found.calls]
    ({'c': 1}, ['g'])
    """
    reader = _ForwardingReader(node.args)
    reader.visit_all([node.body] if isinstance(node, ast.Lambda) else node.body)
    return reader.found


class _ForwardingReader(ast.NodeVisitor):
    """Goes through a function in the order of its source."""

    def __init__(self, parameters: ast.arguments) -> None:
        self.found = Forwarding()
        self._args = "" if parameters.vararg is None else parameters.vararg.arg
        self._tables: dict[str, KeywordTable] = {}
        """The known content of each variable that may hold a dictionary."""
        if parameters.kwarg is not None:
            self._tables[parameters.kwarg.arg] = KeywordTable(has_rest=True)
        self._is_conditional = False
        self._is_guarded = False
        """Whether an error is caught, as that of a keyword that isn't given."""

    def visit_all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _visit_perhaps(self, nodes: Iterable[ast.AST]) -> None:
        """Visit nodes that may not run, or run several times."""
        before, self._is_conditional = self._is_conditional, True
        self.visit_all(nodes)
        self._is_conditional = before

    def _visit_value(self, node: ast.expr) -> None:
        """Go through an expression, but for a dictionary or `*args` themselves, which it only looks at."""
        if isinstance(node, ast.BoolOp):
            for each in node.values:
                self._visit_value(each)
        elif not (isinstance(node, ast.Name) and (node.id in self._tables or node.id == self._args)):
            self.visit(node)

    # Statements

    def visit_If(self, node: ast.If) -> None:
        self._visit_value(node.test)
        if isinstance(next(iter(node.body)), ast.Raise):
            self._refuse(node.test)
        self._visit_perhaps((*node.body, *node.orelse))

    def _refuse(self, test: ast.expr) -> None:
        """Note that a keyword is refused if this is true."""
        match test:
            case ast.Compare(
                left=ast.Constant(value=str(key)), ops=[ast.In()], comparators=[ast.Name(id=name)]
            ) if self._is_rest(name):
                self._tables[name].take(key)
                self.found.refused.add(key)
            case _:
                pass

    def visit_Try(self, node: ast.Try) -> None:
        before, self._is_guarded = self._is_guarded, self._is_guarded or bool(node.handlers)
        self.visit_all(node.body)
        self._is_guarded = before
        self.visit_all((*node.orelse, *node.finalbody))
        self._visit_perhaps(node.handlers)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self._visit_value(node.iter)
        self._visit_perhaps((node.target, *node.body, *node.orelse))

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        self.visit_For(node)

    def visit_While(self, node: ast.While) -> None:
        self._visit_value(node.test)
        self._visit_perhaps((*node.body, *node.orelse))

    def visit_Match(self, node: ast.Match) -> None:
        self._visit_value(node.subject)
        self._visit_perhaps(node.cases)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Skip the arguments of an error."""

    def visit_Assert(self, node: ast.Assert) -> None:
        self._visit_value(node.test)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._visit_function(node, node.body)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._visit_function(node, node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_function(node, [node.body])

    def _visit_function(self, node: Definition, body: Iterable[ast.AST]) -> None:
        """Go through a function that may use the variables of this one."""
        own = set(_parameters(node.args))
        args, hidden = self._args, {name: self._tables.pop(name) for name in [*self._tables] if name in own}
        self._args = "" if args in own else args
        self._visit_perhaps(body)
        self._args = args
        self._tables.update(hidden)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._assign(target, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._assign(node.target, node.value)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        match node:
            case ast.AugAssign(target=ast.Name(id=name), op=ast.BitOr()) if name in self._tables:
                self._update(name, [self._table_of(node.value)])
            case _:
                self.visit(node.target)
        self.visit(node.value)

    def visit_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            match target:
                case ast.Subscript(value=ast.Name(id=name), slice=key) if name in self._tables:
                    self._take(name, word(key), REQUIRED)
                case _:
                    self.visit(target)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        match target:
            case ast.Name(id=name):
                self._bind(name, value)
            case ast.Subscript(value=ast.Name(id=name), slice=key) if name in self._tables:
                self.visit(value)
                self._set_item(name, word(key), value)
            case _:
                self.visit(value)
                self.visit(target)

    def _bind(self, name: str, value: ast.expr) -> None:
        """Let a variable have another value."""
        table = self._tables.get(value.id) if isinstance(value, ast.Name) else self._table_of(value)
        former = self._tables.get(name)
        if table is None:
            self.visit(value)
            self.found.keywords_are_unclear |= self._is_rest(name)
            self.found.args_are_unclear |= name == self._args
            self._tables.pop(name, None)
            table = KeywordTable(is_partial=True) if isinstance(value, _UNCLEAR_VALUES) else None
        else:
            self._visit_parts(value)
            if self._is_conditional and former is not None:
                self.found.keywords_are_unclear |= former.has_rest is not table.has_rest
                table = table.offered()
        if table is not None:
            self._tables[name] = table

    def _set_item(self, name: str, key: str | None, value: ast.expr) -> None:
        table = self._tables[name]
        if key is None:
            self.found.keywords_are_unclear |= table.has_rest
        elif self._is_conditional:
            table.offer(key, UnknownDefault)
        else:
            table.fill(key, constant(value))

    # Expressions

    def visit_Name(self, node: ast.Name) -> None:
        """Note that a dictionary or `*args` is used as a whole."""
        self.found.keeps_keywords |= self._is_rest(node.id)
        self.found.keeps_args |= node.id == self._args

    def visit_Subscript(self, node: ast.Subscript) -> None:
        match node.value:
            case ast.Name(id=name) if self._is_rest(name):
                self._read(name, word(node.slice), self._required)
            case _:
                self._visit_value(node.value)
        self.visit(node.slice)

    def visit_Compare(self, node: ast.Compare) -> None:
        for each in (node.left, *node.comparators):
            self._visit_value(each)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        self._visit_value(node.operand)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._visit_value(node.test)
        self._visit_perhaps((node.body, node.orelse))

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        self._visit_value(node.value)

    def _visit_parts(self, node: ast.expr) -> None:
        """Go through the values in an expression that makes a dictionary of known keys."""
        for inner in ast.iter_child_nodes(node):
            value = inner.value if isinstance(inner, ast.keyword) else inner
            if isinstance(value, ast.expr) and self._table_of(value) is None:
                self.visit(value)

    # Dictionaries

    def _is_rest(self, name: str) -> bool:
        return name in self._tables and self._tables[name].has_rest

    @property
    def _required(self) -> object:
        """The default of a keyword that is read without one."""
        return UnknownDefault if self._is_conditional or self._is_guarded else REQUIRED

    def _table_of(self, node: ast.expr) -> KeywordTable | None:
        return table_of(node, self._tables.get)

    def _read(self, name: str, key: str | None, default: object) -> None:
        """Note that the function reads a keyword."""
        table = self._tables[name]
        if key is None:
            self.found.keeps_keywords |= table.has_rest
        elif table.has_rest and key not in table.filled and key not in table.taken:
            known = self.found.read.get(key, UnknownDefault)
            self.found.read[key] = default if known is UnknownDefault else known

    def _take(self, name: str, key: str | None, default: object) -> None:
        """Note that the function reads a keyword and removes it."""
        if key is None:
            self.found.keywords_are_unclear |= self._is_rest(name)
            return
        if self._is_rest(name):
            self._read(name, key, self._required if default is REQUIRED else default)
            self.found.removed.add(key)
        self._tables[name].take(key)

    def _offer(self, name: str, key: str | None, default: object) -> None:
        if key is None:
            self.found.keywords_are_unclear |= self._is_rest(name)
        else:
            self._tables[name].offer(key, default)

    def _update(self, name: str, parts: Sequence[KeywordTable | None]) -> None:
        made = merged([self._tables[name], *parts])
        if made is None:
            self.found.keywords_are_unclear = True
        else:
            self._tables[name] = made.offered() if self._is_conditional else made

    # Calls

    def visit_Call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Attribute(value=ast.Name(id=name), attr=method) if self._is_method(name, method):
                self._call_method(name, method, node)
            case ast.Attribute(attr=method) if method in _STORING:
                self.generic_visit(node)
            case ast.Name(id=name) if name in _READERS:
                self._call_builtin(name, node)
            case ast.Attribute(value=ast.Name(id=name)) if name in self._tables or name == self._args:
                self._call_other(node)
            case called:
                self.visit(called)
                self._call_other(node)

    def _is_method(self, name: str, method: str) -> bool:
        return self._is_rest(name) or (name in self._tables and method in _DICT_METHODS)

    def _call_method(self, name: str, method: str, node: ast.Call) -> None:
        """Note what a method of a dictionary does."""
        key = word(node.args[0]) if node.args else None
        otherwise = constant(node.args[1]) if len(node.args) > 1 else None
        match method:
            case "pop":
                self._take(name, key, otherwise if len(node.args) > 1 else REQUIRED)
            case "get":
                self._read(name, key, otherwise)
            case "setdefault":
                self._offer(name, key, otherwise)
            case "update":
                given = [self._table_of(each) for each in node.args]
                self._update(name, [*given, *self._keywords(node)])
            case _:
                self.found.keeps_keywords |= method in _LOOKS
                self.found.keywords_are_unclear |= method not in _LOOKS
        for each in (*node.args, *(keyword.value for keyword in node.keywords)):
            if self._table_of(each) is None:
                self.visit(each)

    def _call_builtin(self, name: str, node: ast.Call) -> None:
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        for each in given:
            self._visit_value(each)
        if name not in _PEEKS:
            named = [each.id for each in given if isinstance(each, ast.Name)]
            self.found.keeps_keywords |= any(map(self._is_rest, named))
            self.found.keeps_args |= self._args in named

    def _call_other(self, node: ast.Call) -> None:
        """Note what a call passes on, and go through its other arguments."""
        stars = [each for each in node.args if isinstance(each, ast.Starred)]
        gives_args = any(map(self._is_args, stars))
        parts = self._keywords(node)
        gives_keywords = any(part is not None and part.has_rest for part in parts)
        self._visit_arguments(node)
        if not gives_args and not gives_keywords:
            return
        is_clear = len(stars) == int(gives_args) and (not gives_args or self._is_args(node.args[-1]))
        table = passed(parts) if is_clear else None
        if table is None:
            self.found.keywords_are_unclear |= gives_keywords
            self.found.args_are_unclear |= gives_args
            return
        gives_args &= not self.found.args_are_unclear
        first = next(iter(node.args), None)
        count = len(node.args) - len(stars)
        self.found.calls.append(
            ForwardedCall(node.func, first, count, gives_args, gives_keywords, table, self._is_conditional)
        )

    def _keywords(self, node: ast.Call) -> list[KeywordTable | None]:
        """Return the tables of a call's keywords."""
        return [
            self._table_of(each.value)
            if each.arg is None
            else KeywordTable(filled={each.arg: constant(each.value)})
            for each in node.keywords
        ]

    def _visit_arguments(self, node: ast.Call) -> None:
        """Go through what a call is given. A dictionary that is passed as such may be changed by it."""
        named = [each.value for each in node.keywords if each.arg is not None]
        for each in (*node.args, *named):
            self.found.keywords_are_unclear |= isinstance(each, ast.Name) and self._is_rest(each.id)
            if not self._is_args(each):
                self.visit(each)
        for keyword in node.keywords:
            if keyword.arg is None:
                is_known = self._table_of(keyword.value) is not None
                self._visit_parts(keyword.value) if is_known else self.visit(keyword.value)

    def _is_args(self, node: ast.expr) -> bool:
        match node:
            case ast.Starred(value=ast.Name(id=name)):
                return name == self._args
            case _:
                return False


def _parameters(given: ast.arguments) -> Iterator[str]:
    for each in (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg):
        if each is not None:
            yield each.arg
