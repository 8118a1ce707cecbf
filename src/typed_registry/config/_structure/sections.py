"""Top-level sections: `algorithm: {name: dpo}` with `dpo: {beta: 0.1}` beside it.

If a top-level key isn't a field of the root config, but the name of a component that one of the fields has
chosen, it is the section of this field: its values are settings of the choice. A section of a component that
isn't chosen is checked and otherwise ignored, so that one file can contain the settings of several
components. It is a fault on the command line, where every argument is expected to have an effect, and if the
component is chosen in a list or inside another component, which sections don't reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry._class_libraries.field import Field
from typed_registry._class_libraries.library_of import has_fields
from typed_registry._default_spec import made_spec
from typed_registry._registration.entries import Entries
from typed_registry._spec import chosen, is_spec
from typed_registry.config._document.deprecated_fields import DeprecatedPart, DeprecatedUse, former_keys
from typed_registry.config._document.document import Document, expand_to_mapping
from typed_registry.config._document.faults import (
    Fault,
    IdleOverride,
    Malformed,
    MisplacedSection,
    Path,
    UnclearSection,
    WrongType,
    show_path,
)
from typed_registry.config._document.locations import COMMAND_LINE_SOURCE, Location
from typed_registry.config._sources.config_place import ConfigPlace
from typed_registry.config._sources.merge import Subtree, merge, subtree
from typed_registry.config._structure.rule_place import root_place
from typed_registry.config._structure.rules_inside import rule_of_component
from typed_registry.config._types.fields import fields
from typed_registry.config._types.given_keys import given
from typed_registry.config._types.registry_of_field import chosen_kind
from typed_registry.config._types.renewed_defaults import default_of


@frozen
class Chooser:
    """A field of the root config that chooses a component, and the name that it has chosen."""

    key: str
    """As the field is called where it is given."""
    registry: Entries
    name: str | None
    field: str
    """The field's key today."""
    default: object = None
    """The default that has chosen the name."""


@frozen
class Sorted:
    """A document whose sections are where they belong, and what is left to say of them."""

    document: Document
    idle: tuple[tuple[str, Entries], ...]
    """Sections that no field has chosen, each with the registry that knows its name."""
    faults: tuple[Fault, ...]
    outdated: tuple[DeprecatedUse, ...]
    """Sections under names that are deprecated."""
    names: tuple[str, ...]
    """The names that sections could have beside those that are there: the names of the fields' choices."""
    defaults: Mapping[str, object]
    """The defaults of fields that were needed for their names, by key: a factory runs only once."""


def sort_sections(document: Document, root: type) -> Sorted:
    """Return a document with each section moved into the field that has chosen its name."""
    choosers = list(_choosers(document, root))
    known = {key for field in fields(root) for key in (field.key, *former_keys(field))}
    idle: list[tuple[str, Entries]] = []
    faults: list[Fault] = []
    outdated: list[DeprecatedUse] = []
    for key in [key for key in document.data if key not in known]:
        owners = [chooser for chooser in choosers if chooser.name == chooser.registry.current(key)]
        outdated.extend(_outdated(document, key, choosers))
        if len(owners) > 1:
            problem = UnclearSection(tuple(owner.key for owner in owners))
            faults.append(Fault((key,), problem, document.origin((key,), of_key=True)))
        elif owners:
            place = root_place(root).inside({}, owners[0].key)
            document, twice = _moved(document, key, owners[0], place)
            faults.extend(twice)
        elif (registry := _registry_with(key, choosers)) is not None:
            idle.append((key, registry))
    names = tuple(dict.fromkeys(each.name for each in choosers if each.name and each.name in each.registry))
    faults.extend(fault for key, _ in idle for fault in _overrides(document, key, names))
    unclear = [fault.path[0] for fault in faults if isinstance(fault.problem, UnclearSection)]
    document = _without(document, {*unclear, *(key for key, _ in idle)})
    defaults = {each.field: each.default for each in choosers if each.default is not None}
    return Sorted(document, tuple(idle), tuple(faults), tuple(outdated), names, defaults)


def misplaced_sections(found: Sorted, given: Document, tree: object) -> tuple[Fault, ...]:
    """Return the faults of a document's sections, with those that only parts of the tree have chosen.

    These are choices in lists or inside other components.
    """
    chosen: dict[tuple[Entries, str], list[str]] = {}
    for path, registry, name in _choices(tree, ()) if found.idle else ():
        chosen.setdefault((registry, name), []).append(show_path(path))
    faults = list(found.faults)
    for key, registry in found.idle:
        paths = tuple(chosen.get((registry, registry.current(key)), ()))
        if paths:
            faults = [each for each in faults if each.path[:1] != (key,)]  # that it is idle
            problem = MisplacedSection(registry.name, paths)
            faults.append(Fault((key,), problem, given.origin((key,), of_key=True)))
    return tuple(faults)


def _choices(value: object, path: Path) -> Iterator[tuple[Path, Entries, str]]:
    """Yield the choices in a tree: the path, the registry and the name of each."""
    spec = made_spec(value)
    if spec is not None:
        yield path, spec.entries, spec.name
    for name, part in _parts(value if spec is None else spec.config):
        yield from _choices(part, (*path, name))


def _parts(value: object) -> Iterable[tuple[str | int, object]]:
    """Return the parts of a value with the steps that lead to them."""
    if is_mapping(value):
        return ((str(key), item) for key, item in value.items())
    if has_fields(value):
        return ((each.key, each.of(value)) for each in fields(type(value)) if each.is_kept)
    return enumerate(value) if is_sequence(value) else ()


def _overrides(document: Document, key: str, chosen: tuple[str, ...]) -> Iterator[Fault]:
    """Yield the faults of values of an idle section that the command line gives, as they would be lost."""
    section = document.location.items.get(key)  # which may contain overrides though it isn't written itself
    if section is None:
        return
    for location in _innermost_given(section):
        yield Fault(location.path, IdleOverride(key, chosen), location.origin())


def _innermost_given(location: Location) -> Iterator[Location]:
    """Yield the locations on the command line inside this one, and of nested ones the innermost."""
    inner = [given for item in location.items.values() for given in _innermost_given(item)]
    yield from inner
    if not inner and location.source is COMMAND_LINE_SOURCE:
        yield location


def _outdated(document: Document, key: str, choosers: Iterable[Chooser]) -> Iterator[DeprecatedUse]:
    """Yield the use of a deprecated name for a section, if it is one."""
    registry = _registry_with(key, choosers)
    deprecation = None if registry is None else registry.deprecations.get(key)
    if deprecation:
        origin = document.origin((key,), of_key=True)
        yield DeprecatedUse((key,), DeprecatedPart.NAME, key, deprecation.use, deprecation.since, origin)


def _choosers(document: Document, root: type) -> Iterable[Chooser]:
    top = given(dict(document.data.items()), (), fields(root), document)
    for field in fields(root):
        choice = chosen_kind(field.type)
        if choice is not None:
            data = top.values.get(field.key)
            name, default = _given_name(data), None
            if name is None:
                name, _ = document.replaced_name((top.at(field.key)[-1],)) or (None, None)
            if name is None:
                name, default = _default(field)
            chosen = choice[1].current(name) if isinstance(name, str) else None
            yield Chooser(str(top.at(field.key)[-1]), choice[1], chosen, field.key, default)


def _given_name(data: object) -> object:
    if is_spec(data):
        return data.name
    return data.get("name") if is_mapping(data) else data


def _default(field: Field) -> tuple[str | None, object]:
    """Return the name that a field's default has chosen, and the default.

    A factory that fails is reported when the field is read.
    """
    default = default_of(field)
    return (default.name, default) if is_spec(default) else (None, None)


def _registry_with(name: str, choosers: Iterable[Chooser]) -> Entries | None:
    return next((chooser.registry for chooser in choosers if name in chooser.registry), None)


def _moved(document: Document, key: str, owner: Chooser, place: ConfigPlace) -> tuple[Document, list[Fault]]:
    """Return a document in which a section's settings are those of the field that chooses its component."""
    target = owner.key
    section, inline = subtree(document, (key,)), document.data.get(target)
    if _is_config(section.data, owner) and _has_only_name(inline):
        spec = chosen(owner.registry, str(owner.name), section.data)
        document = _without(document.with_location((target,), section.location), {key})
        return evolve(document, data={**document.data, target: spec}), []
    fault = _misplaced(document, key, owner)
    return (_without(document, {key}), [fault]) if fault else _merged(document, key, owner, place)


def _misplaced(document: Document, key: str, owner: Chooser) -> Fault | None:
    """Return why a section can't complete the field that chooses its component; None if it can."""
    target = owner.key
    section, inline = document.data[key], document.data.get(target)
    if is_spec(inline):
        problem = Malformed(f"{target} is given whole, by the program, and takes no section")
        return Fault((key,), problem, document.origin((key,), of_key=True))
    if _is_config(section, owner):
        problem = Malformed(f"{target} has settings, too; give all of them here, or all of them in {target}")
        return Fault((key,), problem, document.origin((key,), of_key=True))
    if section is not None and not is_mapping(section):
        return Fault((key,), WrongType("a mapping", section), document.origin((key,)))
    if is_mapping(section) and "name" in section and _given_name(inline) is None:
        message = f"a section has only settings of {owner.name!r}, which {target} is by default"
        problem = Malformed(f"{message}; write {target}: {section['name']}")
        return document.fault((key, "name"), problem)
    return None


def _merged(document: Document, key: str, owner: Chooser, place: ConfigPlace) -> tuple[Document, list[Fault]]:
    """Return a document with a section's settings in the field, as if the field extended the section."""
    target = owner.key
    section, inline = subtree(document, (key,)), document.data.get(target)
    held = evolve(section, data={} if section.data is None else section.data)
    choice = evolve(subtree(document, (target,)), data=owner.name if inline is None else inline)
    merged, faults = merge(_named(choice, owner.name or key), held, place)
    data = {k: v for k, v in document.data.items() if k != key} | {target: merged.data}
    location = merged.location.copy().with_key_of(choice.location)
    if _given_name(inline) is None:  # or the value that an override replaces has chosen the name
        _, at = document.replaced_name((target,)) or ("", Location(None, None, None, location, "name"))
        location = location.with_item(("name",), at)
    return evolve(document.with_location((target,), location), data=data), list(faults)


def _is_config(section: object, owner: Chooser) -> bool:
    """Return whether a section is an instance of the config of the component that a field has chosen."""
    rules = rule_of_component(owner.registry, str(owner.name)) if has_fields(section) else ()
    return any(rule.library.has_instance(rule.config, section) for rule in rules)


def _has_only_name(choice: object) -> bool:
    return choice is None or [*expand_to_mapping(choice)] == ["name"]


def _named(choice: Subtree, name: str) -> Subtree:
    """Return the choice with its name in it, which the field's default may have given."""
    opened = choice.expanded()
    data = {"name": name, **opened.data} if is_mapping(opened.data) else {"name": name}
    return evolve(opened, data=data)


def _without(document: Document, keys: set[str | int]) -> Document:
    data = {key: value for key, value in document.data.items() if key not in keys}
    return evolve(document, data=data)
