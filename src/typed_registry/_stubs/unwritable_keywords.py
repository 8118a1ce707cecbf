"""Replace the keywords that no call can write, such as the alias `my-key` of a field, by `**kwargs`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mypy.nodes import ARG_STAR2
from mypy.types import CallableType, UnionType

from typed_registry._stubs.stub_names import is_name


def unwritable(calls: Iterable[CallableType]) -> Iterator[str]:
    """Yield the keywords in these signatures that no call can write."""
    yield from dict.fromkeys(name for call in calls for name in call.arg_names if name and not is_name(name))


def with_rest(call: CallableType) -> CallableType:
    """Return a signature in which `**kwargs`, of their types, takes the place of such keywords.

    A program gives them as `**{"my-key": 3}`.
    """
    formals = [*zip(call.arg_names, call.arg_kinds, call.arg_types, strict=True)]
    kept = [each for each in formals if each[0] is None or is_name(each[0])]
    if kept == formals:
        return call
    if not any(kind is ARG_STAR2 for _, kind, _ in kept):
        hidden = [of for name, _, of in formals if name and not is_name(name)]
        kept.append(("kwargs", ARG_STAR2, UnionType.make_union(hidden)))
    return call.copy_modified(  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
        arg_names=[name for name, _, _ in kept],
        arg_kinds=[kind for _, kind, _ in kept],
        arg_types=[of for _, _, of in kept],
    )
