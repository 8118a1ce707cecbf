"""The parameters that a function or a class declares itself, with their own library's defaults and types."""

from __future__ import annotations

import dataclasses
import inspect
import sys
from collections.abc import Iterator, Mapping
from inspect import Parameter
from typing import ParamSpecArgs, ParamSpecKwargs, Protocol, cast, get_args, get_origin

import attrs
from attrs import evolve
from typing_extensions import NotRequired, Required, Unpack, get_type_hints, is_typeddict

from typed_registry._annotations.full_signature import (
    NOT_GIVEN,
    FullParameter,
    FullSignature,
)
from typed_registry._annotations.namespace import Unknown
from typed_registry._annotations.signature import Signature
from typed_registry._annotations.type_guards import is_class, is_factory, is_mapping
from typed_registry._annotations.unwrap import plain

_STARS = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


def declared(signature: Signature, owner: type | None = None) -> FullSignature:
    """Return the parameters of a signature; those of a constructor that a library has written for `owner`."""
    factories = {} if owner is None else dict(_factories(owner))
    starred = {kind: signature.star(kind) for kind in _STARS}
    arguments, keywords = starred[Parameter.VAR_POSITIONAL], starred[Parameter.VAR_KEYWORD]
    named = [_parameter(p, signature) for p in signature.parameters if p.kind not in _STARS]
    return FullSignature(
        tuple(evolve(p, default=factories.get(p.name, p.default)) for p in named),
        None if keywords is None else _parameter(keywords, signature),
        None if arguments is None else _parameter(arguments, signature),
    )


def _parameter(parameter: Parameter, signature: Signature) -> FullParameter:
    default = attrs.NOTHING if parameter.default is Parameter.empty else cast("object", parameter.default)
    if repr(default) == "<factory>":
        default = NOT_GIVEN
    kind = signature.type_of(parameter)
    if isinstance(kind, dataclasses.InitVar):
        kind = getattr(cast("object", kind), "type", Unknown)
    elif isinstance(kind, (ParamSpecArgs, ParamSpecKwargs)):
        kind = Unknown  # of a function that is given
    return FullParameter(parameter.name, parameter.kind, default, kind)


def _factories(owner: type) -> Iterator[tuple[str, object]]:
    """Yield the parameters whose defaults are made anew for each instance, with what makes them."""
    if "__attrs_attrs__" in vars(owner):
        for attribute in attrs.fields(owner):
            default = cast("object", attribute.default)
            if is_factory(default):
                yield attribute.alias or attribute.name, NOT_GIVEN if default.takes_self else default
    if "__dataclass_fields__" in vars(owner) and dataclasses.is_dataclass(owner):
        for field in dataclasses.fields(owner):
            if field.default_factory is not dataclasses.MISSING:
                yield field.name, attrs.Factory(field.default_factory)


def unpacked(rest: FullParameter) -> tuple[FullParameter, ...] | None:
    """Return the keys of the TypedDict in `**kwargs: Unpack[Options]`; None for any other annotation.

    >>> from typing_extensions import TypedDict
    >>> class Options(TypedDict, total=False):
    ...     steps: int
    >>> rest = FullParameter("kwargs", Parameter.VAR_KEYWORD, type=Unpack[Options])
    >>> [(p.name, p.type, p.is_required) for p in unpacked(rest)]
    [('steps', <class 'int'>, False)]
    """
    if get_origin(rest.type) is not Unpack and not str(rest.type).startswith("*"):
        return None
    table = plain(next(iter(get_args(rest.type)), Unknown))
    table = get_origin(table) or table
    if not is_class(table) or not is_typeddict(table):
        return None
    return tuple(_keys(table))


def _keys(table: type) -> Iterator[FullParameter]:
    required: frozenset[str] = getattr(table, "__required_keys__", frozenset())
    try:
        kinds: Mapping[str, object] = get_type_hints(table, include_extras=True)
    except Exception:  # noqa: BLE001  # a name that can't be resolved
        kinds = dict.fromkeys(table.__annotations__, Unknown)
    for name, kind in kinds.items():
        default = attrs.NOTHING if name in required else NOT_GIVEN
        yield FullParameter(name, Parameter.KEYWORD_ONLY, default, _bare(kind))


def _bare(kind: object) -> object:
    """Return a key's type without what says whether the key is required."""
    return next(iter(get_args(kind))) if get_origin(kind) in (Required, NotRequired) else kind


# Classes of other libraries


class _ParameterInfo(Protocol):
    """A field of a pydantic model."""

    annotation: object
    alias: str | None
    validation_alias: object
    default: object
    default_factory: object

    def is_required(self) -> bool: ...


def library_signature(kind: type) -> FullSignature | None:
    """Return how a class is called that pydantic or msgspec builds; None for any other class."""
    fields = cast("object", getattr(kind, "__pydantic_fields__", None))
    if is_mapping(fields) and _is_of(kind, "pydantic", "BaseModel"):
        return _of_pydantic(kind, cast("Mapping[str, _ParameterInfo]", fields))
    if _is_of(kind, "msgspec", "Struct"):
        return _of_msgspec(kind)
    return None


def _is_of(kind: type, module: str, name: str) -> bool:
    wanted = cast("object", getattr(sys.modules.get(module), name, None))
    return is_class(wanted) and issubclass(kind, wanted)


def _of_pydantic(kind: type, fields: Mapping[str, _ParameterInfo]) -> FullSignature:
    settings = cast("Mapping[str, object]", getattr(kind, "model_config", {}))
    by_name = bool(settings.get("populate_by_name") or settings.get("validate_by_name"))
    made = (_pydantic_parameter(name, field, by_name=by_name) for name, field in fields.items())
    extra = settings.get("extra", "ignore")
    rest = FullParameter("extra", Parameter.VAR_KEYWORD, type=object) if extra == "allow" else None
    return FullSignature(tuple(made), rest)


def _pydantic_parameter(name: str, field: _ParameterInfo, *, by_name: bool) -> FullParameter:
    alias = field.validation_alias if isinstance(field.validation_alias, str) else field.alias
    key = name if by_name or alias is None else alias
    default = attrs.NOTHING if field.is_required() else field.default
    if field.default_factory is not None:
        takes_data = len(inspect.signature(cast("type", field.default_factory)).parameters) > 0
        default = NOT_GIVEN if takes_data else attrs.Factory(cast("type", field.default_factory))
    if key.isidentifier():
        return FullParameter(key, Parameter.KEYWORD_ONLY, default, field.annotation)
    return FullParameter(name, Parameter.KEYWORD_ONLY, default, field.annotation, key)


class _StructField(Protocol):
    """A field of a msgspec Struct."""

    name: str
    type: object
    default: object
    default_factory: object


def _of_msgspec(kind: type) -> FullSignature | None:
    import msgspec

    held = cast("tuple[_StructField, ...]", msgspec.structs.fields(kind))
    named = {field.name: field for field in held}
    parameters: list[FullParameter] = []
    for parameter in inspect.signature(kind).parameters.values():
        field = named[parameter.name]
        default = attrs.NOTHING if field.default is msgspec.NODEFAULT else field.default
        if field.default_factory is not msgspec.NODEFAULT:
            default = attrs.Factory(cast("type", field.default_factory))
        parameters.append(FullParameter(parameter.name, parameter.kind, default, field.type))
    return FullSignature(tuple(parameters))
