"""The rule of a type: what a config takes for it, how a message names it, and when a value is already right.

Everything that the library knows of a type is asked of its `Rule`. `find_rule.rule_of` gives the rule of an
annotation. A new kind of type is one new module with one subclass, listed in `find_rule`.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from attrs import NOTHING

from typed_registry._annotations.show import show
from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry.config._document.document import EMPTY, Document
from typed_registry.config._document.faults import Fault, Path, Problem, Suggestion, WrongType
from typed_registry.config._formats.yaml.scalars import finite_scalar
from typed_registry.config._sources.environment import UNSET, VariableText
from typed_registry.config._types.differences import Parts
from typed_registry.config._types.json_schema import Schema, variable
from typed_registry.config._types.writer import Writer
from typed_registry.errors import UnwritableError

if TYPE_CHECKING:
    from typed_registry.config._document.deprecated_fields import DeprecatedUse
    from typed_registry.config._types.schema_request import SchemaRequest


class Invalid(enum.Enum):
    """The type of `INVALID`."""

    INVALID = enum.auto()


INVALID: Final = Invalid.INVALID
"""The result of reading data that is not valid; the reason is among the faults of the reading."""


class Unmade(enum.Enum):
    """The type of `UNMADE`."""

    UNMADE = enum.auto()


UNMADE: Final = Unmade.UNMADE
"""In a trial, the default that a factory would make."""


class Reading:
    """One pass over data. It collects the faults, and the deprecated names, keys and values in use.

    Most passes find nothing, so the lists are made when they are needed.
    """

    is_trial: bool = False
    """Whether only the structure of the data is examined: nothing is made, and no code of the user's runs."""
    trials: dict[tuple[Rule, Path], tuple[object, object, Sequence[Fault]]] | None = None
    """The data and the default of each trial that was made, with its faults."""

    document: Document = EMPTY
    """Where the data is written."""
    section_names: tuple[str, ...] = ()
    """The names that sections at the top could have, to suggest for a key that is written nearly like one."""
    defaults: Mapping[str, object] = {}
    """Defaults of the fields at the top that were made before, by key."""
    has_failed: bool = False
    """Whether some value may be `INVALID`."""
    faults: list[Fault] | tuple[()] = ()
    outdated: list[DeprecatedUse] | tuple[()] = ()

    def attempt(self) -> Reading:
        """Return a reading of the same document, whose faults count only if they are added to this one."""
        made = Reading()
        made.document, made.is_trial, made.trials = self.document, self.is_trial, self.trials
        return made

    def trial(self, rule: Rule, data: object, path: Path, default: object) -> Sequence[Fault]:
        """Return the faults in the structure of data as a rule reads it, without running the user's code.

        The result is kept. So the alternatives of unions in unions are each tried once, at any depth.
        """
        if self.trials is None:
            self.trials = {}
        known = self.trials.get((rule, path))
        if known is not None and known[0] is data and known[1] is default:
            return known[2]
        reading = self.attempt()
        reading.is_trial = True
        rule.read(data, path, reading, default)
        self.trials[rule, path] = (data, default, reading.faults)
        return reading.faults

    def fault(self, path: Path, problem: Problem) -> Invalid:
        """Add a fault, and return `INVALID`."""
        return self.add_faults([Fault(path, problem)])

    def add_faults(self, faults: Sequence[Fault]) -> Invalid:
        """Add faults, and return `INVALID`."""
        self.has_failed = True
        if not self.faults:
            self.faults = []
        self.faults.extend(faults)
        return INVALID

    def drop_faults(self, count: int) -> None:
        """Drop all faults but the first ones."""
        if self.faults:
            del self.faults[count:]

    def add_outdated(self, outdated: Iterable[DeprecatedUse]) -> None:
        """Add uses of what is deprecated."""
        found = [*outdated]
        if not found:
            return
        if not self.outdated:
            self.outdated = []
        self.outdated.extend(found)


class Names(dict[str, object]):
    """The objects that generated source refers to, by the names that it uses for them."""

    def add(self, value: object) -> str:
        """Return a new name for an object."""
        name = f"_{len(self)}"
        self[name] = value
        return name


class Rule(ABC):
    """Reads, checks and writes the values of one type."""

    uses_default: bool = False
    """Whether reading needs the field's default: a config completes what the data leaves out from it."""
    is_open: bool = False
    """Whether values may be mappings of any keys, of which overrides may give some beside a default's."""
    is_choice: bool = False
    """Whether values choose a component."""
    has_keys: bool = False
    """Whether values are written as mappings with certain keys."""
    examples: tuple[str, ...] = ()
    """How a value may be written, for messages, where the type's name does not tell."""

    def __init__(self, annotation: object) -> None:
        self.annotation = annotation

    def __repr__(self) -> str:
        return f"{type(self).__name__}({show(self.annotation)})"

    @property
    def text(self) -> str:
        """The type as help and messages show it, as far as possible in the words of a config file."""
        return show(self.annotation)

    @property
    def has_words(self) -> bool:
        """Return whether the text names a registry or the valid values, in place of Python's notation."""
        return self.is_choice

    @property
    def expected(self) -> str:
        """The type, as a message names what it expected."""
        return described([self])

    @property
    def expected_when_missing(self) -> str:
        """The type, as a message names it when nothing is given."""
        return self.expected

    def wrong(self, data: object, reading: Reading, expected: str | None = None) -> WrongType:
        """Return that data is not of the type; unless in a trial, with what was probably meant."""
        instead = None if reading.is_trial else self.suggest(data)
        return WrongType(self.expected if expected is None else expected, data, instead)

    def suggest(self, data: object) -> Suggestion | None:
        """Return what was probably meant by data that is not of the type."""
        return None

    @property
    def is_key(self) -> bool:
        """Return whether a mapping's key can be of the type."""
        return False

    @property
    def is_writable(self) -> bool:
        """Return whether a file can hold a value of the type."""
        return next(self.obstacles(), None) is None

    def obstacles(self) -> Iterator[str]:
        """Yield the parts of the type that no file can hold, by name."""
        yield from ()

    def key_data(self, key: str) -> object:
        """Return what a mapping's key, which is a word in every file, is read from as a value of the type."""
        return key

    def parts(self) -> Iterator[Rule]:
        """Yield the rules of the types that this one is composed of."""
        yield from ()

    def may_hold_choice(self, seen: set[Rule]) -> bool:
        """Return False if no value is or contains a choice.

        `seen` are the classes that have been asked, to which each class that is asked adds itself.
        """
        parts = list(self.parts())
        return not parts or any(part.may_hold_choice(seen) for part in parts)

    def may_take(self, data: object, default: object) -> bool:
        """Return False if `read` would refuse the data, as far as can be seen without reading its parts."""
        return True

    def read(self, data: object, path: Path, reading: Reading, default: object = NOTHING) -> object:
        """Return the value that the data at `path` stands for.

        `default` is the value that the field would have without data. Data that is not valid adds its faults
        to the reading, and the result is `INVALID`.
        """
        if isinstance(data, VariableText):
            return self._read_variable(data, path, reading, default)
        return self.convert(data, path, reading, default)

    def find_reader(self, variable: str, names: Names) -> Iterator[str]:
        """Yield lines of source that set `read` to a function that reads the variable as this rule does."""
        yield f"read = {names.add(self.read)}"

    @abstractmethod
    def convert(self, data: object, path: Path, reading: Reading, default: object) -> object:
        """Return the value of data that is not the text of an environment variable, as `read` does."""

    def guard(self, variable: str, names: Names) -> str | None:
        """Return a Python expression that is true only for values that `read` returns unchanged.

        None means that there is no such expression worth evaluating. `names` takes the objects that the
        expression refers to.
        """
        return None

    @abstractmethod
    def schema(self, request: SchemaRequest) -> Schema:
        """Return the JSON Schema of the data that `read` takes."""

    def schema_of_value(self, request: SchemaRequest) -> Schema:
        """Return the JSON Schema of the data, in which an environment variable may replace a scalar."""
        made = self.schema(request)
        return made if self.is_choice else variable(made)

    def schema_of_key(self, request: SchemaRequest) -> Schema:
        """Return the JSON Schema of a mapping's keys, which are words in every file."""
        return self.schema(request)

    @classmethod
    def holds(cls, value: object) -> bool:
        """Return whether a value is of the classes that `write` writes."""
        return False

    @classmethod
    def take_apart(cls, value: object) -> Parts:
        """Return the parts of a value for which `holds` is true."""
        return Parts()

    @classmethod
    def write(cls, value: object, path: Path, writer: Writer) -> object:
        """Return a value, for which `holds` is true, as plain data. Raises UnwritableError."""
        raise UnwritableError(path, f"no file can hold {value!r} ({type(value).__name__})")

    def _read_variable(self, text: VariableText, path: Path, reading: Reading, default: object) -> object:
        """Read an environment variable's text as a file would have it, or else as text."""
        if text is UNSET:
            reading.has_failed = True
            return INVALID
        scalar, literal = reading.attempt(), reading.attempt()
        value = self.convert(finite_scalar(str(text)), path, scalar, default)
        if value is not INVALID:
            reading.add_outdated(scalar.outdated)
            return value
        value = self.convert(str(text), path, literal, default)
        reading.add_outdated(literal.outdated)
        return value if value is not INVALID else reading.add_faults(scalar.faults)


class LeafRule(Rule):
    """The rule of a type whose values have no parts, and whose reading runs no code of the user's."""

    def may_hold_choice(self, seen: set[Rule]) -> bool:
        """Return False, as a value has no parts."""
        return False

    def may_take(self, data: object, default: object) -> bool:
        """Return whether the type takes the data."""
        if is_compound(data) and not isinstance(data, enum.Enum):
            return False
        reading = Reading()
        reading.is_trial = True
        return self.convert(data, (), reading, default) is not INVALID


def is_compound(data: object) -> bool:
    """Return whether data has parts."""
    return is_mapping(data) or is_sequence(data)


def described(rules: list[Rule]) -> str:
    """Return alternatives as a message names them, with examples where a name does not tell enough."""
    names = " | ".join(rule.text for rule in rules)
    examples = [repr(text) for rule in rules for text in rule.examples]
    return names + (f", such as {' or '.join(examples)}" if examples else "")
