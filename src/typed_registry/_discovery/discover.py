"""Names that a package or an installed plugin registers, read without importing its modules."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from typed_registry._annotations.module_imports import ModuleSource, PerModule
from typed_registry._discovery.own_modules import OwnModules
from typed_registry._discovery.reach import Reach
from typed_registry._discovery.source_scan import Scan, Unreadable, scan
from typed_registry._discovery.uses import Registration
from typed_registry._discovery.walk import FoundModule, modules_of
from typed_registry._place import Place
from typed_registry.errors import Elsewhere

_QUOTED = re.compile("""["']([^"'\n]+)["']""")


class UnreadableSourceWarning(UserWarning):
    """A module's source doesn't show what it registers, and it can't be imported."""


class Found(NamedTuple):
    """A registration that was read from source, or a module that must be imported to know its own."""

    name: str | None
    """None when only importing the module shows the names that it registers."""
    module: str
    place: Place
    config: str | None = None
    """The dotted name of the class given as `config=`."""
    attribute: str | None = None
    """What an entry point names in its module; None when the module itself registers the component."""


def in_package(package: str, registry: object, module: str) -> Iterator[Found]:
    """Yield what the modules of a package register with the registry that `module` defines, in their order.

    A module is imported by the caller, when names are needed, if its source doesn't show with certainty
    what it registers: it is yielded with None for the name, and with the first line that isn't clear.
    That is so where the registry is used in another way than as `REGISTRY.register("name")`, where a
    function or a base class of the project that may register is called, and where there is no source.

    Imports the parents of `package`, as the import system requires, and nothing in it. Raises
    ModuleNotFoundError when there is no such package.
    """
    modules = modules_of(package)
    reach = Reach(registry, OwnModules({_top(package), _top(module)}))
    for each in modules:
        yield from _in_module(each, reach)


def in_plugins(group: str, registry: object, module: str) -> Iterator[Found]:
    """Yield what installed distributions offer under the entry point group, which is the registry's name.

    An entry point that names a package or a module stands for what its sources register, as `in_package`
    finds it, and for its own name where they can't be read.
    """
    from importlib.metadata import entry_points  # as slow to import as all the rest together

    for point in entry_points(group=group):
        place = Place(f"entry point {point.value}", 0)
        found = () if point.attr else _registered(point.module, registry, module)
        yield from found
        if all(each.name != point.name for each in found):
            yield Found(point.name, point.module, place, None, point.attr or None)


def _registered(package: str, registry: object, module: str) -> tuple[Found, ...]:
    try:
        return tuple(found for found in in_package(package, registry, module) if found.name is not None)
    except Exception:  # noqa: BLE001  # a plugin's own code may run; its component is the one to be reported
        return ()


def of_others(group: str, registry: object, module: str) -> Iterator[str]:
    """Yield the names that entry points of other packages than that of `module` offer."""
    for found in in_plugins(group, registry, module):
        if found.name is not None and _top(found.module) != _top(module):
            yield found.name


def elsewhere(name: object, registry: object, module: str, modules: Iterable[str]) -> Elsewhere | None:
    """Return where the name is registered in a module that was never imported.

    Looks in the top-level package of `module`, which defines the registry, and in those of the other modules
    as far as they belong to the same project: a forgotten import is most likely to be there.
    """
    own = OwnModules({_top(module)})
    reach = Reach(registry, own)
    for package in sorted({_top(each) for each in (module, *modules) if each in own}):
        for found in modules_of(package) if hasattr(sys.modules.get(package), "__path__") else ():
            if found.name not in sys.modules and found.source and name in _literals(found.source):
                places = [each.place for each in _in_module(found, reach) if each.name == name]
                if places:
                    return Elsewhere(found.name, places[0])
    return None


@PerModule
def _literals(source: ModuleSource) -> frozenset[str]:
    """Return the literal texts of a source that registers something. Reads the source, doesn't parse it."""
    try:
        text = source.text() or ""
    except (SyntaxError, ImportError):
        return frozenset()
    return frozenset(_QUOTED.findall(text)) if ".register" in text else frozenset()


def _in_module(module: FoundModule, reach: Reach) -> Iterator[Found]:
    said = scan(module.source) if module.source else Unreadable(module.file, 0)
    if isinstance(said, Unreadable):
        if not is_imported(module.name) and (not module.source or _mentions_registering(module.source)):
            yield Found(None, module.name, Place(said.file, said.line))
        return
    certain = [each for each in said.registrations if reach.is_registry(said, each.registry)]
    yield from (_found(said, registration) for registration in sorted(certain, key=lambda each: each.line))
    others = (each.use for each in said.registrations if each not in certain)
    unclear = [use.line for use in (*said.uses, *others) if reach.leads_there(said, use)]
    if unclear and not is_imported(module.name):
        yield Found(None, module.name, Place(said.file, min(unclear)))


@PerModule
def _mentions_registering(source: ModuleSource) -> bool:
    """Whether a source that isn't Python looks as if it registered something; True without source."""
    try:
        text = source.text()
    except (SyntaxError, ImportError):
        return False
    return text is None or "regist" in text


def _found(said: Scan, registration: Registration) -> Found:
    root, dot, rest = (registration.config or "").partition(".")
    here = f"{said.module}.{root}" if root in said.definitions else None
    config = said.imports.get(root, here)
    place = Place(said.file, registration.line)
    return Found(registration.name, said.module, place, config and f"{config}{dot}{rest}")


def is_imported(module: str) -> bool:
    """Whether a module has been imported to its end, so that another import registers nothing."""
    live = sys.modules.get(module)
    return live is not None and not getattr(live.__spec__, "_initializing", False)


def _top(module: str) -> str:
    return module.partition(".")[0]
