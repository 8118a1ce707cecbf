"""Find the names that a package or an installed plugin registers, without importing its modules.

The modules that read sources are imported when there is a package to read, because that takes long.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from typed_registry._discovery.entry_points import EntryPoint
from typed_registry._place import Place
from typed_registry.errors import Elsewhere

_MISTYPED = 0.75
"""The least similarity of the names of two modules of which one is meant: of four letters, one differs."""


class UnreadableSourceWarning(UserWarning):
    """A module that may register components can't be read or imported."""


class Found(NamedTuple):
    """A registration that was read from source, or a module that must be imported to know its own."""

    name: str | None
    """None when only importing the module shows the names that it registers."""
    module: str
    place: Place
    config: str | None = None
    """The dotted name of the class given as `config=`; `?` if the source doesn't show the class."""
    attribute: str | None = None
    """The object in its module that an entry point names; None if the module registers the component."""
    plugin: EntryPoint | None = None
    """The entry point that leads to the module."""
    replaces: bool = False
    """Whether it is registered with `replace=True`; without a name, whether the module may do so."""
    deprecates: frozenset[str] = frozenset()
    """Without a name: the names that the module deprecates, as far as its source shows them."""


def in_package(package: str, registry: object, module: str) -> Iterator[Found]:
    """Yield the registrations in the modules of a package with the registry that `module` defines.

    If the source of a module doesn't show with certainty what it registers, None is yielded for the name,
    with the first line that isn't clear; the caller imports the module when names are needed. This applies
    to a module that uses the registry other than by `REGISTRY.register("name")`, calls a function or extends
    a class of the project that may register, or has no source.

    Imports the parents of `package`, as the import system requires, and nothing in it. Raises
    ModuleNotFoundError when there is no such package.
    """
    from typed_registry._discovery.package_scan import registrations_in

    yield from registrations_in(package, registry, {_top(package), _top(module)})


def in_plugins(
    points: Iterable[EntryPoint],
    registry: object,
    module: str,
    home: str,
    others: Iterable[EntryPoint] = (),
) -> Iterator[Found]:
    """Yield the components that installed distributions add by these entry points. Imports nothing.

    `module` defines the registry, and `home` is its package. The `others` are entry points for other
    registries: what sources show of the modules that they name is yielded as well.

    An entry point that names a package or a module adds the registrations that `in_package` finds there, and
    in the modules of the same distribution that these import. If there are none, or there is no source that
    can be read, the module itself is yielded without a name. An entry point that names an object in a module
    adds this object, under the name of the entry point; if there is no such top-level module, the module is
    yielded without a name. For a malformed one, an empty module is yielded.
    """
    modules: dict[str, EntryPoint] = {}
    tops: dict[str, bool] = {}
    for point in points:
        if not point.module:
            yield Found(None, "", point.place, plugin=point)
        elif not _may_exist(_top(point.module), tops):
            yield Found(None, point.module, point.place, plugin=point)
        elif point.attribute:
            yield Found(point.name, point.module, point.place, None, point.attribute, point)
        else:
            modules.setdefault(point.module, point)
    own = frozenset(modules)
    for point in others:
        if point.module and not point.attribute:
            modules.setdefault(point.module, point)
    if modules:
        from typed_registry._discovery.plugin_scan import registrations_in_plugins

        yield from registrations_in_plugins(modules, registry, module, home, own)


def near_package(package: str, module: str) -> str | None:
    """Return the name most similar to `package` among the modules in the top-level package of `module`."""
    from typed_registry._discovery.walk import modules_of
    from typed_registry._messages.suggest import nearest

    top = _top(module)
    return nearest(package, [each.name for each in modules_of(top)]) if top in sys.modules else None


def near_module(module: str) -> str | None:
    """Return the module whose name is most similar to that of a module that doesn't exist.

    Of all that are installed, many resemble any name, so only those with a few other letters count.
    """
    from typed_registry._discovery.walk import find_module, modules_of
    from typed_registry._messages.suggest import nearest

    top, dot, rest = module.partition(".")
    if find_module(top) is not None:
        return nearest(module, [each.name for each in modules_of(top) if each.name != module])
    near = nearest(top, _names_on_path(), _MISTYPED)
    inside = f"{near}{dot}{rest}"
    return inside if near and find_module(inside) is not None else near


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

    found = next(registrations_of(name, registry, tops), None)
    return found and Elsewhere(found.module, found.place)


def _may_exist(top: str, known: dict[str, bool]) -> bool:
    """Return whether a top-level module is installed. `known` has the answers so far."""
    if not known:
        known.update(dict.fromkeys((*sys.modules, *_names_on_path()), True))
    if top not in known:
        from typed_registry._discovery.walk import find_module

        known[top] = find_module(top) is not None  # as an editable finder knows it, or a zip archive
    return known[top]


def _names_on_path() -> Iterator[str]:
    """Yield the names of all files and folders in `sys.path`, without suffixes."""
    for folder in sys.path:
        with suppress(OSError):
            yield from (name.partition(".")[0] for name in os.listdir(folder or "."))  # noqa: PTH208  # pathlib is slow


def _top(module: str) -> str:
    return module.partition(".")[0]
