"""Read from the sources of a package what its modules register."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from operator import attrgetter

from typed_registry._annotations.module_imports import ModuleSource, PerModule
from typed_registry._discovery.discover import Found
from typed_registry._discovery.own_modules import OwnModules
from typed_registry._discovery.reach import Reach
from typed_registry._discovery.source_scan import Scan
from typed_registry._discovery.uses import UNREADABLE, Use
from typed_registry._discovery.walk import FoundModule, modules_of
from typed_registry._place import Place
from typed_registry._running_modules import is_imported

_QUOTED = re.compile("""["']([^"'\\n]+)["']""")


def registrations_in(package: str, registry: object, tops: Collection[str]) -> Iterator[Found]:
    """Yield the registrations in the modules of a package, without importing them.

    `tops` are the top-level packages of the project.
    """
    modules = modules_of(package)
    reach = Reach(registry, OwnModules(tops))
    for module in modules:
        yield from in_module(module, reach)


def registrations_of(name: str, registry: object, tops: Collection[str]) -> Iterator[Found]:
    """Yield the registrations of a name in modules that were never imported, of these top-level packages."""
    reach = Reach(registry, OwnModules(tops))
    for module in (each for top in sorted(tops) for each in modules_of(top)):
        if module.name not in sys.modules and module.source and name in _literals(module.source):
            yield from (found for found in in_module(module, reach) if found.name == name)


@PerModule
def _literals(source: ModuleSource) -> frozenset[str]:
    """Return the literal texts of a source that registers something. Reads the source, doesn't parse it."""
    text = _text(source) or ""
    return frozenset(_QUOTED.findall(text)) if ".register" in text else frozenset()


@PerModule
def _mentions_registering(source: ModuleSource) -> bool:
    """Return whether a source that isn't Python seems to register something; True without source."""
    try:
        text = source.text()
    except SyntaxError:  # it can't be decoded
        return _content_mentions_registering(source)
    except ImportError:
        return False
    return text is None or "regist" in text


def _content_mentions_registering(source: ModuleSource) -> bool:
    try:
        return b"regist" in source.content()
    except ImportError:
        return True


def _text(source: ModuleSource) -> str | None:
    try:
        return source.text()
    except (SyntaxError, ImportError):
        return ""


def in_module(module: FoundModule, reach: Reach, named: Collection[str] = ()) -> Iterator[Found]:
    """Yield what a module registers. One that an entry point has `named` may do so in any source."""
    said = reach.scan(module)
    if isinstance(said, Place):
        may_register = module.name in named or not module.source or _mentions_registering(module.source)
        if may_register and not is_imported(module.name):
            yield Found(None, module.name, said)
        return
    uses = sorted(said.uses, key=attrgetter("line"))
    certain, others = _parted(uses, lambda use: reach.is_certain(said, use))
    for use in certain:
        place, config = Place(said.file, use.line), _absolute(said, use.config)
        yield Found(use.registers, module.name, place, config, replaces=use.replaces)
    if not is_imported(module.name):
        unclear = (use.line for use in others if reach.leads_there(said, use))
        for line in islice(unclear, 1):
            place, names = Place(said.file, line), said.deprecates()
            yield Found(None, module.name, place, replaces=said.may_replace, deprecates=names)


def _parted(uses: Iterable[Use], is_first: Callable[[Use], bool]) -> tuple[list[Use], list[Use]]:
    """Return the uses of which a condition is true, and the others."""
    parts: tuple[list[Use], list[Use]] = [], []
    for use in uses:
        parts[not is_first(use)].append(use)
    return parts


def _absolute(said: Scan, name: str | None) -> str | None:
    """Return the dotted name under which other modules can import an object that this module names."""
    if name is None:
        return None
    root, *rest = name.split(".")
    if root in said.imports:
        found = said.imports[root][0]
        return ".".join(filter(None, (found.module, found.attribute, *rest)))
    return f"{said.module}.{name}" if root in said.definitions else UNREADABLE
