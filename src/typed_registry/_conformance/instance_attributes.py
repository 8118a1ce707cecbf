"""The attributes that methods give to instances, as `self.x = ...` does.

They are found in the code of the methods. What leaves no trace there, `self.x: int` and a class body under
`if TYPE_CHECKING`, is read from the source if there is one.
"""

from __future__ import annotations

import ast
import functools
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType, FunctionType

from attrs import fields_dict, has

from typed_registry._annotations.type_guards import is_sequence

_BLOCKS = (ast.If, ast.Try, ast.With)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_STATEMENTS = (ast.stmt, ast.excepthandler, ast.match_case)


def is_assigned(owner: type, name: str) -> bool:
    """Return whether a method of the class or its bases stores an attribute on its first argument.

    A field of an attrs class counts too.
    """
    if has(owner) and name in fields_dict(owner):
        return True
    bases = owner.__mro__[:-1]
    functions = (each for base in bases for value in vars(base).values() for each in _functions(value))
    return any(_stores(each, name) for each in functions) or any(name in _in_source(base) for base in bases)


def undecorated(value: object) -> object:
    """Return the function inside of a `staticmethod` or `classmethod`; any other value as it is."""
    is_decorated = issubclass(type(value), (staticmethod, classmethod))
    return getattr(value, "__func__", value) if is_decorated else value


# In the code


def _functions(value: object) -> Iterator[FunctionType]:
    """Yield the functions that a value of a class body consists of, also those under decorators."""
    seen: set[int] = set()
    queue = [value]
    if not isinstance(value, (type, FunctionType)):  # perhaps an object that decorates a function
        queue.extend(getattr(value, "__dict__", {}).values())
    while queue:
        current = queue.pop()
        if id(current) not in seen:
            seen.add(id(current))
            queue.extend(_parts(current))
            if isinstance(current, FunctionType):
                yield current


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, FunctionType):
        return vars(value).get("__wrapped__"), *map(_content, value.__closure__ or ())
    if isinstance(value, property):
        return value.fget, value.fset, value.fdel
    return (value.func,) if isinstance(value, functools.partial) else (undecorated(value),)


def _content(cell: object) -> object:
    try:
        return getattr(cell, "cell_contents", None)
    except ValueError:
        return None  # the cell is empty


def _stores(function: FunctionType, name: str) -> bool:
    code = function.__code__
    if function.__name__ == "__new__":
        return _code_stores(code, None, name)
    return code.co_argcount > 0 and _code_stores(code, code.co_varnames[0], name)


def _code_stores(code: CodeType, owner: str | None, name: str) -> bool:
    """Return whether code stores the attribute on the variable `owner`, or on anything if that is None."""
    if name in code.co_names and name in _stored(code, owner):
        return True
    nested = (each for each in code.co_consts if isinstance(each, CodeType))
    return any(
        _code_stores(each, owner, name) for each in nested if owner is None or owner in each.co_freevars
    )


def _stored(code: CodeType, owner: str | None) -> Iterator[str]:
    from dis import get_instructions

    loaded: object = None
    for instruction in get_instructions(code):
        if instruction.opname == "STORE_ATTR" and (owner is None or loaded == owner):
            yield str(instruction.argval)
        if instruction.opname not in {"CACHE", "EXTENDED_ARG"}:
            named: object = instruction.argval
            loaded = named[-1] if is_sequence(named) else named  # some instructions load two variables


# In the source


def _in_source(owner: type) -> frozenset[str]:
    """Return the names that the body of a class defines or its methods store, as far as there is source."""
    nodes = class_definitions(owner)
    return frozenset(name for node in nodes for name in (*_defined(node.body), *_stored_in(node)))


def class_definitions(owner: type) -> Iterator[ast.ClassDef]:
    """Yield the definitions of a class in its source; there are several if it is defined again."""
    for text in _sources(owner):
        yield from classes_in(text).get(owner.__qualname__, ())


def _sources(owner: type) -> Iterator[str]:
    """Yield the texts of the files, or notebook cells, that the class and its methods come from."""
    from linecache import getlines

    module = sys.modules.get(owner.__module__)
    functions = (value for value in vars(owner).values() if isinstance(value, FunctionType))
    files = {function.__code__.co_filename for function in functions}
    for file in (*files, *filter(None, [getattr(module, "__file__", None)])):
        yield "".join(getlines(file, vars(module) if module else None))


@functools.lru_cache(maxsize=8)
def classes_in(text: str) -> Mapping[str, list[ast.ClassDef]]:
    """Return the definitions of classes in a module, by qualified name."""
    found: dict[str, list[ast.ClassDef]] = defaultdict(list)
    try:
        definitions = _definitions(ast.parse(text), "")
    except (SyntaxError, ValueError):
        return found
    for qualname, node in definitions:
        if isinstance(node, ast.ClassDef):
            found[qualname].append(node)
    return found


def _definitions(parent: ast.AST, prefix: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield the classes and functions in a block, by qualified name. No expression contains any."""
    for node in ast.iter_child_nodes(parent):
        if not isinstance(node, _STATEMENTS):
            continue
        inner = prefix
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield f"{prefix}{node.name}", node
            inner = f"{prefix}{node.name}." + "<locals>." * isinstance(node, _FUNCTIONS)
        yield from _definitions(node, inner)


def _defined(body: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that statements of a class body define."""
    for node in body:
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield node.name
        elif isinstance(node, _BLOCKS):
            yield from _defined(ast.iter_child_nodes(node))
        else:
            names = (each for each in ast.walk(node) if isinstance(each, ast.Name))
            yield from (each.id for each in names if isinstance(each.ctx, ast.Store))


def _stored_in(owner: ast.ClassDef) -> Iterator[str]:
    """Yield the attributes that methods store on their first argument."""
    for method in (node for node in ast.walk(owner) if isinstance(node, _FUNCTIONS)):
        first = next((each.arg for each in (*method.args.posonlyargs, *method.args.args)), None)
        attributes = (node for node in ast.walk(method) if isinstance(node, ast.Attribute))
        for node in attributes:
            is_first = isinstance(node.value, ast.Name) and node.value.id == first
            if is_first and isinstance(node.ctx, ast.Store):
                yield node.attr
