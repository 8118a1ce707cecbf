"""What a file can hold: which types, and how a message names them."""

from __future__ import annotations

import enum
from collections import abc
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args, get_origin

import attrs

from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.show import show
from typed_registry._annotations.unwrap import is_union
from typed_registry._spec import Spec
from typed_registry.config._types.bare import bare
from typed_registry.config._types.fields import Field, fields
from typed_registry.config._types.frozendict import FrozenDict
from typed_registry.config._types.text_codecs import WORDS

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from typed_registry._registration.entries import Entries

ANYTHING: Final[tuple[object, ...]] = (object, Any, Unknown)
"""Types that take a value as the format gives it."""
SEQUENCES: Final[dict[object, Callable[[list[object]], object]]] = {
    tuple: tuple,
    abc.Sequence: tuple,
    abc.Iterable: tuple,
    abc.Collection: tuple,
    list: list,
    abc.MutableSequence: list,
    set: set,
    abc.MutableSet: set,
    frozenset: frozenset,
    abc.Set: frozenset,
}
"""What is made of a list, by the type's origin: what can't be changed, where the type allows it."""
MAPPINGS: Final[dict[object, Callable[[dict[object, object]], object]]] = {
    abc.Mapping: FrozenDict,
    dict: dict,
    abc.MutableMapping: dict,
}
"""The same of a mapping."""
_LISTED = (str, int, type(None), enum.Enum)
_KEYS: tuple[object, ...] = (str, bool, int, float, *WORDS)


@cache
def admit(config: type[attrs.AttrsInstance]) -> None:
    """Looks at a config class before it is first used, and at those within it.

    Raises TypeError for a field that no file could give, and for types that can't be resolved.
    """
    found = [config]
    for index, field in _all_fields(found):
        inside = next(obstacles(field.type), None)
        if inside is not None:
            raise TypeError(
                f"{found[index].__qualname__}.{field.name}: no file can hold {inside}; "
                "give the field a converter, or init=False to keep it out of the file"
            )


def config_of(registry: Entries, name: str) -> type[attrs.AttrsInstance]:
    """The config class of a registered component, whose module this may import.

    Raises what the registry does, and TypeError as `admit` does. A derived class isn't looked at: a
    signature may have parameters that only a program can give, such as functions.
    """
    config = registry.config(name)
    if registry[name].declared is not None:
        admit(config)
    return config


def _all_fields(found: list[type[attrs.AttrsInstance]]) -> Iterator[tuple[int, Field]]:
    """The fields of the classes, and of those that they mention, which are added on the way."""
    index = 0
    while index < len(found):
        for field in fields(found[index]):
            if field.converter is None:
                yield index, field
                found.extend(kind for kind in _mentioned(field.type) if kind not in found)
        index += 1


def _mentioned(kind: object) -> Iterator[type[attrs.AttrsInstance]]:
    kind = bare(kind)
    if is_config(kind):
        yield kind
    if get_origin(kind) not in (None, Literal, Spec):
        for part in get_args(kind):
            yield from _mentioned(part)


def obstacles(kind: object) -> Iterator[str]:
    """The parts of the type that no file can hold; of alternatives, one that it can is enough."""
    kind = bare(kind)
    origin = get_origin(kind) or kind
    arguments = tuple(part for part in get_args(kind) if part not in (..., ()))
    if is_union(kind):
        if not any(writable(part) for part in arguments):
            yield show(kind)
    elif origin in MAPPINGS and arguments:
        if not _is_key(arguments[0]):
            yield f"{show(arguments[0])} as a mapping's key"
        yield from obstacles(arguments[1])
    elif origin in SEQUENCES:
        for part in arguments:
            yield from obstacles(part)
    elif not _is_whole(kind):
        yield show(kind)


def writable(kind: object) -> bool:
    """Whether a file can hold a value of this type at all."""
    return next(obstacles(kind), None) is None


def described(kind: object) -> str:
    """The type, as a message names what it expected."""
    parts = [bare(part) for part in get_args(kind)] if is_union(kind) else [kind]
    held = [part for part in parts if writable(part)]
    if not held:
        return f"{show(kind)}, which no file can hold"
    examples = [repr(text) for part in held if part in WORDS for text in WORDS[part].examples]
    return " | ".join(map(show, held)) + (f", such as {' or '.join(examples)}" if examples else "")


def is_enum(kind: object) -> TypeIs[type[enum.Enum]]:
    """Whether this is an enumeration."""
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def is_config(kind: object) -> TypeIs[type[attrs.AttrsInstance]]:
    """Whether this is an attrs class, of which a file holds the fields."""
    return isinstance(kind, type) and attrs.has(kind) and kind is not Spec


def _is_whole(kind: object) -> bool:
    """Whether a file can hold a type that has no parts, or whose parts are no types."""
    if get_origin(kind) is Literal:
        return all(isinstance(value, _LISTED) for value in get_args(kind))
    known = kind in (*ANYTHING, *_KEYS, *MAPPINGS, type(None)) or isinstance(kind, TypeVar)
    return known or get_origin(kind) is Spec or is_enum(kind) or is_config(kind)


def _is_key(kind: object) -> bool:
    """Whether a word can stand for a value of the type."""
    kind = bare(kind)
    if get_origin(kind) is Literal:
        return _is_whole(kind)
    return kind in (*ANYTHING, *_KEYS) or isinstance(kind, TypeVar) or is_enum(kind)
