"""Refuse, leave out or accept the components whose types mypy can't resolve, as the request says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from typed_registry._stubs.collect import NamedRegistry, RegistryModule
from typed_registry._stubs.request import StubRequest, WhenUnresolved
from typed_registry.errors import StubError, StubProblem


@frozen
class TreatedModule:
    """A module without the components that are left out, and with remarks on those that have `Any`."""

    module: RegistryModule
    became_any: tuple[StubProblem, ...]
    """The parts of components that are `Any` in the stub."""
    left_out: tuple[StubProblem, ...]
    """The reasons for which components are left out."""


def treated(request: StubRequest, module: RegistryModule, problems: Iterable[StubProblem]) -> TreatedModule:
    """Return a module as its stub shows it.

    Raises StubError with the problems of the module itself, and of the components that no setting excuses.
    """
    found: defaultdict[WhenUnresolved, list[StubProblem]] = defaultdict(list)
    current = {
        (each.variable, part.name): part.current for each in module.registries for part in each.components
    }
    for problem in sorted(problems, key=_order(module)):
        found[_treatment(request, problem, current)].append(problem)
    if found[WhenUnresolved.ERROR]:
        raise StubError(request.module, tuple(found[WhenUnresolved.ERROR]))
    became_any, left_out = found[WhenUnresolved.ANY], found[WhenUnresolved.OMIT]
    registries = tuple(_remarked(each, became_any, left_out) for each in module.registries)
    return TreatedModule(evolve(module, registries=registries), tuple(became_any), tuple(left_out))


def _treatment(
    request: StubRequest, problem: StubProblem, current: Mapping[tuple[str, str], str]
) -> WhenUnresolved:
    """Return the treatment of a component, which for an alias is that of its current name."""
    if problem.registry is None or problem.component is None:
        return WhenUnresolved.ERROR
    name = current.get((problem.registry, problem.component), problem.component)
    return request.treatment(problem.registry, problem.component, name)


def _order(module: RegistryModule) -> Callable[[StubProblem], int]:
    """Return a key by which problems are in the order of the components, those of the module first."""
    names = [(each.variable, part.name) for each in module.registries for part in each.components]
    places = {name: place for place, name in enumerate(names)}
    return lambda problem: places.get((problem.registry or "", problem.component or ""), -1)


def _remarked(
    registry: NamedRegistry, became_any: Sequence[StubProblem], left_out: Sequence[StubProblem]
) -> NamedRegistry:
    """Return a registry without the components that are left out, and with remarks on both kinds."""
    absent = {each.component for each in left_out if each.registry == registry.variable}
    components = tuple(
        evolve(each, remarks=(*_remarks(registry, each.name, became_any, "has Any"),))
        for each in registry.components
        if each.name not in absent
    )
    names = (each.name for each in registry.components if each.name in absent)
    remarks = (line for name in names for line in _remarks(registry, name, left_out, "is left out"))
    return evolve(registry, components=components, remarks=tuple(remarks))


def _remarks(registry: NamedRegistry, name: str, problems: Sequence[StubProblem], verb: str) -> Iterator[str]:
    """Yield a line for each problem of a component, without places and addresses, which vary."""
    for each in problems:
        if (each.registry, each.component) == (registry.variable, name):
            text = ": ".join(filter(None, (f"{name!r} {verb}", each.parameter, each.reason)))
            yield re.sub(" at 0x[0-9a-fA-F]+", "", text)
