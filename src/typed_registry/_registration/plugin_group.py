"""The group of entry points in which plugins add to a registry."""

from __future__ import annotations

import os
import re
import sys

from typed_registry._module_names import packages_of

_GROUP = r"\w+(\.\w+)*"


def checked_group(group: object) -> str | None:
    """Return the name of a group if packaging tools accept it, and None for None. Raises TypeError."""
    if group is None or (isinstance(group, str) and re.fullmatch(_GROUP, group)):
        return group
    raise TypeError(f"group takes words of letters, digits and underscores, joined by dots; got {group!r}")


def default_group(registry: str, module: str) -> str:
    """Return the group of a registry that states none: its name, in the namespace of its package.

    >>> default_group("decoders", "json.decoder"), default_group("json.decoders", "json.decoder")
    ('json.decoders', 'json.decoders')
    """
    package = home_package(module)
    is_qualified = f"{registry}.".startswith(f"{package}.")
    return registry if is_qualified else f"{package}.{registry}"


def home_package(module: str) -> str:
    """Return the outermost package that an imported module is in, without the namespaces around it.

    A program that runs as `__main__` is in its own package, or else is a module by the name of its file.
    """
    if module == "__main__":
        module = _program()
    above = packages_of(module)
    return next((each for each in above if getattr(sys.modules.get(each), "__file__", None)), module)


def _program() -> str:
    main = sys.modules.get("__main__")
    spec = getattr(main, "__spec__", None)
    file = getattr(main, "__file__", None)
    if spec is not None:
        return str(spec.name).removesuffix(".__main__")
    return os.path.splitext(os.path.basename(str(file)))[0] if file else "__main__"  # noqa: PTH119, PTH122  # pathlib is slow to import
