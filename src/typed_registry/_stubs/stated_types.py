"""Put the types that a registration states into the calls of its component: `register(name, types={...})`."""

from __future__ import annotations

from collections.abc import Mapping

from mypy.nodes import ARG_NAMED_OPT, ARG_STAR2
from mypy.types import AnyType, CallableType, Instance, Type, get_proper_type

from typed_registry._registration.passing import Way
from typed_registry._stubs.derived_parameters import DerivedParameter
from typed_registry._stubs.formals import Formal, formals, with_formals
from typed_registry._stubs.mypy_probe import MypyAnswer
from typed_registry._stubs.stub_names import is_name


def stated_types(derived: Mapping[str, DerivedParameter] | None, answer: MypyAnswer) -> dict[str, Type]:
    """Return the types that a registration states, by the names of the parameters.

    A parameter that takes other components has another type where the component is called: that of an object.
    """
    found: dict[str, Type] = {}
    for each in (derived or {}).values():
        kind = answer.of(each.type) if each.is_stated and each.type and not each.choices else None
        if kind is not None and each.way is not Way.POSITIONS and is_name(each.name):
            found[each.name] = kind
    return found


def with_stated_types(call: CallableType, stated: Mapping[str, Type], function: Instance) -> CallableType:
    """Return a call with the types that a registration states for parameters of which mypy knows none.

    Those that `**kwargs` hide are keywords of their own. `function` is the type of functions: no checker
    would see these types in a class.
    """
    found = formals(call)
    known = [
        each._replace(type=stated.get(each.name or "", each.type)) if _is_any(each.type) else each
        for each in found
    ]
    if ARG_STAR2 in call.arg_kinds:
        hidden = ((name, of) for name, of in stated.items() if name not in call.arg_names)
        known[-1:-1] = [Formal(name, ARG_NAMED_OPT, of) for name, of in hidden]
    if known == found:
        return call
    return with_formals(call, known).copy_modified(fallback=function)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


def _is_any(of: Type) -> bool:
    return isinstance(get_proper_type(of), AnyType)
