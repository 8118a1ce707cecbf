"""Find the line of a parameter in the source of a component."""

from __future__ import annotations

import ast
import functools
import inspect
import linecache
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, MethodType

from attrs import frozen

from typed_registry._annotations.function_source import definition_of, place_of
from typed_registry._constant import Constant
from typed_registry._place import Place


@frozen
class WrittenParameter:
    """A parameter as it is written, and where: `x: Thing | None`."""

    text: str
    place: Place


def written_parameter(component: object, name: str) -> WrittenParameter | None:
    """Return a parameter of a component, or the field that it sets; None if it isn't found in a source."""
    for target in _definitions(component):
        found = _of_function(target, name) if isinstance(target, FunctionType) else _of_class(target, name)
        if found is not None:
            return found
    return None


def definition_place(component: object) -> Place | None:
    """Return where a component is defined; None if its source isn't known."""
    for target in _definitions(component):
        if isinstance(target, FunctionType):
            if Path(target.__code__.co_filename).is_file():
                return relative_place(place_of(target))
        elif (found := _class_source(target)) is not None:
            return relative_place(Place(found[0], found[1]))
    return None


def _definitions(component: object) -> Iterator[type | FunctionType]:
    """Yield the classes and functions that may define the parameters of a component, its own first."""
    if isinstance(component, Constant):
        yield from _definitions(component.value)
    elif isinstance(component, functools.partial):
        yield from _definitions(component.func)
    elif isinstance(component, MethodType):
        yield from _definitions(component.__func__)
    elif isinstance(component, FunctionType):
        yield component
        yield from _definitions(getattr(component, "__wrapped__", None))
    elif isinstance(component, type):
        for base in component.__mro__:
            yield base
            yield from _constructors(base)
    elif component is not None:
        call = inspect.getattr_static(type(component), "__call__", None)
        yield from (each for each in (call, type(component)) if isinstance(each, (FunctionType, type)))


def _constructors(owner: type) -> Iterator[FunctionType]:
    """Yield the methods that make the instances of a class, if it defines them itself."""
    for name in ("__init__", "__new__"):
        method: object = vars(owner).get(name)
        function: object = getattr(method, "__func__", method)  # Python makes a static method of __new__
        if isinstance(function, FunctionType):
            yield function


def _of_function(function: FunctionType, name: str) -> WrittenParameter | None:
    node, first = definition_of(function), place_of(function)
    if node is None or not Path(first.file).is_file():
        return None
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    stars = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    found = next((each for each in (*every, *stars) if each.arg == name), None)
    if found is None:
        return None
    is_indented = linecache.getline(first.file, first.line)[:1].isspace()  # read below one more line
    line = first.line + found.lineno - 1 - is_indented
    return WrittenParameter(_text(name, found.annotation), relative_place(Place(first.file, line)))


def _of_class(owner: type, name: str) -> WrittenParameter | None:
    """Return the field of this name that the body of a class declares."""
    source = _class_source(owner)
    if source is None:
        return None
    file, _, node = source
    for statement in node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=field), annotation=kind) if field.lstrip("_") == name:
                return WrittenParameter(_text(name, kind), relative_place(Place(file, statement.lineno)))
            case _:
                pass
    return None


def _class_source(owner: type) -> tuple[str, int, ast.ClassDef] | None:
    """Return the file, the line and the syntax tree of a class; None if there is no source."""
    try:
        file = inspect.getsourcefile(owner)
        tree = _parsed("".join(linecache.getlines(file))) if file else None
    except (TypeError, OSError, SyntaxError, ValueError):
        return None
    scope: list[ast.stmt] = tree.body if tree else []
    found: ast.ClassDef | None = None
    for part in owner.__qualname__.split("."):
        nodes = (node for node in scope if isinstance(node, ast.ClassDef) and node.name == part)
        found = next(nodes, None)
        scope = found.body if found else []
    return (file, found.lineno, found) if file and found else None


@functools.lru_cache(maxsize=16)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _text(name: str, annotation: ast.expr | None) -> str:
    return f"{name}: {ast.unparse(annotation)}" if annotation else name


def relative_place(place: Place) -> Place:
    """Return a place with its path relative to the current folder, if it is inside."""
    file, here = Path(place.file), Path.cwd()
    return Place(str(file.relative_to(here)), place.line) if file.is_relative_to(here) else place
