"""Find the keywords by which a component's config can be given: `spec("dpo", beta=0.1)`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from mypy.erasetype import erase_typevars
from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ArgKind
from mypy.typeops import get_all_type_vars

if TYPE_CHECKING:
    from mypy.types import CallableType, Type

    from typed_registry._stubs.nested_types import NestedTypes


@frozen
class KeywordCall:
    """Keywords with their types, and what is built from them."""

    source: CallableType
    """The signature from which they are taken."""
    keywords: tuple[tuple[str, ArgKind, Type], ...]
    result: Type


def of_config_class(constructors: Sequence[CallableType], result: Type) -> Iterator[KeywordCall]:
    """Yield the keywords of a config class, one call for each overload of its constructor."""
    for constructor in constructors:
        keywords = _keywords(constructor, 0, None)
        if keywords is not None:
            yield KeywordCall(constructor, keywords, erase_typevars(result))


def of_derived_config(
    calls: Sequence[CallableType],
    derived: Mapping[str, bool],
    dependencies: int,
    nested: Mapping[str, NestedTypes],
) -> Iterator[KeywordCall]:
    """Yield the keywords of a component without a config class, one call for each of its overloads.

    These are its parameters without the registry's dependencies, as far as its derived config has them. One
    that the derived config requires is required, though the component may have a default that no config has.
    Those that take other components are `nested`.
    """
    for call in calls:
        keywords = _keywords(call, dependencies, derived)
        if keywords is not None:
            changed = (
                (name, kind, of.accept(nested[name]) if name in nested else of) for name, kind, of in keywords
            )
            yield KeywordCall(call, tuple(changed), call.ret_type)


def by_keyword(found: Iterable[KeywordCall]) -> tuple[CallableType, ...]:
    """Return each call as a signature with keyword-only parameters, without duplicates."""
    calls = [_signature(each) for each in found]
    return tuple({str(call): call for call in calls}.values())


def _keywords(
    call: CallableType, dependencies: int, derived: Mapping[str, bool] | None
) -> tuple[tuple[str, ArgKind, Type], ...] | None:
    """Return the parameters in `derived`, or all; None if another parameter must be given."""
    found: list[tuple[str, ArgKind, Type]] = []
    formals = zip(call.arg_names, call.arg_kinds, call.arg_types, strict=True)
    for index, (name, kind, of) in enumerate(formals):
        if kind.is_star() or (index < dependencies and kind.is_positional()):
            continue
        if name is not None and (derived is None or name in derived):
            required = kind.is_required() or (derived is not None and derived[name])
            found.append((name, ARG_NAMED if required else ARG_NAMED_OPT, of))
        elif not kind.is_optional():
            return None
    return tuple(found)


def _signature(call: KeywordCall) -> CallableType:
    """Return the call as a signature. Type variables that no keyword can determine are erased."""
    types, result = [of for _, _, of in call.keywords], call.result
    determined = {variable.id for of in types for variable in get_all_type_vars(of)}
    if any(variable.id not in determined for variable in get_all_type_vars(result)):
        types, result = [erase_typevars(of) for of in types], erase_typevars(result)
    return call.source.copy_modified(  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
        arg_types=types,
        arg_kinds=[kind for _, kind, _ in call.keywords],
        arg_names=[name for name, _, _ in call.keywords],
        ret_type=result,
        unpack_kwargs=False,
    )
