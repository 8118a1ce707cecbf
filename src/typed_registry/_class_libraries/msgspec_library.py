"""Classes that msgspec defines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, Protocol, cast, get_args, get_type_hints

from attrs import NOTHING

from typed_registry._annotations.own_annotations import own_annotations
from typed_registry._annotations.type_guards import is_class
from typed_registry._class_libraries.class_library import ClassLibrary, FieldErrors, owner_of
from typed_registry._class_libraries.field import Field
from typed_registry._class_libraries.kept_with_class import kept_with_class


class _StructConfig(Protocol):
    """The options of a class."""

    frozen: bool
    tag: str | int | None
    tag_field: str | None


class _Struct(Protocol):
    """A class of msgspec."""

    __struct_fields__: tuple[str, ...]
    __struct_encode_fields__: tuple[str, ...]
    __struct_defaults__: tuple[object, ...]
    __struct_config__: _StructConfig


class _Made(Protocol):
    """A default that is made for each instance."""

    factory: Callable[[], object]


class _Msgspec(Protocol):
    """The module, as far as it is used here."""

    Struct: object
    Meta: object
    NODEFAULT: object

    def convert(self, value: object, kind: object, /) -> object: ...


class MsgspecLibrary(ClassLibrary):
    """The classes of msgspec, which check no value when they are called."""

    kind = "a msgspec Struct"
    freezing = "class ...(Struct, frozen=True)"

    def defines(self, config: type) -> bool:
        """Return whether a class is a `Struct`."""
        struct: object = getattr(sys.modules.get("msgspec"), "Struct", None)
        return is_class(struct) and issubclass(config, struct) and config is not struct

    def fields(self, config: type) -> Iterator[Field]:
        """Yield the fields, and the tag if the class has one."""
        struct, missing = cast("_Struct", config), _msgspec().NODEFAULT
        options = struct.__struct_config__
        if options.tag_field is not None:
            yield _tag(options.tag_field, options.tag)
        names = struct.__struct_fields__
        defaults = (missing,) * (len(names) - len(struct.__struct_defaults__)) + struct.__struct_defaults__
        for name, key, default in zip(names, struct.__struct_encode_fields__, defaults, strict=True):
            makes = type(default).__name__ == "Factory"
            owner = owner_of(config, name)
            yield Field(
                key=key,
                name=name,
                parameter=name,
                owner=owner,
                type=object if owner is None else own_annotations(owner)[name],
                required=default is missing,
                constant=NOTHING if makes or default is missing else default,
                factory=cast("_Made", default).factory if makes else None,
                validator=_metas(_hints(config).get(name)),
            )

    def is_frozen(self, config: type) -> bool:
        """Return whether instances can't be changed."""
        return cast("_Struct", config).__struct_config__.frozen

    def make(self, config: type, arguments: Mapping[str, object]) -> object:
        """Return an instance whose values are within the limits that its annotations state."""
        errors: list[tuple[tuple[str | int, ...], Exception]] = []
        given = {name: value for name, value in arguments.items() if name}
        for name, value in given.items():
            kind = _hints(config).get(name)
            try:
                if _metas(kind):
                    _msgspec().convert(value, kind)
            except Exception as error:  # noqa: BLE001  # whatever msgspec says of the value
                errors.append(((name,), error))
        if errors:
            raise FieldErrors(tuple(errors))
        return config(**given)


def _msgspec() -> _Msgspec:
    return cast("_Msgspec", sys.modules["msgspec"])


def _tag(key: str, tag: object) -> Field:
    """Return the field that a file may give to say which class it means, and that instances don't keep."""
    kind = Literal[tag]  # type: ignore[valid-type]  # made at run time
    return Field(key=key, name=key, parameter="", owner=None, type=kind, required=False, is_kept=False)


def _hints(config: type) -> Mapping[str, object]:
    """Return the annotations of a class with their metadata; nothing if they can't be resolved."""
    return kept_with_class(config, "hints", lambda: _resolved_hints(config))


def _resolved_hints(config: type) -> Mapping[str, object]:
    try:
        return get_type_hints(config, include_extras=True)
    except Exception:  # noqa: BLE001  # whatever evaluating annotations raises
        return {}


def _metas(kind: object) -> tuple[object, ...]:
    """Return the limits anywhere in a type."""
    meta = _msgspec().Meta
    metadata = cast("tuple[object, ...]", getattr(kind, "__metadata__", ()))
    own = tuple(each for each in metadata if is_class(meta) and isinstance(each, meta))
    return (*own, *(each for part in get_args(kind) for each in _metas(part)))
