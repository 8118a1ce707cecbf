"""Public names that are imported when they are first used, so that importing the library stays fast."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping


def late_names(module: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a `__getattr__` for a module.

    `homes` has the modules that define the names, below `typed_registry`, each with its names in one text.

    >>> late_names("typed_registry", {"_spec": "Spec"})("Spec")
    <class 'typed_registry._spec.Spec'>
    """
    home_of = {name: home for home, names in homes.items() for name in names.split()}

    def import_name(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        from importlib import import_module

        value: object = getattr(import_module(f"typed_registry.{home_of[name]}"), name)
        setattr(sys.modules[module], name, value)
        return value

    return import_name
