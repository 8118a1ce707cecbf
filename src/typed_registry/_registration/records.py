"""The records of registrations: a `Record`, or an `Unimported` one whose module is not loaded yet.

Both answer the same questions. A `Record` is a named tuple, not an attrs class: registering must cost about a
microsecond, and importing the package must not import attrs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from typed_registry._place import Place, line_at
from typed_registry._running_modules import module_frame

if TYPE_CHECKING:
    from types import CodeType, FrameType

    from typed_registry._discovery.discover import Found
    from typed_registry._discovery.entry_points import EntryPoint
    from typed_registry._typing_forms import Component


class Record(NamedTuple):
    """A registered component."""

    name: str
    component: Component[object]
    declared: type | None
    """The class given as `config=`; None when the config is derived from the signature."""
    code: CodeType | str
    """The code that registers it; the name of a file if something else tells the place."""
    position: int
    """The instruction of that code, as a frame's `f_lasti`; the line of that file."""
    run: object
    """An object that is another one each time the registering module runs, as `run_of` returns it."""
    types: Mapping[str, object] | None = None
    """The types that are stated for parameters."""

    @property
    def file(self) -> str:
        """The file that registers it."""
        code = self.code
        return code if isinstance(code, str) else code.co_filename

    @property
    def line(self) -> int:
        """The registering line."""
        code = self.code
        return self.position if isinstance(code, str) else line_at(code, self.position)

    @property
    def place(self) -> Place:
        """The registering line."""
        return Place(self.file, self.line)

    @property
    def module(self) -> str:
        """The module that defines the component."""
        return str(getattr(self.component, "__module__", None) or "")


class Unimported:
    """A registration that was found without importing its module; replaced by a `Record` on import."""

    __slots__ = ("_config", "_load", "attribute", "file", "line", "module", "name", "plugin", "replaces")
    name: str
    module: str
    file: str
    line: int
    attribute: str | None
    plugin: EntryPoint | None
    replaces: bool

    def __init__(self, name: str, found: Found, load: Callable[[Unimported], Record]) -> None:
        self.name = name
        self.module = found.module
        self.file, self.line = found.place
        self.attribute = found.attribute
        self.plugin = found.plugin
        self.replaces = found.replaces
        self._config = found.config
        self._load = load

    @property
    def component(self) -> Component[object]:
        """The component, whose module is imported now."""
        return self._load(self).component

    @property
    def declared(self) -> type | None:
        """The config class. Imports only the module of that class where the source names it."""
        return self._named_config() or self._load(self).declared

    @property
    def has_config(self) -> bool:
        """True if the source shows that a config class is declared."""
        return self._config is not None

    @property
    def knows_config(self) -> bool:
        """True if the declared config class, or that there is none, is known without an import."""
        parts = (self._config or "").split(".")
        counts = range(len(parts) - 1, 0, -1)
        live = ((sys.modules.get(".".join(parts[:count])), parts[count:]) for count in counts)
        module, attributes = next((each for each in live if each[0] is not None), (None, parts))
        return not self.has_config if module is None else isinstance(_attribute(module, attributes), type)

    @property
    def place(self) -> Place:
        """The registering line."""
        return Place(self.file, self.line)

    def _named_config(self) -> type | None:
        from typed_registry._discovery.walk import find_module
        from typed_registry._registration.import_module import import_module

        parts = (self._config or "").split(".")
        modules = [(".".join(parts[:count]), parts[count:]) for count in range(len(parts) - 1, 0, -1)]
        module, attributes = next((each for each in modules if find_module(each[0])), ("", parts))
        if not module or (module == self.module and module not in sys.modules):
            return None
        found = _attribute(import_module(module), attributes)
        return found if isinstance(found, type) else None


def is_replacement(record: Record | Unimported) -> bool:
    """Return whether a plugin that hasn't been imported replaces a component by this one, if it works."""
    return isinstance(record, Unimported) and record.replaces and record.plugin is not None


def _attribute(value: object, names: Sequence[str]) -> object:
    """Return the value at the end of these attributes, as of a class inside another; None without one."""
    for name in names:
        value = getattr(value, name, None)
    return value


def run_of(component: object, here: Mapping[str, object]) -> object:
    """Return an object that differs whenever the registering module or the component's module runs again.

    `here` are the globals of the registering module. The object is the module's `__spec__`, which an import
    and a reload each create anew; or the globals of a script, which has none. Where a helper function of
    another module registers the component, it is the result of `run_elsewhere`.
    """
    run: object = here.get("__spec__") or here
    module: object = getattr(component, "__module__", None)
    return run if module == here.get("__name__") else run_elsewhere(run, module)


def run_elsewhere(run: object, module: object, shared: Sequence[object] = ()) -> Sequence[object]:
    """Return the run of a module, and that of the module of this name, whose component it registers.

    The two are the `shared` ones if these are the same.
    """
    defining: object = getattr(sys.modules.get(str(module)), "__spec__", None)
    if shared and shared[0] is run and shared[1] is defining:
        return shared
    return run, defining


def calling_module(frame: FrameType) -> FrameType | None:
    """Return the frame of the module whose import leads to a call from another module; None if there is none.

    The main module doesn't count, since a program calls all functions in the end.
    """
    above = module_frame(frame)
    names = {} if above is None else above.f_globals
    if names.get("__spec__") is None or names is frame.f_globals:
        return None
    return None if names.get("__name__") in {"__main__", "__mp_main__"} else above
