"""What a module offers to everyone."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import TypeVar

from typed_registry._typing_forms import Component

T = TypeVar("T")


def classes(module: ModuleType, kind: type[T]) -> Iterator[tuple[str, type[T]]]:
    """Every public class of this kind, by its name. None is left out."""
    for name, value in _public(module):
        if isinstance(value, type) and issubclass(value, kind):
            yield name, value


def functions(module: ModuleType) -> Iterator[tuple[str, Component[object]]]:
    """Everything public that can be called, by its name. Exceptions are left out: they are raised."""
    for name, value in _public(module):
        if callable(value) and not _is_exception(value):
            yield name, value


def _public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """What `__all__` names, and where there is none, what has no underscore before its name."""
    shown: list[str] = getattr(module, "__all__", None) or [n for n in dir(module) if not n.startswith("_")]
    return ((name, getattr(module, name)) for name in shown)


def _is_exception(value: object) -> bool:
    return inspect.isclass(value) and issubclass(value, BaseException)
