"""Replace the keywords that no call can write, such as the alias `my-key` of a field, by `**kwargs`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mypy.nodes import ARG_STAR2
from mypy.types import CallableType, UnionType

from typed_registry._stubs.formals import Formal, formals, with_formals
from typed_registry._stubs.stub_names import is_name


def unwritable(calls: Iterable[CallableType]) -> Iterator[str]:
    """Yield the keywords in these signatures that no call can write."""
    yield from dict.fromkeys(name for call in calls for name in call.arg_names if name and not is_name(name))


def with_rest(call: CallableType) -> CallableType:
    """Return a signature in which `**kwargs`, of their types, takes the place of such keywords.

    A program gives them as `**{"my-key": 3}`.
    """
    found = formals(call)
    kept = [each for each in found if each.name is None or is_name(each.name)]
    if kept == found:
        return call
    if not any(each.kind is ARG_STAR2 for each in kept):
        hidden = [each.type for each in found if each.name and not is_name(each.name)]
        kept.append(Formal("kwargs", ARG_STAR2, UnionType.make_union(hidden)))
    return with_formals(call, kept)
