"""Numbers, truth values, text and null.

Nothing is converted that could hide a mistake: a word is not a number, a number is not a truth value, and an
integer becomes a float only if it stays the same number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typed_registry.config._document.faults import Path, WrongType
from typed_registry.config._formats.yaml.scalars import finite_scalar
from typed_registry.config._types.rule import Names, Reading, Rule

if TYPE_CHECKING:
    from typing_extensions import Self

    from typed_registry.config._types.find_rule import FindRule

SCALARS: tuple[object, ...] = (bool, int, float, str, type(None))


class ScalarRule(Rule):
    """The rule of a scalar, which a file holds as it is."""

    @classmethod
    def of(cls, kind: object, _find: FindRule) -> Self | None:
        """Return the rule if the type is one of these."""
        return cls(kind) if kind in SCALARS else None

    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return a value of exactly this type; for a float also the float that equals an integer."""
        del default
        if self.annotation is type(data):
            return data
        if self.annotation is float and type(data) is int and _is_exact(data):
            return float(data)
        return reading.fault(path, WrongType(self.expected, data))

    @property
    def is_key(self) -> bool:
        """Whether a mapping's key can be of the type: null cannot."""
        return self.annotation is not type(None)

    def key_data(self, key: str) -> object:
        """Return the plain scalar that the key is where numbers or truth values are wanted."""
        return key if self.annotation is str else finite_scalar(key)

    def guard(self, variable: str, names: Names) -> str | None:
        """Hold for values of exactly this type."""
        if self.annotation is type(None):
            return f"{variable} is None"
        return f"type({variable}) is {names.add(self.annotation)}"


def _is_exact(number: int) -> bool:
    """Return whether a float is the same number."""
    try:
        return float(number) == number
    except OverflowError:
        return False
