"""Names that a package or an installed plugin registers, read without importing its modules.

What reads sources is imported when there is a package to read, as that takes longer than all the rest.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from typed_registry._place import Place
from typed_registry.errors import Elsewhere


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
    from typed_registry._discovery.package_scan import registrations_in

    yield from registrations_in(package, registry, frozenset({_top(package), _top(module)}))


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


def elsewhere(name: object, registry: object, module: str, packages: Iterable[str]) -> Elsewhere | None:
    """Return where the name is registered in a module that was never imported.

    Looks in the top-level packages of `module`, which defines the registry, and of the packages given to
    `discover`: a forgotten import is most likely to be there.
    """
    tops = {_top(each) for each in (module, *packages)}
    tops = {top for top in tops if hasattr(sys.modules.get(top), "__path__")}
    if not tops or not isinstance(name, str):
        return None
    from typed_registry._discovery.package_scan import registrations_of

    found = next(registrations_of(name, registry, frozenset(tops)), None)
    return found and Elsewhere(found.module, found.place)


def is_imported(module: str) -> bool:
    """Whether a module has been imported to its end, so that another import registers nothing."""
    live = sys.modules.get(module)
    return live is not None and not getattr(live.__spec__, "_initializing", False)


def _top(module: str) -> str:
    return module.partition(".")[0]
