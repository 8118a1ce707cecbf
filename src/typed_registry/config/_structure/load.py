"""A config, whole: from a file and the command line to a frozen tree, or every fault at once."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path as File
from typing import TYPE_CHECKING, TypeVar, cast

import attrs
from attrs import evolve, frozen

from typed_registry._annotations.type_guards import is_mapping
from typed_registry._registration.entries import all_entries
from typed_registry.config._document.deprecated_fields import (
    Outdated,
    OutdatedConfigWarning,
    What,
    explain_outdated,
)
from typed_registry.config._document.document import Document
from typed_registry.config._document.faults import (
    Fault,
    MisplacedSection,
    MissingKey,
    UnknownKey,
    WrittenTwice,
    WrongType,
)
from typed_registry.config._sources.environment import substituted
from typed_registry.config._sources.extends import extended
from typed_registry.config._sources.overrides import override
from typed_registry.config._structure.compiled import MISS, quick_root
from typed_registry.config._structure.convert import INVALID
from typed_registry.config._structure.sections import sort_sections
from typed_registry.config._structure.structure import Structure
from typed_registry.config._types.fields import chosen_kind, fields
from typed_registry.config._types.supported_types import admit
from typed_registry.errors import ConfigError

if TYPE_CHECKING:
    from typed_registry._typing_forms import Config

C = TypeVar("C", bound="Config")


def load(root: type[C], file: File | str, overrides: Iterable[str] = ()) -> C:
    """Reads a config file, lays `path=value` overrides over it, and makes an instance of the root class.

    Raises ConfigError with every fault of the whole tree, in the order in which they are written.
    """
    return tree(root, document(file, overrides))


def document(file: File | str, overrides: Iterable[str] = (), text: str | None = None) -> Document:
    """A file with those that it extends, overrides and the environment's values: all that makes a tree.

    With `text`, as if the file held that. Raises ConfigError for what can't be read or taken together.
    """
    return substituted(override(extended(file, text), overrides))


def from_mapping(root: type[C], data: Mapping[str, object], overrides: Iterable[str] = ()) -> C:
    """The same from plain data in place of a file, which may hold values of the fields' types as they are.

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
    if not overrides:
        made = quick_root(root)(data)  # type: ignore[arg-type]  # a cast costs 5 %
        if made is not MISS:
            return made  # type: ignore[return-value]  # as above  # pyright: ignore[reportReturnType]
    given: object = data
    if not is_mapping(given):
        raise ConfigError((Fault((), WrongType("a mapping", given)),))
    return tree(root, override(Document(data), overrides))


def from_cli(root: type[C], arguments: Sequence[str] | None = None) -> C:
    """The same from a program's arguments: a file, then overrides. Without `arguments`, from `sys.argv`.

    Raises SystemExit with a usage line when there is no file.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if not given:
        raise SystemExit("usage: CONFIG [path=value ...]")
    return load(root, given[0], given[1:])


@frozen
class Made:
    """A tree, and what it was made from."""

    tree: attrs.AttrsInstance
    document: Document
    """With every section where it belongs, and each value under its key of today."""
    outdated: tuple[Outdated, ...]


def tree(root: type[C], given: Document) -> C:
    """The instance of the root class that a document stands for; warns once of all that is outdated in it.

    Raises ConfigError with every fault.
    """
    made = make(cast("type[attrs.AttrsInstance]", root), given)
    if made.outdated:
        text = "\n".join(dict.fromkeys(map(explain_outdated, made.outdated)))
        warnings.warn(text, OutdatedConfigWarning, stacklevel=3)
    return cast("C", made.tree)


def make(root: type[attrs.AttrsInstance], given: Document) -> Made:
    """The same, with the places of its values and what is outdated, and without a warning."""
    admit(root)
    document_sorted = sort_sections(given, root)
    structure = Structure(document_sorted.document)
    for key, registry in document_sorted.idle:
        config = structure.config(registry, key, (key,))
        if config is not INVALID:
            section = given.data[key]
            structure.instance({} if section is None else section, config, (key,))
    made = structure.instance(document_sorted.document.data, root, (), others=document_sorted.names)
    whole = structure.whole
    found = [_located(_hinted(fault, root), whole) for fault in structure.faults]
    faults = sorted((*given.faults, *document_sorted.faults, *found), key=_order)
    if faults or not isinstance(made, root):
        raise ConfigError(tuple(faults))
    used = [_placed(use, whole) for use in structure.outdated]
    keys = [(use.path, use.use) for use in structure.outdated if use.what is What.KEY and use.use is not None]
    whole = whole.renamed(keys) if keys else whole
    return Made(made, whole, (*document_sorted.outdated, *used))


def _hinted(fault: Fault, root: type[attrs.AttrsInstance]) -> Fault:
    """The same fault, or a better word for it: a section that belongs inside a choice.

    Looks in the registries that are defined beside those that the root chooses from.
    """
    if not isinstance(fault.problem, UnknownKey) or len(fault.path) != 1:
        return fault
    choices = [chosen_kind(field.type) for field in fields(root)]
    modules = {choice[1].module for choice in choices if choice}
    beside = [each for each in all_entries() if each.module in modules]
    owner = next((each for each in beside if fault.path[0] in each), None)
    return fault if owner is None else evolve(fault, problem=MisplacedSection(owner.name))


def _placed(use: Outdated, whole: Document) -> Outdated:
    return evolve(use, origin=whole.origin(use.path, of_key=use.what is What.KEY))


def _located(fault: Fault, whole: Document) -> Fault:
    of_key = isinstance(fault.problem, (UnknownKey, MisplacedSection, WrittenTwice))
    above = fault.path[:-1] if isinstance(fault.problem, MissingKey) else fault.path
    origin = whole.origin(above, of_key=of_key)
    if origin is not None and above != fault.path:
        origin = evolve(origin, path=(*origin.path, *fault.path[-1:]))
    return evolve(fault, origin=origin)


def _order(fault: Fault) -> tuple[bool, int, str, int, int]:
    """By file, the one that extends the others first; what has no place comes last."""
    origin = fault.origin
    if origin is None:
        return (True, 0, "", 0, 0)
    return (origin.line is None, -origin.rank, origin.source, origin.line or 0, origin.column or 0)
