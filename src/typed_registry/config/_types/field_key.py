"""Keys that a file uses for fields with other names."""

from __future__ import annotations

from typed_registry._class_libraries.field import KEY
from typed_registry._frozendict import FrozenDict


def key(name: str) -> FrozenDict[str, object]:
    """Return the metadata of a field that a file gives under this key, which need not be an identifier.

    It goes into the metadata of a field of attrs or of dataclasses, together with that of `renamed` and the
    others if need be, or into `Annotated`, which also works for the parameters of a component. A pydantic
    model has an `alias` for the same purpose, a msgspec `Struct` has `field(name=...)`.

    >>> from attrs import field, frozen
    >>> from typed_registry.config import from_mapping
    >>> @frozen
    ... class Training:
    ...     lr_scheduler: str = field(default="cosine", metadata=key("lr-scheduler"))
    >>> from_mapping(Training, {"lr-scheduler": "linear"})
    Training(lr_scheduler='linear')
    """
    return FrozenDict({KEY: name})
