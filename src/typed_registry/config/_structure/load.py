"""Loading a config: from a file and the command line to a frozen tree, or all faults at once."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path as File
from typing import TYPE_CHECKING, TypeVar, cast

from attrs import NOTHING, evolve, frozen

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._registration.all_registries import all_entries
from typed_registry._registration.deprecation import caller_level
from typed_registry._registration.entries import Entries
from typed_registry.config._document.deprecated_fields import (
    DeprecatedPart,
    DeprecatedUse,
    OutdatedConfigWarning,
    explain_deprecated_use,
    former_keys,
)
from typed_registry.config._document.document import EMPTY, Document
from typed_registry.config._document.faults import (
    BrokenDefault,
    Fault,
    MisplacedSection,
    MissingKey,
    Origin,
    Refused,
    UnknownKey,
    WrittenTwice,
    WrongChoiceKey,
    WrongType,
)
from typed_registry.config._sources.config_place import ANY_PLACE
from typed_registry.config._sources.environment import substitute_variables
from typed_registry.config._sources.extends import EXTENDS, read_extended
from typed_registry.config._sources.overrides import override
from typed_registry.config._structure.instance_overrides import override_instances
from typed_registry.config._structure.rule_place import root_place
from typed_registry.config._structure.sections import Sorted, misplaced_sections, sort_sections
from typed_registry.config._types.choices import component_rule
from typed_registry.config._types.config_classes import ClassRule
from typed_registry.config._types.error_message import error_message
from typed_registry.config._types.fields import fields
from typed_registry.config._types.find_rule import class_rule
from typed_registry.config._types.given_keys import Owner
from typed_registry.config._types.registry_of_field import chosen_kind
from typed_registry.config._types.replaced_components import with_replacement
from typed_registry.config._types.rule import INVALID, Reading
from typed_registry.errors import ConfigError, RegistryError

if TYPE_CHECKING:
    from typed_registry._typing_forms import Config

C = TypeVar("C", bound="Config")


def load(root: type[C], file: File | str, overrides: Iterable[str] = ()) -> C:
    """Return the instance of the root class that a config file with `path=value` overrides describes.

    Raises ConfigError with every fault of the whole tree, in the order in which they are written, and
    TypeError for arguments of other types.
    """
    class_rule(cast("type", root))
    return tree(root, document(file, overrides, root=cast("type", root)))


def document(
    file: File | str, overrides: Iterable[str] = (), text: str | None = None, *, root: type | None = None
) -> Document:
    """Return a file merged with those that it extends, overrides and values of the environment.

    With `text`, the file is read as if it contained that. `root` is the class that the document is for;
    without it, every mapping with a name is merged as a choice is.

    Raises ConfigError: if the file can't be read, with the overrides that can't be, too. Raises TypeError for
    what isn't the path of a file, and for a class with a field that no file can give.
    """
    given = cast("object", file)
    if not isinstance(given, (str, PathLike)):
        raise TypeError(f"load takes the path of a file, and from_mapping data; got {given!r}")
    given_overrides = overrides if isinstance(overrides, str) else [*overrides]
    if root is not None:
        _require_free_key(root)
    place = ANY_PLACE if root is None else root_place(root)
    try:
        written = read_extended(file, text, place)
    except ConfigError as error:
        raise ConfigError((*error.faults, *override(EMPTY, given_overrides).faults)) from None
    return substitute_variables(override(written, given_overrides, place))


def _require_free_key(root: type) -> None:
    """Raise TypeError for a field with the key by which a file extends others."""
    taken = (each for each in fields(root) if EXTENDS in (each.key, *former_keys(each)))
    for each in taken:
        raise TypeError(
            f"{root.__qualname__}.{each.name}: in a file, {EXTENDS!r} names the files that it extends; "
            'give the field another key by metadata=key("...")'
        )


def from_mapping(root: type[C], data: Mapping[str, object], overrides: Iterable[str] = ()) -> C:
    """Return the instance that plain data describes, which may contain values of the fields' types.

    >>> from attrs import frozen
    >>> @frozen
    ... class Point:
    ...     x: float
    ...     y: float = 0.0
    >>> from_mapping(Point, {"x": 1})
    Point(x=1.0, y=0.0)
    >>> from_mapping(Point, {"z": 1})
    Traceback (most recent call last):
    typed_registry.errors.ConfigError: 2 faults:
    z: unknown key; valid: 'x', 'y'
    x: missing; expected float
    """
    if isinstance(data, dict) and not overrides:
        rule = class_rule(cast("type", root))
        rule.admit()
        if rule.keys.issuperset(data):  # so there are no sections
            reading = Reading()
            made = rule.reader()(data, (), reading, NOTHING)
            if made is not INVALID and not reading.outdated:
                return cast("C", made)
            return cast("C", warn_of_outdated(_finished(rule, made, reading, (), ())).tree)
    given: object = data
    if not is_mapping(given):
        raise ConfigError((Fault((), WrongType("a mapping", given)),))
    reading = Reading()
    document = override_instances(cast("type", root), data, overrides, reading)
    return tree(root, document, reading)


def from_cli(root: type[C], arguments: Sequence[str] | None = None) -> C:
    """Return the config that a program's arguments make: a file, then `path=value` overrides.

    Without `arguments`, those of `sys.argv` are taken. The file can be left out if all fields of the root
    class have defaults. `--help` prints the fields of the config, `--help-for NAME` those of a component, and
    `--print-config` the resolved config; each of them ends the program.

    Raises SystemExit: with 2 after the faults are printed with their places. A program with further arguments
    is made with `typed_registry.cli.ConfigApp`.
    """
    from typed_registry._programs.plain_program import run_plain

    return cast("C", warn_of_outdated(run_plain(cast("type", root), arguments)).tree)


@frozen
class Made:
    """A tree, and what it was made from."""

    tree: object
    document: Document
    """With every section where it belongs, and each value under its key of today."""
    outdated: tuple[DeprecatedUse, ...]
    idle: tuple[tuple[str, Origin | None], ...] = ()
    """The sections of components that nothing has chosen, and where they are written."""


def tree(root: type[C], given: Document, reading: Reading | None = None) -> C:
    """Return the instance of the root class that a document describes, and warn once of what is outdated.

    `reading` has the faults and deprecations that were found before.

    Raises ConfigError with every fault.
    """
    return cast("C", warn_of_outdated(make(cast("type", root), given, reading)).tree)


def warn_of_outdated(made: Made) -> Made:
    """Warn of what is outdated, at the user's line, and return what was given."""
    if made.outdated:
        text = "\n".join(dict.fromkeys(map(explain_deprecated_use, made.outdated)))
        warnings.warn(text, OutdatedConfigWarning, stacklevel=caller_level())
    return made


def make(root: type, given: Document, reading: Reading | None = None) -> Made:
    """Return the instance with the places of its values and what is outdated, without a warning."""
    rule = class_rule(root)
    rule.admit()
    sorted_document = sort_sections(given, root)
    reading = reading or Reading()
    reading.document, reading.section_names = sorted_document.document, sorted_document.names
    for key, registry in sorted_document.idle:
        _check_idle(registry, key, given.data[key], reading)
    reading.defaults = sorted_document.defaults
    made = rule.read(_with_defaults(rule, sorted_document), (), reading)
    misplaced = misplaced_sections(sorted_document, given, made)
    elsewhere = {each.path[0] for each in misplaced if isinstance(each.problem, MisplacedSection)}
    if elsewhere:
        reading.faults = [each for each in reading.faults if not _may_be_completed(each, elsewhere)]
    faults = (*given.faults, *misplaced)
    finished = _finished(rule, made, reading, faults, sorted_document.outdated)
    idle = ((key, given.origin((key,), of_key=True)) for key, _ in sorted_document.idle)
    return evolve(finished, idle=tuple(idle))


def _with_defaults(rule: ClassRule, found: Sorted) -> dict[str, object]:
    """Return the data with the defaults that were made already, where nothing is given for their fields."""
    data = {**found.document.data}
    for each in rule.fields:
        field = each.field
        if field.key in found.defaults and data.keys().isdisjoint((field.key, *former_keys(field))):
            data[field.key] = found.defaults[field.key]
    return data


def _finished(
    rule: ClassRule,
    made: object,
    reading: Reading,
    known: Iterable[Fault],
    outdated: tuple[DeprecatedUse, ...],
) -> Made:
    """Return the tree, with what is outdated. Raises ConfigError for all faults, in the order of the text."""
    whole = reading.document
    found = [_located(each, whole) for each in _hinted(reading.faults, rule.config)]
    faults = sorted((*known, *found), key=_order)
    if faults or not isinstance(made, rule.config):
        raise ConfigError(tuple(faults))
    used = [_placed(use, whole) for use in reading.outdated]
    keys = [
        (use.path, use.use)
        for use in reading.outdated
        if use.part is DeprecatedPart.KEY and use.use is not None
    ]
    whole = whole.renamed(keys) if keys else whole
    return Made(made, whole, tuple(sorted((*outdated, *used), key=_order)))


def _check_idle(registry: Entries, key: str, section: object, reading: Reading) -> None:
    """Check a section that no field has chosen as what its component would be given."""
    try:
        rule = component_rule(registry, key)
    except (RegistryError, ImportError) as error:
        reading.fault((key,), Refused(key, error_message(error)))
        return
    read = with_replacement(rule.reader(Owner(key, registry.name)), registry, key)
    read({} if section is None else section, (key,), reading, NOTHING)


def _may_be_completed(fault: Fault, sections: set[str | int]) -> bool:
    """Return whether one of these sections lacks a setting, or is refused as a whole.

    The choice that the section belongs to may have the other settings.
    """
    is_whole = isinstance(fault.problem, MissingKey) or (
        len(fault.path) == 1 and isinstance(fault.problem, Refused)
    )
    return is_whole and not sections.isdisjoint(fault.path[:1])


def _hinted(faults: Iterable[Fault], root: type) -> Iterator[Fault]:
    """Yield the faults, and a more exact one for each section that belongs inside a choice.

    The registries are searched that are defined beside those that the root chooses from.
    """
    beside: list[Entries] | None = None
    for fault in faults:
        if not isinstance(fault.problem, UnknownKey) or len(fault.path) != 1:
            yield fault
            continue
        beside = _beside(root) if beside is None else beside
        owner = next((each for each in beside if fault.path[0] in each), None)
        yield fault if owner is None else evolve(fault, problem=MisplacedSection(owner.name))


def _beside(root: type) -> list[Entries]:
    """Return the registries of the modules that define those from which the root's fields choose."""
    choices = [chosen_kind(field.type) for field in fields(root)]
    modules = {choice[1].module for choice in choices if choice}
    return [each for each in all_entries() if each.module in modules]


def _placed(use: DeprecatedUse, whole: Document) -> DeprecatedUse:
    return evolve(use, origin=whole.origin(use.path, of_key=use.part is DeprecatedPart.KEY))


def _located(fault: Fault, whole: Document) -> Fault:
    if isinstance(fault.problem, BrokenDefault):
        return fault  # which is in the program
    of_key = isinstance(fault.problem, (UnknownKey, WrongChoiceKey, MisplacedSection, WrittenTwice))
    above = fault.path[:-1] if isinstance(fault.problem, MissingKey) else fault.path
    origin = whole.origin(above, of_key=of_key)
    if origin is not None and above != fault.path:
        origin = evolve(origin, path=(*origin.path, *fault.path[-1:]))
    return evolve(fault, origin=origin)


def _order(found: Fault | DeprecatedUse) -> tuple[bool, int, str, int, int]:
    """Return the position of what was found: by file, the extending one first; without a place, last."""
    origin = found.origin
    if origin is None:
        return (True, 0, "", 0, 0)
    return (origin.line is None, -origin.rank, origin.source, origin.line or 0, origin.column or 0)
