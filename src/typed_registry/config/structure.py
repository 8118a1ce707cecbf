"""Plain data to a frozen attrs tree, with every fault on the way collected."""

from __future__ import annotations

import enum
import pathlib
from collections import abc
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, get_args, get_origin

import attrs
from typing_extensions import Annotated

from typed_registry.config.fault import (
    Fault,
    MissingKey,
    Path,
    Problem,
    Refused,
    UnfitComponent,
    UnknownComponent,
    UnknownKey,
    WrongType,
    WrongValue,
)
from typed_registry.config.schema import Field, chosen_kind, fields
from typed_registry.conform import fits
from typed_registry.errors import RegistryError
from typed_registry.hints import Unknown
from typed_registry.catalog import Catalog
from typed_registry.signature import show
from typed_registry.spec import Spec
from typed_registry.subtype import is_union, plain

INVALID = object()
"""The result of what can't be made; its faults are with the others."""

_NUMBERS = {int: (int,), float: (int, float), complex: (int, float)}
_ANYTHING = (object, Any, Unknown)
_SEQUENCES: dict[object, Callable[[list[object]], object]] = {
    abc.Sequence: tuple,
    abc.Iterable: tuple,
    abc.Collection: tuple,
    list: list,
    abc.MutableSequence: list,
    set: set,
    frozenset: frozenset,
    abc.Set: frozenset,
}
_MAPPINGS = (dict, abc.Mapping, abc.MutableMapping)


class Structure:
    """One pass from data to values; lives as long as the pass and holds the faults that it finds."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def value(self, data: object, kind: object, path: Path, default: object = attrs.NOTHING) -> object:
        """The value of this type that the data stands for; `INVALID`, with faults added, if there is none.

        `default` is what the field would have been without data.
        """
        choice = chosen_kind(kind) if get_origin(plain(kind)) is Spec else None
        if choice is not None:
            return self._spec(data, choice[0], choice[1], path, default)
        kind = plain(kind)
        if is_union(kind):
            return self._union(data, kind, path, default)
        if isinstance(kind, type) and attrs.has(kind):
            return self.instance(data, kind, path)
        return self._plain(data, kind, path)

    def instance(
        self, data: object, config: type[attrs.AttrsInstance], path: Path, default: object = None
    ) -> object:
        """An instance of a config class; what the data leaves out is as in `default`, if that is given."""
        if not isinstance(data, Mapping):
            return self._fault(path, WrongType(f"a mapping with the keys of {config.__name__}", data))
        before = len(self.faults)
        known = {field.key: field for field in fields(config)}
        for key in data:
            if key not in known:
                self._fault((*path, key), UnknownKey(tuple(known)))
        values = {
            key: self._field(data, field, path, default)
            for key, field in known.items()
            if key in data or field.required or default is not None
        }
        return INVALID if len(self.faults) > before else self._construct(config, values, data, path)

    def _field(self, data: Mapping[str, object], field: Field, path: Path, default: object) -> object:
        here = (*path, field.key)
        standing = field.default() if default is None else getattr(default, field.name)
        if field.key not in data:
            missing = standing is attrs.NOTHING
            return self._fault(here, MissingKey(show(field.type))) if missing else standing
        if field.attribute.converter is not None:
            return data[field.key]  # what the converter takes is its own affair
        return self.value(data[field.key], field.type, here, standing)

    def _construct(
        self,
        config: type[attrs.AttrsInstance],
        values: dict[str, object],
        data: Mapping[str, object],
        path: Path,
    ) -> object:
        try:
            return config(**values)
        except Exception as error:
            found = list(_refusals(config, values))
            for key, message in found:
                self._fault((*path, key), Refused(data.get(key, values[key]), message))
            return INVALID if found else self._fault(path, Refused(data, _message(error)))

    def _spec(
        self, data: object, wanted: object, registry: Catalog, path: Path, default: object
    ) -> object:
        standing = default if isinstance(default, Spec) else None
        data = {"name": data} if isinstance(data, str) else data
        if not isinstance(data, Mapping):
            return self._fault(path, WrongType(f"a component of {registry.name}: its name, or a mapping", data))
        name = data.get("name", standing.name if standing else None)
        here = (*path, "name") if "name" in data else path
        if not isinstance(name, str):
            problem = MissingKey(f"one of {registry.name}") if name is None else WrongType("a name", name)
            return self._fault((*path, "name"), problem)
        if name not in registry:
            return self._fault(here, UnknownComponent(registry.name, name, tuple(registry)))
        if not self._fitting(registry, name, wanted, here):
            return INVALID
        rest = {key: item for key, item in data.items() if key != "name"}
        kept = standing.config if standing and standing.name == name else None
        config = self._config(registry, name, rest, here, path, kept)
        return INVALID if config is INVALID else Spec(registry, name, config)

    def _config(
        self,
        registry: Catalog,
        name: str,
        data: Mapping[str, object],
        here: Path,
        path: Path,
        kept: object,
    ) -> object:
        try:
            config = registry.config(name)
        except (RegistryError, ImportError) as error:
            return self._fault(here, Refused(name, _message(error)))
        return self.instance(data, config, path, kept)

    def _fitting(self, registry: Catalog, name: str, wanted: object, path: Path) -> bool:
        """Whether the component does what a field narrower than the registry needs."""
        if wanted == registry.contract.kind or wanted is Unknown:
            return True
        reasons = _unfit(registry, name, wanted)
        if reasons:
            fitting = tuple(other for other in registry if not _unfit(registry, other, wanted))
            self._fault(path, UnfitComponent(name, show(wanted), reasons, fitting))
        return not reasons

    def _union(self, data: object, kind: object, path: Path, default: object) -> object:
        alternatives = [part for part in get_args(kind) if _writable(part)]
        if data is None and type(None) in alternatives:
            return None
        found = []
        for part in sorted(alternatives, key=lambda part: type(data) is not plain(part)):
            attempt = Structure()
            value = attempt.value(data, part, path, default)
            if not attempt.faults:
                return value
            found.append((part, attempt.faults))
        others = [faults for part, faults in found if part is not type(None)]
        if len(others) == 1 and not isinstance(others[0][0].problem, WrongType):
            self.faults.extend(others[0])
            return INVALID
        return self._fault(path, WrongType(_described(kind), data))

    def _plain(self, data: object, kind: object, path: Path) -> object:
        origin = get_origin(kind) or kind
        if kind in _ANYTHING or isinstance(kind, TypeVar):
            return data
        if origin is Literal:
            return self._one_of(data, {repr(value): value for value in get_args(kind)}, path)
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return self._member(data, kind, path)
        if origin is tuple or origin in _SEQUENCES:
            return self._sequence(data, kind, path)
        if origin in _MAPPINGS:
            return self._mapping(data, kind, path)
        return self._scalar(data, kind, path)

    def _scalar(self, data: object, kind: object, path: Path) -> object:
        if kind in (pathlib.Path, pathlib.PurePath) and isinstance(data, str):
            return pathlib.Path(data)
        if isinstance(kind, type) and type(data) in _NUMBERS.get(kind, (kind,)):
            return kind(data) if kind in _NUMBERS else data
        return self._fault(path, WrongType(_described(kind), data))

    def _one_of(self, data: object, valid: Mapping[str, object], path: Path) -> object:
        for value in valid.values():
            if value == data and type(value) is type(data):
                return value
        return self._fault(path, WrongValue(data, tuple(valid.values())))

    def _member(self, data: object, kind: type[enum.Enum], path: Path) -> object:
        for member in kind:
            if member.value == data and type(member.value) is type(data) or member.name == data:
                return member
        return self._fault(path, WrongValue(data, tuple(member.value for member in kind)))

    def _sequence(self, data: object, kind: object, path: Path) -> object:
        origin, arguments = get_origin(kind) or kind, get_args(kind)
        if not isinstance(data, (list, tuple)):
            return self._fault(path, WrongType(_described(kind), data))
        if origin is tuple and not (len(arguments) == 2 and arguments[1] is ...):
            if arguments and len(arguments) != len(data):
                return self._fault(path, WrongType(_described(kind), list(data)))
            kinds = arguments or (object,) * len(data)
        else:
            kinds = (arguments[0] if arguments else object,) * len(data)
        items = [self.value(item, k, (*path, i)) for i, (item, k) in enumerate(zip(data, kinds))]
        if any(item is INVALID for item in items):
            return INVALID
        return _SEQUENCES.get(origin, tuple)(items)

    def _mapping(self, data: object, kind: object, path: Path) -> object:
        if not isinstance(data, Mapping):
            return self._fault(path, WrongType(_described(kind), data))
        item_kind = get_args(kind)[1] if get_args(kind) else object
        items = {key: self.value(item, item_kind, (*path, key)) for key, item in data.items()}
        return INVALID if any(item is INVALID for item in items.values()) else items

    def _fault(self, path: Path, problem: Problem) -> object:
        self.faults.append(Fault(path, problem))
        return INVALID


def _unfit(registry: Catalog, name: str, wanted: object) -> tuple[str, ...]:
    found = fits(registry.live(name), wanted)
    return tuple(f"{mismatch.member}: {mismatch.reason}" for mismatch in found)


def _writable(kind: object) -> bool:
    """Whether a file can hold a value of this type at all."""
    kind = plain(kind)
    origin = get_origin(kind) or kind
    if origin in (Literal, Spec, tuple, Annotated, *_SEQUENCES, *_MAPPINGS, *_ANYTHING) or is_union(kind):
        return True
    scalars = (bool, int, float, str, type(None), pathlib.Path, pathlib.PurePath)
    return isinstance(kind, type) and (kind in scalars or attrs.has(kind) or issubclass(kind, enum.Enum))


def _described(kind: object) -> str:
    if is_union(kind):
        return " | ".join(show(part) for part in get_args(kind) if _writable(part))
    return show(kind) if _writable(kind) else f"{show(kind)}, which no file can hold"


def _refusals(
    config: type[attrs.AttrsInstance], values: Mapping[str, object]
) -> list[tuple[str, str]]:
    """Which fields' converters and validators refuse their values, and what they say."""
    instance = config.__new__(config)
    found: list[tuple[str, str]] = []
    given = [field for field in fields(config) if field.key in values]
    for field in given:
        convert = field.attribute.converter
        try:
            made = convert(values[field.key]) if callable(convert) else values[field.key]
            object.__setattr__(instance, field.name, made)
        except Exception as error:
            found.append((field.key, _message(error)))
    for field in given:
        try:
            if field.attribute.validator is not None and hasattr(instance, field.name):
                field.attribute.validator(instance, field.attribute, getattr(instance, field.name))
        except Exception as error:
            found.append((field.key, _message(error)))
    return found


def _message(error: Exception) -> str:
    first = error.args[0] if error.args and isinstance(error.args[0], str) else str(error)
    text = str(error) if isinstance(error, (RegistryError, ImportError)) else first
    return text or type(error).__name__
