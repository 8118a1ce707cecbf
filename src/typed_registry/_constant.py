"""An existing object as a component."""

from __future__ import annotations


class Constant:
    """The component that `register_instance` registers: calling it returns the instance."""

    __slots__ = ("value",)
    value: object

    def __init__(self, value: object) -> None:
        self.value = value

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the instance itself: the class can't be found by its `__module__`, which is a property."""
        return _constant, (self.value,)

    def __call__(self) -> object:
        """Return the instance, the same one each time."""
        return self.value

    @property
    def __module__(self) -> str:  # type: ignore[override]  # computed, where a class has it written  # pyright: ignore[reportIncompatibleVariableOverride]
        """The module of the instance's class."""
        return type(self.value).__module__


def _constant(value: object) -> Constant:
    """Return the component of an instance from another process."""
    return Constant(value)
