"""The faults of a config, as facts. `_messages.explain_fault` makes their texts."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from typed_registry._annotations.hidden_parameters import HiddenParameters
from typed_registry.errors import BrokenModule, ConfigError

Path: TypeAlias = "tuple[str | int, ...]"
"""The keys and indices that lead to a value."""

COMMAND_LINE = "command line"
COMMAND_LINE_RANK = 1_000_000
"""Higher than the rank of any file."""


@frozen
class Origin:
    """The place where a key or a value is written."""

    source: str
    """A file's path as it was given, or `COMMAND_LINE`."""
    line: int | None
    """Counts from 1; None for the command line."""
    column: int | None
    """Counts from 1."""
    path: Path
    """The path as it is written there; for a value in a top-level section, the path in that section."""
    rank: int = 0
    """Of two sources that give a value, the one with the higher rank wins."""
    variable: str | None = None
    """The environment variable that gave the value, if the file names one."""


@frozen
class UnknownKey:
    """A key for which the config class has no field."""

    valid: tuple[str, ...]
    owner: str = ""
    """The component whose settings have the key, or the name of the config class."""
    registry: str | None = None
    """The registry of the component; None for a config class that no component was chosen for."""
    hidden: tuple[HiddenParameters, ...] = ()
    """What hides parameters of the component, of which one may have this key."""


@frozen
class MisplacedSection:
    """A top-level section for a component that no field of the root can choose."""

    registry: str


@frozen
class MissingKey:
    """A field without a default that is given no value."""

    expected: str


@frozen
class Suggestion:
    """The data to write in place of what is given."""

    data: object


@frozen
class WrongType:
    """A value that isn't of the field's type."""

    expected: str
    given: object
    instead: Suggestion | None = None
    """What to write, if the value shows what was meant."""


@frozen
class WrongChoiceKey:
    """A key that names a component, although another key chooses it."""

    name: str
    """The component, as it is registered."""
    registry: str
    valid: str
    """The key that chooses a component."""
    settings: str | None = None
    """The key of a mapping that has the settings, which belong beside the name."""


@frozen
class WrongValue:
    """A value that isn't one of the few valid ones."""

    given: object
    valid: tuple[object, ...]
    others: str = ""
    """The types whose values are valid too."""


@frozen
class LoneItem:
    """A value for one item of a list that isn't written in the same place as a whole."""

    expected: str
    index: str


@frozen
class Alternative:
    """An alternative of a union that doesn't take a value, and why."""

    type: str
    path: Path
    """The path of the first problem inside the value."""
    problem: Problem


@frozen
class NoAlternative:
    """A value that no alternative of a union takes, and that may be meant for several of them."""

    expected: str
    given: object
    alternatives: tuple[Alternative, ...]


@frozen
class UnknownComponent:
    """A name that isn't registered."""

    registry: str
    given: str
    valid: tuple[str, ...]
    broken: tuple[BrokenModule, ...] = ()
    """The modules that may register the name but could not be imported."""


@frozen
class UnfitComponent:
    """A component of the right registry that doesn't satisfy the type of this field."""

    given: str
    needed: str
    reasons: tuple[str, ...]
    valid: tuple[str, ...]


@frozen
class Refused:
    """A value for which a converter, a validator or the module of a component raised an error."""

    given: object
    message: str


@frozen
class WrittenTwice:
    """A key that already has a value in the same file."""

    first: Origin


@frozen
class TwoNames:
    """A former key of a field that is also given under another key."""

    other: str


@frozen
class UnclearSection:
    """A top-level section with a name that several fields have chosen."""

    fields: tuple[str, ...]


@frozen
class IdleOverride:
    """An override for a component that no field has chosen."""

    name: str
    chosen: tuple[str, ...]


@frozen
class UnsetVariable:
    """An environment variable that isn't set and has no default in the file that refers to it."""

    name: str


@frozen
class Malformed:
    """A text that can't be read: it isn't of its format, or it is too large."""

    message: str


Problem: TypeAlias = (
    UnknownKey
    | MisplacedSection
    | MissingKey
    | WrongType
    | WrongChoiceKey
    | WrongValue
    | LoneItem
    | NoAlternative
    | UnknownComponent
    | UnfitComponent
    | Refused
    | WrittenTwice
    | TwoNames
    | UnclearSection
    | IdleOverride
    | UnsetVariable
    | Malformed
)


@frozen
class Fault:
    """One problem, with the path to its value and the place where that is written."""

    path: Path
    problem: Problem
    origin: Origin | None = None
    """None for a value that isn't written in any text."""
    extended: Origin | None = None
    """For a fault in an extended file: where another file extends it."""
    alternative: str | None = None
    """The alternative of a union that the value was taken for, if only its keys or its values show that."""


def unreadable(message: str, source: str, line: int | None = None, column: int | None = None) -> ConfigError:
    """Return the error for a text that can't be read, with the place that is to blame."""
    return ConfigError((Fault((), Malformed(message), Origin(source, line, column, ())),))


def show_path(path: Path) -> str:
    """Return a path as overrides write it.

    >>> show_path(("algorithm", "loss", "betas", 0))
    'algorithm.loss.betas.0'
    """
    return ".".join(map(str, path))
