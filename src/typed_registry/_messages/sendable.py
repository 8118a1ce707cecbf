"""Facts of errors that can be passed to another process."""

from __future__ import annotations

import pickle

import attrs

from typed_registry._annotations.type_guards import is_sequence
from typed_registry._messages.visible import shown_value

_LIBRARY = f"{__name__.partition('.')[0]}."


@attrs.frozen(repr=False)
class ShownValue:
    """The text of a value that can't be pickled, with the name of its class."""

    text: str
    kind: str

    def __repr__(self) -> str:
        return self.text


def restored_error(kind: type[Exception], facts: tuple[object, ...], others: dict[str, object]) -> Exception:
    """Return an error as it was, with its notes and whatever else was added to it."""
    error = kind(*facts)
    vars(error).update(others)
    return error


def facts_of(error: Exception) -> tuple[object, ...]:
    """Return the arguments that make an error: its fields as they are now, or `args` if it has none."""
    kind = type(error)
    if not attrs.has(kind):
        return error.args
    return tuple(getattr(error, field.name) for field in attrs.fields(kind))


def sendable(fact: object) -> object:
    """Return a fact that can be pickled, in which a `ShownValue` is in the place of each value that can't be.

    >>> sendable(("a", 1)), sendable((len, lambda: 1))[0]
    (('a', 1), <built-in function len>)
    """
    try:
        pickle.dumps(fact)
    except Exception:  # noqa: BLE001  # whatever the value's own class raises
        return _without_unsendable(fact)
    return fact


def _without_unsendable(fact: object) -> object:
    if is_sequence(fact) and isinstance(fact, tuple):
        return tuple(map(sendable, fact))
    kind = type(fact)
    if attrs.has(kind) and kind.__module__.startswith(_LIBRARY):
        return kind(**{field.name: sendable(getattr(fact, field.name)) for field in attrs.fields(kind)})
    return ShownValue(shown_value(fact), type(fact).__name__)
