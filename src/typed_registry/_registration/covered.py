"""A name with more than one record: the uppermost is seen, and the others come back when it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typed_registry._registration.control_flow import Hold
    from typed_registry._registration.derived_config import DerivedConfig
    from typed_registry._registration.records import Record, Unimported


class Layer:
    """A record that hides the registrations of a name, as long as a block lasts."""

    __slots__ = ("hold", "record")

    def __init__(self, record: Record | Unimported, hold: Hold) -> None:
        self.record: Record | Unimported = record
        self.hold: Hold = hold


class Covered:
    """The records of one name: a registration, one that replaces it, and the overrides above them."""

    __slots__ = ("_configs", "layers", "ordinary", "replacing")

    def __init__(
        self, ordinary: Record | Unimported | None, replacing: Record | Unimported | None = None
    ) -> None:
        self.ordinary = ordinary
        """The registration that was made without `replace=True`."""
        self.replacing = replacing
        """The registration that was made with it."""
        self.layers: list[Layer] = []
        """The overrides, the innermost last."""
        self._configs: list[tuple[Record, DerivedConfig]] = []

    @property
    def top(self) -> Record | Unimported | None:
        """The record that the name stands for."""
        return self.layers[-1].record if self.layers else self.replacing or self.ordinary

    @property
    def is_needless(self) -> bool:
        """True if there is no more than an ordinary registration."""
        return not self.layers and self.replacing is None

    def put(self, record: Record | Unimported | None, *, replaces: bool) -> None:
        """Put a registration in the place of the one of its kind; None takes that away.

        A layer that shows the former one shows this one then.
        """
        former = self.replacing if replaces else self.ordinary
        for layer in self.layers:
            if former is not None and record is not None and layer.record is former:
                layer.record = record
        if replaces:
            self.replacing = record
        else:
            self.ordinary = record

    def withdraw(self, record: Record | Unimported, shown: Unimported | None) -> bool:
        """Put what a source shows in the place of a registration, and return whether it was here."""
        is_here = record is self.ordinary or record is self.replacing
        if is_here:
            self.put(shown, replaces=record is self.replacing)
        return is_here

    def remember(self, record: Record, config: DerivedConfig) -> None:
        """Keep the config class that was derived for a record, for when it is seen again."""
        others = [each for each in self._configs if each[0] is not record]
        self._configs = [*others, (record, config)]

    def config_of(self, record: Record | Unimported | None) -> DerivedConfig | None:
        """Return the config class that was derived for a record, if it is kept."""
        return next((config for other, config in self._configs if other is record), None)
