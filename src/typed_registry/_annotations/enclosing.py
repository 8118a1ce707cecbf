"""Find the local variables of the functions around a definition, which its annotations may name."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping
from types import CodeType, FunctionType

_LOCALS = ".<locals>."


def enclosing_variables(qualname: str, scope: Mapping[str, object]) -> Collection[str] | None:
    """Return the local variables of the functions that the definition with this qualified name is nested in.

    They hide the module's globals. None is returned if one of these functions can't be found in the module,
    so that any name may be a local variable.

    >>> def outer(path: str) -> type:
    ...     class Reader: ...
    ...     return Reader
    >>> sorted(enclosing_variables(outer("").__qualname__, {"outer": outer}) or ())
    ['Reader', 'path']
    """
    *around, _ = qualname.split(_LOCALS)
    if not around:
        return ()
    code = _outermost(around[0].split("."), scope)
    names: set[str] = set()
    for inner in (*around[1:], None):
        if code is None:
            return None
        names.update(code.co_varnames, code.co_cellvars)
        code = None if inner is None else _nested(code, inner.split("."))
    return names


def _outermost(path: list[str], scope: Mapping[str, object]) -> CodeType | None:
    found: object = scope.get(path[0])
    for name in path[1:]:
        found = vars(found).get(name) if isinstance(found, type) else None
    found = getattr(found, "__func__", found)
    function = inspect.unwrap(found) if isinstance(found, FunctionType) else None
    is_it = function is not None and function.__qualname__ == ".".join(path)
    return function.__code__ if function is not None and is_it else None


def _nested(code: CodeType, path: list[str]) -> CodeType | None:
    found: CodeType | None = code
    for name in path:
        inner = [] if found is None else [c for c in found.co_consts if isinstance(c, CodeType)]
        named = [c for c in inner if c.co_name == name]
        found = named[0] if len(named) == 1 else None
    return found
