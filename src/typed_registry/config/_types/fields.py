"""The fields of a class, with their types resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from typed_registry._equality import equal
from typed_registry._registration.passing import takes_other_keys
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.registry_of_field import stated_registry


def fields(config: type, arguments: tuple[object, ...] = ()) -> tuple[Field, ...]:
    """Return the fields that a file can give; `arguments` take the place of a generic class's parameters.

    In `Annotated[Spec[T, D], REGISTRY]`, `T` and `D` need not be resolvable: the registry says what can be
    chosen. Any other type that can't be resolved is an `UnresolvedType`.

    Raises TypeError if two fields have the same key, and for another key than the name in a `TypedDict`.
    """
    key = ("fields", arguments, repr(arguments))  # unions of another order are equal, but not the same
    return kept_with_class(config, key, lambda: _fields(config, arguments))


def changed_fields(config: object) -> list[Field]:
    """Return the fields of a config whose values aren't their defaults."""
    given = ((each, each.of(config)) for each in _given_fields(config))
    return [each for each, value in given if each.required or not equal(value, each.default())]


def changed_values(config: object) -> dict[str, object]:
    """Return the values of a config that aren't defaults, by the keys under which a file gives them."""
    return _by_key(config, changed_fields(config))


def values_by_key(config: object) -> dict[str, object]:
    """Return all values of a config by the keys under which a file gives them."""
    return _by_key(config, _given_fields(config))


def config_parts(config: object) -> Parts:
    """Return the values of the fields that count when configs are compared, by key."""
    kind = type(config)
    counted = {each.key: each for each in fields(kind) if each.is_compared and each.is_kept}
    return Parts(
        ("config", kind.__name__),
        {key: each.of(config) for key, each in counted.items()} | _unstated(config),
        family=kind,
        defaults={key: each.default for key, each in counted.items()},
    )


def _unstated(config: object) -> dict[object, object]:
    """Return the attributes by which instances differ, and that no field gives."""
    library = library_of(type(config))
    names = () if library is None else library.unstated(type(config))
    return {name: getattr(config, name) for name in names}


def _given_fields(config: object) -> list[Field]:
    return [each for each in fields(type(config)) if each.of(config) is not NOTHING]


def _by_key(config: object, chosen: Iterable[Field]) -> dict[str, object]:
    found: dict[str, object] = {}
    for each in chosen:
        value = each.of(config)
        if takes_other_keys(each) and is_mapping(value):
            found.update({str(key): item for key, item in value.items()})
        else:
            found[each.key] = value
    return found


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
    namespace = Namespace(field.module or field.owner.__module__, _names_of(field.owner))
    kind = evaluate(field.type, namespace)
    if namespace.unresolved and stated_registry(kind) is None:
        namespace.import_unresolved()
        kind = evaluate(field.type, namespace)
    if kind is Unknown or (namespace.unresolved and stated_registry(kind) is None):
        return UnresolvedType(show(field.type))
    substituted = substitute(kind, bound.get(field.owner, {}))
    return UnresolvedType(show(field.type)) if substituted is Unknown else substituted


def _names_of(owner: type) -> dict[str, object]:
    """Return the names that the body of a class knows: its attributes, and its type parameters (PEP 695)."""
    parameters: tuple[object, ...] = getattr(owner, "__type_params__", ())
    return {**{str(getattr(each, "__name__", "")): each for each in parameters}, **vars(owner)}


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
