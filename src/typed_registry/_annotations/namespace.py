"""Annotations as objects, as far as they can be resolved while modules are still being imported."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import ForwardRef

from typed_registry._annotations.module_imports import module_imports, source_of


class _Opaque(type):
    def __getattr__(cls, name: str) -> _Opaque:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __getitem__(cls, item: object) -> _Opaque:
        return cls


class Unknown(metaclass=_Opaque):
    """The value of a name that can't be resolved now, and of all its attributes and items."""


def evaluate(annotation: object, namespace: Mapping[str, object]) -> object:
    """Return the object that an annotation names, with `Unknown` for each name that can't be resolved."""
    if isinstance(annotation, ForwardRef):
        annotation = annotation.__forward_arg__
    if not isinstance(annotation, str):
        return annotation
    try:
        value: object = eval(annotation, {}, namespace)  # noqa: S307  # a trusted module's own annotation
    except Exception:  # noqa: BLE001  # whatever evaluating it raises, it can't be known now
        return Unknown
    return evaluate(value, namespace) if isinstance(value, (str, ForwardRef)) else value


class Namespace(dict[str, object]):
    """The names that an annotation in a module can use, looked up when they are needed.

    A name that is imported under `if TYPE_CHECKING` is found if its module has been imported by something
    else. Nothing is imported here.
    """

    def __init__(self, module: str, local: Mapping[str, object] | None = None) -> None:
        super().__init__(local or {})
        self._module = module
        self.unresolved: set[str] = set()
        """The names that were looked up and not found."""

    def __missing__(self, name: str) -> object:
        module = sys.modules.get(self._module)
        if module is not None and name in vars(module):
            return vars(module)[name]
        if hasattr(builtins, name):
            return getattr(builtins, name)
        found = _imported_for_types(module, name)
        if found is Unknown:
            self.unresolved.add(name)
        return found


def _imported_for_types(module: ModuleType | None, name: str) -> object:
    source = None if module is None else source_of(module)
    try:
        return Unknown if source is None else _imported(module_imports(source)[name])
    except (LookupError, ImportError, OSError, SyntaxError):
        return Unknown


def _imported(dotted: str) -> object:
    """Return the object of this dotted name if its module is imported. Raises LookupError if it isn't."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        found: object = sys.modules.get(".".join(parts[:cut]))
        if found is None:
            continue
        try:
            for attribute in parts[cut:]:
                found = getattr(found, attribute)
        except AttributeError:
            continue
        return found
    raise LookupError(dotted)
