"""A config tree to the plain data that a file of one format holds."""

from __future__ import annotations

from typing import Final

from typed_registry.config._document.faults import Path
from typed_registry.config._types.choices import ChoiceRule
from typed_registry.config._types.config_classes import ClassRule
from typed_registry.config._types.mappings import MappingRule
from typed_registry.config._types.options import OptionsRule
from typed_registry.config._types.rule import Rule
from typed_registry.config._types.scalars import ScalarRule
from typed_registry.config._types.sequences import SequenceRule
from typed_registry.config._types.text_coded import TextCodedRule
from typed_registry.config._types.writer import UnwritableError, Writer

_FAMILIES: Final[tuple[type[Rule], ...]] = (
    ChoiceRule,
    ClassRule,
    OptionsRule,
    MappingRule,
    SequenceRule,
    TextCodedRule,
    ScalarRule,
)
"""The rules whose values can be written; a value is of the first that it can be of."""


class PlainData(Writer):
    """Writes each value as the rule of its class does."""

    def value(self, value: object, path: Path = ()) -> object:
        """Return a value as a file would hold it. Raises UnwritableError."""
        for family in _FAMILIES:
            if family.holds(value):
                return family.write(value, path, self)
        raise UnwritableError(path, f"no file can hold {value!r} ({type(value).__name__})")
