"""One registration: the name, what it makes, its config class, and where it was written.

An `Entry` is live, its component is imported. A `Reference` knows from the source text where the
component will be found, and imports it when it is first needed. Both answer the same questions.
Named tuples, not attrs classes: a registration must cost less than a microsecond, and importing the
package less than importing attrs.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Union, cast

from typed_registry._place import Place

if TYPE_CHECKING:
    from types import ModuleType
    from typing import TypeAlias

    from attrs import AttrsInstance

    from typed_registry._discovery.discover import Found
    from typed_registry._registration.distribution import Distribution
    from typed_registry._typing_forms import Component

Listing: TypeAlias = Union["Entry", "Reference"]


class Entry(NamedTuple):
    """A registered component. Lives as long as its registry, which replaces it only by the same source."""

    name: str
    component: Component[object]
    declared: type[AttrsInstance] | None
    """The class given as `config=`; None when the config is derived from the signature."""
    file: str
    line: int

    @property
    def place(self) -> Place:
        """Where the registering line stands."""
        return Place(self.file, self.line)

    @property
    def module(self) -> str:
        """The module that the component says it was defined in."""
        return str(getattr(self.component, "__module__", None) or "")

    @property
    def distribution(self) -> Distribution | None:
        """The installed distribution that the component comes from; None for a loose file."""
        from typed_registry._registration.distribution import providing

        return providing(self.module)


class Reference:
    """A registration that was found without importing its module. Replaced by an `Entry` on import."""

    __slots__ = ("_config", "_load", "attribute", "file", "line", "module", "name")
    name: str
    module: str
    file: str
    line: int
    attribute: str | None

    def __init__(self, name: str, found: Found, load: Callable[[Reference], Entry]) -> None:
        self.name = name
        self.module = found.module
        self.file, self.line = found.place
        self.attribute = found.attribute
        self._config = found.config
        self._load = load

    def __repr__(self) -> str:
        return f"Reference({self.name!r}, {self.module!r}, line {self.line})"

    @property
    def component(self) -> Component[object]:
        """The component, imported now."""
        return self._load(self).component

    @property
    def declared(self) -> type[AttrsInstance] | None:
        """The config class; imports its module alone where the source says which that is."""
        return self._named_config() or self._load(self).declared

    @property
    def place(self) -> Place:
        """Where the registering line stands."""
        return Place(self.file, self.line)

    @property
    def distribution(self) -> Distribution | None:
        """The installed distribution that the component comes from; None for a loose file."""
        from typed_registry._registration.distribution import providing

        return providing(self.module)

    def _named_config(self) -> type[AttrsInstance] | None:
        module, _, attribute = (self._config or "").rpartition(".")
        if not module or (module == self.module and module not in sys.modules):
            return None
        found: object = getattr(importlib.import_module(module), attribute, None)
        return cast("type[AttrsInstance]", found) if isinstance(found, type) else None


def same_source(existing: Listing, entry: Entry) -> bool:
    """Whether a registration is one that was made before, run again: by a notebook's cell or a reload."""
    if isinstance(existing, Reference):
        return existing.file == entry.file or existing.module == entry.module
    if existing.component is entry.component:
        return True
    if existing.module != entry.module and existing.file != entry.file:
        return False
    same_name = _qualname(existing) == _qualname(entry)
    return same_name and (existing.place == entry.place or _run_again(existing, entry))


def _qualname(entry: Entry) -> str:
    return str(getattr(entry.component, "__qualname__", type(entry.component).__qualname__))


def _run_again(existing: Entry, entry: Entry) -> bool:
    """Whether an edit gave the registering line another place: in a reloaded module, or in a cell.

    The files count, not the modules: a partial or an instance is from another module than its registration.
    """
    reloading: dict[str, ModuleType] = getattr(importlib, "_RELOADING", {})
    if any(getattr(module, "__file__", None) == entry.file for module in reloading.values()):
        return True
    cells = not any(map(os.path.exists, (existing.file, entry.file)))  # pathlib is slow to import
    return cells and existing.file != entry.file  # each version of a cell is a file of its own to Python
