"""The type that a value in a file is read as."""

from __future__ import annotations

from typed_registry._annotations.unwrap import plain
from typed_registry.config._types.sizes import Size


def bare(kind: object) -> object:
    """Return the type without the names around it; `Size` stays, as a file writes it in a form of its own.

    >>> from typing import Annotated
    >>> bare(Annotated[int, "unit"]), bare(Size) is Size
    (<class 'int'>, True)
    """
    return plain(kind, keep=(Size,))
