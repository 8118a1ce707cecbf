"""Correct mypy's signature of a component by the one that `inspect` reads from the component itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import Parameter

from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ARG_OPT, ARG_POS, ARG_STAR, ARG_STAR2, ArgKind
from mypy.types import AnyType, CallableType, Instance, Type, TypeOfAny

from typed_registry._annotations.own_annotations import states_signature
from typed_registry._class_libraries.pydantic_library import PydanticLibrary
from typed_registry._stubs.callables import takes_any_keyword, takes_anything
from typed_registry._stubs.expressions import known_signature
from typed_registry._stubs.formals import formals, with_formals
from typed_registry._stubs.unwritable_keywords import unwritable

_MODELS = PydanticLibrary()
_STARS = {Parameter.VAR_POSITIONAL: ARG_STAR, Parameter.VAR_KEYWORD: ARG_STAR2}


def run_call(component: object, result: Type, function: Instance) -> CallableType | None:
    """Return a call with a component's parameters, each of any type; None if it has none to read.

    It has none to read, either, if it takes any arguments by `*args` and `**kwargs`. `result` is the type of
    what it returns, and `function` that of functions.
    """
    signature = known_signature(component)
    if signature is None:
        return None
    parameters = [*signature.parameters.values()]
    kinds = [_kind(each) for each in parameters]
    names = [None if each.kind is Parameter.POSITIONAL_ONLY else each.name for each in parameters]
    types = [AnyType(TypeOfAny.explicit) for _ in parameters]
    call = CallableType(types, kinds, names, result, function)
    return None if takes_anything(call) else call


def stated_call(call: CallableType, component: object, function: Instance) -> CallableType | None:
    """Return the constructor of a class that states its signature, where that of mypy takes any keyword.

    Such a class, as those of `param`, looks at the keywords itself. None for any other component, and for a
    model of pydantic, which writes the signature for a constructor that may take others.
    """
    if not isinstance(component, type) or not states_signature(component) or _MODELS.defines(component):
        return None
    if not call.is_type_obj() or not takes_any_keyword(call):
        return None
    found = run_call(component, call.ret_type, function)
    if found is None or ARG_STAR2 in found.arg_kinds:
        return None
    formals = zip(call.arg_names, call.arg_kinds, call.arg_types, strict=True)
    known = {name: of for name, kind, of in formals if not kind.is_star()}
    named = zip(found.arg_names, found.arg_types, strict=True)
    types = [known.get(name, of) if name else of for name, of in named]
    return found.copy_modified(arg_types=types, variables=call.variables)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


def with_run_names(call: CallableType, component: object) -> CallableType:
    """Return the constructor of an attrs class or a model with the names of its parameters at run time.

    attrs gives a field `__key` of the class `Safe` the parameter `Safe__key`, of which mypy only has `key`.
    Of the aliases in a model of pydantic, mypy only knows some.
    """
    if isinstance(component, type) and _MODELS.defines(component):
        keywords = _MODELS.keywords(component)
        return _with_keywords(call, keywords) if keywords else call
    if not hasattr(component, "__attrs_attrs__"):
        return call
    signature = known_signature(component)
    known = [*signature.parameters] if signature else []
    if len(known) != len(call.arg_names):
        return call
    names = [
        run if name and run.endswith(f"__{name}") else name
        for name, run in zip(call.arg_names, known, strict=True)
    ]
    return call.copy_modified(arg_names=names)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


def with_field_names(call: CallableType, component: object) -> Iterator[CallableType]:
    """Yield a call, and for a model that takes its fields by their names, too, the call by these.

    That takes the place of the other if there is an alias that no call can write.
    """
    names: Mapping[str, str] = {}
    if isinstance(component, type) and _MODELS.defines(component):
        names = _MODELS.field_names(component)
    if not names or not [*unwritable([call])]:
        yield call
    if names:
        yield _with_keywords(call, names)


def _with_keywords(call: CallableType, keywords: Mapping[str, str]) -> CallableType:
    """Return a model's constructor with the keywords that it accepts, and without private attributes."""
    renamed = [each._replace(name=keywords.get(each.name or "")) for each in formals(call)]
    return with_formals(call, [each for each in renamed if each.name is not None])


def _kind(parameter: Parameter) -> ArgKind:
    if parameter.kind in _STARS:
        return _STARS[parameter.kind]
    is_required = parameter.default is Parameter.empty
    if parameter.kind is Parameter.KEYWORD_ONLY:
        return ARG_NAMED if is_required else ARG_NAMED_OPT
    return ARG_POS if is_required else ARG_OPT
