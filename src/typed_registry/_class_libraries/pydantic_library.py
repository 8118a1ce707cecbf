"""Models that pydantic defines, from its version 2 on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, cast

from attrs import NOTHING

from typed_registry._annotations.call_target import raw_attribute
from typed_registry._annotations.type_guards import is_class
from typed_registry._class_libraries.class_library import ClassLibrary, Refusal
from typed_registry._class_libraries.field import Field

_CHANGING = frozenset({"before", "plain", "wrap"})
"""The modes of validators that may make the value of something else."""


class _FieldInfo(Protocol):
    """How pydantic describes a field."""

    annotation: object
    alias: str | None
    validation_alias: object
    default: object
    default_factory: Callable[[], object] | None
    default_factory_takes_validated_data: bool | None
    metadata: list[object]

    def is_required(self) -> bool: ...


class _ValidatorInfo(Protocol):
    """How pydantic describes a validator."""

    mode: str


class _Decorator(Protocol):
    """A validator of a model."""

    info: _ValidatorInfo


class _Decorators(Protocol):
    """The validators of a model by their names."""

    validators: Mapping[str, _Decorator]
    field_validators: Mapping[str, _Decorator]
    model_validators: Mapping[str, _Decorator]


class _ModelClass(Protocol):
    """A model's class."""

    model_fields: Mapping[str, _FieldInfo]
    model_config: Mapping[str, object]
    __pydantic_decorators__: _Decorators


class _ValidationError(Protocol):
    """The error of a model that refuses its values."""

    def errors(self) -> list[Mapping[str, object]]: ...


class PydanticLibrary(ClassLibrary):
    """The models of pydantic. A model validates the values that it is called with."""

    kind = "a pydantic model"
    freezing = "model_config = ConfigDict(frozen=True)"

    def defines(self, config: type) -> bool:
        """Return whether a class is a model with fields."""
        model: object = getattr(sys.modules.get("pydantic.main"), "BaseModel", None)
        is_model = is_class(model) and hasattr(model, "model_fields") and issubclass(config, model)
        return is_model and config is not model and not getattr(config, "__pydantic_root_model__", False)

    def fields(self, config: type) -> Iterator[Field]:
        """Yield the fields, whose annotations pydantic has resolved, apart from those that have no key."""
        model = cast("_ModelClass", config)
        changed = _changed(model)
        for name, info in model.model_fields.items():
            key = _key(model, name, info)
            if key is None:
                continue
            takes_values = bool(info.default_factory_takes_validated_data)
            makes = info.default_factory is not None
            yield Field(
                key=key,
                name=name,
                parameter=key,
                owner=None,
                type=info.annotation,
                required=info.is_required(),
                constant=NOTHING if makes or info.is_required() else info.default,
                factory=None if takes_values else info.default_factory,
                is_converted=name in changed or any(map(_is_changing, info.metadata)),
                is_validated=True,
                validator=tuple(info.metadata),
                metadata=_mappings(info.metadata),
            )

    def keywords(self, config: type) -> dict[str, str]:
        """Return the keyword by which a model's constructor takes each field, by its name and by its alias.

        It is empty for a model that defines a constructor of its own.
        """
        if not raw_attribute(config, "__init__")[0].__module__.startswith("pydantic."):
            return {}
        model = cast("_ModelClass", config)
        fields = model.model_fields.items()
        keys = {name: key for name, info in fields if (key := _key(model, name, info)) is not None}
        known = ((name, info) for name, info in fields if name in keys)
        return {key: keys[name] for name, info in known for key in (name, info.alias, keys[name]) if key}

    def field_names(self, config: type) -> dict[str, str]:
        """Return the names of a model's fields by their keys, if it takes the fields by either.

        It is empty if no name differs from the key, and for a model that defines a constructor of its own.
        """
        keys = self.keywords(config)
        names = {keys[name]: name for name in cast("_ModelClass", config).model_fields if name in keys}
        takes_names = _takes_names(cast("_ModelClass", config))
        return names if takes_names and any(key != name for key, name in names.items()) else {}

    def is_frozen(self, config: type) -> bool:
        """Return whether instances can't be changed."""
        return bool(cast("_ModelClass", config).model_config.get("frozen"))

    def unstated(self, config: type) -> Iterator[str]:
        """Yield the fields that have no key."""
        model = cast("_ModelClass", config)
        yield from (name for name, info in model.model_fields.items() if _key(model, name, info) is None)

    def refusals(self, error: Exception) -> Iterator[Refusal]:
        """Yield the errors that a model lists, each with the path that begins with the field's alias."""
        kind: object = getattr(sys.modules.get("pydantic_core"), "ValidationError", None)
        if not (is_class(kind) and isinstance(error, kind)):
            yield (), error
            return
        for each in cast("_ValidationError", error).errors():
            context = cast("Mapping[str, object]", each.get("ctx", {}))
            raised = context.get("error")
            place = cast("tuple[str | int, ...]", each["loc"])
            yield place, raised if isinstance(raised, Exception) else str(each["msg"])


def _key(model: _ModelClass, name: str, info: _FieldInfo) -> str | None:
    """Return the key by which a model accepts a field; None for one that it finds inside of another value.

    A model ignores what it is given under any other key.
    """
    alias = info.validation_alias
    if alias is None or model.model_config.get("validate_by_alias") is False:
        return name
    choices = cast("tuple[object, ...]", getattr(alias, "choices", (alias,)))
    by_name = name if _takes_names(model) else None
    return next((choice for choice in choices if isinstance(choice, str)), by_name)


def _takes_names(model: _ModelClass) -> bool:
    """Return whether a model takes a field that has an alias by its name, too."""
    return any(model.model_config.get(each) for each in ("populate_by_name", "validate_by_name"))


def _changed(model: _ModelClass) -> frozenset[str]:
    """Return the fields with a validator that runs before pydantic checks the type of the value."""
    decorators = model.__pydantic_decorators__
    if any(each.info.mode in _CHANGING for each in decorators.model_validators.values()):
        return frozenset(model.model_fields)
    found: set[str] = set()
    for each in (*decorators.field_validators.values(), *decorators.validators.values()):
        if each.info.mode in _CHANGING:
            names = cast("tuple[str, ...]", getattr(each.info, "fields", ()))
            found.update(model.model_fields if "*" in names else names)
    return frozenset(found)


def _is_changing(metadata: object) -> bool:
    return type(metadata).__name__ in {"BeforeValidator", "PlainValidator", "WrapValidator"}


def _mappings(metadata: list[object]) -> dict[object, object]:
    """Return the metadata that is written as a mapping, such as former keys."""
    found = [cast("Mapping[object, object]", each) for each in metadata if isinstance(each, Mapping)]
    return {key: value for each in found for key, value in each.items()}
