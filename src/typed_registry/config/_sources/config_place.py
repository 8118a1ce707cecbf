"""The places of a config, as merging must know them: whether a value there may choose a component."""

from __future__ import annotations

from typing import Final, Protocol


class ConfigPlace(Protocol):
    """A place in a config, with those inside it."""

    @property
    def is_choice(self) -> bool:
        """Whether a value there may choose a component, by its name alone or by `name` in a mapping."""
        ...

    def component(self, name: object) -> object:
        """Return the name under which the component that a value chooses is registered now."""
        ...

    def inside(self, data: object, key: str | int, /) -> ConfigPlace:
        """Return the place of the value under a key of data that is here."""
        ...


class _AnyPlace:
    """A place of which no type is known, so that each mapping with a name may be a choice."""

    @property
    def is_choice(self) -> bool:
        """Whether a value there may choose a component."""
        return True

    def component(self, name: object) -> object:
        """Return the name as it is given."""
        return name

    def inside(self, data: object, key: str | int, /) -> ConfigPlace:  # noqa: ARG002  # of the protocol
        """Return this place, as nothing more is known of the one inside."""
        return self


ANY_PLACE: Final[ConfigPlace] = _AnyPlace()
