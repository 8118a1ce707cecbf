"""The parameters that a function or a class declares itself, with their own library's defaults and types."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from inspect import Parameter
from typing import ParamSpecArgs, ParamSpecKwargs, cast, get_args, get_origin

import attrs
from attrs import evolve
from typing_extensions import NotRequired, Required, Unpack, get_type_hints, is_typeddict

from typed_registry._annotations.full_signature import (
    NOT_GIVEN,
    FullParameter,
    FullSignature,
    with_types,
)
from typed_registry._annotations.generic_class import without_arguments
from typed_registry._annotations.namespace import Namespace, Unknown, evaluate
from typed_registry._annotations.own_annotations import own_annotations
from typed_registry._annotations.show import show
from typed_registry._annotations.signature import Signature, read
from typed_registry._annotations.type_guards import is_class
from typed_registry._annotations.type_variables import bindings
from typed_registry._annotations.unresolved import UnresolvedType, is_unresolved
from typed_registry._annotations.unwrap import plain
from typed_registry._class_libraries.field import Field
from typed_registry._class_libraries.library_of import declared_fields, library_of
from typed_registry._class_libraries.msgspec_library import MsgspecLibrary
from typed_registry._class_libraries.pydantic_library import PydanticLibrary

_FIELDS = ("__attrs_attrs__", "__dataclass_fields__", "__struct_fields__")
"""The attribute that a library leaves on a class for which it has written a constructor."""
_MADE = ("Factory", "_HAS_DEFAULT_FACTORY_CLASS")
"""The classes of what libraries show in a signature for a default that they make anew for each instance."""
_STARS = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


def declared(signature: Signature, owner: type | None = None, on: type | None = None) -> FullSignature:
    """Return the parameters of a signature.

    `owner` is the class that defines a method, and `on` the class of the instance that it's called on.
    """
    factories = {} if owner is None else dict(_factories(owner))
    starred = {kind: signature.star(kind) for kind in _STARS}
    arguments, keywords = starred[Parameter.VAR_POSITIONAL], starred[Parameter.VAR_KEYWORD]
    named = [_parameter(p, signature) for p in signature.parameters if p.kind not in _STARS]
    factories = {p.name: factories[p.name] for p in named if p.name in factories and p.default is NOT_GIVEN}
    found = FullSignature(
        tuple(evolve(p, default=factories.get(p.name, p.default), key=_written(p, owner)) for p in named),
        None if keywords is None else _parameter(keywords, signature),
        None if arguments is None else _parameter(arguments, signature),
    )
    return found if owner is None or on is None else with_types(found, _bound(owner, on))


def _bound(owner: type, on: type) -> dict[object, object]:
    """Return the types that a derived class gives the type variables of a base class's methods.

    A constructor that a library has written has the parameters of the classes above as well.
    """
    found = bindings(on)
    inherited = found.values() if any(name in vars(owner) for name in _FIELDS) else ()
    own = {variable: variable for variable in getattr(owner, "__parameters__", ())}
    return {**dict(item for each in inherited for item in each.items()), **own, **found.get(owner, {})}


def _written(parameter: FullParameter, owner: type | None) -> str | None:
    """Return the name of a parameter as a class has it written, where Python puts the class before it."""
    mangled = "" if owner is None else f"_{owner.__name__.lstrip('_')}__"
    is_mangled = bool(mangled) and parameter.name.startswith(mangled)
    return parameter.name[len(mangled) - 2 :] if is_mangled else None


def _parameter(parameter: Parameter, signature: Signature) -> FullParameter:
    default = attrs.NOTHING if parameter.default is Parameter.empty else cast("object", parameter.default)
    is_made = default is attrs.NOTHING or type(default).__name__ in _MADE
    if is_made and parameter.default is not Parameter.empty:
        default = NOT_GIVEN  # a library makes it anew for each instance
    kind = signature.type_of(parameter)
    if isinstance(kind, dataclasses.InitVar):
        kind = getattr(cast("object", kind), "type", Unknown)
    elif isinstance(kind, (ParamSpecArgs, ParamSpecKwargs)):
        kind = Unknown  # of a function that is given
    elif parameter.annotation is not Parameter.empty and is_unresolved(kind):
        kind = _imported(parameter.annotation, signature.namespace)
    return FullParameter(parameter.name, parameter.kind, default, kind)


def _imported(annotation: object, namespace: Namespace) -> object:
    """Return the type of an annotation some of whose names are imported for type checkers alone."""
    namespace.unresolved.clear()
    evaluate(annotation, namespace)
    namespace.import_unresolved()
    kind = evaluate(annotation, namespace)
    return UnresolvedType(show(annotation)) if is_unresolved(kind) else kind


def _factories(owner: type) -> Iterator[tuple[str, object]]:
    """Yield the parameters whose defaults are made anew for each instance, with what makes them."""
    for field in declared_fields(owner) if any(name in vars(owner) for name in _FIELDS) else ():
        if not field.required and field.constant is attrs.NOTHING:
            yield field.parameter, _default(field)


def is_unpacked(kind: object) -> bool:
    """Return whether a type is `Unpack[...]`, or `*tuple[...]`."""
    return get_origin(kind) is Unpack or str(kind).startswith("*")


def unpacked(rest: FullParameter) -> tuple[FullParameter, ...] | None:
    """Return the keys of the TypedDict in `**kwargs: Unpack[Options]`; None for any other annotation.

    >>> from typing_extensions import TypedDict
    >>> class Options(TypedDict, total=False):
    ...     steps: int
    >>> rest = FullParameter("kwargs", Parameter.VAR_KEYWORD, type=Unpack[Options])
    >>> [(p.name, p.type, p.is_required) for p in unpacked(rest)]
    [('steps', <class 'int'>, False)]
    """
    if not is_unpacked(rest.type):
        return None
    table = plain(next(iter(get_args(rest.type)), Unknown))
    table = without_arguments(table)
    if not is_class(table) or not is_typeddict(table):
        return None
    return tuple(_keys(table))


def _keys(table: type) -> Iterator[FullParameter]:
    required: frozenset[str] = getattr(table, "__required_keys__", frozenset())
    try:
        kinds: Mapping[str, object] = get_type_hints(table, include_extras=True)
    except Exception:  # noqa: BLE001  # a name that can't be resolved
        kinds = dict.fromkeys(own_annotations(table), Unknown)
    for name, kind in kinds.items():
        mark = get_origin(kind)
        is_required = mark is Required or (name in required and mark is not NotRequired)
        default = attrs.NOTHING if is_required else NOT_GIVEN
        yield FullParameter(name, Parameter.KEYWORD_ONLY, default, _bare(kind))


def _bare(kind: object) -> object:
    """Return a key's type without what says whether the key is required."""
    return next(iter(get_args(kind))) if get_origin(kind) in (Required, NotRequired) else kind


def library_signature(kind: type) -> FullSignature | None:
    """Return how a class is called that pydantic or msgspec builds; None for any other class."""
    library = library_of(kind)
    if isinstance(library, PydanticLibrary):
        return _of_model(kind)
    signature = read(kind) if isinstance(library, MsgspecLibrary) else None
    return None if signature is None else declared(signature, kind)


def _of_model(kind: type) -> FullSignature:
    made = (
        FullParameter(
            field.parameter,
            Parameter.KEYWORD_ONLY,
            _default(field),
            object if field.is_converted else field.type,
            is_validated=True,
        )
        for field in declared_fields(kind)
    )
    settings = cast("Mapping[str, object]", getattr(kind, "model_config", {}))
    rest = FullParameter("extra", Parameter.VAR_KEYWORD, type=object)
    return FullSignature(tuple(made), rest if settings.get("extra") == "allow" else None)


def _default(field: Field) -> object:
    if field.required:
        return attrs.NOTHING
    if field.factory is not None:
        return attrs.Factory(field.factory)
    return NOT_GIVEN if field.constant is attrs.NOTHING else field.constant
