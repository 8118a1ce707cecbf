"""Read and replace the formal parameters of a call, which mypy has as three parallel lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mypy.nodes import ArgKind
    from mypy.types import CallableType, Parameters, Type


class Formal(NamedTuple):
    """A formal parameter. Its name is None if it has none, or can only be given by position."""

    name: str | None
    kind: ArgKind
    type: Type


def formals(call: CallableType | Parameters) -> list[Formal]:
    """Return the parameters of a call."""
    return [*map(Formal, call.arg_names, call.arg_kinds, call.arg_types)]


def with_formals(call: CallableType, parameters: Sequence[Formal]) -> CallableType:
    """Return a call with these parameters in the place of its own."""
    return call.copy_modified(  # pyright: ignore[reportUnknownMemberType]  # mypy's defaults have no type
        arg_names=[each.name for each in parameters],
        arg_kinds=[each.kind for each in parameters],
        arg_types=[each.type for each in parameters],
    )
