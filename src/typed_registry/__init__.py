"""A component registry that the type checker understands.

Where to look:

- `Registry` (`registry.py`): names to components of one kind, as a checker sees it; `entries.py`: what it
  knows at run time; `Entry` (`entry.py`): one registration.
- `Spec` (`spec.py`): a component chosen by name, with its validated frozen config.
- `fit.py`: the typing forms; `conform.py`, `member.py`, `signature.py`, `subtype.py`: the same demands at run
  time, with `contract.py` for what a registry's own type says, and `outline.py` for a quick yes.
- `derive.py`: the config of a component that was registered without one, from its signature.
- `discover.py`, `scan.py`: names found in a package's source without importing it, and in plugins.
- `config/`: a YAML, TOML or JSON file to a frozen attrs tree, and back; `schema/`: its JSON Schema.
- `stubs/`: the generated stub; `cli/`: the command; `describe.py`: what a person wants to know of components.
- `errors.py`: what went wrong, as facts; `explain.py`: the same as text.

Importing this package loads `typing` and little else: the rest comes when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry._place import Place
from typed_registry._registry import Registry

if TYPE_CHECKING:
    from typed_registry._registration.entry import Entry
    from typed_registry._spec import Spec
    from typed_registry.errors import (
        ConfigError,
        ConformanceError,
        DuplicateNameError,
        RegistryError,
        UnknownNameError,
    )

__version__ = "0.1.0"

__all__ = [
    "ConfigError",
    "ConformanceError",
    "DuplicateNameError",
    "Entry",
    "Place",
    "Registry",
    "RegistryError",
    "Spec",
    "UnknownNameError",
    "__version__",
]


if not TYPE_CHECKING:  # a checker that sees this function takes any misspelt name for an attribute

    def __getattr__(name: str) -> object:
        """Loads the names that need attrs when one of them is first asked for."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from typed_registry import _spec, errors
        from typed_registry._registration import entry

        homes = {"Spec": _spec, "Entry": entry}
        value: object = getattr(homes.get(name, errors), name)
        globals()[name] = value
        return value
