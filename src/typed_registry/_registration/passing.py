"""How the value of a derived config's field gets to the component."""

from __future__ import annotations

from enum import Enum
from keyword import iskeyword
from typing import TYPE_CHECKING, Final, Protocol

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typed_registry._annotations.hidden_parameters import HiddenParameters

NESTED: Final = "typed_registry.nested"
"""The key in a field's metadata of how it takes components of other registries."""
_PASSING: Final = "typed_registry.passing"
_HIDDEN: Final = "__hidden_parameters__"


class Way(Enum):
    """A way to pass a value to a function."""

    KEYWORD = "keyword"
    POSITION = "position"
    EITHER = "either"
    """By keyword, unless a value after it must be given by position."""
    POSITIONS = "positions"
    """Each item by position: what `*args` takes."""
    KEYWORDS = "keywords"
    """Each item by keyword: what `**kwargs` takes."""


@frozen
class Passing:
    """The parameter that a field's value is passed to, and how."""

    parameter: str
    way: Way

    @property
    def is_keyword(self) -> bool:
        """Return whether the value can be written as a keyword in a call."""
        return self.way is Way.KEYWORD and self.parameter.isidentifier() and not iskeyword(self.parameter)

    def metadata(self, attribute: str) -> dict[str, object]:
        """Return the metadata of the attribute; none if it is passed by keyword under its own name."""
        return {} if self == Passing(attribute, Way.KEYWORD) else {_PASSING: self}


class _Described(Protocol):
    """A field of a config class, however it is described."""

    @property
    def name(self) -> str: ...
    @property
    def metadata(self) -> Mapping[object, object]: ...


def passing_of(field: _Described) -> Passing:
    """Return how the value of a field is passed: by keyword under its own name, unless it says otherwise."""
    found = field.metadata.get(_PASSING)
    return found if isinstance(found, Passing) else Passing(field.name, Way.KEYWORD)


def takes_other_keys(field: _Described) -> bool:
    """Return whether a field has no key of its own, and takes the values of all other keys."""
    return passing_of(field).way is Way.KEYWORDS


def hiding(hidden: tuple[HiddenParameters, ...]) -> dict[str, object]:
    """Return the class variable of a config class that says which parameters the component hides."""
    return {_HIDDEN: hidden}


def hidden_parameters(config: type) -> tuple[HiddenParameters, ...]:
    """Return what hides parameters of the component that a config class is derived from."""
    found: tuple[HiddenParameters, ...] = vars(config).get(_HIDDEN, ())
    return found
