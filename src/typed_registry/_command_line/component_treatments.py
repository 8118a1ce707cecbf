"""Divide the settings for single components among the modules that register these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from typed_registry._command_line.project import Project
from typed_registry._stubs.request import WhenUnresolved
from typed_registry.config._document.faults import Fault, UnknownKey
from typed_registry.config._formats.read import read
from typed_registry.errors import ConfigError

Treatments: TypeAlias = tuple[tuple[str, WhenUnresolved], ...]


def component_treatments(project: Project, requested: Iterable[str]) -> Mapping[str, Treatments]:
    """Return the entries of the table `unresolved-components` for each module.

    Raises ConfigError with every key that belongs neither to a module in the settings nor to one that was
    requested.
    """
    found: defaultdict[str, Treatments] = defaultdict(tuple)
    modules = dict.fromkeys((*requested, *project.settings.modules))
    unknown: list[str] = []
    for key, treatment in project.settings.unresolved_components.items():
        owners = [module for module in modules if key.startswith(f"{module}.")]
        if owners:
            found[max(owners, key=len)] += ((key, treatment),)  # `fit.registries`, not the package `fit`
        else:
            unknown.append(key)
    if unknown:
        raise ConfigError(tuple(_faults(project, unknown, [*modules])))
    return found


def _faults(project: Project, keys: Iterable[str], modules: Sequence[str]) -> Iterator[Fault]:
    document = read(project.file)
    for key in keys:
        path = ("tool", "typed-registry", "unresolved-components", key)
        valid = tuple(_in_module(key, module) for module in modules)
        yield Fault(path, UnknownKey(valid), document.origin(path, of_key=True))


def _in_module(key: str, module: str) -> str:
    """Return the key for the component that is meant, if this module registers it.

    >>> _in_module("LOSSES.huber", "fit.registries"), _in_module("fti.LOSSES.huber", "fit")
    ('fit.registries.LOSSES.huber', 'fit.LOSSES.huber')
    """
    parts = key.split(".")
    rest = parts[module.count(".") + 1 :]
    return ".".join((module, *(rest if len(rest) > 1 else parts[-2:])))
