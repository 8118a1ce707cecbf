"""Meals of every shape: a class with a config, a class with keywords, a function, and an object."""

from __future__ import annotations

from attrs import frozen

from kitchen.cook import Cook


@frozen
class SoupConfig:
    """The settings of `Soup`."""

    salt: float = 1.0


class Soup:
    """A soup of the season, thick or thin."""

    def __init__(self, config: SoupConfig, cook: Cook) -> None:
        self.config = config
        self.cook = cook

    def serve(self, guests: int) -> str:
        """Says what is on the table."""
        return f"{guests} bowls by {self.cook.name}"


class Bread:
    """A loaf with a crust."""

    def __init__(self, cook: Cook, *, flour: int, crust: float = 0.5) -> None:
        self.cook = cook
        self.flour = flour
        self.crust = crust

    def serve(self, guests: int) -> str:
        """Says what is on the table."""
        return f"{guests} slices by {self.cook.name}"


def toast(cook: Cook, slices: int = 2) -> Bread:
    """Slices of yesterday, from the pan."""
    return Bread(cook, flour=50 * slices, crust=1.0)


class Roast:
    """What there is on Sundays."""

    def serve(self, guests: int) -> str:
        """Says what is on the table."""
        return f"{guests} cuts"
