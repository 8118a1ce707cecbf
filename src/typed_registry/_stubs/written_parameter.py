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
from typed_registry._annotations.wrapped_parts import wrapped_parts
from typed_registry._constant import Constant
from typed_registry._place import Place
from typed_registry._stubs.class_source import ClassSource


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
        elif (found := ClassSource.of(target)) is not None:
            return relative_place(Place(found.file, found.node.lineno))
    return None


def _definitions(component: object) -> Iterator[type | FunctionType]:
    """Yield the classes and functions that may define the parameters of a component, its own first."""
    for part in wrapped_parts(component):
        if isinstance(part, FunctionType):
            yield part
        elif isinstance(part, type):
            for base in part.__mro__:
                yield base
                yield from _constructors(base)
        elif not isinstance(part, (Constant, functools.partial, MethodType)):
            call = inspect.getattr_static(type(part), "__call__", None)
            yield from (each for each in (call, type(part)) if isinstance(each, (FunctionType, type)))


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
    source = ClassSource.of(owner)
    if source is None:
        return None
    for statement in source.node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=field), annotation=kind) if field.lstrip("_") == name:
                place = Place(source.file, statement.lineno)
                return WrittenParameter(_text(name, kind), relative_place(place))
            case _:
                pass
    return None


def _text(name: str, annotation: ast.expr | None) -> str:
    return f"{name}: {ast.unparse(annotation)}" if annotation else name


def relative_place(place: Place) -> Place:
    """Return a place with its path relative to the current folder, if it is inside."""
    file, here = Path(place.file), Path.cwd()
    return Place(str(file.relative_to(here)), place.line) if file.is_relative_to(here) else place
