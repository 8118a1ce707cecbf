"""The fields of a config class, with their types resolved, and the registry behind a `Spec`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Annotated, Protocol, cast, get_args, get_origin

import attrs
from attrs import frozen

from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.show import show
from typed_registry._annotations.unwrap import is_union, plain
from typed_registry._registration.entries import Entries, entries_of, registries_of
from typed_registry._spec import Spec

if TYPE_CHECKING:
    from typing_extensions import TypeIs


@frozen
class Field:
    """One field of a config class."""

    key: str
    """As it is written in a file."""
    name: str
    """As it is called on the instance."""
    type: object
    attribute: attrs.Attribute[object]

    @property
    def converter(self) -> object:
        """What the given value goes through: None, a function, or an `attrs.Converter`."""
        return cast("object", self.attribute.converter)  # pyright: ignore[reportUnknownMemberType]  # attrs leaves its arguments open

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.attribute.default is attrs.NOTHING

    def default(self) -> object:
        """A fresh default; `attrs.NOTHING` when there is none, or when it needs the instance."""
        default: object = self.attribute.default
        if _is_factory(default):
            return attrs.NOTHING if default.takes_self else default.factory()
        return default


@cache
def fields(config: type[attrs.AttrsInstance]) -> tuple[Field, ...]:
    """The fields that a file can give. Raises TypeError for a type that can't be resolved.

    In `Annotated[Spec[T, D], REGISTRY]`, `T` and `D` need not be: the registry tells what can be chosen.
    """
    return tuple(
        Field(a.alias or a.name, a.name, _type(config, a), a) for a in attrs.fields(config) if a.init
    )


def chosen_kind(kind: object) -> tuple[object, Entries] | None:
    """What a `Spec[T, D]` is a choice of: `T`, and the registry to choose from; None for other types.

    The registry is the one given in `Annotated[Spec[T, D], REGISTRY]`, or the one whose components are
    `T`, or else the nearest one whose Protocol `T` derives from.

    Raises TypeError when no registry or more than one could be meant.
    """
    for part in _alternatives(kind):
        if get_origin(plain(part)) is Spec:
            wanted = get_args(plain(part))[0]
            return wanted, _stated(part) or _registry_of(wanted)
    return None


class _Factory(Protocol):
    takes_self: bool
    factory: Callable[[], object]


def _is_factory(default: object) -> TypeIs[_Factory]:
    return isinstance(default, cast("type", attrs.Factory))  # a class, though typed as a function


def _alternatives(kind: object) -> Iterator[object]:
    if is_union(plain(kind)):
        yield from get_args(plain(kind))
    else:
        yield kind


def _stated(kind: object) -> Entries | None:
    extras = get_args(kind)[1:] if get_origin(kind) is Annotated else ()
    return next(filter(None, map(entries_of, extras)), None)


def _registry_of(wanted: object) -> Entries:
    for kind in getattr(wanted, "__mro__", (wanted,)):
        found = [] if kind is object else registries_of(kind)
        if len(found) == 1:
            return found[0]
        if found:
            raise TypeError(
                f"Spec[{show(wanted)}]: {len(found)} registries hold {show(kind)}; "
                f"say which: Annotated[Spec[{show(wanted)}, ...], REGISTRY]"
            )
    raise TypeError(f"Spec[{show(wanted)}]: no registry holds {show(wanted)}")


def _type(config: type, attribute: attrs.Attribute[object]) -> object:
    for base in config.__mro__:
        if attribute.name in vars(base).get("__annotations__", {}):
            namespace = Namespace(base.__module__, dict(vars(base)))
            kind = evaluate(attribute.type, namespace)
            if kind is Unknown or (namespace.unresolved and _stated(kind) is None):
                raise TypeError(
                    f"{config.__qualname__}.{attribute.name}: the type {attribute.type!r} can't be "
                    "resolved at run time; import its names outside of TYPE_CHECKING"
                )
            return kind
    return object if attribute.type is None else attribute.type
