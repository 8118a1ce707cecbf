"""The rule of an annotation, and of a value."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol, TypeAlias, cast, get_args, get_origin
from weakref import WeakKeyDictionary

from typing_extensions import Unpack

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.type_variables import extent, is_variable, with_arguments
from typed_registry._annotations.unresolved import UnresolvedType
from typed_registry._annotations.unwrap import ALIASES, plain
from typed_registry.config._document.faults import Path
from typed_registry.config._types.anything import AnythingRule, UnresolvedRule, UnwritableRule
from typed_registry.config._types.choices import ChoiceRule
from typed_registry.config._types.config_classes import ClassRule, class_rule_of
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.mappings import MappingRule
from typed_registry.config._types.number_types import NumberRule
from typed_registry.config._types.options import OptionsRule
from typed_registry.config._types.recursive_alias import RecursiveAliasRule
from typed_registry.config._types.rule import Rule
from typed_registry.config._types.scalars import ScalarRule
from typed_registry.config._types.sequences import SequenceRule
from typed_registry.config._types.sizes import Size
from typed_registry.config._types.text_coded import TextCodedRule
from typed_registry.config._types.unions import UnionRule
from typed_registry.config._types.writer import Writer

FindRule: TypeAlias = Callable[[object], Rule]


class Family(Protocol):
    """A class of rules, as it treats values."""

    def holds(self, value: object, /) -> bool: ...
    def take_apart(self, value: object, /) -> Parts: ...
    def write(self, value: object, path: Path, writer: Writer, /) -> object: ...


class _TypeFamily(Family, Protocol):
    """A class of rules that knows its own types."""

    def of(self, kind: object, find: FindRule, /) -> Rule | None: ...


FAMILIES: Final[tuple[_TypeFamily, ...]] = (
    OptionsRule,  # before scalars: the members of an enumeration may be words or numbers as well
    ScalarRule,
    NumberRule,
    UnionRule,
    TextCodedRule,
    ClassRule,
    SequenceRule,
    MappingRule,
    AnythingRule,
)
"""The classes of rules, each of which knows its own types and values. The first that fits is used."""
_MOST_ARGUMENTS = 10
"""How often an alias is within itself with other arguments, such as `Tree[list[T]]` in `Tree[T]`."""
_KNOWN: WeakKeyDictionary[type, Family | None] = WeakKeyDictionary()
"""The family that writes the values of a class, found by the class alone."""


def rule_of(annotation: object) -> Rule:
    """Return the rule of a type. The rules of config classes are resolved when they are first used.

    >>> rule_of(dict[str, int] | None).expected
    'dict[str, int] | None'
    """
    return _rule_within(annotation, ())


def _rule_within(annotation: object, aliases: tuple[object, ...]) -> Rule:
    """Return the rule of a type that is a part of these aliases."""
    name = _alias_name(annotation)
    if name is not None:
        above = [alias for alias in aliases if _alias_name(alias) is name]
        if annotation in above or len(above) >= _MOST_ARGUMENTS:
            return RecursiveAliasRule(annotation, rule_of)
        aliases = (*aliases, annotation)
    choice = ChoiceRule.of(annotation)
    if choice is not None:
        return choice
    kind = bare(annotation)
    find = partial(_rule_within, aliases=aliases) if aliases else rule_of
    if is_variable(kind):
        return find(extent(kind))
    if getattr(kind, "__unpacked__", False):
        return UnwritableRule(with_arguments(Unpack, with_arguments(tuple, *get_args(kind))))
    if kind is Unknown or isinstance(kind, UnresolvedType):
        return UnresolvedRule(kind)
    rules = (family.of(kind, find) for family in FAMILIES)
    return next((rule for rule in rules if rule is not None), None) or UnwritableRule(kind)


def _alias_name(annotation: object) -> object:
    """Return the alias that a type is, perhaps with arguments; None for any other type."""
    origin = get_origin(annotation)  # asked first: Python 3.10 says that `Tree[int]` is an alias itself
    if isinstance(origin, ALIASES):
        return origin
    return annotation if isinstance(annotation, ALIASES) else None


def bare(kind: object) -> object:
    """Return the type without the names around it; `Size` stays, as a file writes it in a form of its own.

    >>> from typing import Annotated
    >>> bare(Annotated[int, "unit"]), bare(Size) is Size
    (<class 'int'>, True)
    """
    return plain(kind, keep=(Size,))


def rule_of_value(value: object) -> Family | None:
    """Return the class of rules that writes a value and takes it apart; None if no file can hold it."""
    kind = type(value)
    if kind not in _KNOWN:
        families: tuple[Family, ...] = (ChoiceRule, *FAMILIES)
        _KNOWN[kind] = next((family for family in families if family.holds(value)), None)
    return _KNOWN[kind]


def class_rule(config: type) -> ClassRule:
    """Return the rule of a class with fields, the same each time. Raises TypeError for anything else."""
    given = cast("object", config)
    if not isinstance(given, type):
        raise TypeError(
            f"a config is loaded as a class with fields, such as a frozen attrs class; got {given!r}"
        )
    return class_rule_of(config, config)
