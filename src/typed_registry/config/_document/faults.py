"""The faults of a config, as facts. `explain.py` makes their texts."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

Path: TypeAlias = "tuple[str | int, ...]"
"""The keys and indices that lead to a value."""

COMMAND_LINE = "command line"
COMMAND_LINE_RANK = 1_000_000
"""Above any file."""


@frozen
class Origin:
    """Where a key or a value was written."""

    source: str
    """A file's path as it was given, or `COMMAND_LINE`."""
    line: int | None
    """From 1; None where the source has no lines."""
    column: int | None
    """From 1."""
    path: Path
    """The path as it is written there, which in a top-level section is the section's."""
    rank: int = 0
    """Of two sources that give a value, that of the higher rank holds."""
    variable: str | None = None
    """The environment variable that gave the value, where the file names one."""


@frozen
class UnknownKey:
    """A key that the config class has no field for."""

    valid: tuple[str, ...]


@frozen
class MisplacedSection:
    """A top-level section of a component that no top-level field can choose."""

    registry: str


@frozen
class MissingKey:
    """A field without a default that nothing gives a value."""

    expected: str


@frozen
class WrongType:
    """A value that the field's type doesn't take."""

    expected: str
    given: object


@frozen
class WrongValue:
    """A value that is none of the few valid ones."""

    given: object
    valid: tuple[object, ...]
    others: str = ""
    """The types of values that are valid too."""


@frozen
class UnknownComponent:
    """A name that the registry doesn't have."""

    registry: str
    given: str
    valid: tuple[str, ...]


@frozen
class UnfitComponent:
    """A component of the right registry that doesn't do what this field needs."""

    given: str
    needed: str
    reasons: tuple[str, ...]
    valid: tuple[str, ...]


@frozen
class Refused:
    """A converter, a validator or a component's module raised an error."""

    given: object
    message: str


@frozen
class WrittenTwice:
    """A key that has a value already, from elsewhere in the same file."""

    first: Origin


@frozen
class TwoNames:
    """A former key of a field that is given under another one too."""

    other: str


@frozen
class UnclearSection:
    """A top-level section whose name more than one field has chosen."""

    fields: tuple[str, ...]


@frozen
class IdleOverride:
    """A setting that was asked for, of a component that no field has chosen."""

    name: str
    chosen: tuple[str, ...]


@frozen
class UnsetVariable:
    """An environment variable that a file refers to, without a default, and that isn't set."""

    name: str


@frozen
class Malformed:
    """Text that isn't the format it should be, or more of it than is sane."""

    message: str


Problem: TypeAlias = (
    UnknownKey
    | MisplacedSection
    | MissingKey
    | WrongType
    | WrongValue
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
    """One problem, with the path to the value that has it and the place where that is written."""

    path: Path
    problem: Problem
    origin: Origin | None = None
    """None for a value that no text gave."""
    extended: Origin | None = None
    """Of a file that can't be read: where another extends it."""


def show_path(path: Path) -> str:
    """A path as overrides write it.

    >>> show_path(("algorithm", "loss", "betas", 0))
    'algorithm.loss.betas.0'
    """
    return ".".join(map(str, path))
