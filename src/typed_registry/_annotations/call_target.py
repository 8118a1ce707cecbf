"""Find what a call in a function's source calls, when it runs as a method of a known class."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
from collections.abc import Iterator, Mapping
from types import CellType, FunctionType, ModuleType
from typing import cast

from attrs import evolve, field, frozen

from typed_registry._annotations.function_source import Definition
from typed_registry._annotations.module_imports import absolute_module
from typed_registry._annotations.type_guards import is_class


@frozen
class CallTarget:
    """A callable, with the class or the instance that it's called on."""

    function: object
    owner: type | None = field(default=None, repr=False)
    """The class that defines it."""
    on: type | None = None
    """The class on whose instance, or on which itself, it's called; `super()` looks in its bases."""
    this: object = None
    """The first argument, if that is known: the class, for a class method."""
    skip: int = 0
    """How many parameters are filled by that."""

    @property
    def name(self) -> str:
        """The name of the callable in messages."""
        return str(getattr(self.function, "__qualname__", None) or repr(self.function))


@frozen
class CallScope:
    """The objects that the names in a function's source refer to."""

    target: CallTarget
    node: Definition

    def function(self) -> FunctionType:
        """Return the function, of which `node` is the definition."""
        return cast("FunctionType", self.target.function)

    def target_of(self, called: ast.expr, first: ast.expr | None) -> CallTarget | None:
        """Return what an expression calls; None where the source doesn't tell.

        `first` is the first argument, which may be the instance that a method is called on.
        """
        match called:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=given, keywords=[]), attr=name):
                return self._inherited(name, given)
            case ast.Attribute(value=ast.Name(id=variable), attr=name) if variable == self._first:
                return self._own(name)
            case _:
                found = self._value(called)
        if found is _UNKNOWN or not callable(found):
            return None
        on, this = self.target.on, self.target.this
        if not self._gives_itself(first):
            return CallTarget(found)
        if isinstance(called, ast.Attribute) and on is not None:
            return self._on_first(called, found, on)
        is_function = isinstance(found, FunctionType)
        return CallTarget(found, self.target.owner, on, this) if is_function else CallTarget(found)

    @property
    def _first(self) -> str:
        """The name of the first parameter, if something is bound to it."""
        given = (*self.node.args.posonlyargs, *self.node.args.args)
        return given[0].arg if given and self.target.on is not None else ""

    def _gives_itself(self, first: ast.expr | None) -> bool:
        """Return whether a call's first argument is this function's own, by name or as that of `*args`."""
        if self.target.on is None or first is None:
            return False
        match first:
            case ast.Name(id=name):
                return bool(name) and name == self._first
            case ast.Starred(value=ast.Name(id=name)):
                star = self.node.args.vararg
                return star is not None and star.arg == name and not self._first
            case _:
                return False

    def _on_first(self, called: ast.Attribute, found: object, on: type) -> CallTarget:
        """Return the method of a named class that is called with this function's own first argument."""
        owner = self._value(called.value)
        if is_class(owner) and issubclass(on, owner):
            base, raw = raw_attribute(owner, called.attr)
            if isinstance(raw, FunctionType):
                return CallTarget(raw, base, on, self.target.this)
        return CallTarget(found)

    def _inherited(self, name: str, given: list[ast.expr]) -> CallTarget | None:
        """Return the method of this name that follows in the order of the bases."""
        after = self._defining if not given else self._value(given[0])
        on = self.target.on
        if on is None or not is_class(after) or after not in on.__mro__:
            return None
        owner, raw = raw_attribute(on, name, after)
        return None if raw is _UNKNOWN else self._bound(owner, raw)

    @property
    def _defining(self) -> object:
        cells = self._cells()
        return cells.get("__class__", self.target.owner)

    def _own(self, name: str) -> CallTarget | None:
        on, this = self.target.on, self.target.this
        if on is None:
            return None
        if is_class(this) and isinstance(this, on):  # in a method of its metaclass
            owner, raw = raw_attribute(this, name)
            if raw is object.__new__:
                return None  # it takes what `__init__` takes
            if raw is not _UNKNOWN:
                return evolve(self, target=evolve(self.target, on=this))._bound(owner, raw)  # noqa: SLF001  # of its own class
        owner, raw = raw_attribute(on, name)
        return None if raw is _UNKNOWN else self._bound(owner, raw)

    def _bound(self, owner: type, raw: object) -> CallTarget | None:
        """Return the target of a call on the first argument, an instance or a class."""
        on, this = self.target.on, self.target.this
        function: object = getattr(raw, "__func__", raw)
        if isinstance(raw, classmethod):
            return CallTarget(function, owner, on, this=on, skip=1)
        if is_class(raw):
            return CallTarget(raw)
        if not isinstance(raw, staticmethod) and not inspect.isroutine(raw):
            return None
        is_new = owner.__dict__.get("__new__") is raw
        if isinstance(raw, staticmethod) and not is_new:
            return CallTarget(function, owner)
        is_static = is_new or isinstance(raw, type(object.__new__))
        is_unbound = isinstance(raw, FunctionType) and this is on
        return CallTarget(function, owner, on, this, skip=0 if is_static or is_unbound else 1)

    # Names

    def _value(self, node: ast.expr) -> object:
        """Return the object that an expression of names and attributes refers to."""
        match node:
            case ast.Name(id=name):
                return self._variable(name)
            case ast.Attribute(value=held, attr=name):
                return _attribute(self._value(held), name)
            case ast.Subscript(value=held) if is_class(generic := self._value(held)):
                return generic
            case ast.Call(func=ast.Name(id="type"), args=[ast.Name(id=name)]) if name == self._first:
                return self.target.on
            case _:
                return _UNKNOWN

    def _variable(self, name: str) -> object:
        code = self.function().__code__
        if name == self._first:
            return self.target.this if self.target.this is not None else _UNKNOWN
        if name in code.co_varnames or name in code.co_cellvars:
            return self._imported(name)
        for scope in (self._cells(), self.function().__globals__, vars(builtins)):
            if name in scope:
                return scope[name]
        return _UNKNOWN

    def _cells(self) -> Mapping[str, object]:
        cells = self.function().__closure__ or ()
        return dict(_filled(zip(self.function().__code__.co_freevars, cells, strict=True)))

    def _imported(self, name: str) -> object:
        """Return what the function itself imports under a name, and binds to nothing else."""
        bound = [node for node in ast.walk(self.node) if _binds(node, name)]
        if len(bound) != 1:
            return _UNKNOWN
        package = str(self.function().__globals__.get("__package__") or "")
        try:
            match bound[0]:
                case ast.ImportFrom() as node:
                    wanted = next(alias.name for alias in node.names if (alias.asname or alias.name) == name)
                    module = importlib.import_module(absolute_module(node, package))
                    return _attribute(module, wanted)
                case ast.Import(names=names):
                    dotted = next(
                        each for each in names if (each.asname or each.name.partition(".")[0]) == name
                    )
                    found = importlib.import_module(dotted.name)
                    return found if dotted.asname else importlib.import_module(name)
                case _:
                    return _UNKNOWN
        except Exception:  # noqa: BLE001  # whatever the import raises, the call would raise it as well
            return _UNKNOWN


class _UNKNOWN:
    """The place of an object that the source doesn't show."""


def raw_attribute(owner: type, name: str, after: type | None = None) -> tuple[type, object]:
    """Return the first base of a class that defines an attribute, and the attribute's value in it."""
    bases = owner.__mro__
    for base in bases if after is None else bases[bases.index(after) + 1 :]:
        if name in vars(base):
            return base, vars(base)[name]
    return owner, _UNKNOWN


def _attribute(held: object, name: str) -> object:
    if held is _UNKNOWN or not isinstance(held, (ModuleType, type)):
        return _UNKNOWN
    try:
        return getattr(held, name, _UNKNOWN)
    except Exception:  # noqa: BLE001  # of a module's own `__getattr__`
        return _UNKNOWN


def _filled(pairs: Iterator[tuple[str, CellType]]) -> Iterator[tuple[str, object]]:
    for name, cell in pairs:
        try:
            yield name, cell.cell_contents
        except ValueError:  # not bound yet
            continue


def _binds(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Name):
        return node.id == name and not isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.arg):
        return node.arg == name
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return any((alias.asname or alias.name.partition(".")[0]) == name for alias in node.names)
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name == name
