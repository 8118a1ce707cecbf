"""The fields of a class, with their types resolved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, get_args, get_origin

from attrs import NOTHING, evolve

from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_mapping
from typed_registry._annotations.type_variables import bindings, substitute
from typed_registry._annotations.unresolved import UnresolvedType
from typed_registry._class_libraries.class_library import ClassLibrary
from typed_registry._class_libraries.field import Field, key_in
from typed_registry._class_libraries.kept_with_class import kept_with_class
from typed_registry._class_libraries.library_of import library_of
from typed_registry.config._types.registry_of_field import stated_registry
from typed_registry.config._types.renewed_defaults import renewed


def fields(config: type, arguments: tuple[object, ...] = ()) -> tuple[Field, ...]:
    """Return the fields that a file can give; `arguments` take the place of a generic class's parameters.

    In `Annotated[Spec[T, D], REGISTRY]`, `T` and `D` need not be resolvable: the registry says what can be
    chosen. Any other type that can't be resolved is an `UnresolvedType`.

    Raises TypeError if two fields have the same key, and for another key than the name in a `TypedDict`.
    """
    key = ("fields", arguments, repr(arguments))  # unions of another order are equal, but not the same
    return kept_with_class(config, key, lambda: _fields(config, arguments))


def default_of(field: Field) -> object:
    """Return a fresh default; `NOTHING` if there is none, or if it can't be known without an instance.

    A choice that is outdated is made again.
    """
    try:
        return NOTHING if field.required else renewed(field.default(), field)
    except Exception:  # noqa: BLE001  # of the user's factory; loading a config reports it
        return NOTHING


def _fields(config: type, arguments: tuple[object, ...]) -> tuple[Field, ...]:
    library = library_of(config)
    if library is None:
        return ()
    bound = bindings(config, arguments)
    made = tuple(_resolved(field, library, bound) for field in library.fields(config))
    _refuse_keys(config, made, is_mapping=library.is_mapping)
    return made


def _resolved(field: Field, library: ClassLibrary, bound: Mapping[type, Mapping[object, object]]) -> Field:
    made = library.resolved(field, _type(field, bound))
    extras = get_args(made.type)[1:] if get_origin(made.type) is Annotated else ()
    stated = {key: value for extra in extras if is_mapping(extra) for key, value in extra.items()}
    return (
        evolve(made, metadata={**stated, **made.metadata}, key=key_in(stated, made.key)) if stated else made
    )


def _type(field: Field, bound: Mapping[type, Mapping[object, object]]) -> object:
    if field.owner is None:
        merged = {variable: kind for table in bound.values() for variable, kind in table.items()}
        unresolved = isinstance(field.type, str)
        return UnresolvedType(str(field.type)) if unresolved else substitute(field.type, merged)
    namespace = Namespace(field.module or field.owner.__module__, dict(vars(field.owner)))
    kind = evaluate(field.type, namespace)
    if namespace.unresolved and stated_registry(kind) is None:
        namespace.import_unresolved()
        kind = evaluate(field.type, namespace)
    if kind is Unknown or (namespace.unresolved and stated_registry(kind) is None):
        return UnresolvedType(show(field.type))
    substituted = substitute(kind, bound.get(field.owner, {}))
    return UnresolvedType(show(field.type)) if substituted is Unknown else substituted


def _refuse_keys(config: type, made: tuple[Field, ...], *, is_mapping: bool) -> None:
    names: dict[str, str] = {}
    for field in made:
        if is_mapping and field.key != field.name:
            raise TypeError(
                f"{config.__qualname__}: the dictionary itself has the key {field.name!r}; write "
                f"TypedDict({config.__name__!r}, {{{field.key!r}: ...}})"
            )
        other = names.setdefault(field.key, field.name)
        if other != field.name:
            raise TypeError(
                f"{config.__qualname__}: {other!r} and {field.name!r} have the same key {field.key!r}"
            )
