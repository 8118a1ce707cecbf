"""Find the public names of a module."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import TypeVar

from typed_registry._typing_forms import Component

T = TypeVar("T")


def classes(module: ModuleType, kind: type[T]) -> Iterator[tuple[str, type[T]]]:
    """Yield every public class of this kind, with its name."""
    for name, value in _public(module):
        if isinstance(value, type) and issubclass(value, kind):
            yield name, value


def functions(module: ModuleType) -> Iterator[tuple[str, Component[object]]]:
    """Yield everything public that can be called, with its name, except for exceptions."""
    for name, value in _public(module):
        if callable(value) and not _is_exception(value):
            yield name, value


def _public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Yield the names in `__all__`, or those without a leading underscore if there is none."""
    shown: list[str] = getattr(module, "__all__", None) or [n for n in dir(module) if not n.startswith("_")]
    return ((name, getattr(module, name)) for name in shown)


def _is_exception(value: object) -> bool:
    return inspect.isclass(value) and issubclass(value, BaseException)
