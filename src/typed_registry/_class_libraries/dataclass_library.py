"""Classes that `dataclasses` defines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeGuard, cast

from attrs import NOTHING, evolve

from typed_registry._class_libraries.class_library import ClassLibrary, owner_of
from typed_registry._class_libraries.field import Field, key_in


class _Options(Protocol):
    """The options of the decorator."""

    frozen: bool


class _Declared(Protocol):
    """A field of a dataclass, as `dataclasses.field` makes it, or an `InitVar`."""

    name: str
    type: object
    default: object
    default_factory: object
    init: bool
    compare: bool
    metadata: Mapping[object, object]


class DataclassLibrary(ClassLibrary):
    """The classes of `dataclasses`, and of libraries that build upon it."""

    kind = "a dataclass"
    freezing = "@dataclass(frozen=True)"

    def defines(self, config: type) -> bool:
        """Return whether a class is a dataclass."""
        return hasattr(config, "__dataclass_fields__")

    def fields(self, config: type) -> Iterator[Field]:
        """Yield the fields that `__init__` accepts, and the variables that it only passes on."""
        from dataclasses import MISSING

        declared = cast("Mapping[str, _Declared]", vars_of(config, "__dataclass_fields__"))
        for each in declared.values():
            role = str(getattr(each, "_field_type", ""))
            if not each.init or role.endswith("_FIELD_CLASSVAR"):
                continue
            is_variable = role.endswith("_FIELD_INITVAR")
            makes = each.default_factory is not MISSING
            yield Field(
                key=key_in(each.metadata, each.name),
                name=each.name,
                parameter=each.name,
                type=each.type,
                owner=owner_of(config, each.name),
                required=each.default is MISSING and not makes,
                constant=NOTHING if each.default is MISSING else each.default,
                factory=each.default_factory if _is_function(each.default_factory, makes=makes) else None,
                metadata=each.metadata,
                is_compared=each.compare,
                is_kept=not is_variable,
            )

    def resolved(self, field: Field, kind: object) -> Field:
        """Return the field with its type, which may be inside `InitVar`."""
        from dataclasses import InitVar

        inner = cast("_Wrapped", kind).type if isinstance(kind, InitVar) else kind
        return evolve(field, type=inner)

    def unstated(self, config: type) -> Iterator[str]:
        """Yield the attributes that an instance may have made of an `InitVar`, which it doesn't keep."""
        fields = [*self.fields(config)]
        if any(not field.is_kept for field in fields):
            declared = cast("Mapping[str, _Declared]", vars_of(config, "__dataclass_fields__"))
            yield from (each.name for each in declared.values() if each.compare and not each.init)

    def is_frozen(self, config: type) -> bool:
        """Return whether instances can't be changed."""
        return cast("_Options", vars_of(config, "__dataclass_params__")).frozen


class _Wrapped(Protocol):
    """An `InitVar`, with the type of the variable."""

    type: object


def vars_of(config: type, name: str) -> object:
    """Return an attribute of a class, of which no more is known to the type checker."""
    found: object = getattr(config, name)
    return found


def _is_function(value: object, *, makes: bool) -> TypeGuard[Callable[[], object]]:
    return makes and callable(value)
