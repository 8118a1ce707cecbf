"""The faults of a config, as facts. `_messages.explain_fault` makes their texts."""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from attrs import frozen

from typed_registry._annotations.hidden_parameters import HiddenParameters
from typed_registry.errors import BrokenModule, Claimant, ConfigError, DisabledPlugin

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

    kind: ClassVar[str] = "unknown-key"
    valid: tuple[str, ...]
    """The keys that there are."""
    owner: str = ""
    """The component whose settings have the key, or the name of the config class."""
    registry: str | None = None
    """The registry of the component; None for a config class that no component was chosen for."""
    hidden: tuple[HiddenParameters, ...] = ()
    """The reasons why parameters of the component aren't known, of which one may have this key."""


@frozen
class MisplacedSection:
    """A top-level section for a component that no field of the root chooses, though something else may."""

    kind: ClassVar[str] = "misplaced-section"
    registry: str
    """The registry of the component that has the key's name."""
    chosen: tuple[str, ...] = ()
    """The paths of the choices of the component that are in lists or inside other components."""


@frozen
class MissingKey:
    """A field without a default that is given no value."""

    kind: ClassVar[str] = "missing-key"
    expected: str
    """The type of the field."""


@frozen
class Suggestion:
    """The data to write in place of what is given."""

    data: object


@frozen
class WrongType:
    """A value that isn't of the field's type."""

    kind: ClassVar[str] = "wrong-type"
    expected: str
    """The type of the field."""
    given: object
    """The value."""
    instead: Suggestion | None = None
    """The text to write, if the value shows what was meant."""


@frozen
class WrongChoiceKey:
    """A key that names a component, although another key chooses it."""

    kind: ClassVar[str] = "wrong-choice-key"
    name: str
    """The component, as it is registered."""
    registry: str
    """The registry of the component."""
    valid: str
    """The key that chooses a component."""
    settings: str | None = None
    """The key of a mapping that has the settings, which belong beside the name."""


@frozen
class WrongValue:
    """A value that isn't one of the few valid ones."""

    kind: ClassVar[str] = "wrong-value"
    given: object
    """The value."""
    valid: tuple[object, ...]
    """The valid values."""
    others: str = ""
    """The types whose values are valid too."""


@frozen
class LoneItem:
    """A value for one item of a list that isn't written in the same place as a whole."""

    kind: ClassVar[str] = "lone-item"
    expected: str
    """The type of the list."""
    index: str
    """The index of the item."""


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

    kind: ClassVar[str] = "no-alternative"
    expected: str
    """The type of the field, a union."""
    given: object
    """The value."""
    alternatives: tuple[Alternative, ...]
    """The faults of the value, for each alternative."""


@frozen
class UnknownComponent:
    """A name that isn't registered."""

    kind: ClassVar[str] = "unknown-component"
    registry: str
    """The registry that has no such component."""
    given: str
    """The name."""
    valid: tuple[str, ...]
    """The names that are registered."""
    broken: tuple[BrokenModule, ...] = ()
    """The modules that may register the name but could not be imported."""
    disabled: tuple[DisabledPlugin, ...] = ()
    """The plugins that would register the name but are switched off."""


@frozen
class UnfitComponent:
    """A component of the right registry that doesn't satisfy the type of this field."""

    kind: ClassVar[str] = "unfit-component"
    given: str
    """The name of the component."""
    needed: str
    """The type that the field demands."""
    reasons: tuple[str, ...]
    """Why the component doesn't satisfy it."""
    valid: tuple[str, ...]
    """The names of components that do."""


@frozen
class Refused:
    """A value for which a converter, a validator or the module of a component raised an error."""

    kind: ClassVar[str] = "refused"
    given: object
    """The value, or a mapping if the settings of a component don't go together."""
    message: str
    """The text of the error."""


@frozen
class WrittenTwice:
    """A key that already has a value in the same file."""

    kind: ClassVar[str] = "written-twice"
    first: Origin
    """Where the key has its first value."""


@frozen
class TwoNames:
    """A former key of a field that is also given under another key."""

    kind: ClassVar[str] = "two-names"
    other: str
    """The other key, which is given as well."""


@frozen
class UnclearSection:
    """A top-level section with a name that several fields have chosen."""

    kind: ClassVar[str] = "unclear-section"
    fields: tuple[str, ...]
    """The paths of the fields."""


@frozen
class IdleOverride:
    """An override for a component that no field has chosen."""

    kind: ClassVar[str] = "idle-override"
    name: str
    """The name of the component."""
    chosen: tuple[str, ...]
    """The names that are chosen."""


@frozen
class UnsetVariable:
    """An environment variable that isn't set and has no default in the file that refers to it."""

    kind: ClassVar[str] = "unset-variable"
    name: str
    """The name of the variable."""


@frozen
class Malformed:
    """A text that can't be read: it isn't of its format, or it is too large."""

    kind: ClassVar[str] = "malformed"
    message: str
    """Why it can't be read."""


@frozen
class BrokenDefault:
    """The default of a field, which nothing replaces, chooses a component that can't be chosen.

    The origin of the fault is the line of the default in the program.
    """

    kind: ClassVar[str] = "broken-default"
    config: str
    """The dotted name of the config class."""
    reason: str
    """Why the component can't be chosen."""


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
    | BrokenDefault
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
    replacement: Claimant | None = None
    """For a setting of a component that replaces or overrides another one: where it is from."""

    @property
    def kind(self) -> str:
        """The kind of the problem, such as `unknown-key`. It stays the same from version to version."""
        return self.problem.kind

    @property
    def message(self) -> str:
        """The fault and what to write instead, on one line, without the place and the path.

        `explain_fault` adds these.
        """
        from typed_registry._messages.explain_fault import explain_here

        return explain_here(self)


def unreadable(message: str, source: str, line: int | None = None, column: int | None = None) -> ConfigError:
    """Return the error for a text that can't be read, with the place that is to blame."""
    return ConfigError((Fault((), Malformed(message), Origin(source, line, column, ())),))


def show_path(path: Path) -> str:
    """Return a path as overrides write it: a key that contains a dot or an equals sign is in quotes.

    >>> show_path(("algorithm", "loss", "betas", 0)), show_path(("weights", "layers.0"))
    ('algorithm.loss.betas.0', 'weights."layers.0"')
    """
    return ".".join(map(show_part, path))


def show_part(part: str | int) -> str:
    """Return a part of a path as overrides write it."""
    text = str(part)
    if text and not ("." in text or "=" in text or text[0] in "\"'" or text != text.strip()):
        return text
    from json import dumps

    return dumps(text, ensure_ascii=False)
