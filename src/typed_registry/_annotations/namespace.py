"""Annotations as objects, as far as they can be known while modules are still being imported."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping
from types import ModuleType
from typing import ForwardRef

from typed_registry._annotations.source_scan import resolve, scan


class _Opaque(type):
    def __getattr__(cls, name: str) -> _Opaque:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls

    def __getitem__(cls, item: object) -> _Opaque:
        return cls


class Unknown(metaclass=_Opaque):
    """Stands for a name that can't be resolved now, and for any part of it: nothing can be said of it."""


def evaluate(annotation: object, namespace: Mapping[str, object]) -> object:
    """The object that an annotation stands for; `Unknown` in the place of each unresolvable name."""
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
    """The names that an annotation in a module may use; looked up when asked for.

    A name that is imported under `if TYPE_CHECKING` is found when something else has imported the module
    that it comes from; this imports nothing itself.
    """

    def __init__(self, module: str, local: Mapping[str, object] | None = None) -> None:
        super().__init__(local or {})
        self._module = module
        self.unresolved: set[str] = set()
        """The names that were asked for in vain."""

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
    file = getattr(module, "__file__", None)
    if module is None or file is None:
        return Unknown
    try:
        source = scan(module.__name__, file, is_package=hasattr(module, "__path__"))
        return resolve(source.imports[name])
    except (LookupError, OSError, SyntaxError):
        return Unknown
