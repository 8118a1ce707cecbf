"""Names that a package or an installed plugin provides, known before anything is imported."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import NamedTuple

from typed_registry._annotations.source_scan import Sighting, Source, resolve, scan
from typed_registry._place import Place
from typed_registry.errors import Elsewhere


class UnreadableSourceWarning(UserWarning):
    """A module can't be read for what it registers; its names aren't known."""


class Found(NamedTuple):
    """A registration seen from outside its module."""

    name: str | None
    """None when only importing the module tells the names that it registers."""
    module: str
    place: Place
    config: str | None = None
    attribute: str | None = None
    """What an entry point names; the source's own registrations need none."""


def in_package(package: str, registry: object) -> Iterator[Found]:
    """What the modules of a package register with this registry, in the order of their names.

    Imports the parents of `package`, as the import system requires, and nothing in it.
    Raises ModuleNotFoundError when there is no such package.
    """
    for module, file, is_package in sorted(_modules(package)):
        source = _read(module, file, is_package=is_package)
        for sighting in source.sightings if source else ():
            if _is(sighting, registry, module):
                place = Place(file, sighting.line)
                yield Found(sighting.name, module, place, sighting.config)


def in_plugins(group: str, registry: object) -> Iterator[Found]:
    """What installed distributions offer under the entry point group, which is the registry's name.

    An entry point that names a package or a module stands for what its sources register, as `in_package`
    finds it, and for its own name where they can't be read.
    """
    from importlib.metadata import entry_points  # as slow to import as all the rest together

    for point in entry_points(group=group):
        place = Place(f"entry point {point.value}", 0)
        found = () if point.attr else _registered(point.module, registry)
        yield from found
        if all(each.name != point.name for each in found):
            yield Found(point.name, point.module, place, None, point.attr or None)


def _registered(package: str, registry: object) -> tuple[Found, ...]:
    try:
        return tuple(found for found in in_package(package, registry) if found.name is not None)
    except Exception:  # noqa: BLE001  # a plugin's own code may run; its component is the one to be told broken
        return ()


def of_others(group: str, registry: object, module: str) -> Iterator[str]:
    """The names that entry points of other packages offer than the registry's own, which is the module's."""
    own = module.partition(".")[0]
    for found in in_plugins(group, registry):
        if found.name is not None and found.module.partition(".")[0] != own:
            yield found.name


def elsewhere(name: object, registry: object, modules: Iterable[str]) -> Elsewhere | None:
    """Where the name is registered in a module that nothing has imported.

    Looks in the top-level packages of these modules, where a forgotten import is most likely to stand.
    """
    tops = {module.partition(".")[0] for module in modules}
    for package in sorted(top for top in tops if hasattr(sys.modules.get(top), "__path__")):
        for found in in_package(package, registry):
            if found.name == name and found.module not in sys.modules:
                return Elsewhere(found.module, found.place)
    return None


def _is(sighting: Sighting, registry: object, module: str) -> bool:
    if module == sighting.registry.rpartition(".")[0] and module not in sys.modules:
        return False  # a registry that the module itself defines is not this one, which exists
    try:
        return resolve(sighting.registry) is registry
    except LookupError:
        return False


def _read(module: str, file: str, *, is_package: bool) -> Source | None:
    try:
        if b".register" not in Path(file).read_bytes():
            return None
        return scan(module, file, is_package=is_package)
    except (OSError, SyntaxError, ValueError) as error:  # ValueError: a null byte, before 3.12
        line = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        warnings.warn(f"{file}{line}: {reason}", UnreadableSourceWarning, stacklevel=2)
        return None


def _modules(package: str) -> Iterator[tuple[str, str, bool]]:
    spec = find_spec(package)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    folders = list(spec.submodule_search_locations or ())
    if spec.origin and spec.origin.endswith(".py"):
        yield package, spec.origin, bool(folders)
    for folder in folders:
        yield from _within(package, Path(folder))


def _within(package: str, folder: Path) -> Iterator[tuple[str, str, bool]]:
    for info in iter_modules([str(folder)]):
        name = f"{package}.{info.name}"
        if info.ispkg:
            yield name, str(folder / info.name / "__init__.py"), True
            yield from _within(name, folder / info.name)
        elif (file := folder / f"{info.name}.py").exists():
            yield name, str(file), False
