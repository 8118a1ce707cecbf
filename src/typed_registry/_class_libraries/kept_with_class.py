"""Keep objects that are made of a class in the class itself, so that they don't outlive it."""

from __future__ import annotations

from _thread import RLock  # threading's own, without the cost of importing that
from collections.abc import Callable
from typing import Final, TypeVar, cast

_ATTRIBUTE: Final = "__typed_registry__"
_LOCK: Final = RLock()
_CAN_CHANGE: Final = 1 << 9
"""The flag of a class that is made by a `class` statement, or as by one."""

Made = TypeVar("Made")


class KeptWithClass(dict[object, object]):
    """The attribute of a class with what has been made of it. A copy of the class makes its own."""

    def __init__(self, owner: type | None = None) -> None:
        super().__init__()
        self.owner = owner

    def __reduce__(self) -> tuple[type[KeptWithClass], tuple[()]]:
        """Leave everything behind when a class is pickled by its content, as cloudpickle does."""
        return KeptWithClass, ()


def kept_with_class(kind: type, key: object, make: Callable[[], Made]) -> Made:
    """Return what `make` has made for the class and the key, the same each time.

    A class that can't be changed, such as `int`, keeps nothing: `make` is called each time.
    """
    if not kind.__flags__ & _CAN_CHANGE:
        return make()
    kept = vars(kind).get(_ATTRIBUTE)
    if not isinstance(kept, KeptWithClass) or kept.owner is not kind:
        kept = _kept_by(kind)
    found = kept.get(key)
    return cast("Made", kept.setdefault(key, make()) if found is None else found)


def _kept_by(kind: type) -> KeptWithClass:
    with _LOCK:
        kept = vars(kind).get(_ATTRIBUTE)
        if not isinstance(kept, KeptWithClass) or kept.owner is not kind:
            kept = KeptWithClass(kind)
            type.__setattr__(kind, _ATTRIBUTE, kept)
        return kept
