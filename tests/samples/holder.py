"""A config class with one field, of whatever type."""

from __future__ import annotations

from typing import cast

import attrs


@attrs.frozen
class Holder:
    """What an instance of such a class looks like."""

    it: object


def holder(kind: object) -> type[Holder]:
    """A frozen attrs class whose field `it` has this type."""
    made = attrs.make_class("Holder", {"it": attrs.field(type=cast("type[object]", kind))}, frozen=True)
    return cast("type[Holder]", made)
