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
    stated = {key: each for key, each in (derived or {}).items() if each.is_stated}
    return run_types(stated, answer)


def run_types(derived: Mapping[str, DerivedParameter] | None, answer: MypyAnswer) -> dict[str, Type]:
    """Return the types of parameters as the run knows them, by the names of the parameters."""
    found: dict[str, Type] = {}
    for each in (derived or {}).values():
        kind = answer.of(each.type) if each.type and not each.choices else None
        if kind is not None and each.way is not Way.POSITIONS and is_name(each.name):
            found[each.name] = kind
    return found


def with_run_types(call: CallableType, known: Mapping[str, Type]) -> CallableType:
    """Return a call with types that the run knows for parameters of which mypy knows none.

    One without an annotation is an `object` to the run, and stays `Any`.
    """
    narrower = {name: of for name, of in known.items() if not _is_object(of)}
    return with_formals(call, [_with_type(each, narrower) for each in formals(call)])


def with_stated_types(call: CallableType, stated: Mapping[str, Type], function: Instance) -> CallableType:
    """Return a call with the types that a registration states for parameters of which mypy knows none.

    Those that `**kwargs` hide are keywords of their own. `function` is the type of functions: no checker
    would see these types in a class.
    """
    found = formals(call)
    known = [_with_type(each, stated) for each in found]
    if ARG_STAR2 in call.arg_kinds:
        hidden = ((name, of) for name, of in stated.items() if name not in call.arg_names)
        known[-1:-1] = [Formal(name, ARG_NAMED_OPT, of) for name, of in hidden]
    if known == found:
        return call
    return with_formals(call, known).copy_modified(fallback=function)  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type


def _with_type(formal: Formal, known: Mapping[str, Type]) -> Formal:
    return formal._replace(type=known.get(formal.name or "", formal.type)) if _is_any(formal.type) else formal


def _is_any(of: Type) -> bool:
    return isinstance(get_proper_type(of), AnyType)


def _is_object(of: Type) -> bool:
    proper = get_proper_type(of)
    return isinstance(proper, Instance) and proper.type.fullname == "builtins.object"
