"""Find the components that can't be used as a registry promises."""

from __future__ import annotations

import pickle
import sys
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping

from attrs import frozen

from typed_registry._discovery.entry_points import EntryPoint
from typed_registry._distribution import normalized
from typed_registry._documentation.settable import unsettable_reasons
from typed_registry._messages.explain_contest import explain_contest
from typed_registry._messages.explain_raised import raised_place
from typed_registry._messages.explain_unconfigurable import explain_unconfigurable
from typed_registry._messages.suggest import did_you_mean
from typed_registry._module_names import is_inside
from typed_registry._place import Place
from typed_registry._registration.component_registry import ComponentRegistry
from typed_registry._registration.deprecating_line import deprecating_line
from typed_registry._registration.entries import Entries
from typed_registry._registration.failed_modules import registering_modules
from typed_registry._registration.name_warnings import without_name_warnings
from typed_registry._registration.plugin_imports import import_plugin
from typed_registry.config import dump
from typed_registry.config._structure.choose import choose
from typed_registry.config._types.fields import fields
from typed_registry.errors import (
    BrokenModule,
    BrokenModuleError,
    ConformanceError,
    ContestedNameError,
    RegistryError,
    UnconfigurableError,
    UnknownNameError,
)
from typed_registry.testing._selection import Selection, require_registries, selection


@frozen
class Misfit:
    """A component, or an entry point, that doesn't do what a registry promises of it.

    >>> print(Misfit("losses", "hinge", "import", "No module named 'torch'", Place("fit/hinge.py", 3)))
    fit/hinge.py:3: losses 'hinge' can't be imported: No module named 'torch'
    """

    registry: str
    """The name of the registry."""
    name: str | None
    """The name of the component; None for a module or an entry point."""
    check: str
    """The check that fails: `contest`, `import`, `conformance`, `config`, `file`, `pickle`, `plugin`,
    `hidden`, `deprecation`; or `empty` for a registry without components.
    """
    reason: str
    place: Place
    """Where the component is registered or a plugin's module fails, or the entry point."""
    distribution: str | None = None
    """The distribution that it comes from, with its version; None for a loose file."""

    @property
    def message(self) -> str:
        """What is wrong, without the place."""
        subject = self.registry if self.name is None else f"{self.registry} {self.name!r}"
        is_clear = self.distribution is None or self.check == "contest"
        origin = "" if is_clear else f" ({self.distribution})"
        return f"{subject} {_VERBS[self.check]}: {self.reason}{origin}"

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


_VERBS = {
    "contest": "is contested",
    "import": "can't be imported",
    "conformance": "doesn't conform",
    "config": "can't be configured",
    "file": "can't be written with its defaults",
    "pickle": "can't be pickled",
    "plugin": "lacks a plugin",
    "hidden": "is hidden",
    "deprecation": "is deprecated without a replacement",
    "empty": "has no component",
}


def find_misfits(
    *registries: ComponentRegistry,
    distribution: str | Collection[str] | None = None,
    module: str | None = None,
) -> list[Misfit]:
    """Return the components of these registries that don't do what is promised of all components.

    Each is imported. It must conform to its registry, a config must be able to choose it, and its choice
    with all defaults must be equal when it is written and read, and when it is pickled. An entry point must
    bring at least one component, and none of a plugin's may be unknown until another one is imported. A
    deprecated name must have a replacement that is registered. If there is no component at all, that is a
    misfit too, since nothing could fail.

    With `distribution`, one or several, or `module`, only the components of these distributions or of that
    package are checked. Each of the distributions must have a component.

    >>> from typed_registry import Registry
    >>> SHAPES = Registry[object, []]("shapes")
    >>> @SHAPES.register("square")
    ... class Square:
    ...     def __init__(self, draw: type[complex]) -> None: ...
    >>> [each.check for each in find_misfits(SHAPES)]
    ['config']
    """
    require_registries(registries, "find_misfits")
    return misfits_of(selection(registries, distribution, module))


def misfits_of(chosen: Selection) -> list[Misfit]:
    """Return the misfits among components, and those among modules and entry points."""
    with without_name_warnings():
        components = chosen.components()
        found = [misfit for entries, name in components for misfit in _first(chosen, entries, name)]
        found += [*_hidden(chosen, {*components}), *plugin_misfits(chosen), *_without_replacement(chosen)]
        return [*found, *_empty(chosen, found)]


def plugin_misfits(chosen: Selection) -> Iterator[Misfit]:
    """Yield the modules that can't be imported, and the entry points that bring no component."""
    for entries in chosen.registries:
        entries.find_all()
        for module in entries.broken:
            distribution = None if module.distribution is None else module.distribution.name
            if chosen.has_distribution(distribution) and chosen.has_module(module.module):
                origin = _shown(module.distribution)
                yield Misfit(entries.name, None, "plugin", module.error, _failing(entries, module), origin)
        broken, bringing = {(each.module, each.place) for each in entries.broken}, _bringing(entries)
        for point in entries.plugins.points:
            is_meant = chosen.has_distribution(point.distribution.name) and chosen.has_module(point.module)
            is_broken = any(is_inside(name, point.module) or place == point.place for name, place in broken)
            if is_meant and not is_broken and point not in bringing:
                reason, origin = _why_nothing(point), str(point.distribution)
                yield Misfit(entries.name, None, "plugin", reason, point.place, origin)


def _hidden(chosen: Selection, known: set[tuple[Entries, str]]) -> Iterator[Misfit]:
    """Yield the components of plugins that are there only now, since others have been imported."""
    for entries, name in chosen.components():
        entry = entries[name]
        if (entries, name) not in known and entries.origins.plugin(entry.record) is not None:
            reason = f"it is there only once {entry.module} is imported; name this module in an entry point"
            yield Misfit(entries.name, name, "hidden", reason, entry.place, _shown(entry.distribution))


def _without_replacement(chosen: Selection) -> Iterator[Misfit]:
    """Yield the deprecated names whose replacements aren't registered."""
    if chosen.distributions is None and chosen.module is None:
        for entries in chosen.registries:
            for name, reason in entries.missing_replacements():
                file = _defined_at(entries).file
                line = deprecating_line(file, entries, name) if file.endswith(".py") else 0
                yield Misfit(entries.name, name, "deprecation", reason, Place(file, line))


def _empty(chosen: Selection, found: Collection[Misfit]) -> Iterator[Misfit]:
    """Yield the registries if none of them has a component that is meant: no check could fail.

    This concerns each distribution that is meant, unless another misfit says what is wrong with it.
    """
    if chosen.distributions is None:
        missing = [] if found or chosen.components() else [""]
    else:
        reported = {normalized(each.distribution.rpartition(" ")[0]) for each in found if each.distribution}
        missing = [each for each in chosen.absent() if normalized(each) not in reported]
    within = "" if chosen.module is None else f" in {chosen.module}"
    for each in missing:
        origin = each and f" of {each}"
        for entries in chosen.registries:
            reason = f"no component{origin}{within} is registered, so there is nothing to check"
            yield Misfit(entries.name, None, "empty", reason, _defined_at(entries))


def _defined_at(entries: Entries) -> Place:
    """Return the file of the module that defines a registry."""
    module = sys.modules.get(entries.module)
    return Place(str(getattr(module, "__file__", None) or entries.module), 0)


def _failing(entries: Entries, module: BrokenModule) -> Place:
    """Return the line at which a module fails, or else that of the entry point or the source."""
    points = (point for point in entries.plugins.points if point.place == module.place)
    point = next(points, None)
    if point is None or not point.module:
        return module.place
    try:
        import_plugin(point.module, point)
    except BrokenModuleError as error:
        place = None if error.__cause__ is None else raised_place(error.__cause__)
        return place or module.place
    return module.place


def _bringing(entries: Entries) -> set[EntryPoint]:
    """Return the entry points that bring a component.

    One that names an object does. One that names a module does if a module in it registers something, or if
    another one does which it may import, and which no other entry point names: one of its top-level package,
    or one of its distribution that is in no package of an entry point.
    """
    points = entries.plugins.points
    live = (module for record in entries.records() for module in registering_modules(record))
    registering = entries.contests.modules().union(live)
    found = {
        point
        for point in points
        if point.attribute or any(is_inside(each, point.module) for each in registering)
    }
    others = [each for each in registering if not any(is_inside(each, point.module) for point in found)]
    tops = {each.partition(".")[0] for each in others}
    found |= {point for point in points if point.module.partition(".")[0] in tops}
    foreign = tops - {point.module.partition(".")[0] for point in points}
    owners = (entries.origins.plugin_of_module(each) for each in others if each.partition(".")[0] in foreign)
    installed = {owner.installed for owner in owners if owner is not None}
    return found | {point for point in points if point.installed in installed}


def _why_nothing(point: EntryPoint) -> str:
    """Return why an entry point brings no component: its module fails, or registers none."""
    try:
        import_plugin(point.module, point)
    except BrokenModuleError as error:
        return error.error
    return f"{point.value} registers no component"


def misfits(chosen: Selection, entries: Entries, name: str, check: str) -> Iterator[Misfit]:
    """Yield the reasons why a component doesn't pass one check."""
    try:
        entry = entries[name]
        origin = chosen.registrant(entry) or entry
        place, distribution = origin.place, _shown(origin.distribution)  # which importing the module may end
    except UnknownNameError as error:  # a module that was imported meanwhile has unregistered it
        if check == "import":
            yield Misfit(entries.name, name, check, _reason(error, entries), _defined_at(entries))
        return
    for reason in CHECKS[check](entries, name):
        yield Misfit(entries.name, name, check, reason, place, distribution)


def _first(chosen: Selection, entries: Entries, name: str) -> Iterator[Misfit]:
    """Yield the misfits of the first check that fails, since the others depend on it."""
    found = (tuple(misfits(chosen, entries, name, check)) for check in CHECKS)
    yield from next(filter(None, found), ())


def _shown(distribution: object) -> str | None:
    return None if distribution is None else str(distribution)


def _contest(entries: Entries, name: str) -> Iterator[str]:
    """Yield which distributions register the name of a component, if they are several."""
    try:
        entries.record(name)
    except ContestedNameError as error:
        yield explain_contest(error)
    except RegistryError:
        return  # which is for the next check


def _import(entries: Entries, name: str) -> Iterator[str]:
    """Yield why the module of a component can't be imported, or doesn't register the component."""
    try:
        entries.load(name)
    except ConformanceError:
        return  # which is for the next check
    except BrokenModuleError as error:
        yield error.error
    except RegistryError as error:
        yield _reason(error, entries)


def _reason(error: RegistryError, entries: Entries) -> str:
    """Return the text of an error without the distribution and the registry before it, which a misfit has."""
    distribution: object = getattr(error, "distribution", None)
    text = str(error) if distribution is None else str(error).removeprefix(f"{distribution}: ")
    return text.removeprefix(f"{entries.name}: ")


def _conformance(entries: Entries, name: str) -> Iterator[str]:
    """Yield why a component doesn't conform, also as far as that wasn't known when it was registered."""
    try:
        entries.examine(entries.load(name), "factory")
    except ConformanceError as error:
        yield "; ".join(f"{each.member}: {each.reason}{did_you_mean(each.near)}" for each in error.mismatches)


def _config(entries: Entries, name: str) -> Iterator[str]:
    """Yield why no config can choose a component."""
    try:
        config = entries.config(name)
    except UnconfigurableError as error:
        yield explain_unconfigurable(error)
    else:
        yield from unsettable_reasons(config)


def _file(entries: Entries, name: str) -> Iterator[str]:
    """Yield why the choice of a component, with all defaults, isn't loaded as it is written."""
    try:
        spec = _default(entries, name)
        if spec is not None:
            dump(spec)
    except (ValueError, TypeError) as error:
        yield str(error)


def _pickle(entries: Entries, name: str) -> Iterator[str]:
    """Yield why the choice of a component, with all defaults, isn't the same in another process."""
    try:
        spec = _default(entries, name)
        found: object = pickle.loads(pickle.dumps(spec))  # noqa: S301  # what was pickled here
    except Exception as error:  # noqa: BLE001  # whatever the values raise
        yield str(error)
        return
    if found != spec:
        yield f"{spec!r} is {found!r} when it is unpickled"


def required_settings(entries: Entries, name: str) -> list[str]:
    """Return the settings of a component that have no default."""
    return [each.key for each in fields(entries.config(name)) if each.required]


def _default(entries: Entries, name: str) -> object:
    """Return the choice of a component with its defaults; None if a setting has no default."""
    if required_settings(entries, name):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its name may be deprecated
        return choose(entries, name, {})


CHECKS: Mapping[str, Callable[[Entries, str], Iterator[str]]] = {
    "contest": _contest,
    "import": _import,
    "conformance": _conformance,
    "config": _config,
    "file": _file,
    "pickle": _pickle,
}
"""The checks of a component, in the order in which they depend on each other."""
